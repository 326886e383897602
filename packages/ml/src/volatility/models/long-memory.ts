import { fourierTransform, transformSize } from "./fourier.ts";

/** Rows of a block: what lies before it is summed by a transform, what lies in it directly. */
const BLOCK = 512;
/** Below so many lags direct sums are quicker. */
const FEW = 128;

/** The sum of weight_i square_(t-1-i), i below `count`; in four parts, so that additions need not wait for each other. */
export function weightedSum(weights: Float64Array, squares: Float64Array, t: number, count: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  let s = t - 1;
  for (; i + 3 < count; i += 4, s -= 4) {
    a += weights[i]! * squares[s]!;
    b += weights[i + 1]! * squares[s - 1]!;
    c += weights[i + 2]! * squares[s - 2]!;
    d += weights[i + 3]! * squares[s - 3]!;
  }
  for (; i < count; i++, s--) a += weights[i]! * squares[s]!;
  return a + b + c + d;
}

/**
 * Sums of weighted earlier squares, row after row: squares of a row may depend on the sum of that row. The sum of a row is
 * made of earlier squares only, to the last bit.
 */
export class LongMemory {
  readonly #weights: Float64Array;
  readonly #squares: Float64Array;
  readonly #direct: boolean;
  #weightsReal: Float64Array = new Float64Array(0);
  #weightsImaginary: Float64Array = new Float64Array(0);
  #real: Float64Array = new Float64Array(0);
  #imaginary: Float64Array = new Float64Array(0);
  #block = 0;

  constructor(weights: Float64Array, squares: Float64Array) {
    this.#weights = weights;
    this.#squares = squares;
    this.#direct = weights.length < FEW || squares.length <= BLOCK;
    if (this.#direct) return;
    const size = transformSize(weights.length + BLOCK);
    this.#weightsReal = new Float64Array(size);
    this.#weightsReal.set(weights);
    this.#weightsImaginary = new Float64Array(size);
    fourierTransform(this.#weightsReal, this.#weightsImaginary);
    this.#real = new Float64Array(size);
    this.#imaginary = new Float64Array(size);
  }

  /** The sum of row t; rows are asked for in their order, once the squares of all earlier ones are written. */
  at(t: number): number {
    const lags = this.#weights.length;
    if (this.#direct) return weightedSum(this.#weights, this.#squares, t, Math.min(t, lags));
    if (t % BLOCK === 0) this.#enter(t);
    const near = weightedSum(this.#weights, this.#squares, t, Math.min(t - this.#block, lags));
    return this.#block === 0 ? near : near + this.#real[t - 1 - this.#block + lags]!;
  }

  /** Transforms the squares before the block that starts at `start`. */
  #enter(start: number): void {
    this.#block = start;
    if (start === 0) return;
    const [real, imaginary] = [this.#real, this.#imaginary];
    const lags = this.#weights.length;
    const from = Math.max(0, start - lags);
    real.fill(0);
    imaginary.fill(0);
    real.set(this.#squares.subarray(from, start), from - start + lags);
    fourierTransform(real, imaginary);
    multiply(real, imaginary, this.#weightsReal, this.#weightsImaginary);
    // the inverse, by the transform with its arrays exchanged
    fourierTransform(imaginary, real);
    for (let i = 0; i < real.length; i++) real[i]! /= real.length;
  }
}

function multiply(real: Float64Array, imaginary: Float64Array, byReal: Float64Array, byImaginary: Float64Array): void {
  for (let i = 0; i < real.length; i++) {
    const r = real[i]!;
    const m = imaginary[i]!;
    real[i] = r * byReal[i]! - m * byImaginary[i]!;
    imaginary[i] = r * byImaginary[i]! + m * byReal[i]!;
  }
}

/**
 * The way back through the sums: from the derivative by each row's sum to those by each square, added to `bySquare`, and by
 * each weight, added to `byWeight`.
 */
export function longMemoryAdjoint(
  weights: Float64Array,
  squares: Float64Array,
  slopes: Float64Array,
  rows: number,
  bySquare: Float64Array,
  byWeight: Float64Array,
): void {
  const lags = weights.length;
  if (lags < FEW || rows <= BLOCK) {
    for (let t = 0; t < rows; t++) {
      const slope = slopes[t]!;
      for (let i = 0, s = t - 1; i < lags && s >= 0; i++, s--) {
        byWeight[i]! += slope * squares[s]!;
        bySquare[s]! += slope * weights[i]!;
      }
    }
    return;
  }
  // correlations are convolutions with slopes in reverse; squares and slopes go through one transform as its two parts
  const size = transformSize(rows + lags);
  const real = new Float64Array(size);
  const imaginary = new Float64Array(size);
  real.set(squares.subarray(0, rows));
  for (let t = 0; t < rows; t++) imaginary[rows - 1 - t] = slopes[t]!;
  const weightsReal = new Float64Array(size);
  const weightsImaginary = new Float64Array(size);
  weightsReal.set(weights);
  fourierTransform(real, imaginary);
  fourierTransform(weightsReal, weightsImaginary);
  const outReal = new Float64Array(size);
  const outImaginary = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const mirror = (size - k) % size;
    const [a, b, c, d] = [real[k]!, imaginary[k]!, real[mirror]!, imaginary[mirror]!];
    const [squareReal, squareImaginary] = [(a + c) / 2, (b - d) / 2];
    const [slopeReal, slopeImaginary] = [(b + d) / 2, (c - a) / 2];
    const [w, v] = [weightsReal[k]!, weightsImaginary[k]!];
    // slopes x weights in the real part of the result, slopes x squares in the imaginary one
    const [firstReal, firstImaginary] = [slopeReal * w - slopeImaginary * v, slopeReal * v + slopeImaginary * w];
    const secondReal = slopeReal * squareReal - slopeImaginary * squareImaginary;
    const secondImaginary = slopeReal * squareImaginary + slopeImaginary * squareReal;
    outReal[k] = firstReal - secondImaginary;
    outImaginary[k] = firstImaginary + secondReal;
  }
  fourierTransform(outImaginary, outReal);
  for (let s = 0; s < rows - 1; s++) bySquare[s]! += outReal[rows - 2 - s]! / size;
  for (let i = 0; i < Math.min(lags, rows - 1); i++) byWeight[i]! += outImaginary[rows - 2 - i]! / size;
}
