import type { BlockLayout, ConeBlock } from "./cone-block.ts";

/** Up to this size H is entered whole. */
const SMALL = 4;

/**
 * (t, u) with |u| <= t. Nesterov-Todd scaling W = eta [w0 w'; w I + ww' / (1 + w0)], H = W W = eta^2 (2ww' - J)
 * (Nesterov and Todd 1997); large blocks enter the linear systems as eta^2 (D + uu' - vv'), D diagonal, which keeps them
 * sparse (Domahidi, Chu and Boyd 2013).
 */
export class SecondOrderCone implements ConeBlock {
  readonly offset: number;
  readonly size: number;
  readonly degree = 1;
  readonly layout: BlockLayout;
  readonly symmetric = true;
  readonly #w: Float64Array;
  readonly #scaled: Float64Array;
  readonly #left: Float64Array;
  readonly #right: Float64Array;
  #eta = 1;

  constructor(offset: number, size: number) {
    this.offset = offset;
    this.size = size;
    this.layout = size <= SMALL ? "dense" : "expanded";
    this.#w = new Float64Array(size);
    this.#w[0] = 1;
    this.#scaled = new Float64Array(size);
    this.#left = new Float64Array(size);
    this.#right = new Float64Array(size);
  }

  center(s: Float64Array, z: Float64Array): void {
    s.fill(0, this.offset, this.offset + this.size);
    z.fill(0, this.offset, this.offset + this.size);
    s[this.offset] = z[this.offset] = 1;
  }

  margin(v: Float64Array): number {
    return v[this.offset]! - this.#tailNorm(v);
  }

  shift(v: Float64Array, amount: number): void {
    v[this.offset]! += amount;
  }

  scale(s: Float64Array, z: Float64Array): boolean {
    const { offset, size } = this;
    const w = this.#w;
    const rootS = Math.sqrt(this.#determinant(s));
    const rootZ = Math.sqrt(this.#determinant(z));
    if (!(rootS > 0 && rootZ > 0)) return false;
    let product = 0;
    for (let k = 0; k < size; k++) product += (s[offset + k]! / rootS) * (z[offset + k]! / rootZ);
    const half = 2 * Math.sqrt((1 + product) / 2);
    let square = 0;
    for (let k = 1; k < size; k++) {
      w[k] = (s[offset + k]! / rootS - z[offset + k]! / rootZ) / half;
      square += w[k]! * w[k]!;
    }
    // exactly on the hyperboloid, whatever rounding did to the rest
    w[0] = Math.sqrt(1 + square);
    this.#eta = Math.sqrt(rootS / rootZ);
    this.#timesW(z, offset, this.#scaled);
    return Number.isFinite(this.#eta) && Number.isFinite(square);
  }

  writeScaling(values: Float64Array, at: number): void {
    const { size } = this;
    const w = this.#w;
    const square = this.#eta * this.#eta;
    if (this.layout === "dense") {
      for (let j = 0, p = at; j < size; j++)
        for (let i = 0; i <= j; i++, p++)
          values[p] = -square * (2 * w[i]! * w[j]! + (i === j ? (i === 0 ? -1 : 1) : 0));
      return;
    }
    const norm = 2 * w[0]! * w[0]! - 1;
    const d = 1 / (2 * norm);
    const u0 = Math.sqrt(norm - d);
    const u1 = (2 * w[0]!) / u0;
    const v1 = Math.sqrt((2 * (1 + d)) / (norm - d));
    values[at] = -square * d;
    for (let k = 1; k < size; k++) values[at + k] = -square;
    const v = at + size;
    values[v] = 0;
    for (let k = 1; k < size; k++) values[v + k] = square * v1 * w[k]!;
    values[v + size] = -square;
    const u = v + size + 1;
    values[u] = square * u0;
    for (let k = 1; k < size; k++) values[u + k] = square * u1 * w[k]!;
    values[u + size] = square;
  }

  correct(
    s: Float64Array,
    _z: Float64Array,
    stepS: Float64Array,
    stepZ: Float64Array,
    target: number,
    out: Float64Array,
  ): void {
    const { offset, size } = this;
    const left = this.#left;
    const right = this.#right;
    this.#timesInverse(stepS, left);
    this.#timesW(stepZ, offset, right);
    // Jordan product of the scaled steps, less the target on the axis
    let product = 0;
    for (let k = 0; k < size; k++) product += left[k]! * right[k]!;
    const left0 = left[0]!;
    const right0 = right[0]!;
    for (let k = 1; k < size; k++) left[k] = left0 * right[k]! + right0 * left[k]!;
    left[0] = product - target;
    this.#divide(left, right);
    this.#timesW(right, 0, left);
    for (let k = 0; k < size; k++) out[offset + k] = s[offset + k]! + left[k]!;
  }

  stepLength(s: Float64Array, z: Float64Array, stepS: Float64Array, stepZ: Float64Array, limit: number): number {
    return Math.min(this.#longest(s, stepS, limit), this.#longest(z, stepZ, limit));
  }

  barrier(s: Float64Array, z: Float64Array, stepS: Float64Array, stepZ: Float64Array, step: number): number {
    return -0.5 * (Math.log(this.#determinantAfter(s, stepS, step)) + Math.log(this.#determinantAfter(z, stepZ, step)));
  }

  #tailNorm(v: Float64Array): number {
    let sum = 0;
    for (let i = this.offset + 1; i < this.offset + this.size; i++) sum += v[i]! * v[i]!;
    return Math.sqrt(sum);
  }

  /** t^2 - |u|^2, without cancellation near the axis of the boundary. */
  #determinant(v: Float64Array): number {
    const norm = this.#tailNorm(v);
    return (v[this.offset]! - norm) * (v[this.offset]! + norm);
  }

  #determinantAfter(v: Float64Array, step: Float64Array, length: number): number {
    let sum = 0;
    for (let i = this.offset + 1; i < this.offset + this.size; i++) sum += (v[i]! + length * step[i]!) ** 2;
    const norm = Math.sqrt(sum);
    const first = v[this.offset]! + length * step[this.offset]!;
    return first <= norm ? 0 : (first - norm) * (first + norm);
  }

  /** Least positive root of det(v + a step) = 0. */
  #longest(v: Float64Array, step: Float64Array, limit: number): number {
    const { offset, size } = this;
    let square = step[offset]! * step[offset]!;
    let cross = v[offset]! * step[offset]!;
    for (let i = offset + 1; i < offset + size; i++) {
      square -= step[i]! * step[i]!;
      cross -= v[i]! * step[i]!;
    }
    const constant = Math.max(0, this.#determinant(v));
    const discriminant = cross * cross - square * constant;
    let longest = limit;
    if (!(square > 0 && cross > 0) && discriminant >= 0) {
      const q = -(cross + (cross >= 0 ? 1 : -1) * Math.sqrt(discriminant));
      const first = q / square;
      const second = constant / q;
      if (first > 0) longest = Math.min(longest, first);
      if (second > 0 || constant === 0) longest = Math.min(longest, second);
    }
    // the other half of the double cone
    if (step[offset]! < 0) longest = Math.min(longest, -v[offset]! / step[offset]!);
    return longest;
  }

  /** out = W v, v read from `at` on. */
  #timesW(v: Float64Array, at: number, out: Float64Array): void {
    const w = this.#w;
    const eta = this.#eta;
    let product = 0;
    for (let k = 1; k < this.size; k++) product += w[k]! * v[at + k]!;
    const first = v[at]!;
    const factor = first + product / (1 + w[0]!);
    out[0] = eta * (w[0]! * first + product);
    for (let k = 1; k < this.size; k++) out[k] = eta * (v[at + k]! + factor * w[k]!);
  }

  /** out = W^-1 v for the block's rows of v. */
  #timesInverse(v: Float64Array, out: Float64Array): void {
    const { offset, size } = this;
    const w = this.#w;
    const inverse = 1 / this.#eta;
    let product = 0;
    for (let k = 1; k < size; k++) product += w[k]! * v[offset + k]!;
    const first = v[offset]!;
    const factor = -first + product / (1 + w[0]!);
    out[0] = inverse * (w[0]! * first - product);
    for (let k = 1; k < size; k++) out[k] = inverse * (v[offset + k]! + factor * w[k]!);
  }

  /** out with (Wz) o out = v. */
  #divide(v: Float64Array, out: Float64Array): void {
    const scaled = this.#scaled;
    const first = scaled[0]!;
    let product = 0;
    let square = 0;
    for (let k = 1; k < this.size; k++) {
      product += scaled[k]! * v[k]!;
      square += scaled[k]! * scaled[k]!;
    }
    const norm = Math.sqrt(square);
    const determinant = (first - norm) * (first + norm);
    const factor = (product / first - v[0]!) / determinant;
    out[0] = (first * v[0]! - product) / determinant;
    for (let k = 1; k < this.size; k++) out[k] = v[k]! / first + factor * scaled[k]!;
  }
}
