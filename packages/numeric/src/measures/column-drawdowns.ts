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
  // compounded falls are compared as what is left of the top, so that only new lows divide
  const left = new Float64Array(columns).fill(1);
  for (let row = 0, cell = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, cell++) {
      const value = matrix[cell]!;
      const now = compounded ? wealth[column]! * (1 + value) : wealth[column]! + value;
      wealth[column] = now;
      if (now >= top[column]!) top[column] = now;
      else if (compounded) {
        if (!(now >= left[column]! * top[column]!)) left[column] = now / top[column]!;
      } else if (!(top[column]! - now <= deepest[column]!)) deepest[column] = top[column]! - now;
    }
  }
  if (compounded) for (let column = 0; column < columns; column++) deepest[column] = 1 - left[column]!;
  // a NaN stays in the wealth, while a comparison with it may have passed it by
  for (let column = 0; column < columns; column++) if (Number.isNaN(wealth[column]!)) deepest[column] = Number.NaN;
  return deepest;
}
