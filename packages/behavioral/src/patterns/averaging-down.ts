import { tie } from "../choice-set/sale-days.ts";
import { ChoiceMartingale } from "../estimate/choice-martingale.ts";
import { dayNumber } from "../input/local-time.ts";
import type { Pattern } from "./pattern.ts";
import { isoTime, oddsInWords, type PatternFinder, percent, requiredEvidence, severityOf } from "./pattern-finder.ts";
import { type Addition, positionDays } from "./position-walk.ts";

/**
 * Adding to what has lost rather than to the other positions held. Each day on which a position was added to is one
 * choice among the positions open at its start, given how far each had lost.
 */
export const averagingDown: PatternFinder = {
  kind: "averaging-down",
  method:
    "conditional likelihood of the paper loss of the positions added to among all positions held, as a test martingale (Ville 1939)",
  middle: "additions at a price 20 % below the average cost",
  find: (evidence) => {
    const martingale = new ChoiceMartingale();
    const atLoss = new Map<string, Addition[]>();
    const patterns = new Map<string, Pattern>();
    for (const { day, opening, additions } of positionDays(evidence)) {
      if (additions.length === 0) continue;
      const added = new Set(additions.map(({ position }) => position));
      const today = dayNumber(day);
      const priced = opening.flatMap(({ asset, sign, averageCost, opened }) => {
        const price = evidence.prices.beforeDay(asset, today);
        return Number.isNaN(price) ? [] : [{ opened, loss: sign * (1 - price / averageCost) }];
      });
      martingale.observe(
        Float64Array.from(priced, ({ loss }) => loss),
        Uint8Array.from(priced, ({ opened }) => (added.has(opened.id) ? 1 : 0)),
      );
      for (const addition of additions) {
        if (!(addition.loss > tie)) continue;
        const { position, asset } = addition;
        const list = [...(atLoss.get(position) ?? []), addition];
        atLoss.set(position, list);
        if (list.length < 2 || martingale.wealth < requiredEvidence) continue;
        const money = list.reduce((sum, one) => sum + one.money, 0);
        const depth = list.reduce((sum, one) => sum + one.money * one.loss, 0) / money;
        patterns.set(position, {
          kind: "averaging-down",
          from: isoTime(list[0]!.instant),
          // the day's other additions belong to the choice
          until: isoTime(Math.max(...additions.map(({ instant }) => instant))),
          severity: severityOf(depth, 0.2),
          trades: list.map(({ id }) => id),
          message:
            `${asset} was added to ${list.length} times at a loss, on average ${percent(depth)} below its cost. ` +
            `${oddsInWords(martingale.wealth)} A savings plan, fixed weights or a change in value look the same.`,
        });
      }
    }
    return [...patterns.values()];
  },
};
