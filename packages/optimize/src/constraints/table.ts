import * as z from "zod";
import type { MemberSchema } from "../problem/member-schema.ts";
import { bounds, type Bounds } from "./bounds.ts";
import { budget, type Budget } from "./budget.ts";
import { cardinality, type Cardinality } from "./cardinality.ts";
import type { ConstraintKind } from "./constraint-kind.ts";
import { factorExposure, type FactorExposure } from "./factor-exposure.ts";
import { grossExposure, type GrossExposure } from "./gross-exposure.ts";
import { group, type Group } from "./group.ts";
import { implies, type Implies } from "./implies.ts";
import { linear, type Linear } from "./linear.ts";
import { mutuallyExclusive, type MutuallyExclusive } from "./mutually-exclusive.ts";
import { netExposure, type NetExposure } from "./net-exposure.ts";
import { riskLimit, type RiskLimit } from "./risk-limit.ts";
import { score, type Score } from "./score.ts";
import { threshold, type Threshold } from "./threshold.ts";
import { trackingError, type TrackingError } from "./tracking-error.ts";
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
  | RiskLimit;

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
