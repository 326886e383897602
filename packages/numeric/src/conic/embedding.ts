import type { ConeBlock } from "./cones/cone-block.ts";
import type { Equilibrated } from "./equilibrate.ts";
import type { KktSystem } from "./kkt-system.ts";
import { copyPoint, emptyPoint, movePoint, type Point, scalePoint, setPoint } from "./point.ts";
import { addProduct, addSymmetricProduct, addTransposedProduct } from "./sparse-matrix.ts";

/** Share of the way to the boundary that a step goes. */
const TO_BOUNDARY = 0.99;
/** Terms of the scaled program that count as none: gaps and residuals are then measured against this. */
const NEGLIGIBLE = 1e-4;
/** Largest barrier, counted from the central path, that a step may reach for each nonsymmetric cone. */
const NEIGHBOURHOOD = 3;
/** A step that calls for another scaling, and one that is none. */
const SHORT = 0.1;
const SHORTEST = 1e-8;

/** Relative residuals of a point, and how near it is to a proof that there is no optimum. */
export interface Measures {
  readonly primal: number;
  readonly dual: number;
  readonly gap: number;
  /** Largest entry of A'z for -b'z = 1; Infinity where b'z >= 0. */
  readonly infeasible: number;
  /** Largest entry of Px and Ax + s for -q'x = 1; Infinity where q'x >= 0. */
  readonly unbounded: number;
}

/**
 * The homogeneous embedding of a conic program with a quadratic objective (Goulart and Chen 2024):
 *
 *     Px + A'z + q tau = 0,  Ax + s = b tau,  x'Px / tau + q'x + b'z + kappa = 0,  s in K, z in K*, tau, kappa >= 0,
 *
 * and its predictor-corrector steps (Mehrotra 1992), which shrink all residuals and mu at one rate.
 */
export class Embedding {
  readonly point: Point;
  readonly #program: Equilibrated;
  readonly #blocks: readonly ConeBlock[];
  readonly #kkt: KktSystem;
  readonly #degree: number;
  readonly #symmetric: boolean;
  readonly #neighbourhood: number;
  readonly #step: Point;
  readonly #affine: Point;
  readonly #origin: Point;
  /** Solution for the right hand side (-q, b). */
  readonly #fixed: Point;
  readonly #px: Float64Array;
  readonly #atz: Float64Array;
  readonly #ax: Float64Array;
  readonly #rx: Float64Array;
  readonly #rz: Float64Array;
  readonly #shift: Float64Array;
  readonly #a: Float64Array;
  readonly #b: Float64Array;
  #xpx = 0;
  #qx = 0;
  #bz = 0;

  constructor(program: Equilibrated, blocks: readonly ConeBlock[], kkt: KktSystem) {
    const n = program.linear.length;
    const m = program.limits.length;
    this.#program = program;
    this.#blocks = blocks;
    this.#kkt = kkt;
    this.#degree = blocks.reduce((sum, { degree }) => sum + degree, 1);
    this.#symmetric = blocks.every(({ symmetric }) => symmetric);
    this.#neighbourhood = NEIGHBOURHOOD * blocks.filter(({ symmetric }) => !symmetric).length;
    this.point = emptyPoint(n, m);
    this.#step = emptyPoint(n, m);
    this.#affine = emptyPoint(n, m);
    this.#origin = { ...emptyPoint(n, m), tau: 0, kappa: 0 };
    this.#fixed = emptyPoint(n, m);
    this.#px = new Float64Array(n);
    this.#atz = new Float64Array(n);
    this.#ax = new Float64Array(m);
    this.#rx = new Float64Array(n);
    this.#rz = new Float64Array(m);
    this.#shift = new Float64Array(m);
    this.#a = new Float64Array(n);
    this.#b = new Float64Array(m);
  }

  /** Starts at the least squares solution moved into the cones, or on the central path where a cone isn't symmetric. */
  start(): void {
    const { point } = this;
    if (!this.#symmetric) {
      for (const block of this.#blocks) block.center(point.s, point.z);
      return;
    }
    this.#kkt.update();
    const { quadratic, linear, limits } = this.#program;
    for (let j = 0; j < linear.length; j++) this.#a[j] = -linear[j]!;
    if (quadratic.values.some((value) => value !== 0)) {
      this.#kkt.solve(this.#a, limits, point.x, point.z);
      for (let i = 0; i < limits.length; i++) point.s[i] = -point.z[i]!;
    } else {
      this.#kkt.solve(new Float64Array(linear.length), limits, point.x, point.s);
      for (let i = 0; i < limits.length; i++) point.s[i] = -point.s[i]!;
      this.#kkt.solve(this.#a, new Float64Array(limits.length), this.#affine.x, point.z);
    }
    this.#moveInside(point.s);
    this.#moveInside(point.z);
    for (const block of this.#blocks) if (block.degree === 0) point.s.fill(0, block.offset, block.offset + block.size);
  }

  #moveInside(v: Float64Array): void {
    let margin = Infinity;
    for (const block of this.#blocks) margin = Math.min(margin, block.margin(v));
    if (margin > 1e-4) return;
    for (const block of this.#blocks) block.shift(v, 1 - margin);
  }

  /** Products and residuals of the point. */
  measure(): Measures {
    const { quadratic, linear, rows, limits } = this.#program;
    const { x, z, s, tau } = this.point;
    addSymmetricProduct(quadratic, 1, x, this.#px.fill(0));
    addTransposedProduct(rows, 1, z, this.#atz.fill(0));
    addProduct(rows, 1, x, this.#ax.fill(0));
    let dual = 0;
    let dualSize = 0;
    let curvature = 0;
    let dualRay = 0;
    let absolute = 0;
    this.#xpx = this.#qx = this.#bz = 0;
    for (let j = 0; j < x.length; j++) {
      const px = this.#px[j]!;
      const atz = this.#atz[j]!;
      const q = linear[j]! * tau;
      const residual = px + atz + q;
      this.#rx[j] = residual;
      this.#xpx += px * x[j]!;
      this.#qx += linear[j]! * x[j]!;
      absolute += Math.abs(linear[j]! * x[j]!);
      dual = Math.max(dual, Math.abs(residual));
      dualSize = Math.max(dualSize, Math.abs(px), Math.abs(atz), Math.abs(q));
      curvature = Math.max(curvature, Math.abs(px));
      dualRay = Math.max(dualRay, Math.abs(atz));
    }
    let primal = 0;
    // rows without limits that all hold with equality leave nothing else to measure by
    let primalSize = NEGLIGIBLE * x.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    let primalRay = 0;
    for (let i = 0; i < z.length; i++) {
      const ax = this.#ax[i]!;
      const b = limits[i]! * tau;
      const residual = ax + s[i]! - b;
      this.#rz[i] = residual;
      this.#bz += limits[i]! * z[i]!;
      absolute += Math.abs(limits[i]! * z[i]!);
      primal = Math.max(primal, Math.abs(residual));
      primalSize = Math.max(primalSize, Math.abs(ax), Math.abs(s[i]!), Math.abs(b));
      primalRay = Math.max(primalRay, Math.abs(ax + s[i]!));
    }
    const quadraticPart = this.#xpx / tau;
    const total = absolute + quadraticPart;
    return {
      primal: ratio(primal, primalSize),
      dual: ratio(dual, dualSize),
      gap: ratio(Math.abs(quadraticPart + this.#qx + this.#bz), Math.max(total, NEGLIGIBLE * tau)),
      infeasible: this.#bz < 0 ? dualRay / -this.#bz : Infinity,
      unbounded: this.#qx < 0 ? Math.max(curvature, primalRay) / -this.#qx : Infinity,
    };
  }

  /** One predictor-corrector step after {@link measure}; returns its length, 0 where rounding prevents any. */
  advance(): number {
    let length = this.#tryStep("primal-dual");
    if (!this.#symmetric) {
      if (length < SHORT) length = this.#betterStep("dual", length);
      if (length < SHORT) length = this.#betterStep("centring", length);
    }
    if (!(length > 0)) return 0;
    movePoint(this.point, this.#step, length);
    // only the direction matters: keep the embedding near size 1
    const size = Math.max(this.point.tau, this.point.kappa);
    scalePoint(this.point, 1 / size);
    return length;
  }

  #betterStep(method: "dual" | "centring", length: number): number {
    const kept = copyPoint(this.#step);
    const other = this.#tryStep(method);
    if (other > length) return other;
    setPoint(this.#step, kept);
    return length;
  }

  #mu(): number {
    const { s, z, tau, kappa } = this.point;
    let sum = tau * kappa;
    for (let i = 0; i < s.length; i++) sum += s[i]! * z[i]!;
    return sum / this.#degree;
  }

  /** Predictor and corrector, with both barriers' scaling or the dual one's alone, or a step back to the central path. */
  #tryStep(method: "primal-dual" | "dual" | "centring"): number {
    const { s, z, tau, kappa } = this.point;
    const mu = this.#mu();
    for (const block of this.#blocks) if (!block.scale(s, z, mu, method !== "primal-dual")) return 0;
    if (!this.#kkt.update()) return 0;
    const { linear, limits } = this.#program;
    for (let j = 0; j < linear.length; j++) this.#a[j] = -linear[j]!;
    this.#kkt.solve(this.#a, limits, this.#fixed.x, this.#fixed.z);

    let centring = 1;
    if (method === "centring") setPoint(this.#affine, this.#origin);
    else {
      this.#shift.set(s);
      this.#direction(this.#affine, 1, kappa * tau);
      centring = Math.max(1e-12, (1 - this.#longest(this.#affine, 1)) ** 3);
    }
    for (const block of this.#blocks) block.correct(s, z, this.#affine.s, this.#affine.z, centring * mu, this.#shift);
    this.#direction(this.#step, 1 - centring, kappa * tau + this.#affine.tau * this.#affine.kappa - centring * mu);
    let length = TO_BOUNDARY * this.#longest(this.#step, 1 / TO_BOUNDARY);
    if (this.#symmetric) return length >= SHORTEST ? length : 0;
    while (length > SHORTEST && !(this.#distance(length) < this.#neighbourhood)) length *= 0.8;
    return length > SHORTEST ? length : 0;
  }

  /** Solves for a step that leaves `1 - share` of the residuals, with `#shift` and `product` as complementarity. */
  #direction(step: Point, share: number, product: number): void {
    const { linear, limits } = this.#program;
    const { x, tau, kappa } = this.point;
    const fixed = this.#fixed;
    for (let j = 0; j < this.#a.length; j++) this.#a[j] = -share * this.#rx[j]!;
    for (let i = 0; i < this.#b.length; i++) this.#b[i] = this.#shift[i]! - share * this.#rz[i]!;
    this.#kkt.solve(this.#a, this.#b, step.x, step.z);
    const residual = kappa + this.#xpx / tau + this.#qx + this.#bz;
    let above = product / tau - share * residual;
    let below = -kappa / tau;
    for (let j = 0; j < x.length; j++) {
      const slope = (2 * this.#px[j]!) / tau + linear[j]!;
      above -= slope * step.x[j]!;
      below += slope * fixed.x[j]!;
    }
    below -= this.#xpx / (tau * tau);
    for (let i = 0; i < limits.length; i++) {
      above -= limits[i]! * step.z[i]!;
      below += limits[i]! * fixed.z[i]!;
    }
    step.tau = above / below;
    for (let j = 0; j < x.length; j++) step.x[j]! += step.tau * fixed.x[j]!;
    for (let i = 0; i < limits.length; i++) step.z[i]! += step.tau * fixed.z[i]!;
    // from the primal equation: H times an error of z would spoil the primal residual near the end
    for (let i = 0; i < limits.length; i++) step.s[i] = limits[i]! * step.tau - share * this.#rz[i]!;
    addProduct(this.#program.rows, -1, step.x, step.s);
    for (const { degree, offset, size } of this.#blocks) if (degree === 0) step.s.fill(0, offset, offset + size);
    step.kappa = -(product + kappa * step.tau) / tau;
  }

  #longest(step: Point, limit: number): number {
    const { s, z, tau, kappa } = this.point;
    let length = limit;
    if (step.tau < 0) length = Math.min(length, -tau / step.tau);
    if (step.kappa < 0) length = Math.min(length, -kappa / step.kappa);
    // symmetric cones first: their answer is exact and shortens the search of the others
    for (const symmetric of [true, false])
      for (const block of this.#blocks)
        if (block.symmetric === symmetric) length = block.stepLength(s, z, step.s, step.z, length);
    return length;
  }

  /** Barrier after a step, counted from that of the central path with the same mu. */
  #distance(length: number): number {
    const { s, z, tau, kappa } = this.point;
    const step = this.#step;
    const newTau = tau + length * step.tau;
    const newKappa = kappa + length * step.kappa;
    let product = newTau * newKappa;
    for (let i = 0; i < s.length; i++) product += (s[i]! + length * step.s[i]!) * (z[i]! + length * step.z[i]!);
    let value = this.#degree * Math.log(product / this.#degree) - Math.log(newTau * newKappa);
    for (const block of this.#blocks) value += block.barrier(s, z, step.s, step.z, length);
    return value;
  }
}

function ratio(value: number, size: number): number {
  return value === 0 ? 0 : value / size;
}
