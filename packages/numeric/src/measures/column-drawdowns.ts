import type { DrawdownOptions } from "./drawdown-series.ts";

const rowsAtOnce = 8;

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
  // some rows at a time, so that what is known of a column is read and written once for all of them
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const end = Math.min(first + rowsAtOnce, rows) * columns;
    for (let column = 0; column < columns; column++) {
      let now = wealth[column]!;
      let peak = top[column]!;
      let least = floor[column]!;
      for (let cell = first * columns + column; cell < end; cell += columns) {
        now = compounded ? now + now * matrix[cell]! : now + matrix[cell]!;
        if (now >= peak) {
          peak = now;
          least = compounded ? now * (1 - deepest[column]!) : now - deepest[column]!;
        } else if (now < least) {
          deepest[column] = compounded ? 1 - now / peak : peak - now;
          least = now;
        }
      }
      wealth[column] = now;
      top[column] = peak;
      floor[column] = least;
    }
  }
  // a NaN stays in the wealth, and no comparison with it holds
  for (let column = 0; column < columns; column++) if (Number.isNaN(wealth[column]!)) deepest[column] = Number.NaN;
  return deepest;
}
