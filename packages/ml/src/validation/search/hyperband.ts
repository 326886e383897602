import type { Objective, SearchResult } from "./objective.ts";
import type { SearchSpace } from "./search-space.ts";
import { bracketRungs, readResources, type ResourceOptions, type Rung, runBrackets } from "./successive-halving.ts";

/** Options of {@link hyperbandSearch}. */
export type HyperbandOptions<Data = undefined> = ResourceOptions<Data>;

/**
 * The brackets of Hyperband, most eager to prune first: ceil((S + 1) / (s + 1) reduction^s) trials start at maxResource /
 * reduction^s, for s from S to 0 (Li, Jamieson, DeSalvo, Rostamizadeh & Talwalkar 2018, algorithm 1).
 *
 * @example
 * ```ts
 * import { hyperbandBrackets } from "@plimsoll/ml";
 *
 * const brackets = hyperbandBrackets({ maxResource: 9 });
 * console.log(brackets.map((rungs) => rungs.map(({ trials, resource }) => `${trials}x${resource}`).join(" ")));
 * // [ '9x1 3x3 1x9', '5x3 1x9', '3x9' ]
 * ```
 */
export function hyperbandBrackets(
  options: Pick<ResourceOptions, "minResource" | "maxResource" | "reduction">,
): readonly (readonly Rung[])[] {
  const { most, reduction, steps } = readResources({ ...options, seed: 0 });
  return Array.from({ length: steps + 1 }, (_, i) => {
    const s = steps - i;
    return bracketRungs(Math.ceil(((steps + 1) * reduction ** s) / (s + 1)), most, reduction, s);
  });
}

/**
 * Hyperband: successive halving in several brackets, from many trials pruned early to few that all get the most, for when
 * it is not known how soon a trial shows its worth. Otherwise as {@link successiveHalving}.
 *
 * @example
 * ```ts
 * import { hyperbandSearch } from "@plimsoll/ml";
 *
 * const { trials, best } = await hyperbandSearch(
 *   { x: { kind: "uniform", low: 0, high: 1 } },
 *   ({ parameters: { x }, resource }) => Number(x) - 1 / resource!,
 *   { maxResource: 9, seed: 7 },
 * );
 * console.log(trials, best.rungs!.at(-1)!.resource); // 17 9
 * ```
 */
export async function hyperbandSearch<Data = undefined>(
  space: SearchSpace,
  objective: Objective<Data>,
  options: HyperbandOptions<Data>,
): Promise<SearchResult> {
  return runBrackets(space, hyperbandBrackets(options), objective, options);
}
