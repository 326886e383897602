import * as z from "zod";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { CostKind } from "./cost-kind.ts";
import { fixedTicketCost, type FixedTicketCost } from "./fixed-ticket.ts";
import { linearCost, type LinearCost } from "./linear-cost.ts";

/** A cost or penalty in the objective, as data. */
export type Cost = LinearCost | FixedTicketCost;

/** Every kind of cost: the dispatcher, the schema and the docs are made from this table. */
export const costKinds: {
  readonly [Kind in Cost["kind"]]: CostKind<Extract<Cost, { kind: Kind }>>;
} = {
  linear: linearCost,
  "fixed-ticket": fixedTicketCost,
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
