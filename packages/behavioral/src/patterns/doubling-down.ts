import { tie } from "../choice-set/sale-days.ts";
import { ChoiceMartingale } from "../estimate/choice-martingale.ts";
import type { Pattern } from "./pattern.ts";
import { isoTime, oddsInWords, type PatternFinder, requiredEvidence, severityOf, twoDigits } from "./pattern-finder.ts";
import { type Addition, positionDays } from "./position-walk.ts";

interface Run {
  readonly additions: readonly Addition[];
  readonly key: string;
}

/**
 * Adding to a losing position with more each time, as a gambler doubles the stake. Each addition at a loss is one choice
 * of its size among the sizes of the position's purchases so far: under chance every order of sizes is as likely.
 */
export const doublingDown: PatternFinder = {
  kind: "doubling-down",
  method:
    "sequential ranks of the sizes of additions at a loss within their position, as a test martingale (Ville 1939); two " +
    "in a row larger than the purchase before",
  middle: "each addition twice the purchase before it",
  find: (evidence) => {
    const martingale = new ChoiceMartingale();
    const runs = new Map<string, Run>();
    const patterns = new Map<string, Pattern>();
    for (const { additions } of positionDays(evidence)) {
      for (const addition of additions) {
        const { position, asset, money, loss, earlier, id } = addition;
        if (!(loss > tie)) {
          runs.delete(position);
          continue;
        }
        const sizes = Float64Array.of(...earlier, money);
        const taken = new Uint8Array(sizes.length);
        taken[sizes.length - 1] = 1;
        martingale.observe(sizes, taken);
        if (!(money > (1 + tie) * earlier.at(-1)!)) {
          runs.delete(position);
          continue;
        }
        const before = runs.get(position);
        const run: Run = { key: before?.key ?? id, additions: [...(before?.additions ?? []), addition] };
        runs.set(position, run);
        if (run.additions.length < 2 || martingale.wealth < requiredEvidence) continue;
        const growth =
          run.additions.reduce((sum, one) => sum + Math.log(one.money / one.earlier.at(-1)!), 0) / run.additions.length;
        patterns.set(run.key, {
          kind: "doubling-down",
          from: isoTime(run.additions[0]!.instant),
          until: isoTime(addition.instant),
          severity: severityOf(growth, Math.LN2),
          trades: run.additions.map((one) => one.id),
          message:
            `${asset} was added to ${run.additions.length} times in a row at a loss, each time with about ` +
            `${twoDigits(Math.exp(growth))} times the money of the purchase before. ${oddsInWords(martingale.wealth)} ` +
            "Growing savings can look the same.",
        });
      }
    }
    return [...patterns.values()];
  },
};
