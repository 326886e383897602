import { invalidInput } from "@plimsoll/core";
import { covarianceMatrix, luFactor, luSolve } from "@plimsoll/numeric";
import { type ReturnInput, returnSeries, type WeightInput } from "../input/return-series.ts";
import {
  checkContract,
  checkNumber,
  type Contract,
  type HedgeOptions,
  type HedgePlan,
  orderOf,
  planOf,
} from "./hedge-order.ts";

/** Covariances of one period, such as a DCC model's forecast. */
export interface HedgeCovariances {
  readonly kind: "covariances";
  readonly portfolioVariance: number;
  /** Of the portfolio with each hedge. */
  readonly cross: readonly number[];
  /** Of the hedges. */
  readonly hedges: readonly (readonly number[])[];
}

/** Returns that the covariances are estimated from: the ratio is then that of least squares. */
export interface HedgeReturns {
  readonly kind: "returns";
  readonly portfolio: ReturnInput;
  readonly weights?: WeightInput;
  /** One series a hedge, of the same length. */
  readonly hedges: readonly (Float64Array | readonly number[])[];
}

/** What is asked of {@link minimumVarianceHedge}. */
export interface MinimumVarianceInput extends HedgeOptions {
  /** In money, positive. */
  readonly value: number;
  readonly contracts: readonly Contract[];
  readonly risk: HedgeCovariances | HedgeReturns;
}

/** The hedge with the least variance. */
export interface MinimumVarianceHedge extends HedgePlan {
  /** Money short in each contract for 1 of the portfolio. */
  readonly ratios: readonly number[];
  /** Share of the variance that it removes, before rounding. */
  readonly effectiveness: number;
  /** Standard deviation of the hedged return, one period, before rounding. */
  readonly residualDeviation: number;
}

/**
 * Hedge ratios h = S_hh^-1 s_hp that leave the least variance (Johnson 1960; Ederington 1979), and the orders that sell h.
 *
 * From returns they are the slopes of least squares; conditional ones (GARCH, DCC) come from covariances that are given. Throws
 * `INVALID_INPUT` for shapes that differ and hedges that repeat each other.
 *
 * @example
 * ```ts
 * import { minimumVarianceHedge } from "@plimsoll/risk";
 *
 * const { ratios, effectiveness, orders } = minimumVarianceHedge({
 *   value: 1_000_000,
 *   contracts: [{ symbol: "FUT", price: 100, multiplier: 10 }],
 *   risk: { kind: "covariances", portfolioVariance: 0.04, cross: [0.03], hedges: [[0.03]] },
 * });
 * console.log(ratios[0], effectiveness.toFixed(2), orders[0]?.quantity); // 1 0.75 1000
 * ```
 */
export function minimumVarianceHedge(input: MinimumVarianceInput): MinimumVarianceHedge {
  const { value, contracts, costRate = 0, rounding = "whole" } = input;
  checkNumber(value, "value", Number.MIN_VALUE);
  checkNumber(costRate, "costRate", 0);
  contracts.forEach((contract, i) => checkContract(contract, `contracts[${i}]`));
  const k = contracts.length;
  if (k === 0) throw invalidInput("contracts", "contracts: expected at least one");
  const { variance, cross, hedges } =
    input.risk.kind === "covariances" ? given(input.risk, k) : estimated(input.risk, k);
  const factor = luFactor(hedges, k);
  // a hedge that repeats others leaves a pivot of rounding size
  const repeats = Array.from({ length: k }, (_, i) => i).some(
    (i) => Math.abs(factor.packed[i * k + i]!) <= 1e-12 * Math.abs(hedges[i * k + i]!),
  );
  if (factor.singular || repeats) {
    throw invalidInput("contracts", "contracts: the hedges' covariance is singular: leave out what repeats");
  }
  const ratios = luSolve(factor, cross);
  const removed = ratios.reduce((sum, ratio, i) => sum + ratio * cross[i]!, 0);
  const orders = contracts.map((contract, i) =>
    orderOf(contract, (-ratios[i]! * value) / (contract.price * (contract.multiplier ?? 1)), rounding),
  );
  return {
    ...planOf(orders, costRate),
    ratios: Array.from(ratios),
    effectiveness: removed / variance,
    residualDeviation: Math.sqrt(Math.max(0, variance - removed)),
  };
}

interface Moments {
  readonly variance: number;
  readonly cross: Float64Array;
  readonly hedges: Float64Array;
}

function given({ portfolioVariance, cross, hedges }: HedgeCovariances, k: number): Moments {
  checkNumber(portfolioVariance, "risk.portfolioVariance", Number.MIN_VALUE);
  if (cross.length !== k || hedges.length !== k || hedges.some((row) => row.length !== k)) {
    throw invalidInput("risk", `risk: expected ${k} covariances and ${k} x ${k} of the hedges`);
  }
  const flat = Float64Array.from(hedges.flat());
  flat.forEach((entry) => checkNumber(entry, "risk.hedges"));
  cross.forEach((entry) => checkNumber(entry, "risk.cross"));
  return { variance: portfolioVariance, cross: Float64Array.from(cross), hedges: flat };
}

function estimated({ portfolio, weights, hedges }: HedgeReturns, k: number): Moments {
  const { series } = returnSeries(portfolio, weights, { argument: "risk.portfolio", minimum: k + 2 });
  if (hedges.length !== k) throw invalidInput("risk.hedges", `risk.hedges: expected ${k} series, was ${hedges.length}`);
  const columns = hedges.map((hedge, i) => {
    const { series: clean } = returnSeries(hedge, undefined, { argument: `risk.hedges[${i}]` });
    if (clean.length === series.length) return clean;
    throw invalidInput(
      `risk.hedges[${i}]`,
      `risk.hedges[${i}]: expected ${series.length} returns, was ${clean.length}`,
    );
  });
  const joint = new Float64Array(series.length * (k + 1));
  for (let t = 0; t < series.length; t++) {
    joint[t * (k + 1)] = series[t]!;
    for (let j = 0; j < k; j++) joint[t * (k + 1) + j + 1] = columns[j]![t]!;
  }
  const sigma = covarianceMatrix(joint, series.length, k + 1);
  if (!(sigma[0]! > 0)) {
    throw invalidInput("risk.portfolio", "risk.portfolio: the returns don't vary, there is nothing to hedge");
  }
  return {
    variance: sigma[0]!,
    cross: sigma.slice(1, k + 1),
    hedges: Float64Array.from({ length: k * k }, (_, at) => sigma[(Math.floor(at / k) + 1) * (k + 1) + (at % k) + 1]!),
  };
}
