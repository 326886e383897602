import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { cvarRange, type CvarRange } from "./cvar-range.ts";
import { cvar, type Cvar } from "./cvar.ts";
import { flpm, type Flpm } from "./flpm.ts";
import { mad, type Mad } from "./mad.ts";
import { range, type Range } from "./range.ts";
import type { RiskKind, RiskTerm } from "./risk-kind.ts";
import { standardDeviation, type StandardDeviation } from "./standard-deviation.ts";
import { variance, type Variance } from "./variance.ts";
import { worst, type Worst } from "./worst.ts";

/** A risk measure, as data. */
export type Risk = Variance | StandardDeviation | Cvar | Worst | Range | CvarRange | Mad | Flpm;

/** Every kind of risk: the dispatcher, the schema and the docs are made from this table. */
export const riskKinds: { readonly [Kind in Risk["kind"]]: RiskKind<Extract<Risk, { kind: Kind }>> } = {
  variance,
  "standard-deviation": standardDeviation,
  cvar,
  worst,
  range,
  "cvar-range": cvarRange,
  mad,
  flpm,
};

/** Schema of {@link Risk}. */
export const RiskSchema: MemberSchema<Risk> = z.discriminatedUnion(
  "kind",
  Object.values(riskKinds).map((kind) => kind.schema) as unknown as [MemberSchema<Risk>],
);

/** Binds a risk of any kind to a problem's data. */
export function bindRisk(risk: Risk, context: ProblemContext, argument: string): RiskTerm {
  return (riskKinds[risk.kind] as unknown as RiskKind<Risk>).bind(risk, context, argument);
}
