import { averagingDown } from "./averaging-down.ts";
import { chasingLosses } from "./chasing-losses.ts";
import { churning } from "./churning.ts";
import { doublingDown } from "./doubling-down.ts";
import { fomoBuying } from "./fomo-buying.ts";
import { panicSelling } from "./panic-selling.ts";
import { type PatternKind, patternKinds } from "./pattern.ts";
import type { PatternFinder } from "./pattern-finder.ts";
import { revengeTrading } from "./revenge-trading.ts";

/** The finders by kind: the one place that lists them. */
export const patternFinders: { readonly [Kind in PatternKind]: PatternFinder } = {
  "panic-selling": panicSelling,
  "fomo-buying": fomoBuying,
  "revenge-trading": revengeTrading,
  "chasing-losses": chasingLosses,
  "averaging-down": averagingDown,
  "doubling-down": doublingDown,
  churning,
};

/** The finders in the order of {@link patternKinds}. */
export const patternFinderList: readonly PatternFinder[] = patternKinds.map((kind) => patternFinders[kind]);
