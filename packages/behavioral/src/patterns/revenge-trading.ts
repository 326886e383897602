import { ChoiceMartingale, normalScores } from "../estimate/choice-martingale.ts";
import { type DayEntry, dayEntries } from "./day-entries.ts";
import type { Pattern } from "./pattern.ts";
import { isoTime, oddsInWords, type PatternFinder, requiredEvidence, severityOf, twoDigits } from "./pattern-finder.ts";

/** The first entry after a close. */
type Reentry = DayEntry & { readonly lastClose: NonNullable<DayEntry["lastClose"]> };

// what golden/behavioral.md plants: size x 1.5, gap x .6
const plantedSize = Math.log(1.5);
const plantedSpeed = -Math.log(0.6);

const logMoney = ({ money }: Reentry): number => Math.log(money);
// a time stamp has a second's precision at best
const logPause = ({ instant, lastClose }: Reentry): number => Math.log(Math.max(1000, instant - lastClose.instant));

function meanOf(entries: readonly Reentry[], value: (entry: Reentry) => number): number {
  return entries.reduce((sum, entry) => sum + value(entry), 0) / entries.length;
}

/**
 * Coming back soon and with more after a loss, against the same day's other re-entries. Each day is one choice: which
 * of its re-entries followed a loss, given how large and how quick each was. A bad day as such (more losses, more size,
 * more haste) therefore tells nothing.
 */
export const revengeTrading: PatternFinder = {
  kind: "revenge-trading",
  method:
    "within-day conditional likelihood of (size, speed) of re-entries after a loss, as a test martingale (Ville 1939); " +
    "no fixed minutes or multiples",
  middle: "one and a half times the size, or six tenths of the pause, of the day's other re-entries",
  find: ({ fills }) => {
    const martingale = new ChoiceMartingale();
    const patterns: Pattern[] = [];
    for (const { day, entries } of dayEntries(fills)) {
      const reentries = entries.filter((entry): entry is Reentry => entry.first && entry.lastClose !== null);
      const afterLoss = reentries.filter(({ lastProfit }) => lastProfit! < 0);
      const others = reentries.filter(({ lastProfit }) => !(lastProfit! < 0));
      if (afterLoss.length === 0 || others.length === 0) continue;
      const size = normalScores(Float64Array.from(reentries, logMoney));
      const speed = normalScores(Float64Array.from(reentries, (entry) => -logPause(entry)));
      const zeal = size.map((score, index) => score + speed[index]!);
      martingale.observe(
        zeal,
        Uint8Array.from(reentries, ({ lastProfit }) => (lastProfit! < 0 ? 1 : 0)),
      );
      if (martingale.wealth < requiredEvidence) continue;
      const usualMoney = meanOf(others, logMoney);
      const usualPause = meanOf(others, logPause);
      const vengeful = afterLoss.filter((entry) => logMoney(entry) > usualMoney && logPause(entry) <= usualPause);
      if (vengeful.length === 0) continue;
      const larger = meanOf(vengeful, logMoney) - usualMoney;
      const quicker = usualPause - meanOf(vengeful, logPause);
      const times = vengeful.length === 1 ? "once" : `${vengeful.length} times`;
      patterns.push({
        kind: "revenge-trading",
        from: isoTime(vengeful[0]!.lastClose.instant),
        until: isoTime(reentries.at(-1)!.instant),
        severity: severityOf(larger / plantedSize + quicker / plantedSpeed, 1),
        trades: vengeful.flatMap(({ id, lastClose }) => [lastClose.id, id]),
        message:
          `On ${day} a loss was followed ${times} by a new position of ${twoDigits(Math.exp(larger))} times the size ` +
          `and after ${twoDigits(Math.exp(-quicker))} times the pause of the day's other re-entries. ` +
          `${oddsInWords(martingale.wealth)} A rule that adds after losses looks the same.`,
      });
    }
    return patterns;
  },
};
