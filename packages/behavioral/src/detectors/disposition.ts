import type { Evidence } from "../choice-set/evidence.ts";
import { type SaleChoice, type SaleDay, tie } from "../choice-set/sale-days.ts";
import { choiceSetOf } from "../estimate/choice-set-of.ts";
import { controlledEffect } from "../estimate/controlled-effect.ts";
import { gainStrata } from "../estimate/gain-strata.ts";
import { mantelHaenszel, type Stratum } from "../estimate/mantel-haenszel.ts";
import { odeanProportions } from "../estimate/odean-proportions.ts";
import { realizationEffect, type RealizationEffect } from "../estimate/realization-effect.ts";
import { rankEffect, sellingSchedule } from "../estimate/selling-schedule.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient } from "./finding.ts";
import { saleCovariates } from "./sale-covariates.ts";

/**
 * Log odds ratios of investors. Mean: Odean (1998, Table I), realised and paper gains 13883 and 79658, losses 11930 and
 * 110348, odds ratio 1.612. About one investor in five is reversed (Dhar & Zhu 2006), which puts the standard deviation
 * at mean / .8416.
 */
const meanLogOddsRatio = Math.log((13883 * 110348) / (79658 * 11930));
const population: Population = { mean: meanLogOddsRatio, standardDeviation: meanLogOddsRatio / 0.8416212335729143 };

/** Prior standard deviation .74: the population's root mean square, so that the prior is as wide as investors differ from none. */
const prior: number = Math.hypot(population.mean, population.standardDeviation);

const columns = [
  { name: "gain", value: (choice: SaleChoice): number => (choice.return > 0 ? 1 : 0) },
  ...saleCovariates,
] as const;

/**
 * The disposition effect: the readiness to sell gains rather than losses, as the gain coefficient of a conditional logit
 * over the positions held on each sale day, controlled for weight, absolute return and December losses (definition 44).
 * Odean's proportions and the stratified odds ratio stand beside it in `counts`; they flag rebalancers, the score does not.
 * So do the selling schedule by holding period, the rank effect and the realization effect.
 */
export const disposition: Detector = {
  key: "disposition",
  method: "controlled conditional logit",
  minimumSampleSize: 5,
  detect,
};

function detect({ saleDays, fills, prices }: Evidence, options: DetectorOptions): Finding {
  const untied = saleDays.map(({ choices, ...day }) => ({
    ...day,
    choices: choices.filter((choice) => Math.abs(choice.return) > tie),
  }));
  const strata = gainStrata(untied);
  // a day informs only if something was sold and kept, and gains and losses were both there
  const informative = strata.filter(isInformative).length;
  const details = {
    sampleSize: informative,
    evidence: untied.flatMap(({ choices }) =>
      choices.filter(({ sold, return: rate }) => sold && rate > 0).flatMap(({ trades }) => trades),
    ),
    counts: { ...countsOf(strata), ...besidesOf(untied, realizationEffect(fills, prices)) },
  };
  if (informative < disposition.minimumSampleSize) return insufficient(disposition, details);
  const sets = untied.map(({ day, choices }) => choiceSetOf(choices, columns, ({ sold }) => sold, day));
  const estimate = controlledEffect(sets, columns.length, informative);
  // the controls repeat the gains: nothing is left to compare
  if (estimate === null) return insufficient(disposition, details);
  const confounds = columns.flatMap(({ name }, column) => {
    const z = estimate.zByColumn[column] ?? null;
    const meaning = confoundNames[name];
    return meaning !== undefined && z !== null && Math.abs(z) > 2 ? [meaning] : [];
  });
  const unique = [...new Set(confounds)];
  return assessed(disposition, estimate, population, prior, { ...details, confounds: unique }, options);
}

/** What a control that matters in this account (|z| > 2) means: what a plain comparison would have mistaken. */
const confoundNames: Readonly<Record<string, string>> = {
  weight: "rebalancing",
  "weight-when-trimming": "rebalancing",
  "absolute-return": "attention-to-large-moves",
  "december-loss": "december-tax-selling",
};

function isInformative({ gainsSold, lossesSold, gainsKept, lossesKept }: Stratum): boolean {
  return (
    gainsSold + lossesSold > 0 && gainsKept + lossesKept > 0 && gainsSold + gainsKept > 0 && lossesSold + lossesKept > 0
  );
}

function countsOf(strata: readonly Stratum[]): Record<string, number | null> {
  const sum = (key: keyof Stratum): number => strata.reduce((total, stratum) => total + stratum[key], 0);
  const [rg, pg, rl, pl] = [sum("gainsSold"), sum("gainsKept"), sum("lossesSold"), sum("lossesKept")];
  const pooled = mantelHaenszel(strata);
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return {
    realizedGains: rg,
    paperGains: pg,
    realizedLosses: rl,
    paperLosses: pl,
    ...odeanProportions(rg, pg, rl, pl),
    oddsRatio: finite(pooled.oddsRatio),
    logOddsRatio: finite(pooled.logOddsRatio),
    logOddsRatioStandardError: finite(pooled.standardError),
    saleDays: strata.length,
  };
}

/** What stands beside the odds: the selling schedule, the rank effect and the realization effect. */
function besidesOf(saleDays: readonly SaleDay[], realization: RealizationEffect | null): Record<string, number> {
  const rank = rankEffect(saleDays);
  return {
    ...Object.fromEntries(
      sellingSchedule(saleDays).flatMap(({ name, gainSlope, lossSlope, jump, jumpStandardError }) => [
        [`${name}GainSlope`, gainSlope],
        [`${name}LossSlope`, lossSlope],
        [`${name}Jump`, jump],
        [`${name}JumpStandardError`, jumpStandardError],
      ]),
    ),
    ...(rank !== null && {
      rankBest: rank.best,
      rankBestStandardError: rank.bestStandardError,
      rankWorst: rank.worst,
      rankWorstStandardError: rank.worstStandardError,
    }),
    ...(realization !== null && {
      sizeAfterPaperLoss: realization.paperLoss,
      sizeAfterPaperLossStandardError: realization.paperLossStandardError,
      sizeAfterRealizedLoss: realization.realizedLoss,
      sizeAfterRealizedLossStandardError: realization.realizedLossStandardError,
    }),
  };
}
