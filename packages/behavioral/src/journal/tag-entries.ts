import { type BiasKey, biasKeys } from "../detectors/bias-key.ts";
import type { BiasResult } from "../detectors/bias-result.ts";
import type { BiasTag, JournalEntry } from "./journal-entry.ts";

/** What of a report tags entries. */
export interface TaggingReport {
  readonly biases: { readonly [Key in BiasKey]?: BiasResult };
  readonly patterns?: readonly { readonly kind: string; readonly trades: readonly string[] }[] | undefined;
}

/** From what evidence on a bias tags entries. */
export interface TagOptions {
  /** Least score, 0 to 100.
   * @defaultValue 35 */
  readonly minimumScore?: number | undefined;
  /** Largest p-value after adjustment; biases that no test judges go by score and interval alone.
   * @defaultValue 0.05 */
  readonly maximumPValue?: number | undefined;
}

/** Entries with the tags of the report in place of earlier ones. */
export function tagEntries(
  entries: readonly JournalEntry[],
  report: TaggingReport,
  options: TagOptions,
): readonly JournalEntry[] {
  const { minimumScore = 35, maximumPValue = 0.05 } = options;
  const tags = new Map<string, BiasTag[]>();
  for (const bias of biasKeys) {
    const result = report.biases[bias];
    if (result?.status !== "ok" || result.score === null || result.interval === null) continue;
    const { score, interval, method, adjustedPValue, evidence } = result;
    const seen = adjustedPValue === null ? interval[0] > 0 : adjustedPValue <= maximumPValue;
    if (!seen || score < minimumScore) continue;
    for (const id of new Set(evidence)) tags.set(id, [...(tags.get(id) ?? []), { bias, score, interval, method }]);
  }
  const patterns = new Map<string, Set<string>>();
  for (const { kind, trades } of report.patterns ?? []) {
    for (const id of trades) patterns.set(id, (patterns.get(id) ?? new Set()).add(kind));
  }
  return entries.map((entry) => ({
    ...entry,
    biases: tags.get(entry.trade.id) ?? [],
    patterns: [...(patterns.get(entry.trade.id) ?? [])],
  }));
}
