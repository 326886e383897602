import type { ConeBlock } from "./cone-block.ts";

/** s >= 0, with H = diag(s / z). */
export class NonnegativeCone implements ConeBlock {
  readonly offset: number;
  readonly size: number;
  readonly degree: number;
  readonly layout = "diagonal";
  readonly symmetric = true;
  readonly #scaling: Float64Array;

  constructor(offset: number, size: number) {
    this.offset = offset;
    this.size = size;
    this.degree = size;
    this.#scaling = new Float64Array(size).fill(1);
  }

  center(s: Float64Array, z: Float64Array): void {
    s.fill(1, this.offset, this.offset + this.size);
    z.fill(1, this.offset, this.offset + this.size);
  }

  margin(v: Float64Array): number {
    let least = Infinity;
    for (let i = this.offset; i < this.offset + this.size; i++) least = Math.min(least, v[i]!);
    return least;
  }

  shift(v: Float64Array, amount: number): void {
    for (let i = this.offset; i < this.offset + this.size; i++) v[i]! += amount;
  }

  scale(s: Float64Array, z: Float64Array): boolean {
    for (let k = 0; k < this.size; k++) this.#scaling[k] = s[this.offset + k]! / z[this.offset + k]!;
    return true;
  }

  writeScaling(values: Float64Array, at: number): void {
    for (let k = 0; k < this.size; k++) values[at + k] = -this.#scaling[k]!;
  }

  correct(
    s: Float64Array,
    z: Float64Array,
    stepS: Float64Array,
    stepZ: Float64Array,
    target: number,
    out: Float64Array,
  ): void {
    for (let i = this.offset; i < this.offset + this.size; i++)
      out[i] = s[i]! + (stepS[i]! * stepZ[i]! - target) / z[i]!;
  }

  stepLength(s: Float64Array, z: Float64Array, stepS: Float64Array, stepZ: Float64Array, limit: number): number {
    let step = limit;
    for (let i = this.offset; i < this.offset + this.size; i++) {
      if (stepS[i]! < 0) step = Math.min(step, -s[i]! / stepS[i]!);
      if (stepZ[i]! < 0) step = Math.min(step, -z[i]! / stepZ[i]!);
    }
    return step;
  }

  barrier(s: Float64Array, z: Float64Array, stepS: Float64Array, stepZ: Float64Array, step: number): number {
    let sum = 0;
    for (let i = this.offset; i < this.offset + this.size; i++)
      sum -= Math.log((s[i]! + step * stepS[i]!) * (z[i]! + step * stepZ[i]!));
    return sum;
  }
}
