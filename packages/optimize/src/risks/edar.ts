import { riskMeasures, tailProbability } from "@plimsoll/numeric";
import * as z from "zod";
import { entropyGauge, fitDrawdownPrices } from "../certify/supports/drawdown-prices.ts";
import { minimizeByNewtonBundle } from "../solve/scenario/newton-bundle.ts";
import { entropicDrawdownOracle } from "../solve/scenario/oracles.ts";
import { minimizeTail } from "../solve/scenario/tail-rows.ts";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { supportedTerm } from "./supported-term.ts";
import { conicDrawdowns } from "../solve/conic/drawdowns.ts";

/** Entropic drawdown at risk: the EVaR of the uncompounded drawdowns (definitions 13, 16). */
export interface Edar {
  readonly kind: "edar";
  /** Strictly between 0 and 1. @defaultValue 0.95 */
  readonly confidence?: number | undefined;
}

/** Schema of {@link Edar}. */
export const EdarSchema: MemberSchema<Edar> = z.strictObject({
  kind: z.literal("edar"),
  confidence: z.number().gt(0).lt(1).optional(),
});

/** Entropic drawdown at risk. */
export const edar: RiskKind<Edar> = {
  kind: "edar",
  summary: "EVaR of the drawdowns over all dates (confidence default .95); entropic drawdown at risk.",
  schema: EdarSchema,
  bind({ confidence = 0.95 }: Edar, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const tail = tailProbability(confidence);
    return supportedTerm(scenarios, {
      kind: "edar",
      value: (series) => riskMeasures.edar.value(series, { confidence }),
      gradient: (series) => riskMeasures.edar.gradient(series, { confidence }),
      fit: (prices) => fitDrawdownPrices(prices, entropyGauge(tail)),
      mass: scenarios.rows,
      polyhedral: false,
      points: "path",
      conic: (model) => conicDrawdowns(model, scenarios, { kind: "entropic", tail }),
      // one date alone has the tail's mass: EDaR is the largest drawdown
      solver: "Newton bundle",
      minimize: (program) =>
        tail * scenarios.rows <= 1
          ? minimizeTail(program, 1)
          : minimizeByNewtonBundle(program, entropicDrawdownOracle(tail)),
    });
  },
};
