import type { Detector } from "./detector.ts";
import { runningProfitFinding } from "./running-profit-finding.ts";

/**
 * The house-money effect (Thaler & Johnson 1990): larger positions while the day shows a gain than while it shows a loss.
 *
 * The slope of log size on the sign of the profit realised so far that day, with a level for each day and the last outcome
 * held equal, so that revenge after the last loss is neither; scores by day are tested (clustered errors), so that trends
 * within days are none either. The effect is in standard deviations of log size; it is that of `breakEven` with the sign
 * turned round, because being ahead and being behind are one comparison; each p-value is two-sided with nine tenths of its level
 * on the side of its own bias. The permutation within days without the control stands in `counts` as `plainPValue`.
 */
export const houseMoney: Detector = {
  key: "houseMoney",
  method: "within-day slope of log size on running profit, last outcome held equal",
  minimumSampleSize: 10,
  detect: (evidence, options) => runningProfitFinding(houseMoney, 1, evidence, options),
};
