import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MemoryEventStore } from "../../memory/memory-event-store.ts";
import { MemoryKeyValueStore } from "../../memory/memory-key-value-store.ts";
import { Portfolio } from "../../portfolio/portfolio.ts";
import type { PortfolioEvent } from "../../portfolio/portfolio-events.ts";
import type { KeyValueStore } from "../../ports/key-value-store.ts";
import { rebalancePortfolio } from "../commands/rebalance-portfolio.ts";
import { all, instruction, openDesk, quoteAll, usd } from "../fixtures/desk.ts";
import { auditProjection } from "./audit-trail.ts";
import { holdingsProjection } from "./holdings.ts";
import { performanceOf, performanceProjection } from "./performance.ts";
import type { Projection } from "./projection.ts";
import { rebuildProjection, runProjection } from "./run-projection.ts";

const time = (minute: number): string => new Date(Date.UTC(2024, 0, 2, 10, minute)).toISOString();

function opened(portfolioId = "p-1", capital = 1000): Portfolio {
  return Portfolio.open(
    { portfolioId, owner: "anna", initialCapital: usd(capital), riskTolerance: 0.5 },
    { id: `${portfolioId}-open`, time: time(0) },
  );
}

/** What a person can do with a portfolio, as small numbers; what its rules refuse is left out. */
const history = fc
  .array(
    fc.tuple(fc.constantFrom("deposit", "withdraw", "buy", "sell", "mark", "fee"), fc.integer({ min: 1, max: 30 })),
    {
      maxLength: 20,
    },
  )
  .map((steps) =>
    steps.reduce((portfolio, [kind, n], i) => {
      const context = { id: `c-${i}`, time: time(i + 1) };
      const price = usd(n + 1);
      try {
        if (kind === "deposit") return portfolio.deposit(usd(10 * n), context);
        if (kind === "withdraw") return portfolio.withdraw(usd(20 * n), context);
        if (kind === "fee") return portfolio.fee(usd(n), "custody", context);
        if (kind === "mark") return portfolio.markToMarket({ A: n }, context);
        return portfolio[kind as "buy" | "sell"]({ ticker: "A", quantity: n, price }, context);
      } catch {
        return portfolio;
      }
    }, opened()),
  );

async function storeOf(events: readonly PortfolioEvent[]): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  await store.append("portfolio-p-1", events, { expectedVersion: "none" });
  return store;
}

const three = (): readonly Projection<unknown>[] => [
  holdingsProjection("p-1"),
  performanceProjection("p-1"),
  auditProjection("p-1"),
];

describe("running a projection", () => {
  test("rebuilt equals incremental, however the events came in", async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 8 }), async (portfolio, cuts) => {
        const events = new MemoryEventStore();
        const checkpoints = new MemoryKeyValueStore();
        const ports = { events, checkpoints };
        const left = [...portfolio.pending];
        while (left.length > 0) {
          const batch = left.splice(0, cuts.pop() ?? left.length);
          await events.append("portfolio-p-1", batch, { expectedVersion: "any" });
          for (const projection of three()) await runProjection(ports, projection);
        }
        for (const projection of three()) {
          const incremental = await runProjection(ports, projection);
          expect(await rebuildProjection(ports, projection)).toEqual(incremental);
          const elsewhere = { events, checkpoints: new MemoryKeyValueStore() };
          expect(await runProjection(elsewhere, projection)).toEqual(incremental);
        }
        const { state } = await runProjection(ports, holdingsProjection("p-1"));
        expect(state).toEqual(portfolio.state);
      }),
      { numRuns: 40 },
    );
  });

  const counting: Projection<readonly number[]> = {
    name: "positions",
    schemaVersion: 1,
    initial: [],
    apply: (state, event) => [...state, event.position],
  };

  test("each event counts exactly once when a run dies between reading and keeping", async () => {
    const events = await storeOf(opened().deposit(usd(1), { id: "d", time: time(1) }).pending);
    const checkpoints = new MemoryKeyValueStore();
    const dying: KeyValueStore = {
      get: (key) => checkpoints.get(key),
      delete: (key) => checkpoints.delete(key),
      entries: (prefix) => checkpoints.entries(prefix),
      set: () => Promise.reject(new Error("killed")),
    };
    await expect(runProjection({ events, checkpoints: dying }, counting)).rejects.toThrow("killed");
    expect(await runProjection({ events, checkpoints }, counting)).toEqual({ state: [1, 2], position: 2 });
    expect(await runProjection({ events, checkpoints }, counting)).toEqual({ state: [1, 2], position: 2 });
  });

  test("two runners at once count each event once; one that always loses says so", async () => {
    const events = await storeOf(opened().deposit(usd(1), { id: "d", time: time(1) }).pending);
    const checkpoints = new MemoryKeyValueStore();
    const both = await Promise.all([
      runProjection({ events, checkpoints }, counting),
      runProjection({ events, checkpoints }, counting),
    ]);
    expect(both).toEqual([
      { state: [1, 2], position: 2 },
      { state: [1, 2], position: 2 },
    ]);
    let rival = 0;
    const contested: KeyValueStore = {
      get: (key) => checkpoints.get(key),
      delete: (key) => checkpoints.delete(key),
      entries: (prefix) => checkpoints.entries(prefix),
      set: async (key, value, options) => {
        rival += 1;
        await checkpoints.set(key, { schemaVersion: 1, state: [], position: 0 });
        return checkpoints.set(key, value, options);
      },
    };
    const run = rebuildProjection({ events, checkpoints: contested }, counting);
    await expect(run).rejects.toMatchObject({ code: "CONFLICT" });
    expect(rival).toBe(5);
  });

  test("a kept state of another shape is rebuilt, a failing apply leaves the checkpoint alone", async () => {
    const events = await storeOf(opened().pending);
    const checkpoints = new MemoryKeyValueStore();
    await runProjection({ events, checkpoints }, counting);
    const next: Projection<number> = { name: "positions", schemaVersion: 2, initial: 0, apply: (state) => state + 1 };
    expect(await runProjection({ events, checkpoints }, next)).toEqual({ state: 1, position: 1 });
    const broken = {
      ...next,
      schemaVersion: 3,
      apply: (): number => {
        throw new Error("bug");
      },
    };
    await expect(runProjection({ events, checkpoints }, broken)).rejects.toThrow("bug");
    expect(await runProjection({ events, checkpoints }, next)).toEqual({ state: 1, position: 1 });
  });

  test("more events than one page holds are read to the end, with progress; a signal stops between pages", async () => {
    const events = new MemoryEventStore();
    const common = { type: "Noted", schemaVersion: 1, time: time(0), correlationId: "c", causationId: "c", data: {} };
    const batch = Array.from({ length: 2300 }, (_, i) => ({ ...common, id: `e-${i}` }));
    await events.append("notes", batch, { expectedVersion: "none" });
    const checkpoints = new MemoryKeyValueStore();
    const count: Projection<number> = { name: "count", schemaVersion: 1, initial: 0, apply: (state) => state + 1 };
    const controller = new AbortController();
    const done: number[] = [];
    const onProgress = (progress: { readonly done: number }) => {
      done.push(progress.done);
      if (done.length === 1) controller.abort();
    };
    const run = runProjection({ events, checkpoints }, count, { signal: controller.signal, onProgress });
    await expect(run).rejects.toMatchObject({ code: "ABORTED" });
    expect(await runProjection({ events, checkpoints }, count, { onProgress })).toEqual({
      state: 2300,
      position: 2300,
    });
    expect(done).toEqual([1000, 2000, 2300]);
  });
});

describe("holdings", () => {
  test("are those of one portfolio, also where another's id begins with its own", async () => {
    const events = new MemoryEventStore();
    for (const id of ["p-1", "p-10"]) {
      await events.append(`portfolio-${id}`, opened(id, id.length * 100).pending, { expectedVersion: "none" });
    }
    const ports = { events, checkpoints: new MemoryKeyValueStore() };
    const { state, position } = await runProjection(ports, holdingsProjection("p-1"));
    expect(Portfolio.parse(state).id).toBe("p-1");
    expect(position).toBe(2);
    expect((await runProjection(ports, holdingsProjection("p-10"))).state!.cash).toBe("400");
    expect((await runProjection(ports, holdingsProjection("nobody"))).state).toBeNull();
  });

  test("are those that a rebalance through a broker leaves", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    await rebalancePortfolio(desk.ports, instruction);
    const ports = { events: desk.events, checkpoints: new MemoryKeyValueStore() };
    const { state } = await runProjection(ports, holdingsProjection("p-1"));
    const held = Portfolio.parse(state).positions.map((each) => `${each.ticker} ${String(each.quantity)}`);
    expect(held).toEqual(["A 200", "B 300", "D 600", "C 500"]);
  });
});

describe("performance", () => {
  const measure = async (portfolio: Portfolio) => {
    const ports = { events: await storeOf(portfolio.pending), checkpoints: new MemoryKeyValueStore() };
    return performanceOf((await runProjection(ports, performanceProjection("p-1"))).state!);
  };

  test("the time-weighted return is that of the assets, whatever was deposited and withdrawn", async () => {
    const portfolio = opened()
      .buy({ ticker: "A", quantity: 100, price: usd(10) }, { id: "b", time: time(1) })
      .markToMarket({ A: 11 }, { id: "m-1", time: time(2) })
      .deposit(usd(1100), { id: "d", time: time(3) })
      .buy({ ticker: "A", quantity: 100, price: usd(11) }, { id: "b-2", time: time(4) })
      .markToMarket({ A: "8.8" }, { id: "m-2", time: time(5) })
      .sell({ ticker: "A", quantity: 100, price: usd("8.8") }, { id: "s", time: time(6) })
      .withdraw(usd(880), { id: "w", time: time(7) })
      .markToMarket({ A: 11 }, { id: "m-3", time: time(8) });
    const performance = await measure(portfolio);
    // (1100 / 1000) (1760 / 2200) (1100 / 880) - 1
    expect(performance.timeWeightedReturn).toBeCloseTo(0.1, 12);
    expect(performance.marks.map((mark) => Number(mark.timeWeightedReturn.toFixed(12)))).toEqual([0.1, -0.12, 0.1]);
    expect(performance).toMatchObject({
      from: time(0),
      time: time(8),
      value: { amount: "1100", currency: "USD" },
      contributed: { amount: "1220", currency: "USD" },
      gain: { amount: "-120", currency: "USD" },
    });
  });

  test("deposits and withdrawals alone earn nothing; fees and dividends are part of the return", async () => {
    const flows = opened()
      .deposit(usd(500), { id: "d", time: time(1) })
      .withdraw(usd(700), { id: "w", time: time(2) });
    expect((await measure(flows)).timeWeightedReturn).toBe(0);
    expect((await measure(flows.fee(usd(8), "custody", { id: "f", time: time(3) }))).timeWeightedReturn).toBeCloseTo(
      -0.01,
      12,
    );
  });

  test("after everything was withdrawn the chain rests until the next deposit", async () => {
    const gone = opened()
      .fee(usd(100), "custody", { id: "f", time: time(1) })
      .withdraw(usd(900), { id: "w", time: time(2) });
    expect((await measure(gone)).timeWeightedReturn).toBeCloseTo(-0.1, 12);
    const back = gone
      .deposit(usd(200), { id: "d", time: time(3) })
      .fee(usd(100), "custody", { id: "f-2", time: time(4) });
    expect((await measure(back)).timeWeightedReturn).toBeCloseTo(0.9 * 0.5 - 1, 12);
  });

  test("a loss of everything ends the chain at -100 %, whatever comes in later", async () => {
    const lost = Portfolio.open(
      {
        portfolioId: "p-1",
        owner: "anna",
        initialCapital: usd(100),
        riskTolerance: 1,
        permissions: { margin: "allowed", shorts: "allowed" },
      },
      { id: "open", time: time(0) },
    )
      .sell({ ticker: "A", quantity: 100, price: usd(10) }, { id: "s", time: time(1) })
      .markToMarket({ A: 20 }, { id: "m", time: time(2) })
      .deposit(usd(5000), { id: "d", time: time(3) })
      .markToMarket({ A: 10 }, { id: "m-2", time: time(4) });
    expect((await measure(lost)).timeWeightedReturn).toBe(-1);
  });

  test("flows between marks change nothing in the return that the marks tell", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 5, max: 40 }), { minLength: 2, maxLength: 6 }), async (prices) => {
        const start = opened().buy({ ticker: "A", quantity: 100, price: usd(10) }, { id: "b", time: time(0) });
        const marked = prices.reduce((portfolio, price, i) => {
          const next = portfolio.markToMarket({ A: price }, { id: `m-${i}`, time: time(i + 1) });
          // what comes in is invested at once, at the price of the mark
          return next
            .deposit(usd(price), { id: `d-${i}`, time: time(i + 1) })
            .buy({ ticker: "A", quantity: 1, price: usd(price) }, { id: `b-${i}`, time: time(i + 1) });
        }, start);
        expect((await measure(marked)).timeWeightedReturn).toBeCloseTo(prices.at(-1)! / 10 - 1, 10);
      }),
      { numRuns: 30 },
    );
  });
});

describe("the audit trail as a projection", () => {
  test("holds every event of the portfolio and of its rebalances, in the order of the store", async () => {
    const desk = await openDesk();
    quoteAll(desk.broker);
    await rebalancePortfolio(desk.ports, instruction);
    const ports = { events: desk.events, checkpoints: new MemoryKeyValueStore() };
    const { state } = await runProjection(ports, auditProjection("p-1"));
    expect(state.entries.map(({ eventId }) => eventId)).toEqual((await all(desk.events.readAll())).map(({ id }) => id));
    expect((await runProjection(ports, auditProjection("p"))).state.entries).toEqual([]);
  });
});
