import { invalidInput, throwIfAborted } from "@plimsoll/core";
import { normalCdf, RandomStream } from "@plimsoll/numeric";
import { type ObservationInput, type Observations, readObservations } from "../observations.ts";
import { alignStates } from "./align-states.ts";
import { type AnyHmm, fitHmm, type HmmSpec } from "./hmm-spec.ts";
import { HiddenMarkovModel } from "./hidden-markov-model.ts";
import { leavesOf } from "./parameter-leaves.ts";
import { adjustedRand, equalShare } from "./path-agreement.ts";
import {
  blockBounds,
  firstScored,
  meanScore,
  rowsBetween,
  type ScoreEstimate,
  walkForwardScores,
} from "./predictive-score.ts";
import type { PermutableRegimeModel, RegimeModel } from "./regime-model.ts";

/** How to fit a model of any kind: `fit` with the states wanted, `fitOneState` the model without regimes. */
export interface RegimeFitter<Model extends RegimeModel = RegimeModel> {
  readonly fit: (X: ObservationInput, seed: number) => Model;
  readonly fitOneState: (X: ObservationInput, seed: number) => RegimeModel;
}

/** Options of {@link regimeStability}. */
export interface RegimeStabilityOptions {
  readonly seed: number;
  /** @defaultValue 10 */
  readonly refits?: number;
  /**
   * What each refit sees: a window of the rows at a random place; all rows with another seed of its starts; or rows
   * simulated from the first fit (a parametric bootstrap; hidden Markov models only), which says how far apart fits fall
   * if the model is right.
   * @defaultValue "windows"
   */
  readonly resample?: "windows" | "seeds" | "simulate";
  /**
   * Share of the rows in a window.
   * @defaultValue 0.8
   */
  readonly share?: number;
  /**
   * Blocks that the out-of-sample score is made of.
   * @defaultValue 5
   */
  readonly folds?: number;
  /**
   * Share of the rows before the first out-of-sample block.
   * @defaultValue 0.5
   */
  readonly initialShare?: number;
  /** Columns of an X that is a flat array. */
  readonly width?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly phase: string }) => void;
}

/** How far one refit agrees with the fit on all rows. Paths are decoded on all rows. */
export interface RefitAgreement {
  /** Adjusted Rand index of the two paths: 1 where they agree, near 0 where they have nothing to do with each other. */
  readonly adjustedRand: number;
  /** Share of rows in the same state after alignment; null for a model whose states cannot be named anew. */
  readonly equalStates: number | null;
}

/** One parameter over the refits, their states aligned. */
export interface ParameterAgreement {
  /** Where it stands, such as `"means[1][0]"`. */
  readonly name: string;
  /** Its value in the fit on all rows. */
  readonly reference: number;
  readonly mean: number;
  /** Standard deviation over the refits, ddof 1. */
  readonly standardDeviation: number;
}

/** A mean and the least over the refits. */
export interface AgreementSummary {
  readonly mean: number;
  readonly least: number;
}

/** How stable regimes are. */
export interface RegimeStability<Model extends RegimeModel> {
  /** The fit on all rows, to which refits are compared. */
  readonly model: Model;
  readonly refits: readonly RefitAgreement[];
  readonly adjustedRand: AgreementSummary;
  /** Null for a model whose states cannot be named anew. */
  readonly equalStates: AgreementSummary | null;
  /** Empty for a model whose states cannot be named anew. */
  readonly parameters: readonly ParameterAgreement[];
  readonly outOfSample: {
    /** Walk-forward predictive log score of the model. */
    readonly regimes: ScoreEstimate;
    /** That of the model with one state. */
    readonly oneState: ScoreEstimate;
    /** Difference by row, regimes less one state. */
    readonly advantage: ScoreEstimate & {
      /** score / standardError. */
      readonly statistic: number;
      /** Probability of a statistic at least as large if the two were equally good (normal, one-sided). */
      readonly pValue: number;
    };
  };
}

/**
 * Whether regimes are there again when one looks again: agreement of paths and parameters between refits, and whether
 * regimes foretell rows out of sample better than a model without any (a Diebold-Mariano test on log scores with the
 * Newey-West variance).
 *
 * `spec` is a hidden Markov model as data, or functions that fit a model of any kind with the face of `RegimeModel`.
 * Throws what the fits throw, `INVALID_INPUT` for bad options, `ABORTED`.
 *
 * @example
 * ```ts
 * import { GaussianHmm, regimeStability } from "@plimsoll/ml";
 *
 * const known = GaussianHmm.fromParameters({
 *   startProbabilities: [1, 0],
 *   transition: [[0.97, 0.03], [0.06, 0.94]],
 *   means: [[0.1], [-0.2]],
 *   covariances: [[[0.5]], [[6]]],
 * });
 * const X = known.simulate(1, 800);
 * const stability = regimeStability(X, { law: "gaussian", states: 2, seed: 1, restarts: 3 }, { seed: 1, refits: 4 });
 * console.log(stability.adjustedRand.least > 0.8, stability.outOfSample.advantage.statistic > 3); // true true
 * ```
 */
export function regimeStability(
  X: ObservationInput,
  spec: HmmSpec,
  options: RegimeStabilityOptions,
): RegimeStability<AnyHmm>;
export function regimeStability<Model extends RegimeModel>(
  X: ObservationInput,
  fitter: RegimeFitter<Model>,
  options: RegimeStabilityOptions,
): RegimeStability<Model>;
export function regimeStability(
  X: ObservationInput,
  specOrFitter: HmmSpec | RegimeFitter,
  options: RegimeStabilityOptions,
): RegimeStability<RegimeModel> {
  const { seed, refits = 10, folds = 5, initialShare = 0.5, signal, onProgress } = options;
  if (!Number.isInteger(refits) || refits < 2) {
    throw invalidInput("refits", `expected a whole number >= 2, was ${refits}`);
  }
  const width = options.width ?? ("law" in specOrFitter ? specOrFitter.width : undefined);
  const { fit, fitOneState } = "law" in specOrFitter ? fitterOf(specOrFitter, signal) : specOrFitter;
  const observations = readObservations(X, 1, width);
  const whole = rowsBetween(observations, 0, observations.rows);
  const random = RandomStream.of(seed);
  const total = refits + 2;

  const model = fit(whole, seed);
  const { path } = model.decode(whole);
  onProgress?.({ done: 1, total, phase: "reference" });
  const agreements: RefitAgreement[] = [];
  const aligned: RegimeModel[] = [];
  for (let refit = 0; refit < refits; refit++) {
    throwIfAborted(signal, "refits");
    const stream = random.substream(refit);
    const other = fit(resampled(observations, model, stream, options), stream.integer(2 ** 31));
    const renamed = isPermutable(other) ? alignStates(model, other, { by: "path", X: whole }).model : undefined;
    if (renamed !== undefined) aligned.push(renamed);
    const otherPath = (renamed ?? other).decode(whole).path;
    agreements.push({
      adjustedRand: adjustedRand(path, otherPath),
      equalStates: renamed === undefined ? null : equalShare(path, otherPath),
    });
    onProgress?.({ done: refit + 2, total, phase: "refits" });
  }

  const bounds = blockBounds(firstScored(observations.rows, initialShare), observations.rows, folds);
  const score = (fitFold: RegimeFitter["fit"]): Float64Array =>
    walkForwardScores(observations, bounds, (rows) => {
      throwIfAborted(signal, "out-of-sample scores");
      return fitFold(rows, seed);
    });
  const withRegimes = score(fit);
  const without = score(fitOneState);
  const advantage = meanScore(withRegimes.map((value, t) => value - without[t]!));
  const statistic = advantage.score / advantage.standardError;
  onProgress?.({ done: total, total, phase: "out of sample" });
  const equal = agreements.map(({ equalStates }) => equalStates).filter((value) => value !== null);
  return {
    model,
    refits: agreements,
    adjustedRand: summary(agreements.map((each) => each.adjustedRand)),
    equalStates: equal.length === 0 ? null : summary(equal),
    parameters: parameterAgreement(model, aligned),
    outOfSample: {
      regimes: meanScore(withRegimes),
      oneState: meanScore(without),
      advantage: { ...advantage, statistic, pValue: normalCdf(-statistic) },
    },
  };
}

function fitterOf(spec: HmmSpec, signal: AbortSignal | undefined): RegimeFitter<AnyHmm> {
  if (spec.lengths !== undefined) {
    throw invalidInput("lengths", "stability takes one sequence: test each by itself");
  }
  const abort = signal === undefined ? {} : { signal };
  const { onProgress: _onProgress, width: _width, ...rest } = spec;
  return {
    fit: (X, seed) => fitHmm(X, { ...rest, ...abort, seed }),
    fitOneState: (X, seed) => fitHmm(X, { ...rest, ...abort, seed, states: 1, restarts: 1 }),
  };
}

function isPermutable(model: RegimeModel): model is PermutableRegimeModel {
  return "permuted" in model && typeof model.permuted === "function";
}

/** What a refit sees. */
function resampled(
  observations: Observations,
  model: RegimeModel,
  random: RandomStream,
  { resample = "windows", share = 0.8 }: RegimeStabilityOptions,
): ObservationInput {
  const { rows } = observations;
  switch (resample) {
    case "seeds":
      return rowsBetween(observations, 0, rows);
    case "windows": {
      if (!(share > 0 && share <= 1)) throw invalidInput("share", `expected a share from 0 to 1, was ${share}`);
      const length = Math.max(1, Math.round(rows * share));
      const from = random.integer(rows - length + 1);
      return rowsBetween(observations, from, from + length);
    }
    case "simulate":
      if (!(model instanceof HiddenMarkovModel)) {
        throw invalidInput("resample", `"simulate" draws from a hidden Markov model: use "windows" for other models`);
      }
      return (model as AnyHmm).simulate(random.integer(2 ** 31), rows);
    default:
      throw invalidInput("resample", `expected windows, seeds or simulate, was ${String(resample)}`);
  }
}

function summary(values: readonly number[]): AgreementSummary {
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, least: Math.min(...values) };
}

function parameterAgreement(model: RegimeModel, refits: readonly RegimeModel[]): ParameterAgreement[] {
  if (refits.length < 2) return [];
  const columns = refits.map((refit) => leavesOf(refit.parameters));
  return leavesOf(model.parameters).map(({ name, value }, index) => {
    const values = columns.map((leaves) => leaves[index]!.value);
    const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
    const square = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    return { name, reference: value, mean, standardDeviation: Math.sqrt(square / (values.length - 1)) };
  });
}
