import type { QuantileType } from "@plimsoll/numeric";
import type * as z from "zod";

/** Which mean of the tail an expected shortfall takes; see numeric's `CvarOptions`. */
export type ShortfallEstimator = "exact" | "mean-beyond";

/** Settings that several methods read; each method names in its conventions those it used. */
export interface TailSettings {
  /** Quantile type of empirical methods. @defaultValue 7 */
  readonly quantileType: QuantileType;
  /** Tail mean of empirical methods. @defaultValue "exact" */
  readonly estimator: ShortfallEstimator;
  /** The deviation of moment methods divides by n - ddof. @defaultValue 1 */
  readonly ddof: number;
  /** What Cornish-Fisher does outside its domain. @defaultValue "throw" */
  readonly outOfDomain: "throw" | "allow";
}

/** What a method computes from: a clean series, oldest first. */
export interface TailInput {
  readonly series: Float64Array;
  readonly confidence: number;
  /** 1 - confidence. */
  readonly tail: number;
  readonly settings: TailSettings;
}

/** What a method did, in words and numbers. */
export type Conventions = Readonly<Record<string, string | number | boolean>>;

/** A one-period estimate. */
export interface TailEstimate {
  readonly value: number;
  readonly standardError: number;
  /** The derivative of the value by each return, where the method has one: contributions to risk come from it. */
  readonly gradient?: () => Float64Array;
  readonly conventions: Conventions;
}

/** One way to estimate the tail: every file of this folder exports one. */
export interface TailMethod<Spec extends { readonly kind: string }> {
  readonly kind: Spec["kind"];
  readonly schema: z.ZodType<Spec>;
  /** Fewest observations that determine the estimate. */
  readonly minimum: number;
  readonly valueAtRisk: (input: TailInput, spec: Spec) => TailEstimate;
  readonly expectedShortfall: (input: TailInput, spec: Spec) => TailEstimate;
}
