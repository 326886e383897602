import { integrate } from "@plimsoll/numeric";

/** Eigenvalues kept; the rest is replaced by its mean. */
const kept = 60;

/** Eigenvalues of the bridge's covariance: 1 / (k pi)^2 of a level, 1 / (2 k pi)^2 and 1 / (2 x)^2 with tan x = x of a trend. */
function eigenvalues(deterministic: "constant" | "trend"): Float64Array {
  if (deterministic === "constant") return Float64Array.from({ length: kept }, (_, k) => 1 / ((k + 1) * Math.PI) ** 2);
  return Float64Array.from({ length: kept }, (_, i) => {
    const k = Math.floor(i / 2) + 1;
    return i % 2 === 0 ? 1 / (2 * k * Math.PI) ** 2 : 1 / (2 * tangentFixedPoint(k)) ** 2;
  });
}

/** The k-th positive root of tan x = x, between k pi and (k + 1/2) pi, by x = k pi + atan x. */
function tangentFixedPoint(k: number): number {
  let x = (k + 0.5) * Math.PI;
  for (let step = 0; step < 60; step++) x = k * Math.PI + Math.atan(x);
  return x;
}

/** Mean of the whole sum: 1/6 of the bridge, 1/15 of the second-level bridge. */
const means = { constant: 1 / 6, trend: 1 / 15 } as const;

/**
 * Probability that the integral of a squared Brownian bridge (`"constant"`) or second-level bridge (`"trend"`) exceeds
 * `statistic`: a sum of chi-squares weighted by eigenvalues, its tail probability by Imhof's integral (1961).
 */
export function stationarityPValue(statistic: number, deterministic: "constant" | "trend"): number {
  const weights = eigenvalues(deterministic);
  const rest = means[deterministic] - weights.reduce((sum, weight) => sum + weight, 0);
  const x = statistic - rest;
  if (x <= 0) return 1;
  // on the scale of the largest eigenvalue the integrand dies out within a few hundred
  const scale = weights[0]!;
  const integrand = (u: number): number => {
    if (u === 0) return 0.5 * (weights.reduce((sum, weight) => sum + weight, 0) / scale - x / scale);
    let angle = (-0.5 * x * u) / scale;
    let logSize = 0;
    for (const weight of weights) {
      const v = (weight / scale) * u;
      angle += 0.5 * Math.atan(v);
      logSize += 0.25 * Math.log1p(v * v);
    }
    return Math.sin(angle) / (u * Math.exp(logSize));
  };
  let tail = 0.5;
  for (let from = 0; from < 400; from += 10) {
    const piece = integrate(integrand, from, from + 10, { absoluteTolerance: 1e-12 }).value / Math.PI;
    tail += piece;
    if (from > 50 && Math.abs(piece) < 1e-14) break;
  }
  return Math.min(1, Math.max(0, tail));
}
