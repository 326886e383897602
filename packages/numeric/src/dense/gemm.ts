import { requireLength } from "./shape.ts";

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
  out.fill(0, 0, rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const factor = a[i * aRow + k * aStep]!;
      for (let j = 0; j < columns; j++) out[i * columns + j]! += factor * b[k * bStep + j * bColumn]!;
    }
  }
  return out;
}
