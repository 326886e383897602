import { requireLength } from "../dense/shape.ts";
import { arenaFor } from "../wasm/arena.ts";
import { drawGamma } from "./gamma.ts";
import type { RandomStream } from "./random-stream.ts";
import { Ziggurat, ZigguratLanes } from "./ziggurat.ts";

/**
 * Vectors of correlated normals by the million, L z with `lower` the Cholesky factor of their covariance (row-major `size` x
 * `size`), z as in {@link QuickNormals}; and chi-squares from a generator of their own, which make Student-t vectors of them.
 *
 * The same in every engine, bit for bit. {@link multivariateNormal} draws fewer vectors with a finer resolution. Throws
 * `RangeError` on arrays that are too short; NaN in `lower` propagates.
 *
 * @example
 * ```ts
 * import { CorrelatedNormals, RandomStream } from "@plimsoll/numeric";
 *
 * const source = new CorrelatedNormals(Float64Array.of(0.2, 0, 0.06, 0.08), 2, RandomStream.of(1)); // of .04 .012 / .012 .01
 * const draws = source.draw(new Float64Array(20_000), 10_000); // 10 000 of the first, then of the second
 * console.log(Math.abs(draws.subarray(10_000).reduce((sum, x) => sum + x * x, 0) / 10_000 - 0.01) < 0.001); // true
 * ```
 */
export class CorrelatedNormals {
  readonly #size: number;
  readonly #lower: Float64Array;
  readonly #lanes: ZigguratLanes;
  readonly #mixing: Ziggurat;

  constructor(lower: Float64Array, size: number, stream: RandomStream) {
    requireLength("lower", lower, size * size);
    this.#size = size;
    // the product reads zeros above the diagonal
    this.#lower = Float64Array.from({ length: size * size }, (_, at) =>
      at % size > Math.floor(at / size) ? 0 : lower[at]!,
    );
    this.#lanes = new ZigguratLanes(stream.substream("normals"));
    this.#mixing = new Ziggurat(stream.substream("mixing"));
  }

  /** The next `rows` vectors: component i of the k-th at `i * rows + k`. Returns `out`. */
  draw(out: Float64Array, rows: number): Float64Array {
    const size = this.#size;
    const cells = rows * size;
    requireLength("out", out, cells);
    // generators draw by fours
    const drawn = 4 * Math.ceil(cells / 4);
    const arena = arenaFor(size * size + drawn + ZigguratLanes.room(drawn) + cells);
    const { memory, kernels, start } = arena;
    const z = start + size * size;
    const product = z + drawn;
    this.#lanes.fill(arena, drawn, z, product);
    memory.set(this.#lower, start);
    memory.fill(0, product, product + cells);
    kernels.lowerTimes(size, rows, start, z, product);
    out.set(memory.subarray(product, product + cells));
    return out;
  }

  /** Chi-square numbers in the first `count` places of `out` (Marsaglia & Tsang 2000); returns it. */
  chiSquares(degreesOfFreedom: number, out: Float64Array, count: number = out.length): Float64Array {
    if (!(degreesOfFreedom > 0 && degreesOfFreedom < Infinity)) {
      throw new RangeError(`expected degrees of freedom above 0, were ${degreesOfFreedom}`);
    }
    for (let i = 0; i < count; i++) out[i] = 2 * drawGamma(this.#mixing, degreesOfFreedom / 2);
    return out;
  }
}
