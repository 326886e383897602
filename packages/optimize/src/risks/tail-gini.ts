import { riskMeasures, tailProbability } from "@plimsoll/numeric";
import * as z from "zod";
import { fitRankPrices } from "../certify/supports/scenario-prices.ts";
import { minimizeByBlockCuts } from "../solve/scenario/block-cuts.ts";
import { sortedBlocks } from "../solve/scenario/parts.ts";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import type { RiskKind } from "./risk-kind.ts";
import { supportedTerm } from "./supported-term.ts";
import { conicSorted, mostSorted } from "../solve/conic/sorted-losses.ts";

/** Tail Gini: (2 / a^2) times the integral of p CVaR_p over p in (0, a), a = 1 - `confidence` (definition 14). */
export interface TailGini {
  readonly kind: "tail-gini";
  /** Strictly between 0 and 1. @defaultValue 0.95 */
  readonly confidence?: number | undefined;
}

/** Schema of {@link TailGini}. */
export const TailGiniSchema: MemberSchema<TailGini> = z.strictObject({
  kind: z.literal("tail-gini"),
  confidence: z.number().gt(0).lt(1).optional(),
});

/** Tail Gini. */
export const tailGini: RiskKind<TailGini> = {
  kind: "tail-gini",
  summary:
    "Tail Gini (confidence default .95): mean of all CVaR beyond it, weighted by tail probability (Ogryczak & Ruszczynski 2002).",
  schema: TailGiniSchema,
  bind({ confidence = 0.95 }: TailGini, context: ProblemContext, argument: string) {
    const scenarios = context.requireScenarios(argument);
    const { rows } = scenarios;
    const tail = tailProbability(confidence);
    const before = (u: number): number => (u >= tail ? 1 : (u * (2 * tail - u)) / tail ** 2);
    const ranks = Float64Array.from({ length: rows }, (_, k) => before((k + 1) / rows) - before(k / rows));
    const depth = Math.min(rows, Math.ceil(tail * rows));
    return supportedTerm(scenarios, {
      kind: "tail-gini",
      value: (series) => riskMeasures["tail-gini"].value(series, { confidence }),
      gradient: (series) => riskMeasures["tail-gini"].gradient(series, { confidence }),
      fit: (prices) => fitRankPrices(prices, ranks),
      mass: 1,
      polyhedral: true,
      points: "returns",
      conic: rows > mostSorted ? undefined : (model) => conicSorted(model, scenarios, ranks),
      solver: "block cuts",
      minimize: (program) => minimizeByBlockCuts(program, sortedBlocks(ranks.subarray(0, depth), 15)),
    });
  },
};
