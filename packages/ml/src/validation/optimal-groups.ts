import { binomial } from "./combinatorial-purged.ts";
import { wholeNumber } from "./whole-number.ts";

/** What {@link optimalGroups} aims at. */
export interface OptimalGroupsOptions {
  /** Training rows wanted in a fold. */
  readonly trainRows: number;
  /** Backtest paths wanted. */
  readonly paths: number;
}

/**
 * The number of groups N and tested groups k for {@link combinatorialPurged} whose mean training size, length (N - k) / N,
 * and number of paths, C(N, k) k / N, come nearest to those wanted, by the sum of their relative distances. Ties go to
 * fewer groups, then to fewer tested.
 *
 * @example
 * ```ts
 * import { optimalGroups } from "@plimsoll/ml";
 *
 * console.log(optimalGroups(1000, { trainRows: 50, paths: 300 })); // { groups: 26, testGroups: 24 }
 * ```
 */
export function optimalGroups(
  length: number,
  options: OptimalGroupsOptions,
): { readonly groups: number; readonly testGroups: number } {
  wholeNumber("length", length, 3);
  const trainRows = wholeNumber("trainRows", options.trainRows, 1);
  const paths = wholeNumber("paths", options.paths, 1);
  let best = { groups: 3, testGroups: 2, cost: Infinity };
  const consider = (groups: number, testGroups: number): number => {
    const found = (binomial(groups, testGroups) * testGroups) / groups;
    const rows = (length * (groups - testGroups)) / groups;
    const cost = Math.abs(Math.floor(found) - paths) / paths + Math.abs(rows - trainRows) / trainRows;
    if (cost < best.cost) best = { groups, testGroups, cost };
    return found;
  };
  for (let groups = 3; groups <= length; groups++) {
    // paths rise, then fall, as more groups are tested: the middle, with far too many, is skipped from both ends
    const tooMany = (2 + best.cost) * paths;
    let testGroups = 2;
    while (testGroups < groups && consider(groups, testGroups) <= tooMany) testGroups++;
    for (let last = groups - 1; last > testGroups; last--) if (consider(groups, last) > tooMany) break;
  }
  return { groups: best.groups, testGroups: best.testGroups };
}
