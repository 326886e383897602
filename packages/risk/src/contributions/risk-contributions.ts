import { invalidInput, PlimsollError, type TableSpec } from "@plimsoll/core";
import { type RiskMeasureKind, type RiskMeasureSpec, riskMeasureTraits } from "@plimsoll/numeric";
import { alignWeights, type ReturnPanelLike, type WeightInput } from "../input/return-series.ts";
import { checkMeasureKind, measureGradient, measureValue } from "../measures/evaluate.ts";
import { estimateOnePeriod, type TailOptions, tailSample } from "../tail/estimate.ts";
import type { Conventions, TailSample } from "../tail/tail-method.ts";

/** A tail measure of one period by any method. */
export interface TailRisk extends Omit<
  TailOptions,
  "weights" | "horizon" | "horizonScaling" | "simulation" | "uncertainty" | "intervalConfidence"
> {
  readonly kind: "value-at-risk" | "expected-shortfall";
}

/** Options of {@link riskContributions}. */
export interface ContributionOptions {
  /** Fractions by asset. */
  readonly weights: WeightInput;
  /**
   * A tail measure by method, or any measure of numeric's table that is homogeneous of first degree.
   * @defaultValue `{ kind: "standard-deviation" }`
   */
  readonly measure?: TailRisk | Exclude<RiskMeasureSpec, { readonly kind: "value-at-risk" }>;
  /**
   * Also R(w) - R(w without the asset), which does not add up and takes one evaluation an asset.
   * @defaultValue "omit"
   */
  readonly incremental?: "omit" | "include";
}

/** The share of one asset in the risk of the portfolio. */
export interface RiskContribution {
  readonly asset: string;
  readonly weight: number;
  /** The derivative of the risk by the weight. */
  readonly marginal: number;
  /** weight x marginal; components sum to the total. */
  readonly component: number;
  /** component / total; `null` where the total is 0. */
  readonly share: number | null;
  /** R(w) - R(w without the asset), the rest left as it is; `null` unless asked for. */
  readonly incremental: number | null;
}

/** The risk of a portfolio and where it comes from. */
export interface RiskContributions {
  readonly total: number;
  readonly assets: readonly RiskContribution[];
  readonly conventions: Conventions;
  readonly table: TableSpec;
}

interface Evaluated {
  readonly value: number;
  /** The derivative by each weight. */
  readonly marginals: (panel: ReturnPanelLike) => Float64Array;
  readonly conventions: Conventions;
}

type Measure = NonNullable<ContributionOptions["measure"]>;

function isTail(measure: Measure): measure is TailRisk {
  return measure.kind === "value-at-risk" || measure.kind === "expected-shortfall";
}

/** What the chain rule makes of the derivative by each portfolio return. */
function throughReturns(slopes: Float64Array, { rows, columns, values, method }: ReturnPanelLike): Float64Array {
  const marginals = new Float64Array(columns);
  for (let row = 0, cell = 0; row < rows; row++) {
    const slope = slopes[row]!;
    for (let column = 0; column < columns; column++, cell++) {
      const value = values[cell]!;
      marginals[column]! += slope * (method === "log" ? Math.expm1(value) : value);
    }
  }
  return marginals;
}

function evaluate(measure: Measure, sample: TailSample): Evaluated {
  if (isTail(measure)) {
    const { estimate, kind, confidence } = estimateOnePeriod(
      measure.kind === "value-at-risk" ? "valueAtRisk" : "expectedShortfall",
      sample,
      measure,
    );
    return {
      value: estimate.value,
      marginals: (panel) => {
        if (estimate.marginals !== undefined) return estimate.marginals();
        if (estimate.gradient !== undefined) return throughReturns(estimate.gradient(), panel);
        throw new PlimsollError("UNSUPPORTED", `measure: method "${kind}" has no contributions: choose another`, {
          feature: `contributions by ${kind}`,
        });
      },
      conventions: { ...estimate.conventions, method: kind, confidence },
    };
  }
  return {
    value: measureValue(measure, sample.series),
    marginals: (panel) => throughReturns(measureGradient(measure, sample.series), panel),
    conventions: {},
  };
}

function checkMeasure(measure: Measure): void {
  if (isTail(measure)) return;
  const kind: RiskMeasureKind = measure.kind;
  checkMeasureKind(kind);
  if (riskMeasureTraits(measure).degree === 1) return;
  throw invalidInput(
    "measure",
    `measure: "${kind}" with these options is not homogeneous of first degree, its parts don't add up: use its root or a homogeneous form`,
    { expected: "a measure of degree 1", received: kind },
  );
}

/**
 * Euler contributions: how much of the portfolio's risk each asset carries, w_i dR/dw_i, summing to R (definitions 26).
 *
 * `returns` is a panel, row-major, one simple (or log, then converted) return a period and asset; assets of weight 0
 * may have NaN, and get a marginal of NaN then. Same errors as `valueAtRisk`; a measure that isn't homogeneous throws
 * `INVALID_INPUT`, a parameter that doesn't move with the weights (a given threshold, bandwidth, mean or revaluation)
 * `UNSUPPORTED`. Volatility models move with the weights: omega in proportion to the sample variance, given forecasts in
 * proportion to the sample deviation. Monte Carlo contributions are those of the drawn returns.
 *
 * @example
 * ```ts
 * import { ReturnPanel } from "@plimsoll/core";
 * import { riskContributions } from "@plimsoll/risk";
 *
 * const returns = ReturnPanel.of({
 *   dates: ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"],
 *   assets: ["stocks", "bonds"],
 *   values: [[0.04, 0.01], [-0.06, 0.0], [0.03, -0.01], [0.02, 0.01]],
 * });
 * const { total, assets } = riskContributions(returns, { weights: { stocks: 0.6, bonds: 0.4 } });
 * console.log(total.toFixed(4), assets.map(({ asset, share }) => `${asset} ${share?.toFixed(2)}`).join(", ")); // 0.0283 stocks 0.96, bonds 0.04
 * ```
 */
export function riskContributions(returns: ReturnPanelLike, options: ContributionOptions): RiskContributions {
  const { measure = { kind: "standard-deviation" }, incremental = "omit" } = options;
  checkMeasure(measure);
  const given = { ...(isTail(measure) ? measure : {}), weights: options.weights };
  const { conversion, ...sample } = tailSample(returns, given);
  const { series } = sample;
  const weights = alignWeights(options.weights, returns.assets);
  const { value: total, marginals, conventions } = evaluate(measure, sample);
  const slopes = marginals(returns);
  const toSimple = conversion === "none" ? (value: number): number => value : Math.expm1;

  const assets = returns.assets.map((asset, column): RiskContribution => {
    const weight = weights[column]!;
    const marginal = slopes[column]!;
    const component = weight === 0 ? 0 : weight * marginal;
    return {
      asset,
      weight,
      marginal,
      component,
      share: total === 0 ? null : component / total,
      incremental: incremental === "omit" ? null : total - without(column, weight),
    };
  });

  function without(column: number, weight: number): number {
    if (weight === 0) return total;
    const rest = series.map((value, row) => value - weight * toSimple(returns.values[row * returns.columns + column]!));
    const panel =
      sample.panel === null
        ? null
        : { ...sample.panel, weights: sample.panel.weights.map((value, at) => (at === column ? 0 : value)) };
    return evaluate(measure, { series: rest, panel }).value;
  }

  return {
    total,
    assets,
    conventions: {
      measure: measure.kind,
      observations: series.length,
      returns: conversion === "none" ? "simple" : "simple, converted from log",
      decomposition: "Euler: weight times derivative",
      ...conventions,
    },
    table: {
      title: `Contributions to ${measure.kind}`,
      columns: [
        { key: "asset", label: "Asset" },
        { key: "weight", label: "Weight", format: "percent" },
        { key: "component", label: "Contribution", format: "percent" },
        { key: "share", label: "Share of risk", format: "percent" },
      ],
      rows: assets.map(({ asset, weight, component, share }) => ({ asset, weight, component, share })),
      note: "Contributions add up to the total (Euler).",
    },
  };
}
