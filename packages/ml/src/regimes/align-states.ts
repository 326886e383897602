import { invalidInput } from "@plimsoll/core";
import type { ObservationInput } from "../observations.ts";
import { assign } from "./assignment.ts";
import type { StateDistance } from "./emission.ts";
import { HiddenMarkovModel, type HmmData, stateOf } from "./hidden-markov-model.ts";
import { contingency } from "./path-agreement.ts";
import type { PermutableRegimeModel, RegimeModel } from "./regime-model.ts";

/** Options of {@link alignStates}. */
export interface AlignStatesOptions {
  /**
   * What makes two states alike: their laws, by the distance of Bhattacharyya or of Wasserstein (of normals with the states'
   * means and covariances, or of the laws of symbols), or the rows of X that both decode to them.
   * @defaultValue "bhattacharyya"
   */
  readonly by?: StateDistance | "path";
  /** The rows on which paths are compared; needed for `"path"`. */
  readonly X?: ObservationInput;
}

/** Which states of two models belong together. */
export interface StateAlignment<Model> {
  /** Entry k is the state of the second model that belongs to state k of the reference. */
  readonly permutation: readonly number[];
  /** Reference states x states of the second model: distances, or for `"path"` shares of the rows in both. */
  readonly table: readonly (readonly number[])[];
  /** The second model with the reference's names of states. */
  readonly model: Model;
}

/**
 * Names the states of a refitted model as a reference names them: the pairing with the least total distance (or the most
 * rows in common), found by the assignment problem, not state by state.
 *
 * Throws `INVALID_INPUT` when the models differ in states, or for a distance in kind or width, or when `"path"` has no X.
 *
 * @example
 * ```ts
 * import { alignStates, GaussianHmm } from "@plimsoll/ml";
 *
 * const chain = { startProbabilities: [0.5, 0.5], transition: [[0.9, 0.1], [0.1, 0.9]] };
 * const reference = GaussianHmm.fromParameters({ ...chain, means: [[0], [-1]], covariances: [[[1]], [[9]]] });
 * const refit = GaussianHmm.fromParameters({ ...chain, means: [[-0.8], [0.1]], covariances: [[[8]], [[1.1]]] });
 * const { permutation, model } = alignStates(reference, refit);
 * console.log(permutation.join(" "), model.parameters.means[1]![0]); // 1 0 -0.8
 * ```
 */
export function alignStates<Model extends PermutableRegimeModel>(
  reference: RegimeModel,
  model: Model,
  options: AlignStatesOptions = {},
): StateAlignment<Model> {
  const { by = "bhattacharyya", X } = options;
  const { states } = reference;
  if (model.states !== states) {
    throw invalidInput("model", `the reference has ${states} states, the model ${model.states}: fit as many`);
  }
  let cost: Float64Array;
  let table: Float64Array;
  if (by === "path") {
    if (X === undefined) throw invalidInput("X", "comparing paths needs the rows: pass X");
    const path = reference.decode(X).path;
    table = contingency(path, model.decode(X).path, states, states).map((count) => count / path.length);
    cost = table.map((share) => -share);
  } else {
    table = lawDistances(reference, model, by);
    cost = table.map((distance) => (Number.isFinite(distance) ? distance : 1e300));
  }
  const permutation = assign(cost, states);
  return {
    permutation,
    table: Array.from({ length: states }, (_, i) => [...table.subarray(i * states, (i + 1) * states)]),
    model: model.permuted(permutation),
  };
}

function lawDistances(reference: RegimeModel, model: RegimeModel, metric: StateDistance): Float64Array {
  if (!(reference instanceof HiddenMarkovModel && model instanceof HiddenMarkovModel)) {
    throw invalidInput("by", `"${metric}" compares hidden Markov models: pass { by: "path", X } for other models`);
  }
  const first: HiddenMarkovModel<HmmData> = reference;
  const second: HiddenMarkovModel<HmmData> = model;
  const a = stateOf(first).parameters.emission;
  const b = stateOf(second).parameters.emission;
  const symbols = JSON.stringify(first.kind === "discrete-hmm" ? a.parameterCount : a.columns);
  if (
    first.kind !== second.kind ||
    symbols !== JSON.stringify(first.kind === "discrete-hmm" ? b.parameterCount : b.columns)
  ) {
    throw invalidInput("model", `the models differ in kind or width: ${first.kind} and ${second.kind}`);
  }
  const { states } = reference;
  return Float64Array.from({ length: states * states }, (_, index) =>
    a.distance(Math.floor(index / states), b, index % states, metric),
  );
}
