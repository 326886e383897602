import type { ConeBlock } from "./cone-block.ts";

const BACKTRACK = 0.8;
const SHORTEST = 1e-12;

/**
 * What a three-row cone without a symmetric product brings: its dual barrier, -ln psi(z) and further logarithms of parameter
 * 3 in all. `z` and `s` are read from position `at`; matrices are 3 x 3, row-major.
 */
export interface DualBarrier {
  /** A point that is its own image on the central path, s = z = -g(z). */
  readonly center: readonly [number, number, number];
  /** Value of the dual barrier; Infinity outside. */
  value(z: Float64Array, at: number): number;
  /** Whether s lies inside the primal cone. */
  contains(s: Float64Array, at: number): boolean;
  /** g(z), and the Hessian into `hessian`. */
  derivatives(z: Float64Array, at: number, gradient: Float64Array, hessian: Float64Array): void;
  /** out = third derivative at z applied to p and q. */
  third(z: Float64Array, at: number, p: Float64Array, q: Float64Array, out: Float64Array): void;
  /** out with -g(out) = s: minus the gradient of the primal barrier, which is the dual one's conjugate. */
  shadow(s: Float64Array, at: number, out: Float64Array): void;
}

/**
 * A cone of three rows in the interior point method: primal-dual scaling of rank four that maps z to s and their shadows
 * to each other (Tuncel 2001; Dahl and Andersen 2022), the dual barrier's Hessian where that is not to be had, and the
 * third-order corrector of Dahl and Andersen.
 */
export class NonsymmetricCone implements ConeBlock {
  readonly offset: number;
  readonly size = 3;
  readonly degree = 3;
  readonly layout = "dense";
  readonly symmetric = false;
  readonly #barrier: DualBarrier;
  readonly #gradient: Float64Array = new Float64Array(3);
  readonly #hessian: Float64Array = new Float64Array(9);
  readonly #scaling: Float64Array = new Float64Array(9);
  readonly #shadow: Float64Array = new Float64Array(3);
  readonly #p: Float64Array = new Float64Array(3);
  readonly #q: Float64Array = new Float64Array(3);
  readonly #trial: Float64Array = new Float64Array(3);

  constructor(offset: number, barrier: DualBarrier) {
    this.offset = offset;
    this.#barrier = barrier;
  }

  center(s: Float64Array, z: Float64Array): void {
    s.set(this.#barrier.center, this.offset);
    z.set(this.#barrier.center, this.offset);
  }

  margin(): number {
    throw new RangeError("expected a symmetric cone");
  }

  shift(): void {
    throw new RangeError("expected a symmetric cone");
  }

  scale(s: Float64Array, z: Float64Array, mu: number, dualOnly: boolean): boolean {
    const { offset } = this;
    this.#barrier.derivatives(z, offset, this.#gradient, this.#hessian);
    for (let k = 0; k < 9; k++) this.#scaling[k] = mu * this.#hessian[k]!;
    if (!dualOnly) this.#scaleBoth(s, z);
    return this.#scaling.every(Number.isFinite);
  }

  /** H = ss' / s'z + dd' / d'e + t nn', d = s - mu s~, e = z - mu z~, n normal to z and z~; the Hessian stays where that is unsafe. */
  #scaleBoth(s: Float64Array, z: Float64Array): void {
    const { offset } = this;
    const g = this.#gradient;
    const shadow = this.#shadow;
    const d = this.#p;
    const e = this.#q;
    this.#barrier.shadow(s, offset, shadow);
    let product = 0;
    let shadowProduct = 0;
    for (let k = 0; k < 3; k++) {
      product += s[offset + k]! * z[offset + k]!;
      shadowProduct -= g[k]! * shadow[k]!;
    }
    const mu = product / 3;
    const shadowMu = shadowProduct / 3;
    if (!(product > 0) || !(Math.abs(mu * shadowMu - 1) > 1e-8)) return;
    let distance = 0;
    for (let k = 0; k < 3; k++) {
      d[k] = s[offset + k]! + mu * g[k]!;
      e[k] = z[offset + k]! - mu * shadow[k]!;
      distance += d[k]! * e[k]!;
    }
    const image = this.#trial;
    times(this.#hessian, shadow, image);
    let curvature = 0;
    for (let k = 0; k < 3; k++) {
      curvature += shadow[k]! * image[k]!;
      image[k]! += shadowMu * g[k]!;
    }
    const spread = curvature - 3 * shadowMu * shadowMu;
    if (!(distance > 0 && spread > Number.EPSILON * curvature)) return;
    // what the two secant equations leave of the Hessian is a multiple of nn'
    let rest = 0;
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++)
        rest += (this.#hessian[3 * i + j]! - (g[i]! * g[j]!) / 3 - (image[i]! * image[j]!) / spread) ** 2;
    const t = mu * Math.sqrt(rest);
    const [z0, z1, z2] = [z[offset]!, z[offset + 1]!, z[offset + 2]!];
    const [t0, t1, t2] = [shadow[0]!, shadow[1]!, shadow[2]!];
    const n0 = z1 * t2 - z2 * t1;
    const n1 = z2 * t0 - z0 * t2;
    const n2 = z0 * t1 - z1 * t0;
    const square = n0 * n0 + n1 * n1 + n2 * n2;
    if (!(square > 0)) return;
    const normal = [n0, n1, n2];
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++)
        this.#scaling[3 * i + j] =
          (s[offset + i]! * s[offset + j]!) / product +
          (d[i]! * d[j]!) / distance +
          (t * normal[i]! * normal[j]!) / square;
  }

  writeScaling(values: Float64Array, at: number): void {
    for (let j = 0, p = at; j < 3; j++) for (let i = 0; i <= j; i++, p++) values[p] = -this.#scaling[3 * i + j]!;
  }

  correct(
    s: Float64Array,
    z: Float64Array,
    stepS: Float64Array,
    stepZ: Float64Array,
    target: number,
    out: Float64Array,
  ): void {
    const { offset } = this;
    const third = this.#trial;
    this.#p.set(stepZ.subarray(offset, offset + 3));
    const solved = solveThree(this.#hessian, stepS, offset, this.#q);
    if (solved) this.#barrier.third(z, offset, this.#p, this.#q, third);
    for (let k = 0; k < 3; k++) {
      const correction = solved ? -0.5 * third[k]! : 0;
      out[offset + k] = s[offset + k]! + target * this.#gradient[k]! + (Number.isFinite(correction) ? correction : 0);
    }
  }

  stepLength(s: Float64Array, z: Float64Array, stepS: Float64Array, stepZ: Float64Array, limit: number): number {
    for (let step = limit; step > SHORTEST; step *= BACKTRACK) {
      this.#move(s, stepS, step);
      if (!this.#barrier.contains(this.#trial, 0)) continue;
      this.#move(z, stepZ, step);
      if (this.#barrier.value(this.#trial, 0) < Infinity) return step;
    }
    return 0;
  }

  barrier(s: Float64Array, z: Float64Array, stepS: Float64Array, stepZ: Float64Array, step: number): number {
    this.#move(z, stepZ, step);
    const dual = this.#barrier.value(this.#trial, 0);
    this.#move(s, stepS, step);
    if (!this.#barrier.contains(this.#trial, 0)) return Infinity;
    this.#barrier.shadow(this.#trial, 0, this.#shadow);
    return dual - this.#barrier.value(this.#shadow, 0);
  }

  #move(v: Float64Array, step: Float64Array, length: number): void {
    for (let k = 0; k < 3; k++) this.#trial[k] = v[this.offset + k]! + length * step[this.offset + k]!;
  }
}

function times(matrix: Float64Array, v: Float64Array, out: Float64Array): void {
  for (let i = 0; i < 3; i++) out[i] = matrix[3 * i]! * v[0]! + matrix[3 * i + 1]! * v[1]! + matrix[3 * i + 2]! * v[2]!;
}

/** Solves H x = b by Cholesky; false where H is not positive definite. */
function solveThree(h: Float64Array, b: Float64Array, at: number, x: Float64Array): boolean {
  const l00 = Math.sqrt(h[0]!);
  const l10 = h[3]! / l00;
  const l20 = h[6]! / l00;
  const l11 = Math.sqrt(h[4]! - l10 * l10);
  const l21 = (h[7]! - l20 * l10) / l11;
  const l22 = Math.sqrt(h[8]! - l20 * l20 - l21 * l21);
  if (!(l00 > 0 && l11 > 0 && l22 > 0)) return false;
  const y0 = b[at]! / l00;
  const y1 = (b[at + 1]! - l10 * y0) / l11;
  const y2 = (b[at + 2]! - l20 * y0 - l21 * y1) / l22;
  x[2] = y2 / l22;
  x[1] = (y1 - l21 * x[2]) / l11;
  x[0] = (y0 - l10 * x[1] - l20 * x[2]) / l00;
  return true;
}
