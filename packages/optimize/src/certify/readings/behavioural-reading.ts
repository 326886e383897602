import { decisionWeights } from "@plimsoll/numeric";
import type { Objective } from "../../objectives/table.ts";
import type { CompiledProblem } from "../../program/compile.ts";
import { seriesOf } from "./risk-reading.ts";

type Of<Kind extends Objective["kind"]> = Extract<Objective, { readonly kind: Kind }>;

/** Mean of the portfolio's returns, those below the reference counted `lambda` times from it. */
export function readLossAverse(
  { lambda = 2.25, reference = 0, relativeTo }: Of<"linear-loss-aversion">,
  context: CompiledProblem["context"],
  weights: Float64Array,
): number {
  const series = seriesOf(context, weights);
  const compared =
    relativeTo === undefined ? undefined : seriesOf(context, context.requireBenchmark("objective.relativeTo"));
  let total = 0;
  series.forEach((earned, s) => {
    const outcome = earned - (compared?.[s] ?? 0) - reference;
    total += outcome < 0 ? earned + (lambda - 1) * outcome : earned;
  });
  return total / series.length;
}

/** The largest regret, hindsight's best chosen by trying. */
export function readRegret(
  { against }: Of<"minimax-regret">,
  { context, program }: Pick<CompiledProblem, "context" | "program">,
  weights: Float64Array,
): number {
  const series = seriesOf(context, weights);
  const { values } = context.requireScenarios("objective");
  const { size, lower, upper, budget = 1 } = program;
  let largest = -Infinity;
  series.forEach((earned, s) => {
    const returns = values.subarray(s * size, (s + 1) * size);
    const best =
      against === "portfolio"
        ? bestWithin(returns, lower, upper, budget)
        : budget * returns.reduce((most, value) => (budget * value > budget * most ? value : most));
    largest = Math.max(largest, best - earned);
  });
  return largest;
}

/** The least of the dual, budget x price + sum of what each asset's bounds earn beside the price, over all prices. */
function bestWithin(returns: Float64Array, lower: Float64Array, upper: Float64Array, budget: number): number {
  let least = Infinity;
  // piecewise linear in the price: its least value is at one of the returns
  for (const price of new Set(returns)) {
    let value = budget * price;
    for (let i = 0; i < returns.length; i += 1) {
      const margin = returns[i]! - price;
      if (margin !== 0) value += margin * (margin > 0 ? upper[i]! : lower[i]!);
    }
    least = Math.min(least, value);
  }
  return least;
}

/** The cumulative prospect value of the portfolio's returns less the reference, in the problem's own parameters. */
export function readProspectValue(
  objective: Of<"prospect-utility">,
  context: CompiledProblem["context"],
  weights: Float64Array,
): number {
  const { utility, gamma = 0.61, delta = 0.69, reference = 0, relativeTo } = objective;
  const compared =
    relativeTo === undefined ? undefined : seriesOf(context, context.requireBenchmark("objective.relativeTo"));
  const outcomes = seriesOf(context, weights).map((earned, s) => earned - (compared?.[s] ?? 0) - reference);
  const chances = new Float64Array(outcomes.length).fill(1 / outcomes.length);
  const counted = decisionWeights(outcomes, chances, { gamma, delta });
  return outcomes.reduce((total, outcome, s) => total + counted[s]! * worthOf(utility, outcome), 0);
}

function worthOf(utility: Of<"prospect-utility">["utility"], outcome: number): number {
  if (utility?.kind === "exponential") {
    const { gain, loss, lambda = 1 } = utility;
    return outcome < 0 ? lambda * Math.expm1(loss * outcome) : 0 - Math.expm1(-gain * outcome);
  }
  const { alpha = 0.88, beta = 0.88, lambda = 2.25 } = utility ?? {};
  return outcome < 0 ? -lambda * (-outcome) ** beta : outcome ** alpha;
}
