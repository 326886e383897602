import * as fc from "fast-check";
import { Decimal } from "decimal.js";
import { describe, expect, test } from "vitest";
import type { BrokerOrder } from "../ports/broker.ts";
import type { Quote } from "../ports/market-data-source.ts";
import { collect } from "../testing/assertions.ts";
import { ManualClock } from "./clocks.ts";
import { PaperBroker } from "./paper-broker.ts";

const time = "2024-01-31T15:00:00.000Z";

const quote = (over: Partial<Quote> = {}): Quote => ({
  asset: "VTI",
  time,
  bid: "99",
  ask: "100",
  bidSize: "50",
  askSize: "30",
  ...over,
});

const order = (over: Partial<BrokerOrder> = {}): BrokerOrder => ({
  id: "o-1",
  asset: "VTI",
  side: "buy",
  quantity: "40",
  type: "market",
  ...over,
});

const broker = (commission?: () => string): PaperBroker => new PaperBroker({ clock: ManualClock.at(time), commission });

describe("market orders", () => {
  test("fill at the quote up to its size, and go on with the next quote", async () => {
    const paper = broker(() => "1.25");
    paper.quote(quote());
    const placed = await paper.place(order());
    expect(placed).toEqual({ order: order(), state: "partially-filled", filled: "30", averagePrice: "100" });
    expect(await paper.openOrders()).toEqual([placed]);
    paper.quote(quote({ ask: "104" }));
    expect(await paper.status("o-1")).toMatchObject({ state: "filled", filled: "40", averagePrice: "101" });
    expect(await paper.openOrders()).toEqual([]);
    const common = { orderId: "o-1", asset: "VTI", side: "buy", commission: "1.25", time };
    expect(await collect(paper.fills())).toEqual([
      { ...common, id: "o-1-1", quantity: "30", price: "100", sequence: 1 },
      { ...common, id: "o-1-2", quantity: "10", price: "104", sequence: 2 },
    ]);
    expect(await collect(paper.fills({ after: 1 }))).toHaveLength(1);
  });

  test("wait for a quote of their side", async () => {
    const paper = broker();
    expect((await paper.place(order({ side: "sell", quantity: "5" }))).state).toBe("open");
    paper.quote(quote({ asset: "BND" }));
    paper.quote(quote({ bid: null }));
    paper.quote(quote({ bidSize: "0" }));
    expect((await paper.status("o-1")).filled).toBe("0");
    paper.quote(quote({ bidSize: null }));
    expect(await paper.status("o-1")).toMatchObject({ state: "filled", averagePrice: "99" });
  });

  test("share one quote in the order of placing", async () => {
    const paper = broker();
    paper.quote(quote());
    await paper.place(order({ quantity: "20" }));
    await paper.place(order({ id: "o-2", quantity: "20" }));
    await paper.place(order({ id: "o-3", quantity: "20" }));
    const filled = await Promise.all(["o-1", "o-2", "o-3"].map(async (id) => (await paper.status(id)).filled));
    expect(filled).toEqual(["20", "10", "0"]);
    expect(await collect(paper.fills({ orderId: "o-2" }))).toHaveLength(1);
  });

  test("that are to be filled at once give up the rest", async () => {
    const paper = broker();
    const none = await paper.place(order({ timeInForce: "immediate-or-cancel" }));
    expect(none).toMatchObject({ state: "cancelled", filled: "0", averagePrice: null });
    paper.quote(quote());
    const part = await paper.place(order({ id: "o-2", timeInForce: "immediate-or-cancel" }));
    expect(part).toMatchObject({ state: "cancelled", filled: "30" });
    paper.quote(quote());
    const whole = await paper.place(order({ id: "o-3", quantity: "30", timeInForce: "immediate-or-cancel" }));
    expect(whole).toMatchObject({ state: "filled", filled: "30" });
  });
});

describe("limit orders", () => {
  test("trade at their limit or better", async () => {
    const paper = broker();
    paper.quote(quote());
    const buy = await paper.place(order({ type: "limit", limitPrice: "98" }));
    const sell = await paper.place(order({ id: "o-2", side: "sell", type: "limit", limitPrice: "99.5" }));
    expect([buy.state, sell.state]).toEqual(["open", "open"]);
    paper.quote(quote({ bid: "101", ask: "97.5", askSize: "100" }));
    expect(await paper.status("o-1")).toMatchObject({ state: "filled", averagePrice: "97.5" });
    expect(await paper.status("o-2")).toMatchObject({ state: "filled", averagePrice: "101" });
    const exact = await paper.place(order({ id: "o-3", type: "limit", limitPrice: "97.5" }));
    expect(exact).toMatchObject({ state: "filled" });
  });
});

describe("orders", () => {
  test("can be cancelled until they are filled", async () => {
    const paper = broker();
    paper.quote(quote());
    await paper.place(order());
    expect(await paper.cancel("o-1")).toMatchObject({ state: "cancelled", filled: "30" });
    paper.quote(quote());
    expect(await paper.cancel("o-1")).toMatchObject({ state: "cancelled", filled: "30" });
    await paper.place(order({ id: "o-2", quantity: "1" }));
    expect(await paper.cancel("o-2")).toMatchObject({ state: "filled" });
  });

  test("placed twice are placed once", async () => {
    const paper = broker();
    paper.quote(quote());
    const first = await paper.place(order({ quantity: "10" }));
    expect(await paper.place(order({ quantity: "10" }))).toEqual(first);
    expect(await collect(paper.fills())).toHaveLength(1);
    await expect(paper.place(order({ quantity: "11" }))).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  test("that make no sense are INVALID_INPUT", async () => {
    const paper = broker();
    const bad: Partial<BrokerOrder>[] = [
      { id: "" },
      { asset: "" },
      { quantity: "0" },
      { quantity: "-1" },
      { quantity: "1e3" },
      { type: "limit" },
      { limitPrice: "1" },
      { type: "limit", limitPrice: "0" },
    ];
    for (const over of bad) {
      await expect(paper.place(order(over))).rejects.toMatchObject({ code: "INVALID_INPUT" });
    }
    expect(await paper.openOrders()).toEqual([]);
    expect(() => paper.quote(quote({ ask: "0" }))).toThrow("quote.ask: expected a decimal above 0");
    expect(() => paper.quote(quote({ askSize: "-1" }))).toThrow("quote.askSize: expected a decimal");
    expect(() => paper.quote(quote({ asset: "" }))).toThrow("quote.asset");
  });

  test("that are unknown are NOT_FOUND", async () => {
    const paper = broker();
    await expect(paper.cancel("o-9")).rejects.toMatchObject({
      code: "NOT_FOUND",
      details: { kind: "order", id: "o-9" },
    });
    await expect(paper.status("o-9")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

test("whatever is quoted and ordered, fills stay within quantities, sizes and limits, and repeat exactly", async () => {
  const cents = fc.integer({ min: 1, max: 20_000 }).map((n) => (n / 100).toFixed(2));
  const step = fc.oneof(
    fc.record({ bid: cents, ask: cents, bidSize: cents, askSize: cents }),
    fc.record({ side: fc.constantFrom("buy" as const, "sell" as const), quantity: cents, limit: fc.option(cents) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const play = async () => {
        const paper = broker();
        const offered = { buy: new Decimal(0), sell: new Decimal(0) };
        for (const [i, each] of steps.entries()) {
          if ("bid" in each) {
            offered.buy = offered.buy.plus(each.askSize);
            offered.sell = offered.sell.plus(each.bidSize);
            paper.quote(quote(each));
          } else {
            const { side, quantity, limit } = each;
            const kind = limit === null ? { type: "market" as const } : { type: "limit" as const, limitPrice: limit };
            await paper.place({ id: `o-${i}`, asset: "VTI", side, quantity, ...kind });
          }
        }
        return { paper, offered, fills: await collect(paper.fills()) };
      };
      const { paper, offered, fills } = await play();
      for (const side of ["buy", "sell"] as const) {
        const traded = fills
          .filter((fill) => fill.side === side)
          .reduce((sum, fill) => sum.plus(fill.quantity), new Decimal(0));
        expect(traded.lte(offered[side])).toBe(true);
      }
      for (const fill of fills) {
        const { order: placed, filled } = await paper.status(fill.orderId);
        expect(new Decimal(filled).lte(placed.quantity)).toBe(true);
        const better = placed.side === "buy" ? "lte" : "gte";
        expect(new Decimal(fill.price)[better](placed.limitPrice ?? fill.price)).toBe(true);
      }
      expect((await play()).fills).toEqual(fills);
    }),
  );
});
