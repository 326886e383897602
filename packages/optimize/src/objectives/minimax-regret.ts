import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { bestByScenario } from "../program/best-by-scenario.ts";
import type { ProgramBuilder } from "../program/builder.ts";
import { tailTerm } from "../risks/tail-term.ts";
import type { LoweredObjective, ObjectiveKind } from "./objective-kind.ts";

/**
 * Least largest regret: the most by which, in any scenario, the portfolio's return falls short of the best one that
 * hindsight would have chosen (Savage 1951). A linear program.
 *
 * @example
 * ```ts
 * import { optimize } from "@plimsoll/optimize";
 *
 * const assets = ["A", "B", "C"];
 * const values = [[0.2, 0.05, 0.03], [-0.1, 0.06, 0.03], [0.02, 0.1, 0.03]];
 * const { weightArray, objective } = await optimize({
 *   assets,
 *   scenarios: { assets, values },
 *   objective: { kind: "minimax-regret" },
 * });
 * console.log([...weightArray].map((weight) => weight.toFixed(4)).join(" "), objective.toFixed(4));
 * // 0.4839 0.5161 0.0000 0.0774
 * ```
 */
export interface MinimaxRegret {
  readonly kind: "minimax-regret";
  /**
   * What hindsight chooses in each scenario: the best `"asset"`, with the whole budget, or the best `"portfolio"` within
   * the problem's bounds and budget. Where weights are at least 0 and nothing else limits them these are the same.
   * @defaultValue "asset"
   */
  readonly against?: "asset" | "portfolio" | undefined;
}

/** Schema of {@link MinimaxRegret}. */
export const MinimaxRegretSchema: MemberSchema<MinimaxRegret> = z.strictObject({
  kind: z.literal("minimax-regret"),
  against: z.enum(["asset", "portfolio"]).optional(),
});

/** Minimax regret. */
export const minimaxRegret: ObjectiveKind<MinimaxRegret> = {
  kind: "minimax-regret",
  summary: "Least largest regret over the scenarios, against the best asset or the best feasible portfolio of each.",
  schema: MinimaxRegretSchema,
  lower(objective: MinimaxRegret, context: ProblemContext, builder: ProgramBuilder): LoweredObjective {
    const scenarios = context.requireScenarios("objective");
    const target =
      objective.against === "portfolio"
        ? bestByScenario(scenarios, builder.build())
        : bestAssets(scenarios.values, scenarios.rows, builder.budget ?? 1);
    const tail = { sign: 1, centre: undefined, target, upper: 1, total: 1 } as const;
    const risk = tailTerm("regret", scenarios, [tail], (series) =>
      series.reduce((most, earned, s) => Math.max(most, target[s]! - earned), -Infinity),
    );
    return {
      goal: {
        form: "convex",
        sense: "minimize",
        risk,
        coefficient: 1,
        linear: new Float64Array(context.size),
        charges: [],
      },
      reported: risk,
      riskFreeRate: 0,
    };
  },
};

/** The return of the best asset of each scenario, with the whole budget in it. */
function bestAssets(values: Float64Array, rows: number, budget: number): Float64Array {
  const size = values.length / rows;
  const best = new Float64Array(rows).fill(-Infinity);
  for (let s = 0; s < rows; s += 1)
    for (let i = 0; i < size; i += 1) best[s] = Math.max(best[s]!, budget * values[s * size + i]!);
  return best;
}
