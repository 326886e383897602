import { expect, test } from "vitest";
import { Money } from "../values/money.ts";
import { portfolioViolations } from "./invariants.ts";
import { Portfolio } from "./portfolio.ts";
import type { PortfolioState, PositionState } from "./state.ts";

const state: PortfolioState = Portfolio.open(
  { portfolioId: "p", owner: "o", initialCapital: Money.of(1000, "USD"), riskTolerance: 0.5 },
  { id: "c-1", time: "2024-01-02" },
).buy({ ticker: "A", quantity: 10, price: Money.of(10, "USD") }, { id: "c-2", time: "2024-01-02" }).state;
const held = state.positions["A"]!;
const lot = held.lots[0]!;

const withPosition = (change: Partial<PositionState>): PortfolioState => ({
  ...state,
  positions: { A: { ...held, ...change } },
});

test("a state that commands lead to has no violations", () => {
  expect(portfolioViolations(state)).toEqual([]);
});

const short = { quantity: "-10", costBasis: "-100" };
const shortLot = { ...lot, quantity: "-10", costBasis: { amount: "-100", currency: "USD" } };

test.each<[string, PortfolioState, readonly string[]]>([
  ["cash below zero", { ...state, cash: "-1" }, ["cash", "accounting-identity", "allocation"]],
  ["a lost cent", { ...state, cash: "899.99" }, ["accounting-identity"]],
  ["risk tolerance above 1", { ...state, riskTolerance: 1.1 }, ["risk-tolerance"]],
  ["risk tolerance below 0", { ...state, riskTolerance: -0.1 }, ["risk-tolerance"]],
  ["no capital", { ...state, ledger: { ...state.ledger, deposited: "0" } }, ["initial-capital", "accounting-identity"]],
  ["lots short of shares", withPosition({ quantity: "11" }), ["sum-of-lots"]],
  ["lots short of cost", withPosition({ costBasis: "101" }), ["sum-of-lots", "accounting-identity"]],
  ["no lots", withPosition({ quantity: "0", costBasis: "0", lots: [] }), ["sum-of-lots", "accounting-identity"]],
  [
    "a lot of the other sign",
    withPosition({
      quantity: "9",
      lots: [lot, { ...lot, quantity: "-1", costBasis: { amount: "0", currency: "USD" } }],
    }),
    ["sum-of-lots"],
  ],
  ["a short", withPosition({ ...short, lots: [shortLot] }), ["no-shorts", "accounting-identity"]],
  ["a price of zero", withPosition({ price: "0" }), ["positive-price"]],
  ["a currency without rate", withPosition({ currency: "EUR" }), ["exchange-rates"]],
  [
    "a rate to nowhere",
    { ...withPosition({ currency: "EUR" }), exchangeRates: { base: "EUR", rates: { JPY: "160" } } },
    ["exchange-rates"],
  ],
  [
    "a currency that the table lacks",
    { ...withPosition({ currency: "EUR" }), exchangeRates: { base: "USD", rates: { JPY: "160" } } },
    ["exchange-rates"],
  ],
])("reports %s", (_, broken, expected) => {
  expect(portfolioViolations(broken).map(({ invariant }) => invariant)).toEqual(expected);
});

test("margin and shorts are violations only where they are forbidden", () => {
  const allowed: PortfolioState = {
    ...withPosition({ ...short, lots: [shortLot] }),
    cash: "1100",
    permissions: { shorts: "allowed", margin: "allowed" },
  };
  expect(portfolioViolations(allowed)).toEqual([]);
  const borrowed: PortfolioState = {
    ...state,
    cash: "-50",
    ledger: { ...state.ledger, withdrawn: "950" },
    permissions: { shorts: "forbidden", margin: "allowed" },
  };
  expect(portfolioViolations(borrowed)).toEqual([]);
});
