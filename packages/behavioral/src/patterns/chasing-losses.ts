import { ChoiceMartingale } from "../estimate/choice-martingale.ts";
import { dayEntries } from "./day-entries.ts";
import type { Pattern } from "./pattern.ts";
import { isoTime, oddsInWords, type PatternFinder, requiredEvidence, severityOf, twoDigits } from "./pattern-finder.ts";

/**
 * Larger positions while the day's realised result is below zero, to get back to even. Each day is one choice: which of
 * the entries after its first close were made while down, given their sizes.
 */
export const chasingLosses: PatternFinder = {
  kind: "chasing-losses",
  method:
    "within-day conditional likelihood of the size of entries made while the day is down, as a test martingale (Ville 1939)",
  middle: "one and a half times the size of the day's entries while not down",
  find: ({ fills }) => {
    const martingale = new ChoiceMartingale();
    const patterns: Pattern[] = [];
    for (const { day, entries } of dayEntries(fills)) {
      const judged = entries.filter(({ lastClose }) => lastClose !== null);
      const down = judged.filter(({ dayProfit }) => dayProfit < 0);
      const others = judged.filter(({ dayProfit }) => !(dayProfit < 0));
      if (down.length === 0 || others.length === 0) continue;
      martingale.observe(
        Float64Array.from(judged, ({ money }) => Math.log(money)),
        Uint8Array.from(judged, ({ dayProfit }) => (dayProfit < 0 ? 1 : 0)),
      );
      if (martingale.wealth < requiredEvidence) continue;
      const usual = others.reduce((sum, { money }) => sum + Math.log(money), 0) / others.length;
      const chasing = down.filter(({ money }) => Math.log(money) > usual);
      if (chasing.length === 0) continue;
      const larger = chasing.reduce((sum, { money }) => sum + Math.log(money), 0) / chasing.length - usual;
      // a stable sort: of one moment, the close comes first
      const own = [...chasing.at(-1)!.losingCloses, ...chasing].sort((a, b) => a.instant - b.instant);
      const times = chasing.length === 1 ? "one position" : `${chasing.length} positions`;
      patterns.push({
        kind: "chasing-losses",
        from: isoTime(own[0]!.instant),
        until: isoTime(judged.at(-1)!.instant),
        severity: severityOf(larger, Math.log(1.5)),
        trades: [...new Set(own.map(({ id }) => id))],
        message:
          `On ${day}, while the day's realised result was below zero, ${times} had ` +
          `${twoDigits(Math.exp(larger))} times the size of those made while it was not. ${oddsInWords(martingale.wealth)}`,
      });
    }
    return patterns;
  },
};
