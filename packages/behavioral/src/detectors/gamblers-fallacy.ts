import type { Detector } from "./detector.ts";
import { pastReturnFinding } from "./past-return-choice.ts";

/**
 * The gambler's fallacy: buying what has fallen of late, as if it were due. {@link recency} with the opposite sign; a
 * contrarian or value strategy looks the same.
 */
export const gamblersFallacy: Detector = {
  key: "gamblersFallacy",
  method: "conditional logit of purchases on past-return rank, reversed",
  minimumSampleSize: 20,
  detect: (evidence, options) => pastReturnFinding(gamblersFallacy, -1, "contrarian-strategy", evidence, options),
};
