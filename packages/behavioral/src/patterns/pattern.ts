/** Every kind of dated pattern, in the report's order. */
export const patternKinds = [
  "panic-selling",
  "fomo-buying",
  "revenge-trading",
  "chasing-losses",
  "averaging-down",
  "doubling-down",
  "churning",
] as const;

/** The name of a pattern. */
export type PatternKind = (typeof patternKinds)[number];

/**
 * Something that happened: a dated stretch of trades that fits a known pattern. It rests on nothing later than the day of
 * `until`.
 */
export interface Pattern {
  readonly kind: PatternKind;
  /** ISO time of its first trade. */
  readonly from: string;
  /** ISO time of its last trade, or of the last of that day's trades that it was judged by. */
  readonly until: string;
  /** 0 to 100; each kind says what 50 is. */
  readonly severity: number;
  /** Ids of its trades in time order. */
  readonly trades: readonly string[];
  /** What was seen in plain words, with how far it could be chance and what else looks the same. */
  readonly message: string;
}
