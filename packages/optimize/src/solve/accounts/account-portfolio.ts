import { dot } from "@plimsoll/numeric";
import { applyForm } from "../quadratic/apply-form.ts";
import type { LineData, LinePoint } from "../../frontier/line-data.ts";
import type { Account } from "../../program/goal.ts";

/** The portfolio of an account, as a point of the mean-variance frontier. */
export type AccountPortfolio =
  /** The threshold binds: where on the frontier. */
  | { readonly status: "bound"; readonly point: LinePoint }
  /** The portfolio of greatest return keeps the threshold. */
  | { readonly status: "greatest"; readonly point: LinePoint }
  /** No portfolio keeps it: the greatest threshold that one does. */
  | { readonly status: "infeasible"; readonly greatest: number }
  /** Return grows without limit while the threshold is kept; it would not with more deviations than this. */
  | { readonly status: "unbounded"; readonly deviations: number };

/** A piece of the frontier: point + s x step, 0 <= s <= length. */
interface Piece {
  readonly from: LinePoint;
  readonly weights: Float64Array;
  readonly rowDuals: Float64Array;
  readonly riskTolerance: number;
  readonly length: number;
  /** Mean, and half the slope and the curvature of variance along it. */
  readonly mean: number;
  readonly slope: number;
  readonly curvature: number;
}

/**
 * The frontier's portfolio of greatest mean with mean - deviations x volatility >= threshold. On each piece the mean is
 * linear and the variance quadratic, so the difference is concave with its top and its root in closed form; with nothing
 * but an exact budget there is one piece, and the result is the formula of Das, Markowitz, Scheid & Statman (2010).
 */
export function accountPortfolio(line: LineData, { threshold, deviations }: Account): AccountPortfolio {
  const pieces = piecesOf(line);
  const last = line.corners.at(-1)!;
  const ray = pieces.find(({ length }) => length === Infinity);
  if (ray !== undefined && ray.mean > 0) {
    const most = ray.mean / Math.sqrt(ray.curvature);
    if (deviations < most) return { status: "unbounded", deviations: most };
  }
  const excess = (point: LinePoint): number =>
    point.expectedReturn - deviations * Math.sqrt(point.variance) - threshold;
  if (ray === undefined && excess(last) >= 0) return { status: "greatest", point: last };
  let greatest = excess(line.corners[0]!);
  for (const piece of [...pieces].reverse()) {
    const top = topOf(piece, deviations);
    const at = pointAt(piece, top);
    const value = excess(at);
    greatest = Math.max(greatest, value);
    if (value < 0) continue;
    return { status: "bound", point: pointAt(piece, rootOf(piece, deviations, threshold, top)) };
  }
  if (greatest >= 0) return { status: "bound", point: line.corners[0]! };
  return { status: "infeasible", greatest: threshold + greatest };
}

function piecesOf({ corners, ray, mean, form }: LineData): readonly Piece[] {
  const pieces = corners.slice(1).map((to, k): Piece => {
    const from = corners[k]!;
    const weights = to.weights.map((weight, i) => weight - from.weights[i]!);
    const rowDuals = to.rowDuals.map((dual, i) => dual - from.rowDuals[i]!);
    return pieceOf(from, weights, rowDuals, to.riskTolerance - from.riskTolerance, 1);
  });
  const last = corners.at(-1)!;
  return ray === undefined ? pieces : [...pieces, pieceOf(last, ray.weights, ray.rowDuals, 1, Infinity)];

  function pieceOf(
    from: LinePoint,
    weights: Float64Array,
    rowDuals: Float64Array,
    riskTolerance: number,
    length: number,
  ): Piece {
    const product = applyForm(form, weights);
    const slope = dot(product, from.weights);
    const curvature = Math.max(0, dot(product, weights));
    return { from, weights, rowDuals, riskTolerance, length, mean: dot(mean, weights), slope, curvature };
  }
}

function pointAt(piece: Piece, s: number): LinePoint {
  const { from } = piece;
  return {
    riskTolerance: from.riskTolerance + s * piece.riskTolerance,
    weights: from.weights.map((weight, i) => weight + s * piece.weights[i]!),
    rowDuals: from.rowDuals.map((dual, k) => dual + s * piece.rowDuals[k]!),
    expectedReturn: from.expectedReturn + s * piece.mean,
    variance: varianceAt(piece, s),
  };
}

function varianceAt({ from, slope, curvature }: Piece, s: number): number {
  return Math.max(0, from.variance + s * (2 * slope + s * curvature));
}

/** Where mean - deviations x volatility is greatest on a piece: mean = deviations (slope + curvature s) / volatility. */
function topOf({ from, mean, slope, curvature, length }: Piece, deviations: number): number {
  if (!(curvature > 0) || deviations === 0) return mean > 0 ? length : 0;
  // in u = s + slope / curvature the variance is least + curvature u^2
  const least = Math.max(0, from.variance - (slope * slope) / curvature);
  const room = deviations * deviations * curvature - mean * mean;
  if (!(room > 0)) return mean > 0 ? length : 0;
  const u = mean * Math.sqrt(least / (curvature * room));
  return Math.min(Math.max(u - slope / curvature, 0), length);
}

/** The last s from `top` on at which (m + mean s)^2 = deviations^2 x variance, m the mean above the threshold. */
function rootOf(piece: Piece, deviations: number, threshold: number, top: number): number {
  const { from, mean, slope, curvature, length } = piece;
  const m = from.expectedReturn - threshold;
  const square = deviations * deviations;
  const a = mean * mean - square * curvature;
  const b = m * mean - square * slope;
  const c = m * m - square * from.variance;
  const root = Math.sqrt(Math.max(0, b * b - a * c));
  const sum = -(b + (b < 0 ? -root : root));
  const inside = [sum / a, c / sum].filter((s) => s >= top && s <= length && m + mean * s >= 0);
  // at the top itself where rounding leaves no root
  return inside.length === 0 ? top : Math.max(...inside);
}
