import type { QuantileType, RandomStream } from "@plimsoll/numeric";
import type * as z from "zod";
import type { TailPanel } from "../input/return-series.ts";

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

/** A portfolio's series and, for methods that simulate assets, the panel behind it. */
export interface TailSample {
  /** Clean, oldest first. */
  readonly series: Float64Array;
  /** `null` where the returns came as one series or the method doesn't look at assets. */
  readonly panel: TailPanel | null;
}

/** What a method computes from. */
export interface TailInput extends TailSample {
  readonly confidence: number;
  /** 1 - confidence. */
  readonly tail: number;
  /** Periods ahead that the method is to reach by itself; 1 where the caller scales. */
  readonly horizon: number;
  readonly settings: TailSettings;
}

/** What a method did, in words and numbers. */
export type Conventions = Readonly<Record<string, string | number | boolean>>;

/** An estimate over the horizon of the input. */
export interface TailEstimate {
  readonly value: number;
  readonly standardError: number;
  /** The derivative of the value by each return, where the method has one: contributions to risk come from it. */
  readonly gradient?: () => Float64Array;
  /** The derivative of the value by each weight, for methods that simulate the assets. */
  readonly marginals?: () => Float64Array;
  readonly conventions: Conventions;
}

/** Draws one portfolio return over `horizon` periods; the same stream gives the same draws. */
export type PathSampler = (stream: RandomStream) => number;

/** How a value of one period becomes one of several. */
export type HorizonScaling = "square-root-of-time" | "simulation";

/** One way to estimate the tail: every file of this folder exports one. */
export interface TailMethod<Spec extends { readonly kind: string }> {
  readonly kind: Spec["kind"];
  readonly schema: z.ZodType<Spec>;
  /** Fewest observations that determine the estimate. */
  readonly minimum: number;
  /** How the method reaches more than one period unless told otherwise. */
  readonly scaling: HorizonScaling;
  readonly valueAtRisk: (input: TailInput, spec: Spec) => TailEstimate;
  readonly expectedShortfall: (input: TailInput, spec: Spec) => TailEstimate;
  /**
   * The law of one period as a sampler, compounded over the horizon of the input; `null` where the method simulates by
   * itself.
   */
  readonly sampler: ((input: TailInput, spec: Spec) => PathSampler) | null;
}

/** A sampler that compounds independent draws of one period. */
export function compounded(horizon: number, draw: (stream: RandomStream) => number): PathSampler {
  return (stream) => {
    let wealth = 1;
    for (let step = 0; step < horizon; step++) wealth *= 1 + draw(stream);
    return wealth - 1;
  };
}
