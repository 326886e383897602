import type { ConeBlock } from "./cone-block.ts";

/** s = 0: equality rows. Its duals are free, and it takes no part in mu. */
export class ZeroCone implements ConeBlock {
  readonly offset: number;
  readonly size: number;
  readonly degree = 0;
  readonly layout = "diagonal";
  readonly symmetric = true;

  constructor(offset: number, size: number) {
    this.offset = offset;
    this.size = size;
  }

  center(s: Float64Array, z: Float64Array): void {
    s.fill(0, this.offset, this.offset + this.size);
    z.fill(0, this.offset, this.offset + this.size);
  }

  margin(): number {
    return Infinity;
  }

  shift(): void {}

  scale(): boolean {
    return true;
  }

  writeScaling(values: Float64Array, at: number): void {
    values.fill(0, at, at + this.size);
  }

  correct(
    _s: Float64Array,
    _z: Float64Array,
    _stepS: Float64Array,
    _stepZ: Float64Array,
    _target: number,
    out: Float64Array,
  ): void {
    out.fill(0, this.offset, this.offset + this.size);
  }

  stepLength(_s: Float64Array, _z: Float64Array, _stepS: Float64Array, _stepZ: Float64Array, limit: number): number {
    return limit;
  }

  barrier(): number {
    return 0;
  }
}
