import { invalidInput } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { type ObservationInput, type Observations, readObservations } from "../observations.ts";
import { baumWelch, type BaumWelchResult, type HmmParameters, type StickyPrior } from "./baum-welch.ts";
import type { CovarianceForm } from "./covariance-form.ts";
import { GaussianEmission } from "./emissions/gaussian.ts";
import { backward, createWorkspace, forward, type ForwardBackwardWorkspace } from "./forward-backward.ts";
import { type GaussianHmmData, GaussianHmmSchema } from "./gaussian-hmm-data.ts";
import { initialParameters, orderByDispersion, varianceFloor } from "./gaussian-parameters.ts";
import { startResponsibilities } from "./initialize.ts";
import { propagate, stationaryLaw } from "./markov-chain.ts";
import { RegimeProbabilities } from "./regime-probabilities.ts";
import { viterbi } from "./viterbi.ts";

/** Options of {@link GaussianHmm.fit}. */
export interface GaussianHmmOptions {
  /** Number of hidden states, 1 to 20. */
  readonly states: number;
  /** Seed of the starts; the same seed gives the same model. */
  readonly seed: number;
  /** @defaultValue "full" */
  readonly covariance?: CovarianceForm;
  /**
   * Starts that are tried; the best few are iterated to the end.
   * @defaultValue 10
   */
  readonly restarts?: number;
  /** @defaultValue 1000 */
  readonly maxIterations?: number;
  /**
   * Relative rise of the objective below which the iteration ends.
   * @defaultValue 1e-12
   */
  readonly tolerance?: number;
  /** Prior on the transition matrix; without it the fit is maximum likelihood. */
  readonly sticky?: StickyPrior;
  /**
   * Least variance of a state, relative to the variance of the column over the whole sample.
   * @defaultValue 1e-6
   */
  readonly covarianceFloor?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly phase: string }) => void;
}

/** A run that goes on where `first` stopped counts both. */
function continued<Result extends { readonly iterations: number }>(first: Result, rest: Result): Result {
  return { ...rest, iterations: first.iterations + rest.iterations };
}

/** What a fit says of itself beside the parameters. */
type FitSummary = Omit<GaussianHmmData, "kind" | "parameters" | "covarianceFloor">;

const screeningIterations = 25;
const polishedStarts = 3;

/**
 * A hidden Markov model with Gaussian emissions, fitted by expectation-maximisation and immutable after.
 *
 * States are ordered from the calmest (smallest total variance) to the wildest. `filter` conditions on the past only,
 * given the parameters; parameters fitted on the same rows still looked at all of them, so out-of-sample work refits on
 * the past (definition 37). A row with a NaN is missing and carries no information.
 *
 * @example
 * ```ts
 * import { GaussianHmm } from "@plimsoll/ml";
 *
 * const calmThenWild = Array.from({ length: 400 }, (_, day) => Math.sin(day * 12.9898) * (day < 200 ? 0.5 : 3));
 * const model = GaussianHmm.fit(calmThenWild, { states: 2, seed: 7 });
 * console.log(model.decode(calmThenWild).path[0], model.decode(calmThenWild).path[399]); // 0 1
 * ```
 */
export class GaussianHmm {
  readonly #parameters: HmmParameters<GaussianEmission>;
  readonly #fit: FitSummary;

  private constructor(parameters: HmmParameters<GaussianEmission>, fit: FitSummary) {
    this.#parameters = parameters;
    this.#fit = fit;
  }

  /**
   * Fits by Baum-Welch from several starts and keeps the best.
   *
   * @throws `INVALID_INPUT` for bad options or a constant column, `NOT_ENOUGH_DATA` for fewer than `2 states` + width
   * complete rows, `ABORTED`.
   */
  static fit(X: ObservationInput, options: GaussianHmmOptions): GaussianHmm {
    const { states, seed, covariance = "full", restarts = 10, maxIterations = 1000, tolerance = 1e-12 } = options;
    if (!Number.isInteger(states) || states < 1 || states > 20) {
      throw invalidInput("states", `expected a whole number from 1 to 20, was ${states}`);
    }
    if (!Number.isInteger(restarts) || restarts < 1) {
      throw invalidInput("restarts", `expected a whole number >= 1, was ${restarts}`);
    }
    const sticky = { concentration: 1, selfTransition: 0, ...options.sticky };
    if (!(sticky.concentration >= 1 && sticky.selfTransition >= 0)) {
      throw invalidInput("sticky", "expected concentration >= 1 and selfTransition >= 0");
    }
    const width = readObservations(X).columns;
    const observations = readObservations(X, 2 * states + width);
    const floor = varianceFloor(observations, options.covarianceFloor ?? 1e-6);
    const workspace = createWorkspace(observations.rows, states);
    const random = RandomStream.of(seed);
    const run = (start: HmmParameters<GaussianEmission>, iterations: number): BaumWelchResult<GaussianEmission> =>
      baumWelch(
        observations,
        start,
        { maxIterations: iterations, tolerance, sticky, signal: options.signal },
        workspace,
      );

    const total = restarts + Math.min(restarts, polishedStarts);
    const screened: BaumWelchResult<GaussianEmission>[] = [];
    for (let attempt = 0; attempt < restarts; attempt++) {
      const responsibilities = startResponsibilities(observations, states, attempt, random.substream(attempt));
      const start = initialParameters(observations, states, covariance, floor, responsibilities);
      screened.push(run(start, Math.min(screeningIterations, maxIterations)));
      options.onProgress?.({ done: attempt + 1, total, phase: "starts" });
    }
    screened.sort((a, b) => b.trace.at(-1)! - a.trace.at(-1)!);
    let best: BaumWelchResult<GaussianEmission> | undefined;
    screened.slice(0, polishedStarts).forEach((candidate, index) => {
      const finished = candidate.converged ? candidate : continued(candidate, run(candidate.parameters, maxIterations));
      if (best === undefined || finished.trace.at(-1)! > best.trace.at(-1)!) best = finished;
      options.onProgress?.({ done: restarts + index + 1, total, phase: "finish" });
    });
    return GaussianHmm.#fitted(best!, observations, workspace);
  }

  static #fitted(
    result: BaumWelchResult<GaussianEmission>,
    observations: Observations,
    workspace: ForwardBackwardWorkspace,
  ): GaussianHmm {
    const parameters = orderByDispersion(result.parameters);
    const { states } = parameters.emission;
    parameters.emission.logDensities(observations, workspace.logDensities);
    const logLikelihood = forward(workspace, parameters.start, parameters.transition);
    backward(workspace, parameters.transition);
    let entropy = 0;
    for (const probability of workspace.smoothed) if (probability > 0) entropy -= probability * Math.log(probability);
    const count = states - 1 + states * (states - 1) + parameters.emission.parameterCount;
    const bic = -2 * logLikelihood + count * Math.log(observations.complete);
    return new GaussianHmm(parameters, {
      logLikelihood,
      aic: -2 * logLikelihood + 2 * count,
      bic,
      icl: bic + 2 * entropy,
      parameterCount: count,
      observations: observations.complete,
      converged: result.converged,
      iterations: result.iterations,
    });
  }

  /** The model that {@link GaussianHmm.toJSON} wrote, or one with known parameters. */
  static fromJSON(json: unknown): GaussianHmm {
    const parsed = GaussianHmmSchema.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw invalidInput(issue.path.join("."), `not a Gaussian HMM: ${issue.path.join(".")}: ${issue.message}`);
    }
    const { parameters, covarianceFloor, kind: _kind, ...fit } = parsed.data;
    const { startProbabilities, transition, means, covariances, covariance } = parameters;
    const emission = new GaussianEmission(
      covariance,
      Float64Array.from(means.flat()),
      Float64Array.from(covariances.flat(2)),
      Float64Array.from(covarianceFloor),
    );
    return new GaussianHmm(
      { start: Float64Array.from(startProbabilities), transition: Float64Array.from(transition.flat()), emission },
      fit,
    );
  }

  /** The model as plain JSON; {@link GaussianHmm.fromJSON} restores it without loss. */
  toJSON(): GaussianHmmData {
    return {
      kind: "gaussian-hmm",
      parameters: this.parameters,
      covarianceFloor: [...this.#parameters.emission.floor],
      ...this.#fit,
    };
  }

  /** Start law, transition matrix (row i: from state i), means (states x width) and covariances (states x width x width). */
  get parameters(): GaussianHmmData["parameters"] {
    const { start, transition, emission } = this.#parameters;
    const { states, columns } = emission;
    const rows = (flat: Float64Array, width: number): number[][] =>
      Array.from({ length: flat.length / width }, (_, row) => [...flat.subarray(row * width, (row + 1) * width)]);
    return {
      covariance: emission.form,
      startProbabilities: [...start],
      transition: rows(transition, states),
      means: rows(emission.means, columns),
      covariances: Array.from({ length: states }, (_, k) =>
        rows(emission.covariances.subarray(k * columns * columns, (k + 1) * columns * columns), columns),
      ),
    };
  }

  get states(): number {
    return this.#parameters.emission.states;
  }

  /** Log-likelihood of the rows it was fitted on. */
  get logLikelihood(): number {
    return this.#fit.logLikelihood;
  }

  /** -2 log-likelihood + 2 parameters (Akaike 1974). */
  get aic(): number {
    return this.#fit.aic;
  }

  /** -2 log-likelihood + parameters ln(rows) (Schwarz 1978). */
  get bic(): number {
    return this.#fit.bic;
  }

  /** BIC + 2 x classification entropy, the entropy of the path approximated by the sum over rows (definition 36). */
  get icl(): number {
    return this.#fit.icl;
  }

  get converged(): boolean {
    return this.#fit.converged;
  }

  get iterations(): number {
    return this.#fit.iterations;
  }

  /** Long-run share of time in each state; NaN when the chain falls apart into parts that do not communicate. */
  get stationary(): Float64Array {
    return stationaryLaw(this.#parameters.transition, this.states);
  }

  /** Mean stay in each state, in rows: 1 / (1 - transition[k][k]). */
  get expectedDurations(): Float64Array {
    return Float64Array.from(
      { length: this.states },
      (_, k) => 1 / (1 - this.#parameters.transition[k * this.states + k]!),
    );
  }

  /** Log-likelihood of other rows under this model. */
  score(X: ObservationInput): number {
    return this.#forward(X).logLikelihood;
  }

  /** P(state | rows up to and including this one): given the parameters it uses the past only. */
  filter(X: ObservationInput): RegimeProbabilities {
    const { workspace } = this.#forward(X);
    return new RegimeProbabilities("filtered", workspace.rows, this.states, workspace.filtered);
  }

  /** P(state | all rows): it looks ahead, so never trade on it. */
  smooth(X: ObservationInput): RegimeProbabilities {
    const { workspace } = this.#forward(X);
    backward(workspace, this.#parameters.transition);
    return new RegimeProbabilities("smoothed", workspace.rows, this.states, workspace.smoothed);
  }

  /** The most probable path of states over all rows (Viterbi 1967) and its joint log-probability: it looks ahead. */
  decode(X: ObservationInput): { readonly path: Int32Array; readonly logProbability: number } {
    const { workspace } = this.#forward(X);
    const { start, transition } = this.#parameters;
    return viterbi(workspace.logDensities, workspace.rows, start, transition);
  }

  /** State probabilities 1..horizon rows after the last row of X. */
  forecast(X: ObservationInput, options: { readonly horizon: number }): RegimeProbabilities {
    const { horizon } = options;
    if (!Number.isInteger(horizon) || horizon < 1)
      throw invalidInput("horizon", `expected a whole number >= 1, was ${horizon}`);
    const { workspace } = this.#forward(X);
    const values = new Float64Array(horizon * this.states);
    let law: Float64Array = workspace.filtered.slice((workspace.rows - 1) * this.states);
    for (let step = 0; step < horizon; step++) {
      law = propagate(law, this.#parameters.transition, 1);
      values.set(law, step * this.states);
    }
    return new RegimeProbabilities("forecast", horizon, this.states, values);
  }

  #forward(X: ObservationInput): { readonly workspace: ForwardBackwardWorkspace; readonly logLikelihood: number } {
    const observations = readObservations(X);
    const { emission, start, transition } = this.#parameters;
    if (observations.columns !== emission.columns) {
      throw invalidInput("X", `the model was fitted on ${emission.columns} columns, X has ${observations.columns}`);
    }
    const workspace = createWorkspace(observations.rows, emission.states);
    emission.logDensities(observations, workspace.logDensities);
    return { workspace, logLikelihood: forward(workspace, start, transition) };
  }
}
