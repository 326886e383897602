import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import { fitDrawdownPrices, rootGauge } from "../certify/supports/drawdown-prices.ts";
import { minimizeByNewtonBundle } from "../solve/scenario/newton-bundle.ts";
import { ulcerOracle } from "../solve/scenario/oracles.ts";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { supportedTerm } from "./supported-term.ts";
import { conicDrawdowns } from "../solve/conic/drawdowns.ts";

/** Ulcer index: root mean square over all dates of the loss from the running maximum of the cumulated returns (definition 16). */
export interface Ulcer {
  readonly kind: "ulcer";
}

/** Schema of {@link Ulcer}. */
export const UlcerSchema: MemberSchema<Ulcer> = z.strictObject({ kind: z.literal("ulcer") });

/** Ulcer index. */
export const ulcer: RiskKind<Ulcer> = {
  kind: "ulcer",
  summary: "Root mean square drawdown over all dates of the uncompounded path of the scenarios (Martin 1987).",
  schema: UlcerSchema,
  bind(_risk: Ulcer, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    return supportedTerm(scenarios, {
      kind: "ulcer",
      value: (series) => riskMeasures.ulcer.value(series),
      gradient: (series) => riskMeasures.ulcer.gradient(series),
      fit: (prices) => fitDrawdownPrices(prices, rootGauge),
      mass: scenarios.rows,
      polyhedral: false,
      points: "path",
      conic: (model) => conicDrawdowns(model, scenarios, { kind: "root-mean-square" }),
      solver: "Newton bundle",
      minimize: (program) => minimizeByNewtonBundle(program, ulcerOracle),
    });
  },
};
