import { dot } from "@plimsoll/numeric";
import { applyForm } from "../solve/quadratic/apply-form.ts";
import type { LineData, LinePoint } from "./line-data.ts";

/** A piece of a frontier: weights = from + s (to - from), s from 0 to 1; the last one of an unbounded frontier has no end. */
interface Piece {
  readonly from: LinePoint;
  readonly to: LinePoint;
  readonly open: boolean;
  readonly change: Float64Array;
  /** Variance is from.variance + 2 slope s + curvature s^2. */
  readonly slope: number;
  readonly curvature: number;
}

/** Searches along a frontier; each is exact, since weights, duals and expected return are linear on a piece. */
export class LineSearch {
  readonly #line: LineData;
  readonly #pieces: readonly Piece[];

  constructor(line: LineData) {
    this.#line = line;
    const { corners, ray } = line;
    const pieces = corners.slice(1).map((to, k) => pieceOf(line, corners[k]!, to, false));
    const last = corners.at(-1)!;
    this.#pieces = ray === undefined ? pieces : [...pieces, pieceOf(line, last, beyond(line, last, ray), true)];
  }

  /** The frontier's ends in expected return. */
  get returns(): readonly [number, number] {
    const { corners, ray } = this.#line;
    return [corners[0]!.expectedReturn, ray === undefined ? corners.at(-1)!.expectedReturn : Infinity];
  }

  /** The frontier's ends in variance. */
  get variances(): readonly [number, number] {
    const { corners, ray } = this.#line;
    return [corners[0]!.variance, ray === undefined ? corners.at(-1)!.variance : Infinity];
  }

  /** The point of an expected return; the nearer end where the frontier doesn't reach it. */
  byReturn(target: number): LinePoint {
    const piece = this.#pieces.find(
      ({ from, to, open }) => target < to.expectedReturn || (open && target >= from.expectedReturn),
    );
    if (piece === undefined) return this.#line.corners.at(-1)!;
    const { from, to } = piece;
    return this.#on(piece, (target - from.expectedReturn) / (to.expectedReturn - from.expectedReturn));
  }

  /** The point of a variance; the nearer end where the frontier doesn't reach it. */
  byVariance(target: number): LinePoint {
    const piece = this.#pieces.find(({ from, to, open }) => target < to.variance || (open && target >= from.variance));
    if (piece === undefined) return this.#line.corners.at(-1)!;
    const { from, slope, curvature } = piece;
    const excess = target - from.variance;
    if (excess <= 0) return from;
    // the larger root, written without cancellation
    return this.#on(piece, excess / (slope + Math.sqrt(slope * slope + curvature * excess)));
  }

  /** The point of a risk tolerance. */
  byTolerance(target: number): LinePoint {
    const piece = this.#pieces.find(({ to, open }) => target < to.riskTolerance || open);
    if (piece === undefined) return this.#line.corners.at(-1)!;
    const { from, to } = piece;
    return this.#on(piece, (target - from.riskTolerance) / (to.riskTolerance - from.riskTolerance));
  }

  /** The point of the greatest (expected return - rate) / volatility. */
  byRatio(rate: number): LinePoint {
    const ratio = ({ expectedReturn, variance }: LinePoint): number => (expectedReturn - rate) / Math.sqrt(variance);
    let best: LinePoint = this.#line.corners[0]!;
    let greatest = -Infinity;
    const consider = (point: LinePoint): void => {
      const value = ratio(point);
      if (!(value > greatest)) return;
      greatest = value;
      best = point;
    };
    this.#line.corners.forEach(consider);
    for (const piece of this.#pieces) {
      const { from, to, slope, curvature, open } = piece;
      const excess = from.expectedReturn - rate;
      const gain = to.expectedReturn - from.expectedReturn;
      const s = (gain * from.variance - excess * slope) / (excess * curvature - gain * slope);
      if (s > 0 && (open || s < 1)) consider(this.#on(piece, s));
    }
    return best;
  }

  /** The point whose weights are nearest to a portfolio's. */
  nearest(weights: Float64Array): LinePoint {
    let best: LinePoint = this.#line.corners[0]!;
    let least = squaredDistance(weights, best.weights);
    const consider = (point: LinePoint): void => {
      const distance = squaredDistance(weights, point.weights);
      if (distance >= least) return;
      least = distance;
      best = point;
    };
    this.#line.corners.forEach(consider);
    for (const piece of this.#pieces) {
      const { from, change, open } = piece;
      const size = dot(change, change);
      if (size === 0) continue;
      let along = 0;
      for (let i = 0; i < change.length; i += 1) along += (weights[i]! - from.weights[i]!) * change[i]!;
      const s = along / size;
      if (s > 0 && (open || s < 1)) consider(this.#on(piece, s));
    }
    return best;
  }

  #on({ from, to, change, slope, curvature }: Piece, s: number): LinePoint {
    if (!(s > 0)) return from;
    if (s === 1) return to;
    const weights = from.weights.map((value, i) => value + s * change[i]!);
    return {
      riskTolerance: from.riskTolerance + s * (to.riskTolerance - from.riskTolerance),
      weights,
      rowDuals: from.rowDuals.map((value, k) => value + s * (to.rowDuals[k]! - value)),
      expectedReturn: dot(this.#line.mean, weights),
      // variance rises along the frontier: no term offsets another
      variance: from.variance + s * (2 * Math.max(0, slope) + s * curvature),
    };
  }
}

function pieceOf({ form }: LineData, from: LinePoint, to: LinePoint, open: boolean): Piece {
  const change = to.weights.map((value, i) => value - from.weights[i]!);
  const product = applyForm(form, change);
  return { from, to, open, change, slope: dot(from.weights, product), curvature: dot(change, product) };
}

/** The point one unit of a natural size beyond the last corner of an unbounded frontier. */
function beyond({ mean, form }: LineData, last: LinePoint, ray: NonNullable<LineData["ray"]>): LinePoint {
  const slope = dot(mean, ray.weights);
  const step = last.riskTolerance > 0 ? last.riskTolerance : Math.sqrt(last.variance / (slope || 1)) || 1;
  const weights = last.weights.map((value, i) => value + step * ray.weights[i]!);
  return {
    riskTolerance: last.riskTolerance + step,
    weights,
    rowDuals: last.rowDuals.map((value, k) => value + step * ray.rowDuals[k]!),
    expectedReturn: dot(mean, weights),
    variance: Math.max(0, dot(weights, applyForm(form, weights))),
  };
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}
