import type { Evidence } from "../choice-set/evidence.ts";
import { type ControlledEffect, controlledEffect } from "../estimate/controlled-effect.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient } from "./finding.ts";
import { type NewPurchases, newPurchases } from "./new-purchases.ts";
import { pastReturnRanks } from "./past-return-rank.ts";

interface PastReturnChoice {
  readonly purchases: NewPurchases;
  readonly estimate: ControlledEffect | null;
}

/** Two detectors ask the same question with opposite signs: it is answered once for each record. */
const answers = new WeakMap<Evidence, PastReturnChoice>();

function choiceOf(evidence: Evidence): PastReturnChoice {
  let answer = answers.get(evidence);
  if (answer === undefined) {
    const { table } = evidence.prices;
    const purchases = newPurchases(evidence.purchaseDays, 1, ({ row }, choices) =>
      pastReturnRanks(table, row, choices),
    );
    const estimate = purchases.sets.length === 0 ? null : controlledEffect(purchases.sets, 1, purchases.sets.length);
    answer = { purchases, estimate };
    answers.set(evidence, answer);
  }
  return answer;
}

/**
 * Log odds of buying the best past return against the worst. A coefficient b puts the mean rank of what is bought near
 * .5 + b / 12; no study gives a population in this unit, so 50 is set where the mean rank is .55, the smaller of the two
 * tilts of the power table. Investors are taken to differ as much as they lean.
 */
const population: Population = { mean: 0.6, standardDeviation: 0.6 };
const prior: number = Math.hypot(population.mean, population.standardDeviation);

/** The choice of past returns as a finding, `sign` 1 for buying winners, -1 for losers. */
export function pastReturnFinding(
  detector: Detector,
  sign: 1 | -1,
  confound: string,
  evidence: Evidence,
  options: DetectorOptions,
): Finding {
  const { purchases, estimate } = choiceOf(evidence);
  const { bought } = purchases;
  const meanRank = bought.reduce((sum, { value }) => sum + value, 0) / bought.length;
  const details = {
    sampleSize: purchases.purchases,
    evidence: bought.flatMap(({ trades, value }) => (sign * (value - 0.5) > 0 ? trades : [])),
    counts: { meanPastReturnRank: bought.length === 0 ? null : meanRank, purchaseDays: purchases.sets.length },
  };
  if (purchases.purchases < detector.minimumSampleSize || estimate === null) return insufficient(detector, details);
  const { effect, standardError, pValue } = estimate;
  return assessed(
    detector,
    { effect: sign * effect, standardError, pValue },
    population,
    prior,
    { ...details, confounds: [confound] },
    options,
  );
}
