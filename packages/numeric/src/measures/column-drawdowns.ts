import type { DrawdownOptions } from "./drawdown-series.ts";

/**
 * Maximum drawdown of every column of row-major returns, the start included, in one pass: what `maxDrawdownMeasure` gives
 * for each column.
 *
 * NaN in a column gives NaN. Throws `RangeError` when `matrix` is too short.
 *
 * @example
 * ```ts
 * import { columnMaxDrawdowns } from "@plimsoll/numeric";
 *
 * console.log(columnMaxDrawdowns(Float64Array.of(0.1, -0.2, -0.5, 0.1), 2, 2, { compounding: "compounded" }).join(" ")); // 0.5 0.19999999999999996
 * ```
 */
export function columnMaxDrawdowns(
  matrix: Float64Array,
  rows: number,
  columns: number,
  { compounding = "uncompounded" }: DrawdownOptions = {},
): Float64Array {
  if (matrix.length < rows * columns) {
    throw new RangeError(`expected ${rows * columns} returns, there are ${matrix.length}`);
  }
  const deepest = new Float64Array(columns);
  const compounded = compounding === "compounded";
  const wealth = new Float64Array(columns).fill(compounded ? 1 : 0);
  const top = wealth.slice();
  // the wealth below which the fall from the present top is the deepest: most steps only compare
  const floor = wealth.slice();
  for (let row = 0, cell = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, cell++) {
      const before = wealth[column]!;
      const now = compounded ? before + before * matrix[cell]! : before + matrix[cell]!;
      wealth[column] = now;
      if (now >= top[column]!) {
        top[column] = now;
        floor[column] = compounded ? now * (1 - deepest[column]!) : now - deepest[column]!;
      } else if (now < floor[column]!) {
        deepest[column] = compounded ? 1 - now / top[column]! : top[column]! - now;
        floor[column] = now;
      }
    }
  }
  // a NaN stays in the wealth, and no comparison with it holds
  for (let column = 0; column < columns; column++) if (Number.isNaN(wealth[column]!)) deepest[column] = Number.NaN;
  return deepest;
}
