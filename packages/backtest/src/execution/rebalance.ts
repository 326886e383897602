import { PlimsollError } from "@plimsoll/core";
import type { PricedTrade } from "../costs/cost-model.ts";
import { tradingCost } from "../costs/table.ts";
import type { ResolvedSpec } from "../engine/specification.ts";

/** Holdings to be brought to targets, all arrays in asset order. */
export interface RebalanceInput {
  readonly assets: readonly string[];
  /** Units held; changed by no one. */
  readonly units: Float64Array;
  readonly cash: number;
  /** Price of this row, NaN where there is none. */
  readonly prices: Float64Array;
  /** The last price seen, which values holdings without a price today. */
  readonly lastPrices: Float64Array;
  readonly targets: Float64Array;
  readonly spec: ResolvedSpec;
  /** Whether anything was bought before. */
  readonly invested: boolean;
}

/** A trade with what it cost. */
export interface ExecutedTrade extends PricedTrade {
  readonly cost: number;
}

/** The portfolio after the trades. */
export interface Rebalanced {
  readonly units: Float64Array;
  readonly cash: number;
  readonly trades: readonly ExecutedTrade[];
  readonly cost: number;
  readonly valueBefore: number;
  readonly valueAfter: number;
  /** Targets were multiplied by this, below 1 where positions that couldn't be sold left too little cash. */
  readonly scale: number;
  /** Assets whose position differed from its target but had no price. */
  readonly untradable: readonly string[];
}

// differences below this share of the value are rounding, not trades
const dust = 1e-12;

/**
 * Trades towards target weights at the prices of this row, paying for itself.
 *
 * The value after costs V' solves V' + cost(V' w - h) = V: fees come out of the portfolio and never overdraw cash, and
 * the holdings have the target weights of what is left. An asset without a price keeps its position at the last price;
 * its target waits, and the others are scaled down where its value is not there to spend.
 */
export function rebalanceTo(input: RebalanceInput): Rebalanced {
  const { assets, units, cash, prices, lastPrices, targets, spec, invested } = input;
  const n = assets.length;
  const held = new Float64Array(n);
  let valueBefore = cash;
  let frozen = 0;
  let wanted = 0;
  const untradable: string[] = [];
  for (let i = 0; i < n; i++) {
    if (units[i] !== 0) held[i] = units[i]! * lastPrices[i]!;
    valueBefore += held[i]!;
    if (prices[i]! > 0) wanted += targets[i]!;
    else {
      frozen += held[i]!;
      if (held[i] !== 0 || targets[i] !== 0) untradable.push(assets[i]!);
    }
  }
  if (!(valueBefore > 0)) {
    throw new PlimsollError(
      "RULE_VIOLATED",
      `the portfolio is worth ${valueBefore}: there is nothing left to trade with`,
      {
        rule: "value > 0",
      },
    );
  }
  const charged = invested || spec.firstPurchase === "charged";
  const scaleAt = (value: number): number => {
    if (spec.borrowing === "allowed" || wanted <= 0) return 1;
    return Math.max(Math.min(1, (value - frozen) / (value * wanted)), 0);
  };
  const tradeAt = (i: number, value: number, scale: number): number => {
    if (!(prices[i]! > 0)) return 0;
    const change = value * scale * targets[i]! - held[i]!;
    return Math.abs(change) <= dust * valueBefore ? 0 : change;
  };
  const costAt = (value: number): number => {
    if (!charged || spec.costs.length === 0) return 0;
    const scale = scaleAt(value);
    let total = 0;
    for (let i = 0; i < n; i++) {
      const change = tradeAt(i, value, scale);
      if (change !== 0) total += costOf(i, change);
    }
    return total;
  };
  const costOf = (i: number, change: number): number =>
    tradingCost({ asset: assets[i]!, quantity: change / prices[i]!, price: prices[i]!, value: change }, spec.costs);

  const intended = spec.costBase === "intended";
  const valueAfter = intended ? valueBefore - costAt(valueBefore) : selfFinancing(valueBefore, costAt);
  if (!(valueAfter > 0)) {
    throw new PlimsollError("RULE_VIOLATED", `trading costs exceed the portfolio's value of ${valueBefore}`, {
      rule: "costs < value",
    });
  }
  const scale = scaleAt(valueAfter);
  const nextUnits = units.slice();
  const trades: ExecutedTrade[] = [];
  let nextCash = cash;
  let cost = 0;
  for (let i = 0; i < n; i++) {
    const change = tradeAt(i, valueAfter, scale);
    if (change === 0) continue;
    // selling out leaves no rounding of units behind
    nextUnits[i] = targets[i] === 0 ? 0 : (held[i]! + change) / prices[i]!;
    const fee = charged && !intended ? costOf(i, change) : 0;
    trades.push({ asset: assets[i]!, quantity: change / prices[i]!, price: prices[i]!, value: change, cost: fee });
    nextCash -= change + fee;
    cost += fee;
  }
  if (intended) {
    const total = valueBefore - valueAfter;
    nextCash -= total;
    cost = total;
    spreadCost(trades, total);
  }
  // the fixed point is met to rounding: a cash of -1e-17 is 0
  if (nextCash < 0 && nextCash > -1e-12 * valueBefore) nextCash = 0;
  return {
    units: nextUnits,
    cash: nextCash,
    trades,
    cost,
    valueBefore,
    valueAfter: valueBefore - cost,
    scale,
    untradable,
  };
}

/** Charges a total that was computed on other amounts to the trades by value. */
function spreadCost(trades: ExecutedTrade[], total: number): void {
  const traded = trades.reduce((sum, { value }) => sum + Math.abs(value), 0);
  for (const [at, trade] of trades.entries()) trades[at] = { ...trade, cost: (total * Math.abs(trade.value)) / traded };
}

/**
 * V' with V' + cost(V') = V, by iteration, which contracts where a trade costs less than it moves. Where tickets make the
 * cost jump at the solution, the dearer side is taken: what is over stays cash.
 */
function selfFinancing(value: number, costAt: (value: number) => number): number {
  let after = value;
  for (let iteration = 0; iteration < 1000 && after > 0; iteration++) {
    const next = value - costAt(after);
    if (Math.abs(next - after) <= 4e-16 * value) return Math.min(next, after);
    after = next;
  }
  return Math.min(after, value - costAt(after));
}
