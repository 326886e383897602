import type { Cost } from "../../costs/table.ts";
import type { PerAsset, ProblemContext } from "../../problem/context.ts";

/** A trade this small is rounding: no ticket is paid for it. */
const untraded = 1e-12;

/** What a cost or penalty takes from the objective at given weights, from the user's own numbers. */
export function readCost(cost: Cost, context: ProblemContext, weights: Float64Array): number {
  const from = (centre: ArrayLike<number> | undefined, each: (distance: number, i: number) => number): number => {
    let sum = 0;
    for (let i = 0; i < weights.length; i += 1) sum += each(weights[i]! - (centre?.[i] ?? 0), i);
    return sum;
  };
  const traded = (each: (trade: number, i: number) => number): number =>
    from(context.requireCurrentWeights("costs"), each);
  const numbers = (given: PerAsset): ((i: number) => number) => {
    const values = context.perAsset(given, "costs");
    return (i) => values[i] ?? 0;
  };
  switch (cost.kind) {
    case "linear": {
      const buying = numbers(cost.rate);
      const selling = numbers(cost.sellRate ?? cost.rate);
      return traded((trade, i) => (trade > 0 ? buying(i) * trade : -selling(i) * trade));
    }
    case "fixed-ticket": {
      const price = numbers(cost.cost);
      const current = context.requireCurrentWeights("costs");
      return traded((trade, i) => (Math.abs(trade) > untraded * Math.max(1, Math.abs(current[i]!)) ? price(i) : 0));
    }
    case "quadratic": {
      const coefficient = numbers(cost.coefficient);
      return traded((trade, i) => coefficient(i) * trade * trade);
    }
    case "three-halves": {
      const coefficient = numbers(cost.coefficient);
      const { volatility } = cost;
      if (volatility === undefined) return traded((trade, i) => coefficient(i) * Math.abs(trade) ** 1.5);
      const daily = numbers(volatility);
      const money = context.requirePortfolioValue("costs");
      const volumes = context.requireVolumes("costs");
      return traded((trade, i) =>
        coefficient(i) === 0 ? 0 : coefficient(i) * daily(i) * Math.sqrt(money / volumes[i]!) * Math.abs(trade) ** 1.5,
      );
    }
    case "borrow": {
      const rate = numbers(cost.rate);
      return from(undefined, (weight, i) => rate(i) * Math.max(0, -weight));
    }
    case "management-fee": {
      const rate = numbers(cost.rate);
      return from(undefined, (weight, i) => rate(i) * weight);
    }
    case "l1":
    case "l2": {
      const coefficient = numbers(cost.coefficient);
      const centre = cost.from === "current" ? context.requireCurrentWeights("costs") : undefined;
      return from(centre, (weight, i) => coefficient(i) * (cost.kind === "l1" ? Math.abs(weight) : weight * weight));
    }
  }
}
