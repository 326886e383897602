import { invalidInput } from "@plimsoll/core";
import { type ObservationInput, readObservations } from "../observations.ts";
import { HiddenMarkovModel } from "./hidden-markov-model.ts";
import type { AnyHmm } from "./hmm-spec.ts";
import type { RegimeProbabilities } from "./regime-probabilities.ts";

/** Expected returns by asset, in the shape that `@plimsoll/optimize` takes for `mean`. */
export interface RegimeMeanEstimate {
  readonly assets: readonly string[];
  readonly values: readonly number[];
  readonly periodsPerYear: number;
  readonly unit: "year" | "period";
  readonly method: string;
}

/** A covariance by asset, in the shape that `@plimsoll/optimize` takes for `covariance`. */
export interface RegimeCovarianceEstimate {
  readonly assets: readonly string[];
  readonly values: readonly (readonly number[])[];
  readonly periodsPerYear: number;
  readonly unit: "year" | "period";
  readonly method: string;
}

/** Mean and covariance as data for an optimiser. */
export interface MomentEstimates {
  readonly mean: RegimeMeanEstimate;
  readonly covariance: RegimeCovarianceEstimate;
}

/** Returns by asset: a `ReturnPanel` or its JSON. */
export type AssetReturns = ObservationInput & { readonly assets: readonly string[] };

/** Options of {@link regimeMoments}. */
export interface RegimeMomentsOptions {
  /** Periods of the returns in a year, such as 252. */
  readonly periodsPerYear: number;
  /**
   * Whether estimates are annual (times `periodsPerYear`) or of one period.
   * @defaultValue "year"
   */
  readonly unit?: "year" | "period";
  /**
   * What one unit of the returns is as a fraction: 0.01 for per cent.
   * @defaultValue 1
   */
  readonly scale?: number;
  /**
   * Rows after the last one for which the forecast's weights hold; with a model only.
   * @defaultValue 1
   */
  readonly horizon?: number;
  /**
   * Probabilities of the regimes that the mixture weighs them by.
   * @defaultValue the model's forecast, or the last row of the probabilities
   */
  readonly weights?: ArrayLike<number>;
}

/** What returns look like in each regime, and in the mixture of regimes that is expected. */
export interface RegimeMoments {
  /** One entry for each regime. */
  readonly regimes: readonly MomentEstimates[];
  /** The mixture's weights, one for each regime. */
  readonly weights: readonly number[];
  /** Mean sum p m, covariance sum p (S + m m') - (sum p m)(sum p m)': what is within regimes and what lies between. */
  readonly mixture: MomentEstimates;
}

/**
 * Mean and covariance of returns by regime, as data that `@plimsoll/optimize` takes, and those of the mixture.
 *
 * With a model that was fitted on these very columns they are the moments of its states' laws, weighed by its forecast at
 * `horizon` (of that one period, scaled to a year where asked: that the regimes go on changing is not in it). With the
 * probabilities of any model (fitted on other features, say) they are sample moments of the returns, each row weighed by
 * its probability, with divisor sum w. Smoothed probabilities look ahead; for work out of sample pass filtered ones.
 *
 * Rows with a missing return don't count. Throws `INVALID_INPUT` when assets, rows or weights don't fit, or a regime has no
 * weight.
 *
 * @example
 * ```ts
 * import { GaussianHmm, regimeMoments } from "@plimsoll/ml";
 *
 * const model = GaussianHmm.fromParameters({
 *   startProbabilities: [0.5, 0.5],
 *   transition: [[0.9, 0.1], [0.2, 0.8]],
 *   means: [[0.001, 0.002], [-0.002, -0.004]],
 *   covariances: [[[0.0001, 0], [0, 0.0004]], [[0.0009, 0.001], [0.001, 0.0025]]],
 * });
 * const returns = { assets: ["bonds", "stocks"], values: [[0.001, 0.003], [0.002, -0.001]] };
 * const { regimes, mixture } = regimeMoments(model, returns, { periodsPerYear: 252 });
 * console.log(regimes[1]!.mean.values[1]!.toFixed(3), mixture.covariance.assets.join(" ")); // -1.008 bonds stocks
 * ```
 */
export function regimeMoments(
  source: AnyHmm | RegimeProbabilities,
  returns: AssetReturns,
  options: RegimeMomentsOptions,
): RegimeMoments {
  const { periodsPerYear, unit = "year", scale = 1, horizon = 1 } = options;
  if (!(periodsPerYear > 0 && periodsPerYear < Infinity)) {
    throw invalidInput("periodsPerYear", `expected a positive number, was ${periodsPerYear}`);
  }
  if (!(scale > 0 && scale < Infinity)) throw invalidInput("scale", `expected a positive number, was ${scale}`);
  const { assets } = returns;
  const fromModel = source instanceof HiddenMarkovModel;
  const moments = fromModel ? modelMoments(source, assets) : weightedMoments(source, returns);
  const given =
    options.weights ??
    (fromModel ? source.forecast(returns, { horizon }).row(horizon - 1) : source.row(source.rows - 1));
  const weights = checkedWeights(given, moments.length);
  const factor = unit === "year" ? periodsPerYear : 1;
  const name = fromModel ? source.kind : source.kind;
  const estimates = ({ mean, covariance }: PeriodMoments, method: string): MomentEstimates => {
    const shared = { assets: [...assets], periodsPerYear, unit, method };
    return {
      mean: { ...shared, values: Array.from(mean, (value) => value * scale * factor) },
      covariance: {
        ...shared,
        values: assets.map((_, i) =>
          Array.from(
            covariance.subarray(i * assets.length, (i + 1) * assets.length),
            (value) => value * scale * scale * factor,
          ),
        ),
      },
    };
  };
  return {
    regimes: moments.map((each, k) => estimates(each, `regime ${k} of ${name}`)),
    weights: [...weights],
    mixture: estimates(mix(moments, weights), `mixture of regimes of ${name}`),
  };
}

interface PeriodMoments {
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
}

function modelMoments(model: AnyHmm, assets: readonly string[]): PeriodMoments[] {
  if (model.columns !== assets.length) {
    throw invalidInput(
      "returns",
      `the model has ${model.columns} columns, the returns ${assets.length} assets: pass the model's probabilities instead`,
    );
  }
  return Array.from({ length: model.states }, (_, k) => model.moments(k));
}

function weightedMoments(probabilities: RegimeProbabilities, returns: AssetReturns): PeriodMoments[] {
  const { rows, columns, values, missing } = readObservations(returns, 2);
  if (rows !== probabilities.rows) {
    throw invalidInput(
      "returns",
      `${rows} rows of returns, ${probabilities.rows} of probabilities: pass the same rows`,
    );
  }
  if (columns !== returns.assets.length) {
    throw invalidInput("returns", `${columns} columns, ${returns.assets.length} assets: name each column`);
  }
  return Array.from({ length: probabilities.states }, (_, k) => {
    const mean = new Float64Array(columns);
    const covariance = new Float64Array(columns * columns);
    let total = 0;
    for (let t = 0; t < rows; t++) {
      if (missing[t] === 1) continue;
      const weight = probabilities.row(t)[k]!;
      total += weight;
      for (let i = 0; i < columns; i++) mean[i]! += weight * values[t * columns + i]!;
    }
    if (!(total > 1e-9 * rows)) {
      throw invalidInput("probabilities", `regime ${k} has no weight on the rows: it has no moments`);
    }
    for (let i = 0; i < columns; i++) mean[i]! /= total;
    for (let t = 0; t < rows; t++) {
      if (missing[t] === 1) continue;
      const weight = probabilities.row(t)[k]! / total;
      for (let i = 0; i < columns; i++) {
        const deviation = weight * (values[t * columns + i]! - mean[i]!);
        for (let j = 0; j <= i; j++) covariance[i * columns + j]! += deviation * (values[t * columns + j]! - mean[j]!);
      }
    }
    for (let i = 0; i < columns; i++)
      for (let j = 0; j < i; j++) covariance[j * columns + i] = covariance[i * columns + j]!;
    return { mean, covariance };
  });
}

function checkedWeights(given: ArrayLike<number>, states: number): Float64Array {
  const weights = Float64Array.from(given);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.length !== states || weights.some((weight) => !(weight >= 0)) || !(Math.abs(total - 1) < 1e-8)) {
    throw invalidInput("weights", `expected ${states} probabilities that sum to 1, were ${weights.join(", ")}`);
  }
  return weights;
}

/** The total covariance formula, about the mixture's mean. */
function mix(moments: readonly PeriodMoments[], weights: Float64Array): PeriodMoments {
  const columns = moments[0]!.mean.length;
  const mean = new Float64Array(columns);
  const covariance = new Float64Array(columns * columns);
  moments.forEach((each, k) => {
    for (let i = 0; i < columns; i++) mean[i]! += weights[k]! * each.mean[i]!;
  });
  moments.forEach((each, k) => {
    for (let i = 0; i < columns; i++) {
      for (let j = 0; j < columns; j++) {
        const between = (each.mean[i]! - mean[i]!) * (each.mean[j]! - mean[j]!);
        covariance[i * columns + j]! += weights[k]! * (each.covariance[i * columns + j]! + between);
      }
    }
  });
  return { mean, covariance };
}
