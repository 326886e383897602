import type { Evidence } from "../choice-set/evidence.ts";
import type { BiasKey } from "./bias-key.ts";
import type { BiasResult } from "./bias-result.ts";

/** What a detector finds: all of a {@link BiasResult} but what the report adds when it has them all. */
export type Finding = Omit<BiasResult, "adjustedPValue">;

/** What every detector is told. */
export interface DetectorOptions {
  /** Standard deviation of the prior on the effect, where the caller replaces the documented one. */
  readonly priorStandardDeviation?: number | undefined;
  /** Seed of the draws of permutation tests and resampling. */
  readonly seed: number;
}

/** One bias: how it is estimated, what it takes, and the estimate itself. */
export interface Detector {
  readonly key: BiasKey;
  /** The estimator's name with its source. */
  readonly method: string;
  /** Fewer informative observations than this and the answer is `"insufficient"`, whatever they show. */
  readonly minimumSampleSize: number;
  readonly detect: (evidence: Evidence, options: DetectorOptions) => Finding;
}
