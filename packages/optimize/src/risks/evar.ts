import { riskMeasures, tailProbability } from "@plimsoll/numeric";
import * as z from "zod";
import { fitEntropicPrices } from "../certify/supports/scenario-prices.ts";
import { minimizeByNewton } from "../solve/scenario/newton-sqp.ts";
import { entropicOracle } from "../solve/scenario/oracles.ts";
import { minimizeTail } from "../solve/scenario/tail-rows.ts";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { supportedTerm } from "./supported-term.ts";
import { conicEntropic } from "../solve/conic/entropic.ts";

/** Entropic value at risk: inf over t > 0 of t (ln mean exp(loss / t) - ln(1 - `confidence`)) (Ahmadi-Javid 2012, definition 13). */
export interface Evar {
  readonly kind: "evar";
  /** Strictly between 0 and 1. @defaultValue 0.95 */
  readonly confidence?: number | undefined;
}

/** Schema of {@link Evar}. */
export const EvarSchema: MemberSchema<Evar> = z.strictObject({
  kind: z.literal("evar"),
  confidence: z.number().gt(0).lt(1).optional(),
});

/** Entropic value at risk. */
export const evar: RiskKind<Evar> = {
  kind: "evar",
  summary:
    "Entropic value at risk (confidence default .95): the least upper bound on CVaR by the exponential inequality.",
  schema: EvarSchema,
  bind({ confidence = 0.95 }: Evar, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const tail = tailProbability(confidence);
    return supportedTerm(scenarios, {
      kind: "evar",
      value: (series) => riskMeasures.evar.value(series, { confidence }),
      gradient: (series) => riskMeasures.evar.gradient(series, { confidence }),
      fit: (prices) => fitEntropicPrices(prices, tail),
      mass: 1,
      polyhedral: false,
      points: "returns",
      conic: (model) => conicEntropic(model, scenarios, tail),
      // one scenario alone has the tail's mass: EVaR is the largest loss
      solver: "Newton-SQP",
      minimize: (program) =>
        tail * scenarios.rows <= 1 ? minimizeTail(program, 1) : minimizeByNewton(program, () => entropicOracle(tail)),
    });
  },
};
