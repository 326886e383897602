import type { Evidence } from "../choice-set/evidence.ts";
import { directionalPValue } from "../estimate/directional-p-value.ts";
import { hasTimesOfDay } from "../estimate/re-entries.ts";
import { runningProfitEffect } from "../estimate/running-profit.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient, notIdentifiable } from "./finding.ts";

/**
 * In standard deviations of the investor's own log size. Coval & Shumway (2005): after a losing morning above-average risk
 * is 16 % likelier; chances in the ratio 1.16 around one half are .537 and .463, normal quantiles .186 apart. They give
 * no spread between traders that would fit this scale: it is taken to be as large. The mirror image serves for gains.
 */
const population: Population = { mean: 0.186, standardDeviation: 0.186 };
const prior: number = Math.hypot(population.mean, population.standardDeviation);

/** Both effects of the day's running profit are one number with two signs: larger when ahead (+1) or when behind (-1). */
export function runningProfitFinding(
  detector: Detector,
  sign: 1 | -1,
  { fills }: Evidence,
  options: DetectorOptions,
): Finding {
  if (fills.length > 1 && !hasTimesOfDay(fills)) {
    return notIdentifiable(detector, ["trades.at"], { confounds: ["times-of-day-missing"] });
  }
  const { controlled, plain, days } = runningProfitEffect(fills);
  const { slope, standardError, residualDeviation, upperTail, clusters, observations } = controlled;
  const counts = { days: clusters, pairs: observations };
  // a slope needs days on which sign and last outcome do not go together: the design, not the sizes, decides
  if (clusters < detector.minimumSampleSize || Number.isNaN(slope)) {
    return insufficient(detector, { sampleSize: clusters, counts });
  }
  const [towards, away] = sign === 1 ? [upperTail, 1 - upperTail] : [1 - upperTail, upperTail];
  const pValue = directionalPValue(towards, away);
  const unit = residualDeviation > 0 ? residualDeviation : 1;
  return assessed(
    detector,
    { effect: (sign * slope) / unit, standardError: standardError / unit, pValue },
    population,
    prior,
    {
      sampleSize: clusters,
      confounds: ["deliberate-sizing-rule"],
      evidence: days.flatMap((day) => {
        const usual = day.reduce((sum, { logSize }) => sum + logSize, 0) / day.length;
        return day.flatMap(({ runningProfit, logSize, trades }) =>
          sign * runningProfit > 0 && logSize > usual ? trades : [],
        );
      }),
      counts: {
        ...counts,
        sizeRatio: Math.exp(sign * slope),
        logSizeDeviation: residualDeviation,
        plainSizeRatio: Math.exp(sign * plain.difference),
        plainPValue: plain.pValue,
      },
    },
    options,
  );
}
