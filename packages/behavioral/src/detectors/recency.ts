import type { Detector } from "./detector.ts";
import { pastReturnFinding } from "./past-return-choice.ts";

/**
 * Recency: buying what has risen of late. The effect is the coefficient of the past return's rank (0 to 1; four monthly
 * returns, each weighing .56 of the next) in a conditional logit over the assets not held that could have been bought.
 * A momentum strategy looks the same.
 */
export const recency: Detector = {
  key: "recency",
  method: "conditional logit of purchases on past-return rank",
  minimumSampleSize: 20,
  detect: (evidence, options) => pastReturnFinding(recency, 1, "momentum-strategy", evidence, options),
};
