import type { Evidence } from "../choice-set/evidence.ts";
import type { PurchaseChoice } from "../choice-set/purchase-days.ts";
import type { ChoiceSet } from "../estimate/conditional-logit.ts";
import { controlledEffect } from "../estimate/controlled-effect.ts";
import { dayNumber } from "../input/local-time.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient } from "./finding.ts";
import { type FormerPosition, FormerPositions } from "./former-positions.ts";
import { pastReturnRanks } from "./past-return-rank.ts";

/**
 * Log odds of buying back, per reason to be content with the sale. Strahilevitz, Odean & Barber (2011): half to two
 * thirds likelier, 50 is set at the middle; investors are taken to differ as much as they lean.
 */
const mean: number = Math.log(1.58);
const population: Population = { mean, standardDeviation: mean };
const prior: number = Math.hypot(mean, mean);

/** Calendar days within which a loss taken may not be bought back without losing its tax relief in some countries. */
const washSale = 30;

/** The columns: what the effect is about, and the recent return, which a trend follower goes by. */
const width = 2;

/**
 * Regret aversion in buying back (Strahilevitz, Odean & Barber 2011): former positions sold for a gain, and those that
 * fell after the sale, are bought back rather than those that would remind of a mistake. Among the former positions on
 * each day one was bought back, a conditional logit on the number of the two reasons, controlled for the rank of the
 * recent return. Positions sold at a loss in the last 30 days are left out (wash-sale rule).
 */
export const regretAversion: Detector = {
  key: "regretAversion",
  method: "conditional logit of repurchases (Strahilevitz, Odean & Barber 2011)",
  minimumSampleSize: 20,
  detect,
};

interface Candidate {
  readonly day: string;
  readonly choice: PurchaseChoice;
  readonly gain: boolean;
  readonly down: boolean;
  readonly rank: number;
}

function detect(evidence: Evidence, options: DetectorOptions): Finding {
  const days = candidateDays(evidence);
  const sets: ChoiceSet[] = [];
  const counts = {
    gainBought: 0,
    gainPassed: 0,
    lossBought: 0,
    lossPassed: 0,
    downBought: 0,
    downPassed: 0,
    upBought: 0,
    upPassed: 0,
  };
  const content: string[] = [];
  let repurchases = 0;
  let informative = 0;
  for (const candidates of days) {
    const bought = candidates.filter(({ choice }) => choice.bought);
    if (bought.length === 0 || bought.length === candidates.length) continue;
    for (const { choice, gain, down } of candidates) {
      counts[`${gain ? "gain" : "loss"}${choice.bought ? "Bought" : "Passed"}`] += 1;
      counts[`${down ? "down" : "up"}${choice.bought ? "Bought" : "Passed"}`] += 1;
      if (choice.bought && (gain || down)) content.push(...choice.trades);
    }
    const reasons = candidates.map(({ gain, down }) => Number(gain) + Number(down));
    if (reasons.some((value) => value !== reasons[0])) {
      informative += 1;
      repurchases += bought.length;
    }
    sets.push({
      size: candidates.length,
      taken: Uint8Array.from(candidates, ({ choice }) => Number(choice.bought)),
      chosen: bought.length,
      covariates: Float64Array.from(candidates.flatMap(({ rank }, index) => [reasons[index]!, rank])),
      cluster: candidates[0]!.day,
    });
  }
  const details = {
    sampleSize: repurchases,
    evidence: content,
    confounds: ["wash-sale-rule", "contrarian-strategy"],
    counts: { ...counts, ...additions(evidence) },
  };
  if (repurchases < regretAversion.minimumSampleSize) return insufficient(regretAversion, details);
  const estimate = controlledEffect(sets, width, informative);
  if (estimate === null) return insufficient(regretAversion, details);
  return assessed(regretAversion, estimate, population, prior, details, options);
}

/** The former positions that could be bought back, by purchase day. */
function candidateDays(evidence: Evidence): Candidate[][] {
  const { fills, purchaseDays, prices } = evidence;
  const former = new FormerPositions(fills);
  return purchaseDays.map(({ day, account, row, choices }) => {
    const known = former.before(day, account);
    const today = dayNumber(day);
    const open = choices.filter((choice) => {
      const sold = known.get(choice.asset);
      return !choice.held && sold !== undefined && !Number.isNaN(choice.price) && !isWashSale(sold, today);
    });
    const ranks = pastReturnRanks(prices.table, row, open);
    return open.flatMap((choice, index) => {
      const sold = known.get(choice.asset)!;
      // bought back at the price of the sale: neither reason is known
      if (Number.isNaN(ranks[index]!)) return [];
      return [{ day, choice, gain: sold.profit > 0, down: choice.price < sold.price, rank: ranks[index]! }];
    });
  });
}

function isWashSale({ profit, day }: FormerPosition, today: number): boolean {
  return profit < 0 && today - day <= washSale;
}

/** Purchases of what is held already, at a loss and at a gain. */
function additions({ fills }: Evidence): Record<"addedToLosers" | "addedToWinners", number> {
  let [addedToLosers, addedToWinners] = [0, 0];
  for (const { trade, quantityBefore, averageCostBefore, openedQuantity } of fills) {
    if (trade.side !== "buy" || quantityBefore <= 0 || openedQuantity === 0) continue;
    if (trade.price < averageCostBefore) addedToLosers += 1;
    else if (trade.price > averageCostBefore) addedToWinners += 1;
  }
  return { addedToLosers, addedToWinners };
}
