import type { Evidence } from "../choice-set/evidence.ts";
import { type SaleChoice, tie } from "../choice-set/sale-days.ts";
import { choiceSetOf, type Covariate } from "../estimate/choice-set-of.ts";
import { controlledEffect, oneStepEffects, type OneStepEffect } from "../estimate/controlled-effect.ts";
import { roundPriceTest } from "../estimate/round-price-test.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient } from "./finding.ts";
import { saleCovariates } from "./sale-covariates.ts";
import { TrailingHigh } from "./trailing-high.ts";

/** Trading days in the windows of highs, and how many prices one needs. */
const yearWindow = 252;
const yearMinimum = 126;
const monthWindow = 21;
const monthMinimum = 15;

/** So near, as a fraction, is at the anchor. */
const near = 0.02;

/**
 * Log odds of selling at the 52-week high. Studies agree on the sign (Grinblatt & Keloharju 2001; Baker, Pan & Wurgler
 * 2012) and give no odds for single investors: 50 is set at 1.5, and investors are taken to differ as much as they lean.
 */
const population: Population = { mean: Math.log(1.5), standardDeviation: Math.log(1.5) };
const prior: number = Math.hypot(population.mean, population.standardDeviation);

interface AnchoredChoice {
  readonly choice: SaleChoice;
  readonly yearHigh: boolean;
  readonly monthHigh: boolean;
}

const gain: Covariate<AnchoredChoice> = { name: "gain", value: ({ choice }) => (choice.return > 0 ? 1 : 0) };
const controls: readonly Covariate<AnchoredChoice>[] = [
  gain,
  ...saleCovariates.map(({ name, value }): Covariate<AnchoredChoice> => ({
    name,
    value: ({ choice }, day, size) => value(choice, day, size),
  })),
];

/** What a price may be anchored to, as columns of a choice model. */
const anchors = {
  yearHigh: { name: "year-high", value: ({ yearHigh }) => (yearHigh ? 1 : 0) },
  monthHigh: { name: "month-high", value: ({ monthHigh }) => (monthHigh ? 1 : 0) },
  purchasePrice: {
    name: "purchase-price",
    value: ({ choice: { price, averageCost } }) => (Math.abs(price / averageCost - 1) <= near ? 1 : 0),
  },
} as const satisfies Record<string, Covariate<AnchoredChoice>>;

/**
 * Anchoring of sales to salient prices. The effect is the coefficient of "within 2 % of the 52-week high" in a
 * conditional logit over the positions held on each sale day (Grinblatt & Keloharju 2001), controlled for gains, weight,
 * absolute return and December losses. The monthly high, the purchase price and round limit prices stand beside it.
 */
export const anchoring: Detector = {
  key: "anchoring",
  method: "conditional logit of sales at the 52-week high",
  minimumSampleSize: 20,
  detect,
};

function detect(evidence: Evidence, options: DetectorOptions): Finding {
  const days = anchoredDays(evidence);
  const informative = days.filter(({ choices }) => varies(choices, ({ yearHigh }) => yearHigh) && isChoice(choices));
  const [month = null, purchase = null] = besides(days);
  const round = roundPriceTest(
    evidence.trades.flatMap(({ limitPrice }) => (Number.isNaN(limitPrice) ? [] : [limitPrice])),
  );
  const details = {
    sampleSize: informative.length,
    evidence: days.flatMap(({ choices }) =>
      choices.flatMap(({ choice, yearHigh }) => (choice.sold && yearHigh ? choice.trades : [])),
    ),
    confounds: ["momentum-strategy", "tick-size"],
    counts: {
      monthHighEffect: month?.effect ?? null,
      monthHighStandardError: month?.standardError ?? null,
      purchasePriceEffect: purchase?.effect ?? null,
      purchasePriceStandardError: purchase?.standardError ?? null,
      roundLimitPrices: round?.wholeShare ?? null,
      roundLimitChiSquare: round?.chiSquare ?? null,
      roundLimitPValue: round?.pValue ?? null,
    },
  };
  if (informative.length < anchoring.minimumSampleSize) return insufficient(anchoring, details);
  const columns = [anchors.yearHigh, ...controls];
  const sets = days.map(({ day, choices }) => choiceSetOf(choices, columns, ({ choice }) => choice.sold, day));
  const estimate = controlledEffect(sets, columns.length, informative.length);
  if (estimate === null) return insufficient(anchoring, details);
  return assessed(anchoring, estimate, population, prior, details, options);
}

interface AnchoredDay {
  readonly day: string;
  readonly choices: readonly AnchoredChoice[];
}

/** Sale days with the positions whose year's high before the day is known. */
function anchoredDays({ saleDays, prices }: Evidence): AnchoredDay[] {
  const { table } = prices;
  const year = new TrailingHigh(table, yearWindow, yearMinimum);
  const month = new TrailingHigh(table, monthWindow, monthMinimum);
  return saleDays.map((saleDay) => {
    const row = table.rowBefore(saleDay.day);
    const choices = saleDay.choices.flatMap((choice): AnchoredChoice[] => {
      if (Math.abs(choice.return) <= tie) return [];
      const column = table.column(choice.asset);
      const high = year.at(row, column);
      if (Number.isNaN(high)) return [];
      const reached = (level: number): boolean => choice.price >= (1 - near) * level;
      return [{ choice, yearHigh: reached(high), monthHigh: reached(month.at(row, column)) }];
    });
    return { day: saleDay.day, choices };
  });
}

/** The anchors beside the year's high, one Newton step from none. */
function besides(days: readonly AnchoredDay[]): readonly (OneStepEffect | null)[] {
  const columns = [anchors.monthHigh, anchors.purchasePrice, ...controls];
  if (days.filter(({ choices }) => isChoice(choices)).length < anchoring.minimumSampleSize) return [];
  const sets = days.map(({ day, choices }) => choiceSetOf(choices, columns, ({ choice }) => choice.sold, day));
  return oneStepEffects(sets, columns.length, 2);
}

function isChoice(choices: readonly AnchoredChoice[]): boolean {
  return varies(choices, ({ choice }) => choice.sold);
}

function varies(choices: readonly AnchoredChoice[], property: (choice: AnchoredChoice) => boolean): boolean {
  return choices.some(property) && !choices.every(property);
}
