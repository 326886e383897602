import * as z from "zod";
import type { MemberSchema } from "../problem/member-schema.ts";
import { betaNeutral, type BetaNeutral } from "./beta-neutral.ts";
import { bounds, type Bounds } from "./bounds.ts";
import { budget, type Budget } from "./budget.ts";
import { cardinality, type Cardinality } from "./cardinality.ts";
import { concentration, type Concentration } from "./concentration.ts";
import type { ConstraintKind } from "./constraint-kind.ts";
import { effectiveNumber, type EffectiveNumber } from "./effective-number.ts";
import { factorExposure, type FactorExposure } from "./factor-exposure.ts";
import { grossExposure, type GrossExposure } from "./gross-exposure.ts";
import { group, type Group } from "./group.ts";
import { implies, type Implies } from "./implies.ts";
import { mutuallyExclusive, type MutuallyExclusive } from "./mutually-exclusive.ts";
import { leverage, type Leverage } from "./leverage.ts";
import { linear, type Linear } from "./linear.ts";
import { longShort, type LongShort } from "./long-short.ts";
import { netExposure, type NetExposure } from "./net-exposure.ts";
import { participation, type Participation } from "./participation.ts";
import { riskLimit, type RiskLimit } from "./risk-limit.ts";
import { score, type Score } from "./score.ts";
import { type Soft, softOver } from "./soft.ts";
import { threshold, type Threshold } from "./threshold.ts";
import { trackingError, type TrackingError } from "./tracking-error.ts";
import { tradeLimit, type TradeLimit } from "./trade-limit.ts";
import { turnover, type Turnover } from "./turnover.ts";
import { ucits51040, type Ucits51040 } from "./ucits-5-10-40.ts";

/** A constraint, as data. Text such as `"AAPL + MSFT <= 0.25"` is another way to write a `linear` one. */
export type Constraint =
  | Budget
  | Bounds
  | Group
  | Linear
  | NetExposure
  | GrossExposure
  | Turnover
  | Cardinality
  | Threshold
  | MutuallyExclusive
  | Implies
  | Ucits51040
  | FactorExposure
  | Score
  | TrackingError
  | RiskLimit
  | Leverage
  | LongShort
  | TradeLimit
  | Participation
  | BetaNeutral
  | EffectiveNumber
  | Concentration
  | Soft;

/** Every kind of constraint: the dispatcher, the schema and the docs are made from this table. */
export const constraintKinds: {
  readonly [Kind in Constraint["kind"]]: ConstraintKind<Extract<Constraint, { kind: Kind }>>;
} = {
  budget,
  bounds,
  group,
  linear,
  "net-exposure": netExposure,
  "gross-exposure": grossExposure,
  turnover,
  cardinality,
  threshold,
  "mutually-exclusive": mutuallyExclusive,
  implies,
  "ucits-5-10-40": ucits51040,
  "factor-exposure": factorExposure,
  score,
  "tracking-error": trackingError,
  "risk-limit": riskLimit,
  leverage,
  "long-short": longShort,
  "trade-limit": tradeLimit,
  participation,
  "beta-neutral": betaNeutral,
  "effective-number": effectiveNumber,
  concentration,
  soft: softOver({ schema: () => ConstraintSchema, kindOf: constraintKindOf }),
};

/** Schema of {@link Constraint}. */
export const ConstraintSchema: MemberSchema<Constraint> = z.discriminatedUnion(
  "kind",
  Object.values(constraintKinds).map((kind) => kind.schema) as unknown as [MemberSchema<Constraint>],
);

/** The entry of the table for a constraint. */
export function constraintKindOf(constraint: Constraint): ConstraintKind<Constraint> {
  return (constraintKinds as Readonly<Record<string, unknown>>)[constraint.kind] as ConstraintKind<Constraint>;
}
