import type { DiagonalOracle } from "./diagonal-oracle.ts";
import type { NodeBound } from "./node-bound.ts";
import { UNDECIDED } from "./program.ts";
import type { RelaxationStates } from "./relaxation-states.ts";

/** A node whose bound the diagonal should raise. */
export interface SampledNode {
  readonly branches: Int8Array;
  /** Its own copy. */
  readonly states: RelaxationStates;
  readonly least: number;
  readonly most: number;
}

/**
 * Raises the mean bound of a sample of nodes by Frank-Wolfe steps on the diagonal: the bound is concave in d, with slope
 * 1/2 x^2 (1/z - 1). A diagonal made for a single node serves the others worse, hence the sample. The node bound is
 * left with the new diagonal.
 *
 * @yields after a bounded amount of work.
 */
export function* fitDiagonal(
  nodeBound: NodeBound,
  oracle: DiagonalOracle,
  sample: readonly SampledNode[],
  incumbent: number,
  steps: number,
): Generator<undefined, void> {
  const { relaxation } = nodeBound;
  let d = nodeBound.d;
  const weights = new Float64Array(d.length);
  const meanBound = function* (trial: Float64Array): Generator<undefined, number> {
    nodeBound.useDiagonal(trial);
    weights.fill(0);
    let sum = 0;
    for (const { branches, states, least, most } of sample) {
      yield;
      if (!(yield* relaxation.solve(branches, states, least, most, 40))) relaxation.clip();
      const bound = nodeBound.evaluate(branches, least, most);
      sum += Math.min(bound, incumbent);
      if (bound >= incumbent) continue;
      for (let j = 0; j < weights.length; j++) {
        const z = branches[j] === UNDECIDED ? relaxation.share(j, branches, states) : 1;
        if (z > 1e-9) weights[j] = weights[j]! + relaxation.x[j]! ** 2 * (1 / z - 1);
      }
    }
    return sum / sample.length;
  };
  let bound = yield* meanBound(d);
  for (let step = 0; step < steps; step++) {
    const towards = yield* oracle.find(weights);
    if (towards === undefined) break;
    const before = bound;
    const from = d;
    // concave along the way: on while it rises
    for (const share of [1, 0.7, 0.4, 0.2, 0.1]) {
      const trial = from.map((value, j) => (1 - share) * value + share * towards[j]!);
      const next = yield* meanBound(trial);
      if (next > bound) {
        d = trial;
        bound = next;
      } else if (bound > before) break;
    }
    const room = incumbent < Infinity ? incumbent - before : before;
    if (!(bound > before + 0.01 * Math.abs(room))) break;
    if (step + 1 < steps) yield* meanBound(d);
  }
  nodeBound.useDiagonal(d);
}
