import { invalidInput, PlimsollError } from "@plimsoll/core";
import { normalCdf, solveQuadratic } from "@plimsoll/numeric";
import { alignWeights, type WeightInput } from "../input/return-series.ts";
import { factorOf, readMoments, type StressMoments } from "./stress-moments.ts";

/** What is asked of {@link reverseStress}. */
export interface ReverseStressInput extends StressMoments {
  readonly weights: WeightInput;
  /** Loss to be reached, a positive fraction of the portfolio. */
  readonly loss: number;
  /** Lowest and highest return of assets, for scenarios that must stay possible. @defaultValue none */
  readonly limits?: Readonly<Record<string, { readonly min?: number; readonly max?: number }>>;
}

/** The most plausible scenario with a given loss. */
export interface ReverseStress {
  /** Return of each asset. */
  readonly returns: Readonly<Record<string, number>>;
  readonly loss: number;
  /** Mahalanobis distance of the scenario from the mean. */
  readonly distance: number;
  /** Probability of a loss at least as large under a normal law; an upper bound of it where limits bind. */
  readonly probability: number;
  /** Assets whose limit binds. */
  readonly binding: readonly string[];
}

/**
 * Reverse stress: the scenario nearest to the mean, by Mahalanobis distance, in which the portfolio loses `loss` (definition 27).
 *
 * Without limits s = m - S w (x + w'm)/(w'S w), at distance (x + w'm)/sqrt(w'S w). With limits a quadratic program: the
 * smallest |z| with s = m + L z, w's <= -x, limits on s. Throws `INVALID_INPUT` for a loss that isn't positive (a loss is a
 * positive number here), a singular covariance or weights without risk; `INFEASIBLE` where the limits exclude the loss.
 *
 * @example
 * ```ts
 * import { reverseStress } from "@plimsoll/risk";
 *
 * const { returns, distance } = reverseStress({
 *   assets: ["stocks", "bonds"],
 *   covariance: [[0.04, 0.001], [0.001, 0.0025]],
 *   weights: { stocks: 0.6, bonds: 0.4 },
 *   loss: 0.25,
 * });
 * console.log(returns["stocks"]?.toFixed(3), returns["bonds"]?.toFixed(3), distance.toFixed(2)); // -0.399 -0.026 2.02
 * ```
 */
export function reverseStress(input: ReverseStressInput): ReverseStress {
  const { assets, loss, limits } = input;
  const { size, covariance, mean } = readMoments(input);
  const weights = alignWeights(input.weights, assets);
  if (!(loss > 0 && Number.isFinite(loss))) {
    throw invalidInput("loss", `loss: expected a positive number (a loss of 20 % is 0.2), was ${loss}`, {
      expected: "> 0",
      received: String(loss),
    });
  }
  const pushed = new Float64Array(size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) pushed[i]! += covariance[i * size + j]! * weights[j]!;
  const variance = weights.reduce((sum, weight, i) => sum + weight * pushed[i]!, 0);
  if (!(variance > 0)) {
    throw invalidInput("weights", "weights: the portfolio has no risk, no scenario loses more than another");
  }
  const expected = weights.reduce((sum, weight, i) => sum + weight * mean[i]!, 0);
  const needed = loss + expected;
  if (needed <= 0) {
    throw invalidInput("loss", `loss: the expected loss is already ${-expected}: ask for a larger one`);
  }
  const free = mean.map((centre, i) => centre - (pushed[i]! * needed) / variance);
  const probability = normalCdf(-needed / Math.sqrt(variance));
  const named = (values: Float64Array): Record<string, number> =>
    Object.fromEntries(assets.map((asset, i) => [asset, values[i]!]));
  const { lower, upper } = readLimits(limits, assets);
  const allowed = free.every((value, i) => value >= lower[i]! && value <= upper[i]!);
  if (allowed) {
    return { returns: named(free), loss, distance: needed / Math.sqrt(variance), probability, binding: [] };
  }
  const { z, scenario } = nearestAllowed(factorOf(covariance, assets), mean, weights, loss, lower, upper, assets);
  return {
    returns: named(scenario),
    loss: -weights.reduce((sum, weight, i) => sum + weight * scenario[i]!, 0),
    distance: Math.sqrt(z.reduce((sum, value) => sum + value * value, 0)),
    probability,
    binding: assets.filter(
      (_, i) => Math.min(Math.abs(scenario[i]! - lower[i]!), Math.abs(scenario[i]! - upper[i]!)) < 1e-9,
    ),
  };
}

function readLimits(
  limits: ReverseStressInput["limits"] = {},
  assets: readonly string[],
): { readonly lower: Float64Array; readonly upper: Float64Array } {
  const lower = new Float64Array(assets.length).fill(-Infinity);
  const upper = new Float64Array(assets.length).fill(Infinity);
  for (const [asset, { min = -Infinity, max = Infinity }] of Object.entries(limits)) {
    const i = assets.indexOf(asset);
    if (i === -1) throw invalidInput(`limits.${asset}`, `limits: "${asset}" is not among the assets`);
    if (!(min <= max)) throw invalidInput(`limits.${asset}`, `limits.${asset}: min ${min} is above max ${max}`);
    lower[i] = min;
    upper[i] = max;
  }
  return { lower, upper };
}

function nearestAllowed(
  factor: Float64Array,
  mean: Float64Array,
  weights: Float64Array,
  loss: number,
  lower: Float64Array,
  upper: Float64Array,
  assets: readonly string[],
): { readonly z: Float64Array; readonly scenario: Float64Array } {
  const n = mean.length;
  const bounded = assets.map((_, i) => i).filter((i) => lower[i]! > -Infinity || upper[i]! < Infinity);
  const count = 1 + bounded.length;
  const matrix = new Float64Array(count * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) matrix[j]! += weights[i]! * factor[i * n + j]!;
  bounded.forEach((i, row) => matrix.set(factor.subarray(i * n, (i + 1) * n), (row + 1) * n));
  const expected = weights.reduce((sum, weight, i) => sum + weight * mean[i]!, 0);
  const hessian = new Float64Array(n * n);
  for (let i = 0; i < n; i++) hessian[i * n + i] = 1;
  const solution = solveQuadratic({
    size: n,
    hessian,
    linear: new Float64Array(n),
    rows: {
      count,
      matrix,
      lower: Float64Array.from([-Infinity, ...bounded.map((i) => lower[i]! - mean[i]!)]),
      upper: Float64Array.from([-loss - expected, ...bounded.map((i) => upper[i]! - mean[i]!)]),
    },
    lower: new Float64Array(n).fill(-Infinity),
    upper: new Float64Array(n).fill(Infinity),
  });
  if (solution.status === "infeasible") {
    const binding = bounded.map((i) => `limits.${assets[i]}`);
    throw new PlimsollError(
      "INFEASIBLE",
      `loss: no scenario within the limits loses ${loss}: widen ${binding.join(", ")}`,
      {
        conflict: ["loss", ...binding],
        relaxation: [],
      },
    );
  }
  if (solution.status !== "optimal") {
    throw new PlimsollError("NOT_CONVERGED", "reverse stress: the quadratic program did not converge", {
      iterations: solution.iterations,
      residual: Math.max(solution.residuals.primal, solution.residuals.dual),
      tolerance: 1e-9,
    });
  }
  const scenario = mean.slice();
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) scenario[i]! += factor[i * n + j]! * solution.x[j]!;
  return { z: solution.x, scenario };
}
