import { invalidInput, throwIfAborted } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import * as z from "zod";
import { informationCriteria } from "../information-criteria.ts";
import { type ObservationInput, type Observations, readObservations } from "../observations.ts";
import type { Emission } from "../regimes/emission.ts";
import { gaussianKind, type GaussianOptions, type GaussianParameters } from "../regimes/emissions/gaussian/kind.ts";
import { formSchema, matricesSchema, rowsSchema } from "../regimes/emissions/matrices.ts";
import type { RegimeModel } from "../regimes/regime-model.ts";
import { RegimeProbabilities } from "../regimes/regime-probabilities.ts";

/** Options of {@link GaussianMixture.fit}. */
export interface GaussianMixtureOptions extends GaussianOptions {
  /** Number of regimes, 1 to 20. */
  readonly states: number;
  /** Seed of the starts; the same seed gives the same model. */
  readonly seed: number;
  /** @defaultValue 10 */
  readonly restarts?: number;
  /** @defaultValue 1000 */
  readonly maxIterations?: number;
  /** Relative rise of the log-likelihood below which the iteration ends. @defaultValue 1e-12 */
  readonly tolerance?: number;
  /** Columns of an X that is a flat array. @defaultValue 1 */
  readonly width?: number;
  readonly signal?: AbortSignal;
}

/** A mixture of normal laws as plain JSON. */
export interface GaussianMixtureData {
  readonly kind: "gaussian-mixture";
  readonly parameters: GaussianParameters & {
    /** Probability of each regime. */
    readonly weights: readonly number[];
  };
  readonly covarianceFloor: readonly number[];
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  /** BIC + 2 x entropy of the classification (Biernacki, Celeux & Govaert 2000). */
  readonly icl: number;
  readonly observations: number;
  readonly converged: boolean;
  readonly iterations: number;
}

export const GaussianMixtureSchema: z.ZodType<GaussianMixtureData> = z.strictObject({
  kind: z.literal("gaussian-mixture"),
  parameters: z.strictObject({
    covariance: formSchema,
    means: rowsSchema,
    covariances: matricesSchema,
    weights: z.array(z.number().min(0).max(1)).min(1),
  }),
  covarianceFloor: z.array(z.number().positive()).min(1),
  logLikelihood: z.number(),
  aic: z.number(),
  bic: z.number(),
  icl: z.number(),
  observations: z.number().int(),
  converged: z.boolean(),
  iterations: z.number().int(),
});

interface Mixture {
  readonly weights: Float64Array;
  readonly emission: Emission;
}

/**
 * Regimes as parts of a mixture of normal laws: a row's probabilities come from that row alone, whatever came before it.
 *
 * Fitted by expectation-maximisation from several starts; the log-likelihood never falls. Regimes are ordered from the
 * calmest (smallest total variance) to the wildest. A row with a NaN is missing and carries no information. With memory it
 * is a `GaussianHmm`.
 *
 * @example
 * ```ts
 * import { GaussianMixture } from "@plimsoll/ml";
 *
 * const wildLast = Array.from({ length: 400 }, (_, day) => Math.sin(day * day * 12.9898) * (day < 300 ? 0.5 : 6));
 * const model = GaussianMixture.fit(wildLast, { states: 2, seed: 1 });
 * console.log(model.parameters.weights[0]! > 0.7, model.predict([0.1, 5]).join(" ")); // true 0 1
 * ```
 */
export class GaussianMixture implements RegimeModel {
  readonly #mixture: Mixture;
  readonly #data: GaussianMixtureData;

  private constructor(mixture: Mixture, data: GaussianMixtureData) {
    this.#mixture = mixture;
    this.#data = data;
  }

  /**
   * Fits by expectation-maximisation (Dempster, Laird & Rubin 1977).
   *
   * @throws `INVALID_INPUT` for bad options or a constant column, `NOT_ENOUGH_DATA` for fewer than twice the states plus
   * the width complete rows, `ABORTED`
   */
  static fit(X: ObservationInput, options: GaussianMixtureOptions): GaussianMixture {
    const { states, seed, restarts = 10, maxIterations = 1000, tolerance = 1e-12 } = options;
    if (!Number.isInteger(states) || states < 1 || states > 20) {
      throw invalidInput("states", `expected a whole number from 1 to 20, was ${states}`);
    }
    for (const [name, value] of [
      ["restarts", restarts],
      ["maxIterations", maxIterations],
    ] as const) {
      if (!Number.isInteger(value) || value < 1) throw invalidInput(name, `expected a whole number >= 1, was ${value}`);
    }
    const width = readObservations(X, 1, options.width).columns;
    const observations = readObservations(X, gaussianKind.minimumRows(states, width, options), options.width);
    const start = gaussianKind.starts(observations, states, options);
    const random = RandomStream.of(seed);
    let best: ReturnType<typeof maximise> | undefined;
    for (let attempt = 0; attempt < restarts; attempt++) {
      const first = {
        weights: new Float64Array(states).fill(1 / states),
        emission: start(attempt, random.substream(attempt)),
      };
      const fit = maximise(observations, first, maxIterations, tolerance, options.signal);
      if (best === undefined || fit.logLikelihood > best.logLikelihood) best = fit;
    }
    return GaussianMixture.#fitted(best!, observations);
  }

  static #fitted(fit: ReturnType<typeof maximise>, observations: Observations): GaussianMixture {
    const unordered = fit.mixture.emission;
    const { states } = unordered;
    const order = Array.from({ length: states }, (_, k) => k).sort(
      (a, b) => unordered.dispersion(a) - unordered.dispersion(b) || a - b,
    );
    const mixture: Mixture = {
      weights: Float64Array.from(order, (k) => fit.mixture.weights[k]!),
      emission: unordered.permute(order),
    };
    const { logLikelihood, responsibilities } = expectation(observations, mixture);
    let entropy = 0;
    responsibilities.forEach((probability, i) => {
      if (probability > 0 && observations.missing[Math.floor(i / states)] === 0) {
        entropy -= probability * Math.log(probability);
      }
    });
    const count = states - 1 + unordered.parameterCount;
    const { aic, bic } = informationCriteria(logLikelihood, count, observations.complete);
    return new GaussianMixture(mixture, {
      kind: "gaussian-mixture",
      parameters: { ...(mixture.emission.parameters as GaussianParameters), weights: [...mixture.weights] },
      covarianceFloor: (mixture.emission.settings as { readonly covarianceFloor: readonly number[] }).covarianceFloor,
      logLikelihood,
      aic,
      bic,
      icl: bic + 2 * entropy,
      observations: observations.complete,
      converged: fit.converged,
      iterations: fit.iterations,
    });
  }

  /** The model that {@link GaussianMixture.toJSON} wrote. */
  static fromJSON(json: unknown): GaussianMixture {
    const parsed = GaussianMixtureSchema.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw invalidInput(issue.path.join("."), `not a Gaussian mixture: ${issue.path.join(".")}: ${issue.message}`);
    }
    const { weights, ...law } = parsed.data.parameters;
    const emission = gaussianKind.of(law, { covarianceFloor: parsed.data.covarianceFloor });
    if (weights.length !== emission.states) {
      throw invalidInput(
        "parameters.weights",
        `not a Gaussian mixture: ${weights.length} weights, ${emission.states} means`,
      );
    }
    return new GaussianMixture({ weights: Float64Array.from(weights), emission }, parsed.data);
  }

  /** The model as plain JSON; {@link GaussianMixture.fromJSON} restores it without loss. */
  toJSON(): GaussianMixtureData {
    return this.#data;
  }

  get parameters(): GaussianMixtureData["parameters"] {
    return this.#data.parameters;
  }

  get states(): number {
    return this.#mixture.emission.states;
  }

  get logLikelihood(): number {
    return this.#data.logLikelihood;
  }

  get aic(): number {
    return this.#data.aic;
  }

  get bic(): number {
    return this.#data.bic;
  }

  get icl(): number {
    return this.#data.icl;
  }

  get converged(): boolean {
    return this.#data.converged;
  }

  get iterations(): number {
    return this.#data.iterations;
  }

  /** Log-likelihood of other rows. */
  score(X: ObservationInput): number {
    return expectation(this.#read(X), this.#mixture).logLikelihood;
  }

  /** ln p of each row; 0 for a missing row. */
  rowScores(X: ObservationInput): Float64Array {
    return expectation(this.#read(X), this.#mixture).rowScores;
  }

  /** P(regime | the row alone); of a missing row the weights. */
  filter(X: ObservationInput): RegimeProbabilities {
    const observations = this.#read(X);
    const { responsibilities } = expectation(observations, this.#mixture);
    return new RegimeProbabilities("filtered", observations.rows, this.states, responsibilities);
  }

  /** The same as {@link GaussianMixture.filter}: without memory the rows after tell nothing. */
  smooth(X: ObservationInput): RegimeProbabilities {
    const { rows, states, values } = this.filter(X);
    return new RegimeProbabilities("smoothed", rows, states, values);
  }

  /** The most probable regime of each row, as a path. */
  decode(X: ObservationInput): { readonly path: Int32Array } {
    return { path: this.predict(X) };
  }

  /** The most probable regime of each row by that row alone. */
  predict(X: ObservationInput): Int32Array {
    return this.filter(X).mostLikely();
  }

  #read(X: ObservationInput): Observations {
    const { columns } = this.#mixture.emission;
    const observations = readObservations(X, 1, columns);
    if (observations.columns === columns) return observations;
    throw invalidInput("X", `the model was fitted on ${columns} columns, X has ${observations.columns}`);
  }
}

/** P(regime | row) by Bayes' rule, ln p of each row and their sum. */
function expectation(
  observations: Observations,
  { weights, emission }: Mixture,
): { readonly responsibilities: Float64Array; readonly rowScores: Float64Array; readonly logLikelihood: number } {
  const { rows } = observations;
  const { states } = emission;
  const responsibilities = new Float64Array(rows * states);
  emission.logDensities(observations, responsibilities);
  const logWeights = weights.map(Math.log);
  const rowScores = new Float64Array(rows);
  let logLikelihood = 0;
  for (let t = 0; t < rows; t++) {
    const at = t * states;
    let largest = -Infinity;
    for (let k = 0; k < states; k++) {
      responsibilities[at + k]! += logWeights[k]!;
      largest = Math.max(largest, responsibilities[at + k]!);
    }
    let sum = 0;
    for (let k = 0; k < states; k++) {
      responsibilities[at + k] = Math.exp(responsibilities[at + k]! - largest);
      sum += responsibilities[at + k]!;
    }
    for (let k = 0; k < states; k++) responsibilities[at + k]! /= sum;
    if (observations.missing[t] === 0) rowScores[t] = largest + Math.log(sum);
    logLikelihood += rowScores[t]!;
  }
  return { responsibilities, rowScores, logLikelihood };
}

function maximise(
  observations: Observations,
  start: Mixture,
  maxIterations: number,
  tolerance: number,
  signal: AbortSignal | undefined,
): {
  readonly mixture: Mixture;
  readonly logLikelihood: number;
  readonly converged: boolean;
  readonly iterations: number;
} {
  let mixture = start;
  let before = -Infinity;
  for (let iterations = 0; ; iterations++) {
    throwIfAborted(signal, "expectation-maximisation");
    const { responsibilities, logLikelihood } = expectation(observations, mixture);
    const converged = logLikelihood - before <= tolerance * Math.abs(logLikelihood);
    if (converged || iterations === maxIterations) return { mixture, logLikelihood, converged, iterations };
    before = logLikelihood;
    const { states } = mixture.emission;
    const weights = new Float64Array(states);
    for (let t = 0; t < observations.rows; t++) {
      if (observations.missing[t] === 1) continue;
      for (let k = 0; k < states; k++) weights[k]! += responsibilities[t * states + k]! / observations.complete;
    }
    mixture = { weights, emission: mixture.emission.reestimate(observations, responsibilities) };
  }
}
