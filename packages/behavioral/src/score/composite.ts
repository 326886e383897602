import { type BiasKey, biasKeys } from "../detectors/bias-key.ts";
import type { BiasResult } from "../detectors/bias-result.ts";

/** One number for all biases that could be judged. */
export interface CompositeScore {
  /** 0 to 100: the mean score of `detectors`; `null` where no bias could be judged. */
  readonly score: number | null;
  /** 80 % interval, the detectors' errors taken as independent. */
  readonly interval: readonly [number, number] | null;
  readonly detectors: readonly BiasKey[];
}

/**
 * The mean of the scores of the biases with status `"ok"`. The distances of the interval's ends from the score are the
 * root of the summed squares of the detectors' own, over their number.
 */
export function compositeScore(biases: { readonly [Key in BiasKey]?: BiasResult }): CompositeScore {
  const judged = biasKeys.flatMap((key) => {
    const result = biases[key];
    if (result?.score == null || result.interval === null) return [];
    return [{ key, score: result.score, low: result.interval[0], high: result.interval[1] }];
  });
  const count = judged.length;
  if (count === 0) return { score: null, interval: null, detectors: [] };
  const score = judged.reduce((sum, detector) => sum + detector.score, 0) / count;
  const below = Math.hypot(...judged.map((detector) => Math.max(0, detector.score - detector.low))) / count;
  const above = Math.hypot(...judged.map((detector) => Math.max(0, detector.high - detector.score))) / count;
  return {
    score,
    interval: [Math.max(0, score - below), Math.min(100, score + above)],
    detectors: judged.map(({ key }) => key),
  };
}
