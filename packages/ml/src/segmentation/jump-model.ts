import { invalidInput, throwIfAborted } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { type ObservationInput, type Observations, readObservations } from "../observations.ts";
import { type ColumnScale, scaled, standardScale, unitScale } from "../partition/column-scale.ts";
import { featureWeights, squaresBetween } from "./feature-weights.ts";
import { type JumpModelData, JumpModelSchema } from "./jump-model-data.ts";
import { type JumpPath, jumpPath } from "./jump-path.ts";
import { labelMeans, spreadCentres } from "../partition/k-means.ts";
import { byDispersion, shares, transitionShares } from "./label-statistics.ts";

/** Options of {@link JumpModel.fit}. */
export interface JumpModelOptions {
  /** Number of states, 1 to 20. */
  readonly states: number;
  /** Cost of a change of state, in units of half a squared distance between scaled rows: 0 is k-means, infinity one state. */
  readonly jumpPenalty: number;
  /** Seed of the starts; the same seed gives the same model. */
  readonly seed: number;
  /** @defaultValue 10 */
  readonly restarts?: number;
  /** @defaultValue 1000 */
  readonly maxIterations?: number;
  /** Whether columns are brought to mean 0 and variance 1 of the training rows. @defaultValue "standard" */
  readonly scale?: "standard" | "none";
  /**
   * Bound on the sum of feature weights whose squares sum to 1: its square is about how many columns take part (Nystrup,
   * Kolm & Lindstrom 2021). From 1 to the root of the width.
   * @defaultValue every column counts alike
   */
  readonly sparsity?: number;
  readonly signal?: AbortSignal;
}

interface Fitted extends JumpPath {
  readonly centres: Float64Array;
  readonly iterations: number;
  readonly converged: boolean;
}

/** Rounds of weights and paths of the sparse model; it settles in a few. */
const weightRounds = 20;

/**
 * The statistical jump model: centres and a path of states that minimise the sum of 1/2 ||x_t - centre||^2 plus
 * `jumpPenalty` for each change of state, by alternating means and dynamic programming from several starts.
 *
 * Persistent by construction, and steadier than a hidden Markov model where the law of the rows is unknown (Bemporad et al.
 * 2018; Nystrup, Lindstrom & Madsen 2020). States are ordered from the calmest (smallest variance of the unscaled rows in
 * it) to the wildest. A row with a NaN is missing and costs nothing in any state. It has no likelihood, hence no AIC or BIC;
 * choose the penalty by what it earns out of sample.
 *
 * @example
 * ```ts
 * import { JumpModel } from "@plimsoll/ml";
 *
 * const level = Array.from({ length: 200 }, (_, day) => (day < 120 ? 0 : 2) + Math.sin(day * 12.9898));
 * const model = JumpModel.fit(level, { states: 2, jumpPenalty: 5, seed: 1 });
 * const { path } = model.decode(level);
 * console.log(path.indexOf(path[199]!)); // 120
 * ```
 */
export class JumpModel {
  readonly #data: JumpModelData;

  private constructor(data: JumpModelData) {
    this.#data = data;
  }

  /**
   * Fits from `restarts` starts spread by k-means++ and keeps the best.
   *
   * @throws `INVALID_INPUT` for bad options or a constant column, `NOT_ENOUGH_DATA` for fewer complete rows than twice the
   * states, `ABORTED`.
   */
  static fit(X: ObservationInput, options: JumpModelOptions): JumpModel {
    const { states, jumpPenalty, seed, restarts = 10, maxIterations = 1000, scale = "standard" } = options;
    if (!Number.isInteger(states) || states < 1 || states > 20) {
      throw invalidInput("states", `expected a whole number from 1 to 20, was ${states}`);
    }
    if (!(jumpPenalty >= 0 && Number.isFinite(jumpPenalty))) {
      throw invalidInput("jumpPenalty", `expected a finite number >= 0, was ${jumpPenalty}`);
    }
    if (!Number.isInteger(restarts) || restarts < 1) {
      throw invalidInput("restarts", `expected a whole number >= 1, was ${restarts}`);
    }
    const observations = readObservations(X, 2 * states);
    const { columns } = observations;
    const { sparsity } = options;
    if (sparsity !== undefined && !(sparsity >= 1 && sparsity <= Math.sqrt(columns) + 1e-12)) {
      throw invalidInput("sparsity", `expected from 1 to the root of ${columns} columns, was ${sparsity}`);
    }
    const units = scale === "standard" ? standardScale(observations) : unitScale(columns);
    const rows = scaled(observations, units);
    const solve = (weights: Float64Array): Fitted =>
      bestFit(rows, weights, { states, jumpPenalty, seed, restarts, maxIterations, signal: options.signal });

    const { fit, weights } =
      sparsity === undefined
        ? { fit: solve(new Float64Array(columns).fill(1)), weights: new Float64Array(columns).fill(1) }
        : sparseFit(rows, states, sparsity, solve);
    return JumpModel.#fitted(observations, rows, fit, { states, jumpPenalty, units, weights });
  }

  static #fitted(
    observations: Observations,
    rows: Observations,
    fit: Fitted,
    given: {
      readonly states: number;
      readonly jumpPenalty: number;
      readonly units: ColumnScale;
      readonly weights: Float64Array;
    },
  ): JumpModel {
    const { states, jumpPenalty, units, weights } = given;
    const { columns, missing, complete } = observations;
    const observed = fit.path.map((state, t) => (missing[t] === 1 ? -1 : state));
    const order = byDispersion(observations, observed, states);
    const position = order.map((_, k) => order.indexOf(k));
    const path = fit.path.map((state) => position[state]!);
    // centres of unweighted columns, so that a column of weight 0 has one too
    const centres = labelMeans(
      rows,
      path.map((state, t) => (missing[t] === 1 ? -1 : state)),
      new Float64Array(states * columns),
    );
    return new JumpModel({
      kind: "jump-model",
      parameters: {
        centres: order.map((_, k) =>
          Array.from({ length: columns }, (_, j) => units.centre[j]! + units.spread[j]! * centres[k * columns + j]!),
        ),
        jumpPenalty,
        featureWeights: [...weights],
        shares: shares(path, states),
        transition: transitionShares(path, states),
      },
      scale: { centre: [...units.centre], spread: [...units.spread] },
      objective: fit.objective,
      observations: complete,
      converged: fit.converged,
      iterations: fit.iterations,
    });
  }

  /** The model that {@link JumpModel.toJSON} wrote. */
  static fromJSON(json: unknown): JumpModel {
    const parsed = JumpModelSchema.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw invalidInput(issue.path.join("."), `not a jump model: ${issue.path.join(".")}: ${issue.message}`);
    }
    return new JumpModel(parsed.data);
  }

  /** The model as plain JSON; {@link JumpModel.fromJSON} restores it without loss. */
  toJSON(): JumpModelData {
    return this.#data;
  }

  /** Centres in the unit of the rows, penalty, feature weights, and shares and moves of the training path. */
  get parameters(): JumpModelData["parameters"] {
    return this.#data.parameters;
  }

  get states(): number {
    return this.#data.parameters.centres.length;
  }

  /** Sum of half squared distances of the scaled, weighted rows plus the penalties, on the training rows. */
  get objective(): number {
    return this.#data.objective;
  }

  get converged(): boolean {
    return this.#data.converged;
  }

  get iterations(): number {
    return this.#data.iterations;
  }

  /** The state of each row by the rows up to it, given the parameters: the past only. */
  filter(X: ObservationInput): Int32Array {
    return this.#run(X).filtered;
  }

  /** The best path of states over all rows and its objective: it looks ahead, so never trade on it. */
  decode(X: ObservationInput): { readonly path: Int32Array; readonly objective: number } {
    const { path, objective } = this.#run(X);
    return { path, objective };
  }

  #run(X: ObservationInput): JumpPath {
    const { parameters, scale } = this.#data;
    const observations = readObservations(X);
    const width = parameters.featureWeights.length;
    if (observations.columns !== width) {
      throw invalidInput("X", `the model was fitted on ${width} columns, X has ${observations.columns}`);
    }
    const units = { centre: Float64Array.from(scale.centre), spread: Float64Array.from(scale.spread) };
    const roots = Float64Array.from(parameters.featureWeights, Math.sqrt);
    const centres = Float64Array.from(
      parameters.centres.flatMap((centre) =>
        centre.map((value, j) => (roots[j]! * (value - units.centre[j]!)) / units.spread[j]!),
      ),
    );
    return jumpPath(weighted(scaled(observations, units), roots), centres, parameters.jumpPenalty);
  }
}

function weighted(observations: Observations, roots: Float64Array): Observations {
  const { columns, values } = observations;
  return { ...observations, values: values.map((value, i) => value * roots[i % columns]!) };
}

function bestFit(
  rows: Observations,
  weights: Float64Array,
  options: {
    readonly states: number;
    readonly jumpPenalty: number;
    readonly seed: number;
    readonly restarts: number;
    readonly maxIterations: number;
    readonly signal: AbortSignal | undefined;
  },
): Fitted {
  const { states, jumpPenalty, seed, restarts, maxIterations, signal } = options;
  const shaped = weighted(rows, weights.map(Math.sqrt));
  const random = RandomStream.of(seed);
  let best: Fitted | undefined;
  for (let attempt = 0; attempt < restarts; attempt++) {
    throwIfAborted(signal, "fitting the jump model");
    let centres = spreadCentres(shaped, states, random.substream(attempt));
    let fit = jumpPath(shaped, centres, jumpPenalty);
    let converged = false;
    let iterations = 1;
    while (!converged && iterations < maxIterations) {
      const observed = fit.path.map((state, t) => (shaped.missing[t] === 1 ? -1 : state));
      centres = labelMeans(shaped, observed, centres);
      const next = jumpPath(shaped, centres, jumpPenalty);
      converged = next.path.every((state, t) => state === fit.path[t]);
      fit = next;
      iterations++;
    }
    if (best === undefined || fit.objective < best.objective) best = { ...fit, centres, iterations, converged };
  }
  return best!;
}

/** Paths and feature weights in turn until the weights stay (Nystrup, Kolm & Lindstrom 2021). */
function sparseFit(
  rows: Observations,
  states: number,
  sparsity: number,
  solve: (weights: Float64Array) => Fitted,
): { readonly fit: Fitted; readonly weights: Float64Array } {
  let weights: Float64Array = new Float64Array(rows.columns).fill(1 / Math.sqrt(rows.columns));
  let fit = solve(weights);
  for (let round = 0; round < weightRounds; round++) {
    const next = featureWeights(squaresBetween(rows, fit.path, states), sparsity);
    const moved = next.reduce((sum, weight, j) => sum + Math.abs(weight - weights[j]!), 0);
    weights = next;
    fit = solve(weights);
    if (moved < 1e-4 * sparsity) break;
  }
  return { fit, weights };
}
