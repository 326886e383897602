import type { DiagonalOracle } from "./diagonal-oracle.ts";
import type { NodeBound } from "./node-bound.ts";
import { UNDECIDED } from "./program.ts";
import type { RelaxationStates } from "./relaxation.ts";

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
      if (!relaxation.solve(branches, states, least, most, 40)) relaxation.clip();
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
  for (let step = 0; step < 5; step++) {
    const towards = yield* oracle.find(weights);
    if (towards === undefined) break;
    let gained = false;
    for (const share of [0.7, 0.35, 0.15]) {
      const trial = d.map((value, j) => (1 - share) * value + share * towards[j]!);
      const next = yield* meanBound(trial);
      if (!(next > bound + 0.005 * Math.abs(incumbent - bound))) continue;
      d = trial;
      bound = next;
      gained = true;
      break;
    }
    if (!gained) break;
  }
  nodeBound.useDiagonal(d);
}
