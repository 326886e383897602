import type { Evidence } from "../choice-set/evidence.ts";
import type { Pattern } from "./pattern.ts";
import { patternFinderList } from "./table.ts";

/** The dated patterns of all kinds, in the order in which they began, those that began together in the order of the kinds. */
export function findPatterns(evidence: Evidence): readonly Pattern[] {
  return patternFinderList
    .flatMap(({ find }) => find(evidence))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}
