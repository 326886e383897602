import * as z from "zod";
import type { MemberSchema } from "../problem/member-schema.ts";
import { borrowCost, type BorrowCost } from "./borrow-cost.ts";
import type { CostKind } from "./cost-kind.ts";
import { fixedTicketCost, type FixedTicketCost } from "./fixed-ticket.ts";
import { l1Penalty, type L1Penalty } from "./l1-penalty.ts";
import { l2Penalty, type L2Penalty } from "./l2-penalty.ts";
import { linearCost, type LinearCost } from "./linear-cost.ts";
import { managementFee, type ManagementFee } from "./management-fee.ts";
import { quadraticCost, type QuadraticCost } from "./quadratic-cost.ts";
import { threeHalvesCost, type ThreeHalvesCost } from "./three-halves-cost.ts";

/** A cost or penalty in the objective, as data. */
export type Cost =
  | LinearCost
  | FixedTicketCost
  | QuadraticCost
  | ThreeHalvesCost
  | BorrowCost
  | ManagementFee
  | L1Penalty
  | L2Penalty;

/** Every kind of cost: the dispatcher, the schema and the docs are made from this table. */
export const costKinds: {
  readonly [Kind in Cost["kind"]]: CostKind<Extract<Cost, { kind: Kind }>>;
} = {
  linear: linearCost,
  "fixed-ticket": fixedTicketCost,
  quadratic: quadraticCost,
  "three-halves": threeHalvesCost,
  borrow: borrowCost,
  "management-fee": managementFee,
  l1: l1Penalty,
  l2: l2Penalty,
};

/** Schema of {@link Cost}. */
export const CostSchema: MemberSchema<Cost> = z.discriminatedUnion(
  "kind",
  Object.values(costKinds).map((kind) => kind.schema) as unknown as [MemberSchema<Cost>],
);

/** The entry of the table for a cost. */
export function costKindOf(cost: Cost): CostKind<Cost> {
  return (costKinds as Readonly<Record<string, unknown>>)[cost.kind] as CostKind<Cost>;
}
