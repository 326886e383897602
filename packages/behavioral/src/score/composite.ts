import { type BiasKey, biasKeys } from "../detectors/bias-key.ts";
import type { BiasResult } from "../detectors/bias-result.ts";

/** One number for all biases that could be judged. */
export interface CompositeScore {
  /** 0 to 100; `null` where no bias could be judged. */
  readonly score: number | null;
  /** 80 % interval. */
  readonly interval: readonly [number, number] | null;
  /** The biases with status `"ok"` behind it, in the report's order. */
  readonly detectors: readonly BiasKey[];
}

/**
 * The questions that the detectors ask, by family. Biases of one question are opposites, of which an investor has one at
 * most: the higher score answers it.
 */
export const compositeFamilies: readonly (readonly (readonly BiasKey[])[])[] = [
  // what is sold
  [["disposition"], ["anchoring"], ["regretAversion"]],
  // what is bought
  [["recency", "gamblersFallacy"], ["herding"], ["attention"], ["lotteryPreference"]],
  // what follows gains and losses
  [["lossAversion"], ["panicSelling"], ["revengeTrading"], ["houseMoney"], ["breakEven"]],
  // how much, and how it is looked at
  [["overconfidence"], ["narrowFraming"], ["statusQuo"], ["confirmation"]],
  // how it is spread
  [["underDiversification"], ["homeBias"]],
];

interface Judged {
  readonly score: number;
  readonly below: number;
  readonly above: number;
}

/**
 * The composite of the biases with status `"ok"`: the mean over families of the mean over their questions, so that three
 * views of one habit do not count three times. Families and questions that could not be judged are left out, not
 * counted as zero.
 *
 * Interval: the distances of the scores' 80 % ends from the scores, averaged within a family (its detectors read the same
 * trades) and added in squares between families (taken as independent), cut to 0..100.
 */
export function compositeScore(biases: { readonly [Key in BiasKey]?: BiasResult }): CompositeScore {
  const detectors = new Set<BiasKey>();
  const judged = compositeFamilies.flatMap((questions) => {
    const answers = questions.flatMap((keys) => {
      const known = keys.flatMap((key) => {
        const answer = judge(biases[key]);
        if (answer !== null) detectors.add(key);
        return answer ?? [];
      });
      return known.length === 0 ? [] : [known.reduce((best, answer) => (answer.score > best.score ? answer : best))];
    });
    return answers.length === 0 ? [] : [meanOf(answers)];
  });
  if (judged.length === 0) return { score: null, interval: null, detectors: [] };
  const { score } = meanOf(judged);
  const below = Math.hypot(...judged.map((family) => family.below)) / judged.length;
  const above = Math.hypot(...judged.map((family) => family.above)) / judged.length;
  return {
    score,
    interval: [Math.max(0, score - below), Math.min(100, score + above)],
    detectors: biasKeys.filter((key) => detectors.has(key)),
  };
}

function judge(result: BiasResult | undefined): Judged | null {
  if (result?.status !== "ok" || result.score === null || result.interval === null) return null;
  const [low, high] = result.interval;
  return {
    score: result.score,
    below: Math.max(0, result.score - low),
    above: Math.max(0, high - result.score),
  };
}

function meanOf(all: readonly Judged[]): Judged {
  const mean = (value: (one: Judged) => number): number => all.reduce((sum, one) => sum + value(one), 0) / all.length;
  return { score: mean(({ score }) => score), below: mean(({ below }) => below), above: mean(({ above }) => above) };
}
