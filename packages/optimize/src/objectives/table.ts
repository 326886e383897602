import * as z from "zod";
import type { MemberSchema } from "../problem/member-schema.ts";
import { equalWeight, type EqualWeight } from "./equal-weight.ts";
import { inverseVolatility, type InverseVolatility } from "./inverse-volatility.ts";
import { kelly, type Kelly } from "./kelly.ts";
import { linearLossAversion, type LinearLossAversion } from "./linear-loss-aversion.ts";
import { maxDiversification, type MaxDiversification } from "./max-diversification.ts";
import { maxRatio, type MaxRatio } from "./max-ratio.ts";
import { maxReturn, type MaxReturn } from "./max-return.ts";
import { maxUtility, type MaxUtility } from "./max-utility.ts";
import { minRisk, type MinRisk } from "./min-risk.ts";
import { minTrackingError, type MinTrackingError } from "./min-tracking-error.ts";
import { mentalAccounts, type MentalAccounts } from "./mental-accounts.ts";
import { minimaxRegret, type MinimaxRegret } from "./minimax-regret.ts";
import type { ObjectiveKind } from "./objective-kind.ts";
import { prospectUtility, type ProspectUtility } from "./prospect-utility.ts";
import { riskBudget, type RiskBudget } from "./risk-budget.ts";

/** What to optimise, as data. */
export type Objective =
  | MinRisk
  | MaxReturn
  | MaxUtility
  | MaxRatio
  | RiskBudget
  | MaxDiversification
  | MinTrackingError
  | Kelly
  | LinearLossAversion
  | MinimaxRegret
  | MentalAccounts
  | ProspectUtility
  | EqualWeight
  | InverseVolatility;

/** Every kind of objective: the dispatcher, the schema and the docs are made from this table. */
export const objectiveKinds: {
  readonly [Kind in Objective["kind"]]: ObjectiveKind<Extract<Objective, { kind: Kind }>>;
} = {
  "min-risk": minRisk,
  "max-return": maxReturn,
  "max-utility": maxUtility,
  "max-ratio": maxRatio,
  "risk-budget": riskBudget,
  "max-diversification": maxDiversification,
  "min-tracking-error": minTrackingError,
  kelly,
  "linear-loss-aversion": linearLossAversion,
  "minimax-regret": minimaxRegret,
  "mental-accounts": mentalAccounts,
  "prospect-utility": prospectUtility,
  "equal-weight": equalWeight,
  "inverse-volatility": inverseVolatility,
};

/** Schema of {@link Objective}. */
export const ObjectiveSchema: MemberSchema<Objective> = z.discriminatedUnion(
  "kind",
  Object.values(objectiveKinds).map((kind) => kind.schema) as unknown as [MemberSchema<Objective>],
);

/** The entry of the table for an objective. */
export function objectiveKindOf(objective: Objective): ObjectiveKind<Objective> {
  return (objectiveKinds as Readonly<Record<string, unknown>>)[objective.kind] as ObjectiveKind<Objective>;
}
