import { invalidInput } from "@plimsoll/core";
import { gemv, smallestWeightingPower, tverskyKahneman1992 } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import type { ValueFunction } from "../program/goal.ts";
import { impliedBox } from "../program/implied-box.ts";
import { requireLinear } from "../program/linear-only.ts";
import type { Program } from "../program/program.ts";
import { deviationTerm } from "../risks/standard-deviation.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/** y^alpha for gains, -lambda (-y)^beta for losses (Tversky & Kahneman 1992). */
export interface PowerUtility {
  readonly kind: "power";
  /** Above 0. @defaultValue 0.88 */
  readonly alpha?: number | undefined;
  /** Above 0. @defaultValue 0.88 */
  readonly beta?: number | undefined;
  /** Loss aversion, above 0. @defaultValue 2.25 */
  readonly lambda?: number | undefined;
}

/** 1 - exp(-gain y) for gains, -lambda (1 - exp(loss y)) for losses: bounded, and steeper for losses where `loss` is above `gain`. */
export interface ExponentialUtility {
  readonly kind: "exponential";
  /** Above 0, in units of 1 / return. */
  readonly gain: number;
  /** Above 0, in units of 1 / return. */
  readonly loss: number;
  /** Above 0. @defaultValue 1 */
  readonly lambda?: number | undefined;
}

/**
 * Greatest value to an investor of cumulative prospect theory (Tversky & Kahneman 1992, definition 47), exact: gains and
 * losses from a reference, weighted by rank. The value is not concave and has many local maxima: a multistart search
 * from the mean-variance frontier, and the certificate's bound says how far from the best its answer can be at most. With
 * few assets that proves it (`"optimal"`); otherwise the status is `"feasible"`. Every weight needs finite bounds, its own
 * or by the budget, because power utility grows without limit in the leverage, or is greatest at none.
 *
 * @example
 * ```ts
 * import { optimize } from "@plimsoll/optimize";
 *
 * const assets = ["A", "B", "C"];
 * const values = [[0.2, 0.05, 0.03], [-0.1, 0.06, 0.03], [0.02, 0.1, 0.03]];
 * const { status, weights, certificate } = await optimize({
 *   assets,
 *   scenarios: { assets, values },
 *   objective: { kind: "prospect-utility" },
 * });
 * console.log(status, weights["B"]!.toFixed(3), certificate.boundIs, certificate.gap < 1e-4);
 * // optimal 0.968 verified true
 * ```
 */
export interface ProspectUtility {
  readonly kind: "prospect-utility";
  /** @defaultValue power, as Tversky & Kahneman (1992) */
  readonly utility?: PowerUtility | ExponentialUtility | undefined;
  /** Weighting of probabilities of gains, at least .279204; 1 is none. @defaultValue 0.61 */
  readonly gamma?: number | undefined;
  /** Of losses. @defaultValue 0.69 */
  readonly delta?: number | undefined;
  /** Return of one scenario that is neither gain nor loss. @defaultValue 0 */
  readonly reference?: number | undefined;
  /** `"benchmark"` counts gains and losses from the return of the problem's `benchmark` plus `reference`. @defaultValue from `reference` alone */
  readonly relativeTo?: "benchmark" | undefined;
  /** From how many portfolios the search starts. @defaultValue 12 */
  readonly starts?: number | undefined;
  /** Of the portfolios that are drawn. @defaultValue 0 */
  readonly seed?: number | undefined;
}

const positive = z.number().positive().optional();
const power = z.number().min(smallestWeightingPower).optional();

/** Schema of {@link ProspectUtility}. */
export const ProspectUtilitySchema: MemberSchema<ProspectUtility> = z.strictObject({
  kind: z.literal("prospect-utility"),
  utility: z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("power"), alpha: positive, beta: positive, lambda: positive }),
      z.strictObject({
        kind: z.literal("exponential"),
        gain: z.number().positive(),
        loss: z.number().positive(),
        lambda: positive,
      }),
    ])
    .optional(),
  gamma: power,
  delta: power,
  reference: z.number().optional(),
  relativeTo: z.literal("benchmark").optional(),
  starts: z.int().min(1).max(1000).optional(),
  seed: z.int().optional(),
});

/** Prospect utility. */
export const prospectUtility: ObjectiveKind<ProspectUtility> = {
  kind: "prospect-utility",
  summary:
    "Greatest value by cumulative prospect theory, exact; not convex: found by multistart, with a bound on the best.",
  schema: ProspectUtilitySchema,
  lower(objective: ProspectUtility, context: ProblemContext, builder: ProgramBuilder): LoweredObjective {
    const { gamma, delta } = tverskyKahneman1992;
    const scenarios = context.requireScenarios("objective");
    const program = builder.build();
    requireLinear(program, "prospect-utility");
    requireBox(program);
    const references =
      objective.relativeTo === undefined
        ? new Float64Array(scenarios.rows)
        : gemv(scenarios.values, scenarios.rows, context.size, context.requireBenchmark("objective.relativeTo"));
    return {
      goal: {
        form: "prospect",
        sense: "maximize",
        scenarios,
        references: references.map((value) => value + (objective.reference ?? 0)),
        worth: worthOf(objective.utility),
        gamma: objective.gamma ?? gamma,
        delta: objective.delta ?? delta,
        starts: objective.starts ?? 12,
        seed: objective.seed ?? 0,
      },
      reported: context.covariance === undefined ? undefined : deviationTerm(context.covariance),
      riskFreeRate: 0,
    };
  },
};

function worthOf(utility: ProspectUtility["utility"]): ValueFunction {
  if (utility?.kind === "exponential")
    return { kind: "exponential", gain: utility.gain, loss: utility.loss, lambda: utility.lambda ?? 1 };
  const { alpha, beta, lambda } = tverskyKahneman1992;
  return {
    kind: "power",
    alpha: utility?.alpha ?? alpha,
    beta: utility?.beta ?? beta,
    lambda: utility?.lambda ?? lambda,
  };
}

/** Throws unless all weights are bounded: an infinite bound would be the answer, or never reached. */
function requireBox(program: Program): void {
  const { lower, upper } = impliedBox(program);
  const open = program.assets.findIndex((_, i) => !Number.isFinite(lower[i]!) || !Number.isFinite(upper[i]!));
  if (open < 0) return;
  throw invalidInput(
    "constraints",
    `prospect utility needs limits on every weight, as it may grow without limit in the leverage: "${program.assets[open]}" has none ${Number.isFinite(lower[open]!) ? "above" : "below"}; add bounds, or a limit on gross exposure`,
    { reason: "unbounded" },
  );
}
