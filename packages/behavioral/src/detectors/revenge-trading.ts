import type { Evidence } from "../choice-set/evidence.ts";
import { byDay, hasTimesOfDay, type ReEntry, reEntries } from "../estimate/re-entries.ts";
import { type StratifiedContrast, stratifiedPermutation } from "../estimate/stratified-permutation.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient, notIdentifiable } from "./finding.ts";

/**
 * Log size after losses less log size after gains. No study gives its mean over investors: h is set so that positions a
 * quarter larger after losses score 50 (the smaller tilt of the power table in golden/behavioral.md), and investors are
 * taken to differ by as much.
 */
const population: Population = { mean: Math.log(1.25), standardDeviation: Math.log(1.25) };
const prior: number = Math.hypot(population.mean, population.standardDeviation);

/**
 * Revenge trading: larger positions after losses than after gains of the same day.
 *
 * A pair is a closing and the next position opened that day; log size after losses is compared with log size after gains
 * within each day, by permutation, so that bad days (more losses, larger positions) are no evidence. The speed of the
 * return, minus the logarithm of the gap, is tested in the same way and stands in `counts`; it has no part in the score,
 * because gaps vary more than twice as much as sizes do and would drown them. One-sided chances of so large a tilt are
 * `sizeUpperTail` and `speedUpperTail`.
 */
export const revengeTrading: Detector = {
  key: "revengeTrading",
  method: "within-day permutation of log size after losses against gains",
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
    return assessed(
      revengeTrading,
      { effect: size.difference, standardError: size.standardError, pValue: size.pValue },
      population,
      prior,
      {
        sampleSize: size.observations,
        confounds: ["deliberate-sizing-rule"],
        evidence: days.flatMap(largerAfterLoss),
        counts: {
          pairs: size.observations,
          pairsAfterLoss: size.treated,
          days: size.strata,
          sizeRatio: Math.exp(size.difference),
          sizeUpperTail: size.upperTail,
          gapRatio: Math.exp(-speed.difference),
          speedDifference: speed.difference,
          speedStandardError: speed.standardError,
          speedPValue: speed.pValue,
          speedUpperTail: speed.upperTail,
        },
      },
      options,
    );
  },
};

/** Trades after losses that were larger than the day's average after gains. */
function largerAfterLoss(day: readonly ReEntry[]): readonly string[] {
  const calm = day.filter(({ afterLoss }) => !afterLoss);
  const usual = calm.reduce((sum, { logSize }) => sum + logSize, 0) / calm.length;
  return day.flatMap(({ afterLoss, logSize, trades }) => (afterLoss && logSize > usual ? trades : []));
}
