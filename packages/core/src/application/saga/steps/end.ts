import { Exact, plain } from "../../../values/decimal.ts";
import type { WeightsData } from "../../../values/weights.ts";
import { weightOf } from "../../validation/rule.ts";
import { rebalanceFact, type RebalanceEnding, type RemainingOrder } from "../events.ts";
import type { RebalanceState } from "../state.ts";
import type { RebalanceStep } from "../step.ts";

/** Says how the rebalance ended, what was not traded and how far the weights are from the targets. */
export const end: RebalanceStep = {
  name: "end",
  compensable: false,
  due: ({ ended }) => ended === null,
  async run(_ports, state) {
    return rebalanceFact("RebalanceEnded", {
      ending: endingOf(state),
      remaining: remainingOf(state),
      gap: gapOf(state),
    });
  },
};

function endingOf({ plan, failure, recorded }: RebalanceState): RebalanceEnding {
  if ((recorded?.refused.length ?? 0) > 0) return "unreconciled";
  if (failure !== null) return failure.step === "place" ? "compensated" : "refused";
  return plan!.orders.length === 0 ? "on-target" : "completed";
}

function remainingOf({ plan, recorded }: RebalanceState): readonly RemainingOrder[] {
  const fills = [...(recorded?.fills ?? []), ...(recorded?.refused ?? [])].map(({ fill }) => fill);
  return (plan?.orders ?? []).flatMap(({ id, ticker, side, quantity }) => {
    const rest = fills
      .filter(({ orderId }) => orderId === id)
      .reduce((left, fill) => left.minus(fill.quantity), new Exact(quantity));
    return rest.isZero() ? [] : [{ orderId: id, ticker, side, quantity: plain(rest) }];
  });
}

function gapOf({ plan, recorded }: RebalanceState): WeightsData | null {
  if (plan === null) return null;
  const { targets } = plan;
  const actual = recorded?.weightsAfter ?? plan.weightsBefore;
  const assets = [...new Set([...Object.keys(targets.assets), ...Object.keys(actual.assets)])].sort();
  return {
    assets: Object.fromEntries(assets.map((asset) => [asset, weightOf(targets, asset) - weightOf(actual, asset)])),
    cash: targets.cash - actual.cash,
  };
}
