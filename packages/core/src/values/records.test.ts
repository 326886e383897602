import { describe, expect, test } from "vitest";
import { Constraints } from "./constraints.ts";
import { NonNegativeDecimalSchema } from "./decimal.ts";
import { Lot } from "./lot.ts";
import { NonNegativeMoneySchema } from "./money.ts";
import { Order } from "./order.ts";
import { Position } from "./position.ts";
import { ReturnMetrics } from "./return-metrics.ts";
import { RiskMetrics } from "./risk-metrics.ts";
import { RiskTolerance } from "./risk-tolerance.ts";
import { Trade } from "./trade.ts";
import { TradingSignal } from "./trading-signal.ts";

const usd = (amount: string): { amount: string; currency: string } => ({ amount, currency: "USD" });

const lot = {
  id: "lot-2",
  ticker: "A",
  quantity: "4",
  costBasis: usd("10"),
  price: usd("2.5"),
  acquiredAt: "2024-01-02",
};
const trade = {
  id: "t-1",
  ticker: "A",
  side: "sell",
  quantity: "4",
  price: usd("2.5"),
  fee: usd("1"),
  time: "2024-01-02",
} as const;
const order = { id: "o-1", ticker: "A", side: "buy", quantity: "4", limit: usd("2.5") } as const;
const position = {
  ticker: "A",
  quantity: "4",
  costBasis: usd("10"),
  currentPrice: usd("3"),
  marketValue: usd("12"),
  allocation: 0.12,
};
const risk = {
  volatility: 0.18,
  valueAtRisk95: 0.02,
  valueAtRisk99: 0.03,
  expectedShortfall95: 0.025,
  maximumDrawdown: 0.3,
  periodsPerYear: 252,
};
const returns = { totalReturn: 0.4, sharpe: 0.8, sortino: 1.1, calmar: null, periodsPerYear: 12 };
const signal = { ticker: "A", direction: "sell", strength: 0.7, horizonDays: 20, time: "2024-01-02" } as const;
const limits = [{ kind: "bounds", max: 0.1, except: ["A"] }, { kind: "group" }];

// each: class, JSON, and inputs that it refuses with the field that the message names
describe.each([
  ["Lot", Lot, lot, [{ ...lot, quantity: "x" }, "lot.quantity"]],
  ["Trade", Trade, trade, [{ ...trade, quantity: "0" }, "trade.quantity"]],
  ["Trade price", Trade, trade, [{ ...trade, price: usd("0") }, "trade.price.amount"]],
  ["Order", Order, order, [{ ...order, side: "hold" }, "order.side"]],
  ["Order at market", Order, { ...order, limit: null }, [{ ...order, limit: undefined }, "order.limit"]],
  ["Position", Position, position, [{ ...position, allocation: Number.NaN }, "position.allocation"]],
  [
    "RiskMetrics",
    RiskMetrics,
    risk,
    [{ ...risk, valueAtRisk99: 0.01 }, "riskMetrics.valueAtRisk99: expected a value at risk"],
  ],
  ["RiskMetrics volatility", RiskMetrics, risk, [{ ...risk, volatility: -1 }, "riskMetrics.volatility"]],
  [
    "ReturnMetrics",
    ReturnMetrics,
    returns,
    [{ ...returns, totalReturn: -1.1 }, "returnMetrics.totalReturn: expected a total"],
  ],
  [
    "TradingSignal",
    TradingSignal,
    signal,
    [{ ...signal, strength: 1.1 }, "signal.strength: expected a strength from 0 to 1"],
  ],
  ["TradingSignal time", TradingSignal, signal, [{ ...signal, time: "soon" }, "signal.time: expected an ISO day"]],
  ["RiskTolerance", RiskTolerance, 0.5, [1.5, "riskTolerance: expected a risk tolerance from 0 to 1"]],
  ["Constraints", Constraints, limits, [[{ max: 1 }], "constraints[0].kind"]],
  ["Constraints of JSON", Constraints, limits, [[{ kind: "x", f: () => 1 }], "constraints[0].f"]],
] as const)("%s", (_name, type, json, [wrong, message]) => {
  test("reads what it writes, frozen and branded", () => {
    const value = type.parse(json);
    const again = type.parse(JSON.parse(JSON.stringify(value)));
    expect(again.toJSON()).toEqual(json);
    expect(Object.isFrozen(value)).toBe(true);
    expect(type.is(again)).toBe(true);
    expect(type.is(json)).toBe(false);
  });

  test("names the wrong field", () => {
    expect(() => type.parse(wrong)).toThrow(message);
    expect(() => type.parse(wrong)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  });
});

test("of makes the same as parse", () => {
  expect(Lot.of(lot).toJSON()).toEqual(lot);
  expect(Trade.of(trade).toJSON()).toEqual(trade);
  expect(Order.of(order).toJSON()).toEqual(order);
  expect(Position.of(position).toJSON()).toEqual(position);
  expect(RiskMetrics.of(RiskMetrics.of(risk)).toJSON()).toEqual(risk);
  expect(ReturnMetrics.of(returns).toJSON()).toEqual(returns);
  expect(TradingSignal.of(signal).toJSON()).toEqual(signal);
  expect(RiskTolerance.of(0).toJSON()).toBe(0);
  expect(Constraints.of(...limits).ofKind("group")).toEqual([{ kind: "group" }]);
});

test("a lot knows its unit cost, a position its unrealised gain, a trade its sign, a signal its score", () => {
  expect(String(Lot.of(lot).unitCost)).toBe("2.50 USD");
  expect(String(Lot.of({ ...lot, quantity: "0" }).unitCost)).toBe("0.00 USD");
  expect(String(Lot.of({ ...lot, quantity: "-4", costBasis: usd("-10") }).unitCost)).toBe("2.50 USD");
  expect(String(Position.of(position).unrealisedGain)).toBe("2.00 USD");
  expect(String(Trade.of(trade).signedQuantity)).toBe("-4");
  expect(String(Trade.of({ ...trade, side: "buy" }).signedQuantity)).toBe("4");
  expect(TradingSignal.of(signal).score).toBe(-0.7);
  expect(TradingSignal.of({ ...signal, direction: "buy" }).score).toBe(0.7);
  expect(TradingSignal.of({ ...signal, direction: "hold" }).score).toBe(0);
});

test("amounts of zero or more", () => {
  expect(NonNegativeDecimalSchema.safeParse("0").success).toBe(true);
  expect(NonNegativeDecimalSchema.safeParse("-0.1").success).toBe(false);
  expect(NonNegativeMoneySchema.safeParse(usd("-1")).success).toBe(false);
});
