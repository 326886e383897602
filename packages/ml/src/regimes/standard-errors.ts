import { invalidInput, throwIfAborted } from "@plimsoll/core";
import { choleskyFactor, choleskySolve, RandomStream } from "@plimsoll/numeric";
import { type ObservationInput, type Observations, readObservations } from "../observations.ts";
import type { HmmParameters } from "./baum-welch.ts";
import { refitFrom } from "./fit-hidden-markov.ts";
import { createWorkspace, forward, type ForwardBackwardWorkspace } from "./forward-backward.ts";
import { alignStates } from "./align-states.ts";
import { type HiddenMarkovModel, type HmmData, modelFrom, stateOf } from "./hidden-markov-model.ts";
import { leavesOf, mapLeaves } from "./parameter-leaves.ts";
import { type RowsOptions, sequenceBounds } from "./rows-options.ts";
import { freeLaws, withFreeLaws } from "./simplex.ts";

/** Where standard errors come from; see {@link regimeStandardErrors}. */
export type StandardErrorMethod = "hessian" | "opg" | "sandwich" | "bootstrap";

/** Options of {@link regimeStandardErrors}. */
export interface StandardErrorOptions extends RowsOptions {
  /** @defaultValue "hessian" */
  readonly method?: StandardErrorMethod;
  /** Seed of the bootstrap, which needs one. */
  readonly seed?: number;
  /**
   * Samples of the bootstrap.
   * @defaultValue 100
   */
  readonly replications?: number;
  readonly signal?: AbortSignal;
}

/** The shape of parameters with null for a number that has no standard error. */
export type ErrorsOf<Parameters> = Parameters extends number
  ? number | null
  : Parameters extends readonly (infer Entry)[]
    ? readonly ErrorsOf<Entry>[]
    : Parameters extends object
      ? { readonly [Name in keyof Parameters]: ErrorsOf<Parameters[Name]> }
      : Parameters;

/** Standard errors of a model's parameters. */
export interface StandardErrors<Parameters> {
  readonly method: StandardErrorMethod;
  /** In the shape of the parameters; null where a parameter sits on its bound or is not estimated. */
  readonly parameters: ErrorsOf<Parameters>;
}

/**
 * Standard errors of the parameters of a fitted hidden Markov model on the rows it was fitted on.
 *
 * - `hessian`: inverse of the observed information, second differences of the log-likelihood;
 * - `opg`: inverse of the outer product of the scores of rows (Berndt, Hall, Hall & Hausman 1974), the cheapest;
 * - `sandwich`: both, right also where the law of rows is wrong (White 1982);
 * - `bootstrap`: refits on rows simulated from the model, states aligned; needs a `seed`.
 *
 * The first three hold in large samples, at a maximum inside the parameter space: a parameter on its bound (a probability
 * of 0, degrees of freedom at an end of their range) is held and gets null, as does the start law, of which one sequence
 * says nothing; errors of numbers that follow from others (the last of a row of probabilities) come by the delta method.
 * A sticky prior is not in the likelihood. `hessian` costs p^2 passes over the rows for p free parameters.
 *
 * Throws `INVALID_INPUT` when the information is not positive definite, as away from a maximum: fit with a smaller
 * `tolerance`, or use the bootstrap. Also `ABORTED`.
 *
 * @example
 * ```ts
 * import { GaussianHmm, regimeStandardErrors } from "@plimsoll/ml";
 *
 * const known = GaussianHmm.fromParameters({
 *   startProbabilities: [1, 0],
 *   transition: [[0.97, 0.03], [0.06, 0.94]],
 *   means: [[0.1], [-0.2]],
 *   covariances: [[[0.5]], [[6]]],
 * });
 * const X = known.simulate(1, 2000);
 * const model = GaussianHmm.fit(X, { states: 2, seed: 1, restarts: 3 });
 * const { parameters } = regimeStandardErrors(model, X);
 * console.log(parameters.means[0]![0]!.toFixed(2), parameters.startProbabilities[0]); // 0.02 null
 * ```
 */
export function regimeStandardErrors<Data extends HmmData>(
  model: HiddenMarkovModel<Data>,
  X: ObservationInput,
  options: StandardErrorOptions = {},
): StandardErrors<Data["parameters"]> {
  const { method = "hessian" } = options;
  const state = stateOf(model);
  const observations = readObservations(X, 2, X instanceof Float64Array ? model.columns : undefined);
  state.parameters.emission.check(observations);
  const bounds = sequenceBounds(observations.rows, options);
  let errors: (number | null)[];
  switch (method) {
    case "hessian":
    case "opg":
    case "sandwich":
      errors = informationErrors(model, new FreeModel(state.parameters, observations, bounds), method, options.signal);
      break;
    case "bootstrap":
      errors = bootstrapErrors(model, observations, bounds, options);
      break;
    default:
      throw invalidInput("method", `expected hessian, opg, sandwich or bootstrap, was ${String(method)}`);
  }
  let at = 0;
  return { method, parameters: mapLeaves(model.parameters, () => errors[at++]!) as ErrorsOf<Data["parameters"]> };
}

/** The log-likelihood as a function of the free parameters: of the transition matrix, then of the law. */
class FreeModel {
  readonly values: Float64Array;
  readonly scales: Float64Array;
  readonly #parameters: HmmParameters;
  readonly #observations: Observations;
  readonly #workspace: ForwardBackwardWorkspace;

  constructor(parameters: HmmParameters, observations: Observations, bounds: Int32Array) {
    const { transition, emission } = parameters;
    const chain = freeLaws(transition, emission.states);
    const law = emission.free();
    this.values = Float64Array.from([...chain.values, ...law.values]);
    this.scales = Float64Array.from([...chain.scales, ...law.scales]);
    this.#parameters = parameters;
    this.#observations = observations;
    this.#workspace = createWorkspace(observations.rows, emission.states, bounds);
  }

  at(values: Float64Array): HmmParameters {
    const { start, transition, emission } = this.#parameters;
    let at = 0;
    const moved = withFreeLaws(transition, emission.states, () => values[at++]!);
    return { start, transition: moved, emission: emission.withFree(values.slice(at)) };
  }

  logLikelihood(values: Float64Array): number {
    const { start, transition, emission } = this.at(values);
    emission.logDensities(this.#observations, this.#workspace.logDensities);
    return forward(this.#workspace, start, transition);
  }

  rowScores(values: Float64Array): Float64Array {
    this.logLikelihood(values);
    const { scales, largest } = this.#workspace;
    return scales.map((scale, t) => Math.log(scale) + largest[t]!);
  }
}

/** `values` with entries moved. */
function moved(values: Float64Array, ...moves: readonly (readonly [number, number])[]): Float64Array {
  const result = values.slice();
  for (const [index, step] of moves) result[index]! += step;
  return result;
}

function informationErrors(
  model: HiddenMarkovModel<HmmData>,
  free: FreeModel,
  method: "hessian" | "opg" | "sandwich",
  signal: AbortSignal | undefined,
): (number | null)[] {
  const inside: number[] = [];
  free.scales.forEach((scale, index) => {
    if (scale > 0) inside.push(index);
  });
  const size = inside.length;
  let covariance: Float64Array;
  if (method === "opg") covariance = inverse(outerProduct(free, inside, signal), size);
  else {
    const bread = inverse(negativeHessian(free, inside, signal), size);
    covariance = method === "hessian" ? bread : sandwich(bread, outerProduct(free, inside, signal), size);
  }
  // delta method: the numbers that users see as functions of the free ones
  const { start } = stateOf(model).parameters;
  const { states } = model;
  const numbers = (values: Float64Array): number[] => {
    const { transition, emission } = free.at(values);
    return [...start, ...transition, ...leavesOf(emission.parameters).map(({ value }) => value)];
  };
  const slopes = inside.map((index) => {
    const step = 1e-4 * free.scales[index]!;
    const above = numbers(moved(free.values, [index, step]));
    const below = numbers(moved(free.values, [index, -step]));
    return above.map((value, leaf) => (value - below[leaf]!) / (2 * step));
  });
  return numbers(free.values).map((_, leaf) => {
    if (leaf < states) return null;
    let variance = 0;
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) variance += slopes[a]![leaf]! * slopes[b]![leaf]! * covariance[a * size + b]!;
    }
    return variance > 0 ? Math.sqrt(variance) : null;
  });
}

function outerProduct(free: FreeModel, inside: readonly number[], signal: AbortSignal | undefined): Float64Array {
  const size = inside.length;
  const columns = inside.map((index) => {
    throwIfAborted(signal, "scores");
    const step = 1e-5 * free.scales[index]!;
    const above = free.rowScores(moved(free.values, [index, step]));
    const below = free.rowScores(moved(free.values, [index, -step]));
    return above.map((value, t) => (value - below[t]!) / (2 * step));
  });
  const product = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let t = 0; t < columns[a]!.length; t++) sum += columns[a]![t]! * columns[b]![t]!;
      product[a * size + b] = sum;
      product[b * size + a] = sum;
    }
  }
  return product;
}

function negativeHessian(free: FreeModel, inside: readonly number[], signal: AbortSignal | undefined): Float64Array {
  const size = inside.length;
  const steps = inside.map((index) => 1e-3 * free.scales[index]!);
  const value = (...moves: readonly (readonly [number, number])[]): number =>
    free.logLikelihood(moved(free.values, ...moves));
  const centre = value();
  const above = inside.map((index, a) => value([index, steps[a]!]));
  const below = inside.map((index, a) => value([index, -steps[a]!]));
  const hessian = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    throwIfAborted(signal, "second differences");
    hessian[a * size + a] = -(above[a]! - 2 * centre + below[a]!) / steps[a]! ** 2;
    for (let b = 0; b < a; b++) {
      const both = value([inside[a]!, steps[a]!], [inside[b]!, steps[b]!]);
      const neither = value([inside[a]!, -steps[a]!], [inside[b]!, -steps[b]!]);
      const mixed = both + neither + 2 * centre - above[a]! - below[a]! - above[b]! - below[b]!;
      hessian[a * size + b] = -mixed / (2 * steps[a]! * steps[b]!);
      hessian[b * size + a] = hessian[a * size + b]!;
    }
  }
  return hessian;
}

function inverse(information: Float64Array, size: number): Float64Array {
  const roots = Float64Array.from({ length: size }, (_, i) => Math.sqrt(information[i * size + i]!));
  const scaled = information.map((value, index) => value / (roots[Math.floor(index / size)]! * roots[index % size]!));
  const factor = new Float64Array(size * size);
  if (choleskyFactor(scaled, size, factor) < size) {
    throw invalidInput(
      "model",
      "the information is not positive definite: the fit is not at a maximum inside the parameter space. Fit with a smaller tolerance or fewer states, or use the bootstrap",
    );
  }
  const result = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    unit.fill(0);
    unit[i] = 1;
    result.set(choleskySolve(factor, size, unit), i * size);
  }
  return result.map((value, index) => value / (roots[Math.floor(index / size)]! * roots[index % size]!));
}

function sandwich(bread: Float64Array, filling: Float64Array, size: number): Float64Array {
  const multiply = (a: Float64Array, b: Float64Array): Float64Array => {
    const product = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let p = 0; p < size; p++) {
        for (let j = 0; j < size; j++) product[i * size + j]! += a[i * size + p]! * b[p * size + j]!;
      }
    }
    return product;
  };
  return multiply(multiply(bread, filling), bread);
}

function bootstrapErrors(
  model: HiddenMarkovModel<HmmData>,
  { rows, missing }: Observations,
  bounds: Int32Array,
  { seed, replications = 100, signal }: StandardErrorOptions,
): (number | null)[] {
  if (seed === undefined) throw invalidInput("seed", "the bootstrap draws rows: pass a seed");
  if (!Number.isInteger(replications) || replications < 2) {
    throw invalidInput("replications", `expected a whole number >= 2, was ${replications}`);
  }
  const random = RandomStream.of(seed);
  const { parameters } = stateOf(model);
  const workspace = createWorkspace(rows, model.states, bounds);
  const sums: number[] = [];
  const squares: number[] = [];
  const centre = leavesOf(model.parameters).map(({ value }) => value);
  for (let replication = 0; replication < replications; replication++) {
    throwIfAborted(signal, "the bootstrap");
    const stream = random.substream(replication);
    const values = new Float64Array(rows * model.columns);
    for (let sequence = 0; sequence + 1 < bounds.length; sequence++) {
      const drawn = model.simulate(stream.integer(2 ** 31), bounds[sequence + 1]! - bounds[sequence]!);
      values.set(drawn.values, bounds[sequence]! * model.columns);
    }
    for (let t = 0; t < rows; t++) {
      if (missing[t] === 1) values.fill(Number.NaN, t * model.columns, (t + 1) * model.columns);
    }
    const observations = readObservations({ values, columns: model.columns }, 0);
    const refit = refitFrom(parameters, observations, workspace, { maxIterations: 500, tolerance: 1e-9, signal });
    const { model: aligned } = alignStates(model, modelFrom(model, refit));
    leavesOf(aligned.parameters).forEach(({ value }, leaf) => {
      const difference = value - centre[leaf]!;
      sums[leaf] = (sums[leaf] ?? 0) + difference;
      squares[leaf] = (squares[leaf] ?? 0) + difference * difference;
    });
  }
  return centre.map((_, leaf) => {
    if (leaf < model.states) return null;
    const variance = (squares[leaf]! - sums[leaf]! ** 2 / replications) / (replications - 1);
    return variance > 0 ? Math.sqrt(variance) : null;
  });
}
