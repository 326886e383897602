/**
 * The inner loops that everything dense is made of. All operands lie in one memory; offsets and strides count doubles.
 *
 * Two implementations exist, SIMD and plain JavaScript; they sum in the same order and give the same bits.
 */
export interface Kernels {
  readonly backend: KernelBackend;

  /**
   * C += A B, or -= if `subtract`: C is m x n, the inner dimension k. A(i, p) lies at `a + i aRow + p aStep`, B(p, j) at
   * `b + p bStep + j bColumn`, C(i, j) at `c + i cStride + j`. Each entry is summed over 256 values of p at a time. With
   * `lower` entries well above the diagonal are left alone, and those within 3 of it may be changed.
   */
  multiply(
    m: number,
    n: number,
    k: number,
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    bStep: number,
    bColumn: number,
    c: number,
    cStride: number,
    subtract: boolean,
    lower: boolean,
  ): void;

  /** C += L B: L is m x m and lower triangular, zeros above its diagonal included, B and C are m x n. */
  lowerTimes(m: number, n: number, l: number, b: number, c: number): void;

  /**
   * Fills `out` with `count` places of the ziggurat, a multiple of four: word w of xoshiro128++ gives
   * `scales[w & 255] * (w >> 7 | 1)`. Four generators take turns, whose words a, b, c and d lie at `state`, four of a, then of
   * b, ...; `limits` are 32-bit integers. A place at or beyond its limit is doubtful: w and its index go to `doubtful` as two
   * 32-bit integers, in the order of the indices. Returns how many those are.
   */
  normals(count: number, state: number, scales: number, limits: number, out: number, doubtful: number): number;

  /** How many bits differ between two blocks of doubles. */
  differingBits(words: number, a: number, b: number): number;

  /** Solves X L' = B in place: B is m x n, n <= 48, L lower triangular. */
  solvePanel(m: number, n: number, b: number, bStride: number, l: number, lStride: number): void;

  /** y = A x for a symmetric n x n matrix whose lower triangle is read. */
  symmetricTimes(n: number, a: number, stride: number, x: number, y: number): void;

  /** y = A x for an m x n matrix. */
  rowsTimes(m: number, n: number, a: number, stride: number, x: number, y: number): void;

  /** y -= A' x for an m x n matrix. */
  subtractRows(m: number, n: number, a: number, stride: number, x: number, y: number): void;
}

/** Which implementation runs: SIMD in WebAssembly, or plain JavaScript where that is not to be had. */
export type KernelBackend = "simd" | "javascript";

/** Rows and columns of the packed blocks, which both implementations share. */
export const KC = 256;
export const MC = 48;
export const NC = 512;

/** Doubles that the kernels keep at the start of memory for themselves: a tile and the packed blocks. */
const TILE = 8;
export const PACKED_A: number = TILE + 16;
export const PACKED_B: number = PACKED_A + MC * KC;
export const RESERVED: number = PACKED_B + NC * KC;
