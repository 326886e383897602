import { invalidInput } from "@plimsoll/core";
import { luFactor, luSolve } from "@plimsoll/numeric";
import type { FactorModelBase } from "../factors/factor-model-shape.ts";
import { alignWeights, type WeightInput } from "../input/return-series.ts";
import { readMoments, type StressMoments } from "./stress-moments.ts";

/** Expected moves of everything, given the moves of some. */
export interface ConditionalStress {
  /** By asset or factor; those that were given are as given. */
  readonly returns: Readonly<Record<string, number>>;
  /** Mahalanobis distance of the given moves from their means: how unusual they are together. */
  readonly distance: number;
}

/**
 * Expected returns of all assets given those of some: E[s2 | s1] = m2 + S21 S11^-1 (s1 - m1) (Kupiec 1998, definition 27).
 *
 * Throws `INVALID_INPUT` for unknown names, NaN, and shocked assets whose covariance is singular.
 *
 * @example
 * ```ts
 * import { conditionalStress } from "@plimsoll/risk";
 *
 * const { returns, distance } = conditionalStress(
 *   { assets: ["oil", "airline"], covariance: [[0.04, -0.012], [-0.012, 0.09]] },
 *   { oil: 0.4 },
 * );
 * console.log(returns["airline"]?.toFixed(2), distance); // -0.12 2
 * ```
 */
export function conditionalStress(moments: StressMoments, shocks: Readonly<Record<string, number>>): ConditionalStress {
  const { assets } = moments;
  const { size, covariance, mean } = readMoments(moments);
  const given = Object.keys(shocks).map((name) => {
    const index = assets.indexOf(name);
    if (index === -1) {
      throw invalidInput(`shocks.${name}`, `shocks: "${name}" is not among ${assets.slice(0, 8).join(", ")}`);
    }
    if (!Number.isFinite(shocks[name])) {
      throw invalidInput(`shocks.${name}`, `shocks.${name}: expected a finite number, was ${shocks[name]}`);
    }
    return index;
  });
  const k = given.length;
  if (k === 0) throw invalidInput("shocks", "shocks: expected at least one");
  const block = Float64Array.from(
    { length: k * k },
    (_, at) => covariance[given[Math.floor(at / k)]! * size + given[at % k]!]!,
  );
  const deviation = Float64Array.from(given, (index) => shocks[assets[index]!]! - mean[index]!);
  const factor = luFactor(block, k);
  if (factor.singular) {
    throw invalidInput(
      "shocks",
      `shocks: the covariance of ${Object.keys(shocks).join(", ")} is singular: shock fewer`,
    );
  }
  const solved = luSolve(factor, deviation);
  const returns: Record<string, number> = {};
  assets.forEach((asset, i) => {
    if (Object.hasOwn(shocks, asset)) {
      returns[asset] = shocks[asset]!;
      return;
    }
    let expected = mean[i]!;
    given.forEach((index, j) => {
      expected += covariance[i * size + index]! * solved[j]!;
    });
    returns[asset] = expected;
  });
  const squared = solved.reduce((sum, value, j) => sum + value * deviation[j]!, 0);
  return { returns, distance: Math.sqrt(Math.max(0, squared)) };
}

/** Gain of a portfolio under shocked factors. */
export interface FactorStress {
  readonly pnl: number;
  /** The factor returns, given and expected, and what each contributes. */
  readonly byFactor: readonly {
    readonly factor: string;
    readonly return: number;
    readonly given: boolean;
    readonly exposure: number;
    readonly pnl: number;
  }[];
  readonly byAsset: readonly {
    readonly asset: string;
    readonly weight: number;
    readonly return: number;
    readonly pnl: number;
  }[];
  /** Deviation of the gain that the model leaves open: factors that weren't given, and what is specific. */
  readonly residualRisk: number;
  readonly distance: number;
}

/**
 * Shocks to some factors of a model, carried to the others by conditional expectation and to assets by their loadings.
 *
 * Factors move around 0, not around their sample means. Both `byFactor` and `byAsset` sum to `pnl`. Throws `INVALID_INPUT` for
 * unknown names.
 *
 * @example
 * ```ts
 * import { factorModel, factorStress } from "@plimsoll/risk";
 *
 * const dates = Array.from({ length: 60 }, (_, t) => new Date(t * 864e5).toISOString().slice(0, 10));
 * const market = dates.map((_, t) => 0.01 * Math.sin(t * 12.9898));
 * const factors = { assets: ["MKT"], rows: 60, columns: 1, dates, values: Float64Array.from(market) };
 * const values = Float64Array.from(market.flatMap((m, t) => [1.5 * m + 0.001 * Math.cos(t), 0.5 * m + 0.001 * Math.sin(t)]));
 * const model = factorModel({ kind: "time-series", returns: { assets: ["a", "b"], rows: 60, columns: 2, dates, values }, factors });
 * console.log(factorStress(model, { a: 0.5, b: 0.5 }, { MKT: -0.2 }).pnl.toFixed(2)); // -0.20
 * ```
 */
export function factorStress(
  model: FactorModelBase,
  weights: WeightInput,
  shocks: Readonly<Record<string, number>>,
): FactorStress {
  const aligned = alignWeights(weights, model.assets);
  const { factorCovariance, specificVariance } = model.covariance;
  const moments = { assets: model.factors, covariance: factorCovariance };
  const { returns, distance } = conditionalStress(moments, shocks);
  const exposures = model.factors.map((_, j) =>
    aligned.reduce((sum, weight, i) => sum + weight * model.loadings[i]![j]!, 0),
  );
  const byFactor = model.factors.map((factor, j) => ({
    factor,
    return: returns[factor]!,
    given: Object.hasOwn(shocks, factor),
    exposure: exposures[j]!,
    pnl: exposures[j]! * returns[factor]!,
  }));
  const byAsset = model.assets.map((asset, i) => {
    const change = model.factors.reduce((sum, factor, j) => sum + model.loadings[i]![j]! * returns[factor]!, 0);
    return { asset, weight: aligned[i]!, return: change, pnl: aligned[i]! * change };
  });
  const open = residualVariance(model.factors, factorCovariance, exposures, shocks);
  const specific = aligned.reduce((sum, weight, i) => sum + weight ** 2 * specificVariance[i]!, 0);
  return {
    pnl: byFactor.reduce((sum, { pnl }) => sum + pnl, 0),
    byFactor,
    byAsset,
    residualRisk: Math.sqrt(open + specific),
    distance,
  };
}

/** b' (S22 - S21 S11^-1 S12) b over the factors that weren't given. */
function residualVariance(
  factors: readonly string[],
  covariance: readonly (readonly number[])[],
  exposures: readonly number[],
  shocks: Readonly<Record<string, number>>,
): number {
  const given = factors.map((_, j) => j).filter((j) => Object.hasOwn(shocks, factors[j]!));
  const open = factors.map((_, j) => j).filter((j) => !Object.hasOwn(shocks, factors[j]!));
  const own = open.reduce(
    (sum, i) => sum + open.reduce((inner, j) => inner + exposures[i]! * covariance[i]![j]! * exposures[j]!, 0),
    0,
  );
  const crossed = Float64Array.from(given, (g) => open.reduce((sum, i) => sum + covariance[g]![i]! * exposures[i]!, 0));
  const block = Float64Array.from(given.flatMap((g) => given.map((h) => covariance[g]![h]!)));
  const solved = luSolve(luFactor(block, given.length), crossed);
  return Math.max(0, own - solved.reduce((sum, value, j) => sum + value * crossed[j]!, 0));
}
