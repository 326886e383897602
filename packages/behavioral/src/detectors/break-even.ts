import type { Detector } from "./detector.ts";
import { runningProfitFinding } from "./running-profit-finding.ts";

/**
 * The break-even effect (Thaler & Johnson 1990; Coval & Shumway 2005): larger positions while the day shows a loss than
 * while it shows a gain. Estimated as {@link houseMoney} is, with the sign turned round.
 */
export const breakEven: Detector = {
  key: "breakEven",
  method: "within-day slope of log size on running loss, last outcome held equal",
  minimumSampleSize: 10,
  detect: (evidence, options) => runningProfitFinding(breakEven, -1, evidence, options),
};
