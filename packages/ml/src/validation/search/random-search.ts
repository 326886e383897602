import { RandomStream } from "@plimsoll/numeric";
import { drawPoint } from "./draw.ts";
import type { Objective, SearchResult } from "./objective.ts";
import { runTrials, type TrialHistory, type TrialsOptions } from "./run-trials.ts";
import { type OrderedSpace, type ParameterValues, readSearchSpace, type SearchSpace } from "./search-space.ts";

/** Proposes points of the space from its own law, each trial by a stream of its number. */
export function randomProposer(
  space: OrderedSpace,
  seed: number | string,
): (trial: number, history: TrialHistory) => ParameterValues {
  const random = RandomStream.of(seed).substream("point");
  return (trial) => drawPoint(space, random.substream(trial));
}

/**
 * Tries points drawn from the space (Bergstra & Bengio 2012). The same seed gives the same trials, and a longer search
 * begins with those of a shorter one.
 *
 * With a `pool`, `objective` is a task from a {@link TrialJob} to a score. A trial that throws a `PlimsollError` or gives
 * no finite score has failed and costs no other. Throws `INVALID_INPUT`, `NOT_ENOUGH_DATA` when no trial succeeds,
 * `ABORTED`.
 *
 * @example
 * ```ts
 * import { randomSearch } from "@plimsoll/ml";
 *
 * const { best, trials } = await randomSearch(
 *   { x: { kind: "uniform", low: -5, high: 5 } },
 *   ({ parameters }) => (Number(parameters["x"]) - 1) ** 2,
 *   { trials: 50, seed: 7, direction: "minimize" },
 * );
 * console.log(trials, best.score < 0.5); // 50 true
 * ```
 */
export async function randomSearch<Data = undefined>(
  space: SearchSpace,
  objective: Objective<Data>,
  options: TrialsOptions<Data>,
): Promise<SearchResult> {
  return runTrials(randomProposer(readSearchSpace(space), options.seed), options.trials, objective, options);
}
