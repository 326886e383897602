import type { Scenarios } from "../problem/context.ts";
import type { QuadraticForm } from "../problem/quadratic-form.ts";
import type { DownsideSpec } from "./downside-spec.ts";
import type { TailSpec } from "./tail-spec.ts";

/** A risk that is a quadratic form of the weights, or the root of one: (w - centre)'Q(w - centre). */
export interface QuadraticRisk {
  readonly form: QuadraticForm;
  /** Weights from which risk is counted, such as a benchmark; undefined = 0. */
  readonly centre: Float64Array | undefined;
  /** Whether the risk is the square root of the form. */
  readonly root: boolean;
}

/** How a measure weighs the drawdowns of all dates. */
export type DrawdownGauge =
  | { readonly kind: "average" }
  | { readonly kind: "root-mean-square" }
  /** Mean of the worst `count` drawdowns, the largest where `count` is 1 at most. */
  | { readonly kind: "tail"; readonly count: number }
  /** EVaR of the drawdowns. */
  | { readonly kind: "entropic"; readonly tail: number };

/**
 * What a measure is, as data. Solvers and checker read it each in their own way, and share nothing else: the solvers have
 * a method and a cone program for each form, the checker a linear function below the measure.
 */
export type RiskShape =
  | { readonly form: "quadratic"; readonly risk: QuadraticRisk }
  /** A sum of tails of scenario losses. */
  | { readonly form: "tails"; readonly scenarios: Scenarios; readonly tails: readonly TailSpec[] }
  /** A sum of squared shortfalls of scenario returns, or its root. */
  | { readonly form: "shortfalls"; readonly scenarios: Scenarios; readonly spec: DownsideSpec; readonly root: boolean }
  /** Entropic value at risk of scenario losses. */
  | { readonly form: "entropic"; readonly scenarios: Scenarios; readonly tail: number }
  /** A measure of the drawdowns of the uncompounded path. */
  | { readonly form: "drawdowns"; readonly scenarios: Scenarios; readonly gauge: DrawdownGauge }
  /**
   * Sum of rankWeights_k loss_(k), losses downwards and weights non-increasing: 0 beyond the first `depth`, or falling
   * evenly from the first to the last where that is undefined.
   */
  | {
      readonly form: "ranks";
      readonly scenarios: Scenarios;
      readonly rankWeights: Float64Array;
      readonly depth: number | undefined;
    }
  /** -mean ln(1 + return). */
  | { readonly form: "growth"; readonly scenarios: Scenarios }
  /** sum p ln p, p = w / budget. */
  | { readonly form: "negative-entropy"; readonly budget: number };
