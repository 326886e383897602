import { arenaFor } from "../wasm/arena.ts";
import { KC } from "../wasm/kernels.ts";
import { requireLength } from "./shape.ts";

/** Below this many multiplications copying into the arena costs more than it saves. */
const SMALL = 2 ** 14;

/** How {@link gemm} reads its factors and what it does with `out`. */
export interface GemmOptions {
  /**
   * `"transposed"` reads the first factor as row-major `inner` x `rows`.
   * @defaultValue "plain"
   */
  readonly left?: "plain" | "transposed";
  /**
   * `"transposed"` reads the second factor as row-major `columns` x `inner`.
   * @defaultValue "plain"
   */
  readonly right?: "plain" | "transposed";
}

/**
 * Matrix product `out = A B`, row-major: `A` is `rows` x `inner`, `B` is `inner` x `columns`.
 *
 * `out` must not be a factor. NaN and Infinity propagate. Throws `RangeError` on arrays that are too short.
 *
 * @example
 * ```ts
 * import { gemm } from "@plimsoll/numeric";
 *
 * const a = Float64Array.of(1, 2, 3, 4);
 * console.log(gemm(a, a, 2, 2, 2).join(" ")); // 7 10 15 22
 * ```
 */
export function gemm(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array = new Float64Array(rows * columns),
  options: GemmOptions = {},
): Float64Array {
  requireLength("a", a, rows * inner);
  requireLength("b", b, inner * columns);
  requireLength("out", out, rows * columns);
  const [aRow, aStep] = options.left === "transposed" ? [1, rows] : [inner, 1];
  const [bStep, bColumn] = options.right === "transposed" ? [1, inner] : [columns, 1];
  if (rows * inner * columns <= SMALL) {
    multiplySmall(a, aRow, aStep, b, bStep, bColumn, rows, inner, columns, out);
    return out;
  }
  const { memory, kernels, start } = arenaFor(rows * inner + inner * columns + rows * columns);
  const second = start + rows * inner;
  const product = second + inner * columns;
  memory.set(a.subarray(0, rows * inner), start);
  memory.set(b.subarray(0, inner * columns), second);
  memory.fill(0, product, product + rows * columns);
  kernels.multiply(rows, columns, inner, start, aRow, aStep, second, bStep, bColumn, product, columns, false, false);
  out.set(memory.subarray(product, product + rows * columns));
  return out;
}

/** The same sums in the same order, 256 terms at a time, without packing. */
function multiplySmall(
  a: Float64Array,
  aRow: number,
  aStep: number,
  b: Float64Array,
  bStep: number,
  bColumn: number,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let total = 0;
      for (let from = 0; from < inner; from += KC) {
        const to = Math.min(inner, from + KC);
        let sum = 0;
        for (let k = from; k < to; k++) sum += a[i * aRow + k * aStep]! * b[k * bStep + j * bColumn]!;
        total += sum;
      }
      out[i * columns + j] = total;
    }
  }
}
