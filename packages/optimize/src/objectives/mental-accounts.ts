import { invalidInput } from "@plimsoll/core";
import { normalQuantile } from "@plimsoll/numeric";
import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import type { Account } from "../program/goal.ts";
import { requireLinear } from "../program/linear-only.ts";
import { deviationTerm } from "../risks/standard-deviation.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/** A goal with the part of the wealth that is set aside for it. */
export interface MentalAccount {
  readonly name: string;
  /** Of the whole wealth, above 0; the shares of all accounts sum to 1. */
  readonly share: number;
  /** Return that shall be reached, in the unit of `mean`; -0.1 for a loss of a tenth. */
  readonly threshold: number;
  /** Largest probability of falling short of it, above 0 and at most .5. */
  readonly probability: number;
}

/**
 * Several goals, each with a portfolio of its own: the greatest expected return that falls short of the account's
 * threshold with at most its probability, returns being normal: mean'w - z sqrt(w'Qw) >= threshold (Das, Markowitz,
 * Scheid & Statman 2010). Every constraint holds in every account. The weights are those of all accounts together;
 * `metrics.accounts` has each account's own, with the risk aversion that its goal implies.
 *
 * @example
 * ```ts
 * import { optimize } from "@plimsoll/optimize";
 *
 * const { metrics } = await optimize({
 *   assets: ["BONDS", "STOCKS", "GROWTH"],
 *   mean: [0.05, 0.1, 0.25],
 *   covariance: [[0.0025, 0, 0], [0, 0.04, 0.02], [0, 0.02, 0.25]],
 *   periodsPerYear: 1,
 *   objective: {
 *     kind: "mental-accounts",
 *     accounts: [
 *       { name: "retirement", share: 0.8, threshold: -0.1, probability: 0.05 },
 *       { name: "bequest", share: 0.2, threshold: -0.15, probability: 0.2 },
 *     ],
 *   },
 * });
 * for (const { name, expectedReturn, volatility } of metrics.accounts!)
 *   console.log(name, expectedReturn.toFixed(4), volatility.toFixed(4));
 * // retirement 0.1023 0.1230
 * // bequest 0.2367 0.4594
 * ```
 */
export interface MentalAccounts {
  readonly kind: "mental-accounts";
  readonly accounts: readonly MentalAccount[];
}

/** Schema of {@link MentalAccounts}. */
export const MentalAccountsSchema: MemberSchema<MentalAccounts> = z.strictObject({
  kind: z.literal("mental-accounts"),
  accounts: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        share: z.number().gt(0).lte(1),
        threshold: z.number(),
        probability: z.number().gt(0).lte(0.5),
      }),
    )
    .min(1),
});

/** Mental accounts. */
export const mentalAccounts: ObjectiveKind<MentalAccounts> = {
  kind: "mental-accounts",
  summary: "Goals with `accounts` of their own: of each the greatest mean that seldom falls short of its threshold.",
  schema: MentalAccountsSchema,
  lower(objective: MentalAccounts, context: ProblemContext, builder: ProgramBuilder): LoweredObjective {
    context.requirePeriodicity("objective.accounts");
    const mean = context.requireMean("objective");
    const covariance = context.requireCovariance("objective");
    requireLinear(builder.build(), "mental-accounts");
    return {
      goal: { form: "accounts", sense: "maximize", mean, covariance, accounts: readAccounts(objective.accounts) },
      reported: deviationTerm(covariance),
      riskFreeRate: 0,
    };
  },
};

function readAccounts(given: readonly MentalAccount[]): readonly Account[] {
  const repeated = given.find(({ name }, k) => given.findIndex((other) => other.name === name) !== k);
  if (repeated !== undefined)
    throw invalidInput(
      "objective.accounts",
      `two accounts are called "${repeated.name}": give each a name of its own`,
      {
        reason: "repeated-name",
      },
    );
  const total = given.reduce((sum, { share }) => sum + share, 0);
  if (Math.abs(total - 1) > 1e-9)
    throw invalidInput("objective.accounts", `the shares of the accounts sum to ${total}: expected 1`, {
      expected: "sum 1",
      received: String(total),
    });
  return given.map(({ name, share, threshold, probability }) => ({
    name,
    share: share / total,
    threshold,
    // + 0: at a half it is no negative zero
    deviations: 0 - normalQuantile(probability) + 0,
  }));
}
