import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attempt } from "../errors.ts";
import { Exact } from "../values/decimal.ts";
import type { PortfolioCommand } from "./commands/index.ts";
import { decide } from "./decide.ts";
import { parsePortfolioEvent } from "./event-schemas.ts";
import { evolve, foldPortfolio } from "./evolve.ts";
import { realisedGainsOf } from "./history.ts";
import { portfolioViolations } from "./invariants.ts";
import type { PortfolioEvent } from "./portfolio-events.ts";
import { Portfolio } from "./portfolio.ts";
import type { RebalanceRequest } from "./rebalance-request.ts";
import { planRebalance } from "./rebalance.ts";
import { type PortfolioState, PortfolioStateSchema } from "./state.ts";

// A and B trade in the portfolio's currency, C in another, D in one without minor unit
const currencies = { A: "USD", B: "USD", C: "EUR", D: "JPY" } as const;
type Name = keyof typeof currencies;

type Body = PortfolioCommand extends infer Command
  ? Command extends unknown
    ? Omit<Command, "id" | "time">
    : never
  : never;

const ticker = fc.constantFrom<Name>("A", "B", "C", "D");
const scaled = (max: number, digits: number): fc.Arbitrary<string> =>
  fc.integer({ min: 1, max: max * 10 ** digits }).map((units) => new Exact(units).dividedBy(10 ** digits).toFixed());
const price = fc.oneof(scaled(200, 2), scaled(3, 4), scaled(5000, 0));
const quantity = fc.oneof(scaled(100, 0), scaled(20, 3), scaled(1, 12));
const usd = (amount: string): { amount: string; currency: string } => ({ amount, currency: "USD" });
const rates = fc
  .tuple(scaled(2, 4), scaled(300, 2))
  .map(([eur, jpy]) => ({ base: "USD", rates: { EUR: eur, JPY: jpy } }));
const lots = fc.option(
  fc.oneof(
    fc.constantFrom("fifo" as const, "lifo" as const, "highest-cost" as const).map((method) => ({ method })),
    fc
      .array(fc.record({ id: fc.nat(12).map((version) => `lot-${version}`), quantity }), { maxLength: 2 })
      .map((named) => ({ method: "specific" as const, lots: named })),
  ),
  { nil: undefined, freq: 3 },
);

const trade = fc
  .record({ ticker, quantity, price, fee: fc.option(scaled(20, 2), { nil: undefined }), lots, table: fc.option(rates) })
  .map(({ ticker, quantity, price, fee, lots, table }) => ({
    ticker,
    quantity,
    price: { amount: price, currency: currencies[ticker] },
    ...(fee === undefined ? {} : { fee: usd(fee) }),
    ...(lots === undefined ? {} : { lots }),
    ...(table === null ? {} : { exchangeRates: table }),
  }));

const prices = fc.record({ A: price, B: price, C: price, D: price });
const targets = fc
  .tuple(fc.array(fc.integer({ min: -6, max: 8 }), { minLength: 4, maxLength: 4 }), fc.integer({ min: -2, max: 10 }))
  .filter(([parts, cash]) => parts.reduce((sum, part) => sum + part, Math.min(0, cash)) > 0)
  .map(([parts, cash]) => {
    const total = parts.reduce((sum, part) => sum + part, cash);
    const assets = Object.fromEntries((["A", "B", "C", "D"] as const).map((name, i) => [name, parts[i]! / total]));
    return { assets, cash: cash / total };
  });
const request: fc.Arbitrary<RebalanceRequest> = fc.record({
  targets,
  prices,
  costs: fc.record({
    proportional: fc.constantFrom("0", "0.0005", "0.01", "0.2"),
    fixed: fc.constantFrom("0", "0.35", "9.95"),
  }),
  currencies: fc.constant(currencies),
  quantityStep: fc.constantFrom("1", "0.001", "10", "0.000001"),
  exchangeRates: rates,
});

const body: fc.Arbitrary<Body> = fc.oneof(
  { weight: 2, arbitrary: scaled(5000, 2).map((amount) => ({ kind: "deposit" as const, amount: usd(amount) })) },
  { weight: 2, arbitrary: scaled(5000, 2).map((amount) => ({ kind: "withdraw" as const, amount: usd(amount) })) },
  { weight: 8, arbitrary: trade.map((fields) => ({ kind: "buy" as const, ...fields })) },
  { weight: 8, arbitrary: trade.map((fields) => ({ kind: "sell" as const, ...fields })) },
  {
    weight: 2,
    arbitrary: fc.record({ ticker, amount: scaled(3, 4), withheld: fc.option(scaled(5, 2)) }).map((fields) => ({
      kind: "dividend" as const,
      ticker: fields.ticker,
      perShare: { amount: fields.amount, currency: currencies[fields.ticker] },
      ...(fields.withheld === null ? {} : { withheld: usd(fields.withheld) }),
    })),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        ticker,
        numerator: fc.integer({ min: 1, max: 20 }),
        denominator: fc.constantFrom(1, 2, 3, 7, 10, 1_000_000_007),
        fractions: fc.constantFrom("keep" as const, "cash-in-lieu" as const, undefined),
      })
      .map(({ fractions, ...fields }) => ({
        kind: "split" as const,
        ...fields,
        ...(fractions === undefined ? {} : { fractions }),
      })),
  },
  {
    weight: 1,
    arbitrary: scaled(50, 2).map((amount) => ({ kind: "fee" as const, amount: usd(amount), description: "x" })),
  },
  { weight: 2, arbitrary: prices.map((prices) => ({ kind: "mark-to-market" as const, prices })) },
  { weight: 2, arbitrary: request.map((fields) => ({ kind: "rebalance" as const, ...fields })) },
);

const permission = fc.constantFrom<"forbidden" | "allowed">("forbidden", "allowed");
const opening = fc.record({
  kind: fc.constant("open" as const),
  portfolioId: fc.constant("p-1"),
  owner: fc.constant("anna"),
  initialCapital: scaled(50_000, 2).map(usd),
  riskTolerance: fc.double({ min: 0, max: 1, noNaN: true }),
  lotMethod: fc.constantFrom<"fifo" | "lifo" | "highest-cost">("fifo", "lifo", "highest-cost"),
  permissions: fc.record({ shorts: permission, margin: permission }),
});

interface Run {
  readonly state: PortfolioState;
  readonly events: readonly PortfolioEvent[];
  readonly refused: number;
}

/** Applies the commands that the portfolio accepts; the expected failures of the others are counted. */
function run(
  start: Omit<PortfolioCommand & { kind: "open" }, "id" | "time">,
  bodies: readonly Body[],
  seen?: (run: Run) => void,
): Run {
  const events = [...decide(null, { ...start, id: "c-0", time: "2024-01-01" })];
  let state = foldPortfolio(events)!;
  let refused = 0;
  for (const [index, item] of bodies.entries()) {
    const time = `2024-01-${String(2 + Math.floor(index / 2)).padStart(2, "0")}`;
    const outcome = attempt(() => decide(state, { ...item, id: `c-${index + 1}`, time }));
    if (outcome.success) {
      state = outcome.data.reduce(evolve, state);
      events.push(...outcome.data);
    } else refused += 1;
    seen?.({ state, events, refused });
  }
  return { state, events, refused };
}

const bodies = fc.array(body, { minLength: 1, maxLength: 25 });
const totalCost = (state: PortfolioState): InstanceType<typeof Exact> =>
  Object.values(state.positions).reduce((sum, position) => sum.plus(position.costBasis), new Exact(0));

describe("any sequence of commands", () => {
  test("keeps every invariant after each command", () => {
    fc.assert(
      fc.property(opening, bodies, (start, commands) => {
        run(start, commands, ({ state }) => expect(portfolioViolations(state)).toEqual([]));
      }),
      { numRuns: 150 },
    );
  });

  test("evolve over the stored events equals the live state, also from a snapshot", () => {
    fc.assert(
      fc.property(opening, bodies, fc.nat(), (start, commands, at) => {
        const { state, events } = run(start, commands);
        const stored: unknown[] = events.map((event) => JSON.parse(JSON.stringify(event)));
        expect(stored).toEqual(events);
        const read = stored.map((event) => parsePortfolioEvent(event));
        expect(foldPortfolio(read)).toEqual(state);
        const cut = 1 + (at % events.length);
        const snapshot: unknown = JSON.parse(JSON.stringify(foldPortfolio(read.slice(0, cut))));
        expect(PortfolioStateSchema.safeParse(snapshot).success).toBe(true);
        expect(Portfolio.fromEvents(stored.slice(cut), { snapshot }).state).toEqual(state);
      }),
      { numRuns: 60 },
    );
  });

  test("money is conserved to the last decimal", () => {
    fc.assert(
      fc.property(opening, bodies, (start, commands) => {
        const { state, events } = run(start, commands);
        // every payment recomputed from what was agreed, apart from the code that settles it
        let cash = new Exact(0);
        let before: PortfolioState | null = null;
        for (const event of events) {
          const after = evolve(before, event);
          const change = new Exact(after.cash).minus(before?.cash ?? 0);
          const cost = totalCost(after).minus(before === null ? 0 : totalCost(before));
          const { type, data } = event;
          if (type === "PortfolioOpened") cash = cash.plus(data.initialCapital.amount);
          else if (type === "CashDeposited") cash = cash.plus(data.amount.amount);
          else if (type === "CashWithdrawn" || type === "FeeCharged") cash = cash.minus(data.amount.amount);
          else if (type === "PositionBought" || type === "PositionSold") {
            const exact = new Exact(data.quantity).times(data.price.amount).times(data.exchangeRate);
            const gross = exact.toDecimalPlaces(2, Exact.ROUND_HALF_EVEN);
            cash = (type === "PositionBought" ? cash.minus(gross) : cash.plus(gross)).minus(data.fee.amount);
          } else if (type === "DividendReceived") {
            const exact = new Exact(data.quantity).times(data.perShare.amount).times(data.exchangeRate);
            cash = cash.plus(exact.toDecimalPlaces(2, Exact.ROUND_HALF_EVEN)).minus(data.withheld.amount);
          } else if (type === "PositionSplit") {
            cash = cash.plus(data.cashInLieu.amount);
          }
          // what changes hands between cash and shares is the gain; nothing else touches what the shares cost
          const exchanged = "realised" in data ? change.plus(cost).minus(data.realised.amount) : cost;
          expect(exchanged.toFixed()).toBe("0");
          before = after;
        }
        expect(cash.eq(state.cash)).toBe(true);
        // cash in = cash out + cost basis + realised gains, over the whole life
        const gains = realisedGainsOf(events).reduce((sum, item) => sum.plus(item.gain.amount), new Exact(0));
        const { deposited, withdrawn, income, fees, realised } = state.ledger;
        expect(gains.eq(realised)).toBe(true);
        const sources = new Exact(deposited).plus(income).plus(gains);
        expect(sources.eq(cash.plus(withdrawn).plus(fees).plus(totalCost(state)))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test("the sum of lots is the position, and every share sold is in one closure", () => {
    fc.assert(
      fc.property(opening, bodies, (start, commands) => {
        const { state, events } = run(start, commands);
        for (const position of Object.values(state.positions)) {
          const shares = position.lots.reduce((sum, lot) => sum.plus(lot.quantity), new Exact(0));
          expect(shares.eq(position.quantity)).toBe(true);
          expect(new Set(position.lots.map((lot) => lot.id)).size).toBe(position.lots.length);
        }
        for (const event of events) {
          if (event.type !== "PositionBought" && event.type !== "PositionSold") continue;
          const { quantity, closed, opened } = event.data;
          const shares = closed.reduce((sum, item) => sum.plus(item.quantity), new Exact(0));
          expect(shares.plus(new Exact(opened?.quantity ?? 0).abs()).eq(quantity)).toBe(true);
          for (const item of closed) {
            expect(new Exact(item.proceeds.amount).minus(item.costBasis.amount).eq(item.gain.amount)).toBe(true);
            expect(item.holdingDays).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { numRuns: 80 },
    );
  });

  test("the same command gives the same events, and a refused one leaves no trace", () => {
    fc.assert(
      fc.property(opening, bodies, body, (start, commands, last) => {
        const { state } = run(start, commands);
        const before = JSON.stringify(state);
        const command = { ...last, id: "c-last", time: "2024-02-01" };
        const told = (): string => {
          const outcome = attempt(() => decide(state, command));
          return JSON.stringify(outcome.success ? outcome.data : outcome.error);
        };
        expect(told()).toBe(told());
        expect(JSON.stringify(state)).toBe(before);
      }),
      { numRuns: 60 },
    );
  });

  test("the generators reach both sides of the rules", () => {
    const kinds = new Set<string>();
    let refused = 0;
    let accepted = 0;
    fc.assert(
      fc.property(opening, bodies, (start, commands) => {
        const outcome = run(start, commands);
        for (const event of outcome.events) kinds.add(event.type);
        refused += outcome.refused;
        accepted += commands.length - outcome.refused;
      }),
      { numRuns: 60 },
    );
    expect([...kinds].sort()).toEqual([
      "CashDeposited",
      "CashWithdrawn",
      "DividendReceived",
      "FeeCharged",
      "PortfolioMarkedToMarket",
      "PortfolioOpened",
      "PortfolioRebalanced",
      "PositionBought",
      "PositionSold",
      "PositionSplit",
    ]);
    expect(accepted).toBeGreaterThan(refused / 3);
    expect(refused).toBeGreaterThan(0);
  });
});

describe("rebalance", () => {
  test("never overdraws the cash, whatever the costs", () => {
    fc.assert(
      fc.property(opening, bodies, request, (start, commands, request) => {
        const { state } = run(start, commands);
        const outcome = attempt(() => planRebalance(state, request));
        fc.pre(outcome.success);
        if (!outcome.success) return;
        const plan = outcome.data;
        let cash = new Exact(state.cash);
        // without orders a margin account stays where it was
        const borrowed = new Exact(Math.min(0, request.targets.cash)).times(plan.valueAfter.amount).times("1.01");
        const least = plan.orders.length === 0 ? Exact.min(0, cash) : borrowed;
        expect(new Exact(plan.cashAfter.amount).gte(least)).toBe(true);
        const floor = Exact.min(cash, plan.cashAfter.amount);
        for (const { side, gross, fee } of plan.orders) {
          cash = (side === "buy" ? cash.minus(gross.amount) : cash.plus(gross.amount)).minus(fee.amount);
          expect(cash.gte(floor)).toBe(true);
        }
        expect(cash.eq(plan.cashAfter.amount)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test("is idempotent: the second rebalance to the same targets does nothing", () => {
    fc.assert(
      fc.property(opening, bodies, request, (start, commands, request) => {
        const { state } = run(start, commands);
        const command = { ...request, kind: "rebalance" as const, time: "2024-02-01" };
        const outcome = attempt(() => decide(state, { ...command, id: "first" }));
        fc.pre(outcome.success);
        if (!outcome.success) return;
        const after = outcome.data.reduce(evolve, state);
        expect(decide(after, { ...command, id: "second" })).toEqual([]);
        expect(planRebalance(after, request).orders).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("reaches its targets to within a step and the cost band", () => {
    fc.assert(
      fc.property(opening, request, (start, request) => {
        const permissions = { shorts: "allowed", margin: "allowed" } as const;
        const { state } = run({ ...start, initialCapital: usd("10000"), permissions }, []);
        const outcome = attempt(() => planRebalance(state, request));
        fc.pre(outcome.success);
        if (!outcome.success) return;
        const plan = outcome.data;
        const value = Number(plan.valueAfter.amount);
        fc.pre(value > 0);
        const table = request.exchangeRates!.rates;
        const units = (["A", "B", "C", "D"] as const).map((name) => {
          const currency = currencies[name];
          const rate = currency === "USD" ? 1 : 1 / Number(table[currency as "EUR" | "JPY"]);
          return { name, unit: Number(request.prices[name]) * rate * Number(request.quantityStep) };
        });
        const band = units.reduce((sum, { name, unit }) => {
          const short = request.targets.assets[name]! < 0 ? unit : 0;
          return sum + unit * Number(request.costs.proportional) + Number(request.costs.fixed) + short + 0.05;
        }, 0.05);
        for (const { name, unit } of units) {
          const weight = request.targets.assets[name]!;
          const reached = plan.weightsAfter.assets[name] ?? 0;
          const miss = Math.abs(reached - weight) * value;
          // the value itself is told to the cent
          expect(miss).toBeLessThanOrEqual(unit + Math.abs(weight) * band + 0.01 * Math.abs(reached) + 1e-6 * value);
          expect(reached * weight).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 150 },
    );
  });
});
