import { riskMeasures } from "@plimsoll/numeric";
import * as z from "zod";
import { fitRankPrices } from "../certify/supports/scenario-prices.ts";
import { minimizeByNewtonBundle } from "../solve/scenario/newton-bundle.ts";
import { giniOracle } from "../solve/scenario/oracles.ts";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { supportedTerm } from "./supported-term.ts";
import { conicSorted, mostSorted } from "../solve/conic/sorted-losses.ts";

/** Gini mean difference of the scenario returns, 2 / (n (n - 1)) sum (2 i - n - 1) x_(i) (definition 14). */
export interface Gini {
  readonly kind: "gini";
}

/** Schema of {@link Gini}. */
export const GiniSchema: MemberSchema<Gini> = z.strictObject({ kind: z.literal("gini") });

/** Gini mean difference. */
export const gini: RiskKind<Gini> = {
  kind: "gini",
  summary: "Gini mean difference: the mean absolute difference of two different scenario returns.",
  schema: GiniSchema,
  bind(_risk: Gini, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const { rows } = scenarios;
    // of losses downwards; of one scenario there is no difference
    const ranks = Float64Array.from({ length: rows }, (_, k) => (2 * (rows - 1 - 2 * k)) / (rows * (rows - 1)));
    return supportedTerm(scenarios, {
      kind: "gini",
      value: (series) => riskMeasures.gini.value(series),
      gradient: (series) => riskMeasures.gini.gradient(series),
      fit: (prices) => fitRankPrices(prices, ranks),
      mass: 1,
      polyhedral: true,
      points: "returns",
      conic: rows > mostSorted ? undefined : (model) => conicSorted(model, scenarios, ranks),
      solver: "Newton bundle",
      minimize: (program) => minimizeByNewtonBundle(program, giniOracle),
    });
  },
};
