import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { activeTerm } from "./active-term.ts";
import { averageDrawdown, type AverageDrawdown } from "./average-drawdown.ts";
import { cdar, type Cdar } from "./cdar.ts";
import { cvarRange, type CvarRange } from "./cvar-range.ts";
import { cvar, type Cvar } from "./cvar.ts";
import { edar, type Edar } from "./edar.ts";
import { evar, type Evar } from "./evar.ts";
import { downsideVariance, type DownsideVariance } from "./downside-variance.ts";
import { flpm, type Flpm } from "./flpm.ts";
import { gini, type Gini } from "./gini.ts";
import { mad, type Mad } from "./mad.ts";
import { maxDrawdown, type MaxDrawdown } from "./max-drawdown.ts";
import { range, type Range } from "./range.ts";
import type { RiskKind, RiskTerm } from "./risk-kind.ts";
import { semivariance, type Semivariance } from "./semivariance.ts";
import { slpm, type Slpm } from "./slpm.ts";
import { standardDeviation, type StandardDeviation } from "./standard-deviation.ts";
import { tailGini, type TailGini } from "./tail-gini.ts";
import { ulcer, type Ulcer } from "./ulcer.ts";
import { variance, type Variance } from "./variance.ts";
import { worst, type Worst } from "./worst.ts";

/** A kind of risk with its own parameters. */
type RiskOfKind =
  | Variance
  | StandardDeviation
  | Cvar
  | Worst
  | Range
  | CvarRange
  | Mad
  | Flpm
  | Semivariance
  | DownsideVariance
  | Slpm
  | AverageDrawdown
  | Cdar
  | Edar
  | Evar
  | Gini
  | MaxDrawdown
  | TailGini
  | Ulcer;

/** What every kind of risk takes. */
export interface RelativeRisk {
  /**
   * `"benchmark"` counts the risk of the difference from the problem's `benchmark`: standard deviation becomes tracking
   * error, CVaR active CVaR. @defaultValue the portfolio's own risk
   */
  readonly relativeTo?: "benchmark" | undefined;
}

/** A risk measure, as data. */
export type Risk = RiskOfKind & RelativeRisk;

/** Every kind of risk: the dispatcher, the schema and the docs are made from this table. */
export const riskKinds: { readonly [Kind in Risk["kind"]]: RiskKind<Extract<RiskOfKind, { kind: Kind }>> } = {
  variance,
  "standard-deviation": standardDeviation,
  cvar,
  worst,
  range,
  "cvar-range": cvarRange,
  mad,
  flpm,
  semivariance,
  "downside-variance": downsideVariance,
  slpm,
  evar,
  "max-drawdown": maxDrawdown,
  "average-drawdown": averageDrawdown,
  cdar,
  ulcer,
  edar,
  gini,
  "tail-gini": tailGini,
};

/** Schema of {@link Risk}. */
export const RiskSchema: MemberSchema<Risk> = z.discriminatedUnion(
  "kind",
  Object.values(riskKinds).map(({ schema }) =>
    (schema as unknown as z.ZodObject).extend({ relativeTo: z.literal("benchmark").optional() }),
  ) as unknown as [MemberSchema<Risk>],
);

/** Binds a risk of any kind to a problem's data. */
export function bindRisk(risk: Risk, context: ProblemContext, argument: string): RiskTerm {
  const term = (riskKinds[risk.kind] as unknown as RiskKind<Risk>).bind(risk, context, argument);
  return risk.relativeTo === undefined ? term : activeTerm(term, context.requireBenchmark(argument));
}
