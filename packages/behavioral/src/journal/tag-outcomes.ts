import { studentTDistribution } from "@plimsoll/numeric";
import { benjaminiHochberg } from "../estimate/benjamini-hochberg.ts";
import type { EntryOutcome } from "./entry-outcomes.ts";
import type { JournalEntry } from "./journal-entry.ts";

/** How entries with a tag came out beside those without it. */
export interface TagOutcome {
  /** `"emotion:anxious"`, `"bias:disposition"`, `"pattern:doubling-down"`, `"exit:early"`. */
  readonly tag: string;
  /** Round trips with the tag, and the days on which they were opened. */
  readonly size: number;
  readonly days: number;
  /** In money. */
  readonly profit: number;
  /** Mean return over those days. */
  readonly meanReturn: number;
  /** Mean return of the days with the tag less that of the days without; `null` below five days on a side. */
  readonly difference: number | null;
  /** 80 % interval of the difference. */
  readonly interval: readonly [number, number] | null;
  readonly pValue: number | null;
  /** After Benjamini & Hochberg (1995) over the tags. */
  readonly adjustedPValue: number | null;
}

const leastDays = 5;

interface Day {
  sum: number;
  count: number;
}

function meansOf(outcomes: readonly { readonly day: string; readonly outcome: EntryOutcome }[]): number[] {
  const days = new Map<string, Day>();
  for (const { day, outcome } of outcomes) {
    const known = days.get(day) ?? { sum: 0, count: 0 };
    days.set(day, { sum: known.sum + outcome.return, count: known.count + 1 });
  }
  return [...days.values()].map(({ sum, count }) => sum / count);
}

function moments(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: squares / (values.length - 1) / values.length };
}

/**
 * Outcomes by tag, in the order of the tags' names. Trades of one day share its market, so a day with the tag counts once
 * (Welch 1947 on the days' means).
 */
export function tagOutcomes(
  entries: readonly JournalEntry[],
  outcomes: readonly EntryOutcome[],
  dayOf: (entry: JournalEntry) => string,
): readonly TagOutcome[] {
  const byId = new Map(entries.map((entry) => [entry.trade.id, entry]));
  const dated = outcomes.flatMap((outcome) => {
    const entry = byId.get(outcome.id);
    if (entry === undefined) return [];
    const tags = new Set([
      ...entry.emotions.map((emotion) => `emotion:${emotion}`),
      ...entry.biases.map(({ bias }) => `bias:${bias}`),
      ...entry.patterns.map((pattern) => `pattern:${pattern}`),
      ...(outcome.exit === "no-plan" ? [] : [`exit:${outcome.exit}`]),
    ]);
    return [{ outcome, tags, day: dayOf(entry) }];
  });
  const names = [...new Set(dated.flatMap(({ tags }) => [...tags]))].sort();
  const rows = names.map((tag) => {
    const own = dated.filter(({ tags }) => tags.has(tag));
    const means = meansOf(own);
    const others = meansOf(dated.filter(({ tags }) => !tags.has(tag)));
    return {
      tag,
      size: own.length,
      days: means.length,
      profit: own.reduce((sum, { outcome }) => sum + outcome.profit, 0),
      meanReturn: moments(means).mean,
      ...compare(means, others),
    };
  });
  const adjusted = benjaminiHochberg(rows.map(({ pValue }) => pValue));
  return rows.map((row, index) => ({ ...row, adjustedPValue: adjusted[index]! }));
}

function compare(
  own: readonly number[],
  others: readonly number[],
): Pick<TagOutcome, "difference" | "interval" | "pValue"> {
  const none = { difference: null, interval: null, pValue: null };
  if (own.length < leastDays || others.length < leastDays) return none;
  const [a, b] = [moments(own), moments(others)];
  const variance = a.error + b.error;
  if (!(variance > 0)) return none;
  const freedom = variance ** 2 / (a.error ** 2 / (own.length - 1) + b.error ** 2 / (others.length - 1));
  const law = studentTDistribution(freedom);
  const difference = a.mean - b.mean;
  const reach = law.quantile(0.9) * Math.sqrt(variance);
  return {
    difference,
    interval: [difference - reach, difference + reach],
    pValue: 2 * law.cdf(-Math.abs(difference) / Math.sqrt(variance)),
  };
}
