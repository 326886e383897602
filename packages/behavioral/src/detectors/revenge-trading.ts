import type { Evidence } from "../choice-set/evidence.ts";
import { directionalPValue } from "../estimate/directional-p-value.ts";
import { byDay, hasTimesOfDay, type ReEntry, reEntries } from "../estimate/re-entries.ts";
import { type StratifiedContrast, stratifiedPermutation } from "../estimate/stratified-permutation.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient, notIdentifiable } from "./finding.ts";

/**
 * The logarithm of the factor. No study gives its mean over investors: h is set so that a quarter more after losses scores 50
 * (the smaller tilt of the power table in golden/behavioral.md), and investors are taken to differ by as much.
 */
const population: Population = { mean: Math.log(1.25), standardDeviation: Math.log(1.25) };
const prior: number = Math.hypot(population.mean, population.standardDeviation);
/** Share of the level for the pace alone. */
const levelOfPace = 0.2;
/** Neither measure may weigh as if it varied less than this share of the other. */
const leastShare = 0.25;

/**
 * Revenge trading: larger and sooner positions after losses than after gains of the same day.
 *
 * A pair is a closing and the next position opened that day. The effect is the logarithm of the factor by which size grows and
 * the wait shrinks after a loss: log size and minus log gap, weighed by the inverse of their variance within days. Pairs after
 * losses are compared with pairs after gains within each day, by permutation, so that bad days (more losses, larger positions)
 * are no evidence. Where stakes hardly vary the pace decides. The p-value is two-sided with nine tenths of its level on the
 * side of revenge, and a fifth of the level goes to the pace alone, whose noise would hide it beside sizes (weighted
 * Bonferroni). Size and pace alone, with one-sided chances of so large a tilt, stand in `counts`.
 */
export const revengeTrading: Detector = {
  key: "revengeTrading",
  method: "within-day permutation of log size and -log gap after losses against gains",
  minimumSampleSize: 20,
  detect: (evidence: Evidence, options: DetectorOptions): Finding => {
    if (evidence.fills.length > 1 && !hasTimesOfDay(evidence.fills)) {
      return notIdentifiable(revengeTrading, ["trades.at"], { confounds: ["times-of-day-missing"] });
    }
    const days = byDay(reEntries(evidence.fills));
    const contrast = (response: (entry: ReEntry) => number): StratifiedContrast =>
      stratifiedPermutation(
        days.map((day) => ({
          treated: Uint8Array.from(day, ({ afterLoss }) => (afterLoss ? 1 : 0)),
          response: Float64Array.from(day, response),
        })),
      );
    const size = contrast(({ logSize }) => logSize);
    if (size.observations < revengeTrading.minimumSampleSize) {
      return insufficient(revengeTrading, { sampleSize: size.observations });
    }
    const speed = contrast(({ logGap }) => -logGap);
    const weight = weightOfSize(days);
    const tilt = contrast(({ logSize, logGap }) => weight * logSize - (1 - weight) * logGap);
    return assessed(
      revengeTrading,
      {
        effect: tilt.difference,
        standardError: tilt.standardError,
        pValue: Math.min(
          1,
          directionalPValue(tilt.upperTail, tilt.lowerTail) / (1 - levelOfPace),
          directionalPValue(speed.upperTail, speed.lowerTail) / levelOfPace,
        ),
      },
      population,
      prior,
      {
        sampleSize: tilt.observations,
        confounds: ["deliberate-sizing-rule"],
        evidence: days.flatMap(moreAfterLoss),
        counts: {
          pairs: tilt.observations,
          pairsAfterLoss: tilt.treated,
          days: tilt.strata,
          factor: Math.exp(tilt.difference),
          weightOfSize: weight,
          sizeRatio: Math.exp(size.difference),
          sizeStandardError: size.standardError,
          sizeUpperTail: size.upperTail,
          gapRatio: Math.exp(-speed.difference),
          gapStandardError: speed.standardError,
          gapUpperTail: speed.upperTail,
        },
      },
      options,
    );
  },
};

/** The weight of log size beside minus log gap, 1 - weight: by the inverse of the variances within days. */
function weightOfSize(days: readonly (readonly ReEntry[])[]): number {
  const ofSize = deviationWithin(days, ({ logSize }) => logSize);
  const ofGap = deviationWithin(days, ({ logGap }) => logGap);
  const size = Math.max(ofSize, leastShare * ofGap);
  const gap = Math.max(ofGap, leastShare * ofSize);
  // neither varies: nothing can be learnt, whatever the weights
  return size === 0 ? 0.5 : gap ** 2 / (size ** 2 + gap ** 2);
}

function deviationWithin(days: readonly (readonly ReEntry[])[], value: (entry: ReEntry) => number): number {
  let squares = 0;
  let freedom = 0;
  for (const day of days) {
    const mean = day.reduce((sum, entry) => sum + value(entry), 0) / day.length;
    for (const entry of day) squares += (value(entry) - mean) ** 2;
    freedom += day.length - 1;
  }
  return freedom === 0 ? 0 : Math.sqrt(squares / freedom);
}

/** Trades after losses that were larger than the day's average after gains, or sooner. */
function moreAfterLoss(day: readonly ReEntry[]): readonly string[] {
  const calm = day.filter(({ afterLoss }) => !afterLoss);
  const usual = calm.reduce((sum, { logSize }) => sum + logSize, 0) / calm.length;
  const wait = calm.reduce((sum, { logGap }) => sum + logGap, 0) / calm.length;
  return day.flatMap(({ afterLoss, logSize, logGap, trades }) =>
    afterLoss && (logSize > usual || logGap < wait) ? trades : [],
  );
}
