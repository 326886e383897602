import { PlimsollError, PricePanel } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { buyAndHold } from "../strategies/buy-and-hold.ts";
import { equalWeight } from "../strategies/equal-weight.ts";
import { fixedWeight } from "../strategies/fixed-weight.ts";
import type { Strategy } from "../strategies/strategy.ts";
import { backtest } from "./backtest.ts";
import { type BacktestSpec, BacktestSpecSchema } from "./specification.ts";

const assets = ["a", "b", "c"];

function panelOf(rows: readonly (readonly (number | null)[])[], first = 19_700): PricePanel {
  return PricePanel.of({ dates: { axis: "day", index: rows.map((_, t) => first + t) }, assets, values: rows });
}

/** Paths of plausible moves from 100, on a grid: they shrink quickly and cannot explode. */
const move = fc.integer({ min: 80, max: 125 }).map((percent) => percent / 100);
const complete: fc.Arbitrary<[number, number, number][]> = fc
  .array(fc.tuple(move, move, move), { minLength: 6, maxLength: 40 })
  .map((moves) => {
    let last: [number, number, number] = [100, 100, 100];
    return moves.map(([a, b, c]) => (last = [last[0] * a, last[1] * b, last[2] * c]));
  });
const withGaps = fc
  .tuple(complete, fc.array(fc.nat(120), { maxLength: 25 }))
  .map(([rows, holes]) => rows.map((row, t) => row.map((price, i) => (holes.includes(3 * t + i) ? null : price))));
const weights = fc
  .tuple(fc.nat(10), fc.nat(10), fc.nat(10), fc.nat(5))
  .filter(([a, b, c]) => a + b + c > 0)
  .map(([a, b, c, cash]) => {
    const total = a + b + c + cash;
    return { a: a / total, b: b / total, c: c / total };
  });
const rate = fc.double({ min: 0, max: 0.05, noNaN: true });
const schedule = fc.constantFrom<NonNullable<BacktestSpec["rebalance"]>>("daily", "weekly", "monthly", { every: 3 });

/** Follows momentum over all it may see, so that any look into the future would show in its weights. */
const momentum: Strategy = {
  name: "momentum",
  decide: ({ prices }) => {
    const gains = prices.assets.map((asset) => {
      const column = prices.column(asset).filter((value) => !Number.isNaN(value));
      return column.length < 2 ? 0 : Math.max(column.at(-1)! / column.at(0)! - 1, 0) + 0.01;
    });
    const total = gains.reduce((sum, gain) => sum + gain, 0);
    return total === 0 ? {} : Object.fromEntries(prices.assets.map((asset, i) => [asset, gains.at(i)! / total]));
  },
};

describe("accounting", () => {
  test("zero-cost buy and hold follows the price path of its basket", async () => {
    await fc.assert(
      fc.asyncProperty(complete, weights, async (rows, held) => {
        const { equity } = await backtest(
          { rebalance: "daily" },
          { prices: panelOf(rows), strategy: buyAndHold(held) },
        );
        const entry = rows.at(1)!;
        const cash = 1 - held.a - held.b - held.c;
        const expected = rows.map((row, t) =>
          t < 1 ? 1 : cash + (held.a * row[0]) / entry[0] + (held.b * row[1]) / entry[1] + (held.c * row[2]) / entry[2],
        );
        for (const [t, value] of equity.entries()) expect(value / expected.at(t)!).toBeCloseTo(1, 10);
      }),
      { numRuns: 60 },
    );
  });

  test("cash identity: cash plus holdings is the value, cash is never negative, trades explain every change of cash", async () => {
    await fc.assert(
      fc.asyncProperty(withGaps, rate, schedule, async (rows, cost, rebalance) => {
        const spec: BacktestSpec = {
          rebalance,
          initialValue: 1000,
          costs: [
            { kind: "proportional", rate: cost },
            { kind: "per-share", amount: 0.01 },
          ],
        };
        const result = await backtest(spec, { prices: panelOf(rows), strategy: equalWeight() });
        let cash = 1000;
        for (const [t, date] of result.dates.entries()) {
          for (const trade of result.trades) if (trade.date === date) cash -= trade.value + trade.cost;
          expect(result.cash.at(t)).toBeGreaterThanOrEqual(0);
          expect(Math.abs(result.cash.at(t)! - cash)).toBeLessThan(1e-9 * result.equity.at(t)!);
          const held = result.weights.at(t)!.reduce((sum, weight) => sum + weight, 0) * result.equity.at(t)!;
          expect(Math.abs(result.cash.at(t)! + held - result.equity.at(t)!)).toBeLessThan(1e-9 * result.equity.at(t)!);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("fees are paid out of the portfolio: weights meet the targets after costs, and value falls by the costs alone", async () => {
    await fc.assert(
      fc.asyncProperty(complete, weights, rate, async (rows, held, cost) => {
        const {
          rebalances,
          weights: found,
          dates,
        } = await backtest(
          { rebalance: "daily", costs: [{ kind: "proportional", rate: cost }] },
          { prices: panelOf(rows), strategy: fixedWeight(held) },
        );
        for (const { date, valueBefore, valueAfter, cost: paid } of rebalances) {
          expect(Math.abs(valueBefore - valueAfter - paid)).toBeLessThan(1e-12 * valueBefore);
          const row = found.at(dates.indexOf(date))!;
          expect(row).toEqual([held.a, held.b, held.c].map((weight) => expect.closeTo(weight, 9) as number));
        }
      }),
      { numRuns: 60 },
    );
  });

  test("rebalance is idempotent: at unchanged prices the second one trades nothing and costs nothing", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(move, move, move),
        weights,
        rate,
        fc.double({ min: 0, max: 0.001, noNaN: true }),
        async (row, held, cost, ticket) => {
          const { trades, rebalances, dates } = await backtest(
            {
              rebalance: "daily",
              costs: [
                { kind: "proportional", rate: cost },
                { kind: "ticket", amount: ticket },
              ],
            },
            { prices: panelOf([row, row, row, row]), strategy: fixedWeight(held) },
          );
          expect(rebalances.slice(1).map(({ traded, cost: paid }) => [traded, paid])).toEqual([
            [0, 0],
            [0, 0],
          ]);
          expect(new Set(trades.map(({ date }) => date))).toEqual(new Set([dates[1]]));
        },
      ),
    );
  });

  test("costs are monotone: a higher rate never leaves more, fixed weights", async () => {
    await fc.assert(
      fc.asyncProperty(complete, weights, rate, rate, async (rows, held, one, two) => {
        const run = async (cost: number): Promise<number> => {
          const spec: BacktestSpec = { rebalance: "daily", costs: [{ kind: "proportional", rate: cost }] };
          const { equity } = await backtest(spec, { prices: panelOf(rows), strategy: fixedWeight(held) });
          return equity.at(-1)!;
        };
        expect(await run(Math.max(one, two))).toBeLessThanOrEqual((await run(Math.min(one, two))) * (1 + 1e-12));
      }),
      { numRuns: 60 },
    );
  });

  test("proportional costs solve the fixed point exactly: all in from cash leaves 1 / (1 + rate)", async () => {
    const prices = panelOf([
      [10, 10, 10],
      [10, 10, 10],
      [10, 10, 10],
    ]);
    const { equity } = await backtest(
      { costs: [{ kind: "proportional", rate: 0.01 }] },
      { prices, strategy: fixedWeight({ a: 1 }) },
    );
    expect(equity).toEqual([1, expect.closeTo(1 / 1.01, 14), expect.closeTo(1 / 1.01, 14)]);
  });

  test("a rate of its own for one asset, and a ticket for each trade", async () => {
    const prices = panelOf([
      [10, 10, 10],
      [10, 10, 10],
      [10, 10, 10],
    ]);
    const { trades } = await backtest(
      {
        initialValue: 1000,
        costs: [
          { kind: "proportional", rate: 0.001, byAsset: { b: 0.01 } },
          { kind: "ticket", amount: 5 },
        ],
      },
      { prices, strategy: fixedWeight({ a: 0.4, b: 0.4 }) },
    );
    expect(trades.map(({ asset, cost, value }) => [asset, (cost - 5) / value])).toEqual([
      ["a", expect.closeTo(0.001, 12)],
      ["b", expect.closeTo(0.01, 12)],
    ]);
  });

  test("sells free the cash that buys of the same rebalance need, in whatever order the assets stand", async () => {
    const rows = [
      [10, 10, 10],
      [10, 10, 10],
      [10, 10, 10],
    ];
    const swap: Strategy = { name: "swap", decide: ({ row }) => (row === 0 ? { c: 1 } : { a: 1 }) };
    const spec: BacktestSpec = { rebalance: "daily", costs: [{ kind: "proportional", rate: 0.01 }] };
    const { weights: found, cash } = await backtest(spec, { prices: panelOf(rows), strategy: swap });
    expect(found[2]).toEqual([expect.closeTo(1, 12), 0, 0]);
    expect(cash[2]).toBeCloseTo(0, 12);
  });

  test("costs beyond the value are an error, not a negative portfolio", async () => {
    const prices = panelOf([
      [10, 10, 10],
      [10, 10, 10],
      [10, 10, 10],
    ]);
    const run = backtest({ costs: [{ kind: "ticket", amount: 5 }] }, { prices, strategy: fixedWeight({ a: 1 }) });
    await expect(run).rejects.toMatchObject({ code: "RULE_VIOLATED" });
  });

  test("cash earns the annual rate by row", async () => {
    const rows = Array.from({ length: 13 }, () => [10, 10, 10]);
    const { equity } = await backtest(
      { cashRate: 0.05, periodsPerYear: 12 },
      { prices: panelOf(rows), strategy: fixedWeight({}) },
    );
    expect(equity.at(-1)).toBeCloseTo(1.05, 12);
  });

  test("weights drift between rebalances", async () => {
    const rows = [
      [10, 10, 10],
      [10, 10, 10],
      [20, 10, 10],
      [20, 10, 10],
    ];
    const { weights: found } = await backtest(
      { rebalance: { every: 10 } },
      { prices: panelOf(rows), strategy: fixedWeight({ a: 0.5, b: 0.5 }) },
    );
    expect(found.at(-1)).toEqual([expect.closeTo(2 / 3, 12), expect.closeTo(1 / 3, 12), 0]);
  });
});

describe("no look-ahead", () => {
  test("a perturbed future leaves the past identical to the last bit", async () => {
    await fc.assert(
      fc.asyncProperty(complete, complete, fc.nat(30), schedule, async (rows, other, cut, rebalance) => {
        const at = Math.min(cut, rows.length - 3) + 2;
        const changed = rows.map((row, t) => (t < at ? row : (other.at(t % other.length) ?? row)));
        const spec: BacktestSpec = { rebalance, costs: [{ kind: "proportional", rate: 0.002 }] };
        const [one, two] = await Promise.all([
          backtest(spec, { prices: panelOf(rows), strategy: momentum }),
          backtest(spec, { prices: panelOf(changed), strategy: momentum }),
        ]);
        expect(two.equity.slice(0, at)).toEqual(one.equity.slice(0, at));
        expect(two.weights.slice(0, at)).toEqual(one.weights.slice(0, at));
        const early = (date: string): boolean => one.dates.indexOf(date) < at;
        expect(two.trades.filter(({ date }) => early(date))).toEqual(one.trades.filter(({ date }) => early(date)));
      }),
      { numRuns: 60 },
    );
  });

  test("a truncated future leaves the past identical: the schedule too knows no later date", async () => {
    const rows = Array.from({ length: 90 }, (_, t) => [100 + Math.sin(t), 50 + Math.cos(t), 30 + Math.sin(2 * t)]);
    const full = await backtest({ rebalance: "monthly" }, { prices: panelOf(rows), strategy: momentum });
    const part = await backtest({ rebalance: "monthly" }, { prices: panelOf(rows.slice(0, 60)), strategy: momentum });
    expect(full.equity.slice(0, 60)).toEqual(part.equity);
    expect(full.weights.slice(0, 60)).toEqual(part.weights);
  });

  test("a strategy reaches no later row, not even through the buffer behind its panel", async () => {
    const rows = Array.from({ length: 8 }, (_, t) => [10 + t, 20 + t, 30 + t]);
    const seen: number[] = [];
    const spy: Strategy = {
      name: "spy",
      decide: ({ prices, row }) => {
        expect(prices.rows).toBe(row + 1);
        seen.push(new Float64Array(prices.values.buffer).reduce((top, value) => (value > top ? value : top), 0) - 30);
        return null;
      },
    };
    await backtest({ rebalance: "daily" }, { prices: panelOf(rows), strategy: spy });
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test("writing to the panel it sees changes nothing that is simulated", async () => {
    const rows = Array.from({ length: 8 }, (_, t) => [10 + t, 20 + t, 30 + t]);
    const vandal: Strategy = {
      name: "vandal",
      decide: ({ prices }) => {
        prices.values.fill(1);
        return { a: 1 };
      },
    };
    const honest = await backtest({ rebalance: "daily" }, { prices: panelOf(rows), strategy: fixedWeight({ a: 1 }) });
    const found = await backtest({ rebalance: "daily" }, { prices: panelOf(rows), strategy: vandal });
    expect(found.equity).toEqual(honest.equity);
  });

  test("an order never fills in the bar that signalled it", async () => {
    const rows = [
      [10, 10, 10],
      [20, 10, 10],
      [30, 10, 10],
      [40, 10, 10],
    ];
    for (const delay of [1, 2]) {
      const { trades, rebalances } = await backtest(
        { rebalance: { every: 9 }, delay },
        { prices: panelOf(rows), strategy: fixedWeight({ a: 1 }) },
      );
      expect([trades[0]?.price, rebalances[0]?.signalDate]).toEqual([10 + 10 * delay, "2023-12-09"]);
    }
    await expect(backtest({ delay: 0 }, { prices: panelOf(rows), strategy: equalWeight() })).rejects.toThrow(
      /spec\.delay/,
    );
  });

  test("a decision whose trade would fall after the end stays open, and is listed", async () => {
    const rows = [
      [10, 10, 10],
      [10, 10, 10],
      [10, 10, 10],
    ];
    const { open } = await backtest({ rebalance: "daily" }, { prices: panelOf(rows), strategy: fixedWeight({ a: 1 }) });
    expect(open).toEqual([{ signalDate: "2023-12-11", targets: { a: 1 } }]);
  });
});

describe("missing prices", () => {
  test("an asset without a price is not traded, is carried at its last price, and its target waits", async () => {
    const rows = [
      [10, 10, 10],
      [10, 10, 10],
      [12, null, 10],
      [12, 20, 10],
    ];
    const swap: Strategy = { name: "swap", decide: ({ row }) => (row === 0 ? { b: 1 } : { c: 1 }) };
    const { trades, equity, rebalances } = await backtest(
      { rebalance: "daily" },
      { prices: panelOf(rows), strategy: swap },
    );
    expect(equity).toEqual([1, 1, 1, 2]);
    expect(rebalances.map(({ untradable, scale }) => [untradable, scale])).toEqual([
      [[], 1],
      [["b"], 0],
      [[], 1],
    ]);
    expect(trades.map(({ date, asset, value }) => [date.slice(8), asset, value])).toEqual([
      ["10", "b", 1],
      ["12", "b", -2],
      ["12", "c", 2],
    ]);
  });

  test("other targets are scaled down to the cash there is, never into debt", async () => {
    const rows = [
      [10, 10, 10],
      [10, 10, 10],
      [10, null, 10],
    ];
    const shift: Strategy = {
      name: "shift",
      decide: ({ row }) => (row === 0 ? { a: 0.4, b: 0.6 } : { a: 0.5, c: 0.5 }),
    };
    const {
      weights: found,
      cash,
      rebalances,
    } = await backtest({ rebalance: "daily" }, { prices: panelOf(rows), strategy: shift });
    expect(found[2]).toEqual([expect.closeTo(0.2, 12), expect.closeTo(0.6, 12), expect.closeTo(0.2, 12)]);
    expect([cash[2], rebalances[1]?.scale]).toEqual([expect.closeTo(0, 12), expect.closeTo(0.4, 12)]);
  });

  test("equal weight takes only assets with a price at the signal", async () => {
    const rows = [
      [10, null, 10],
      [10, null, 10],
      [10, null, 10],
    ];
    const { weights: found } = await backtest(
      { rebalance: "daily" },
      { prices: panelOf(rows), strategy: equalWeight() },
    );
    expect(found[1]).toEqual([0.5, 0, 0.5]);
  });
});

describe("schedule", () => {
  test("monthly and quarterly ask on the first row of a period and trade on the next", async () => {
    const rows = Array.from({ length: 120 }, () => [10, 10, 10]);
    const asked = async (rebalance: NonNullable<BacktestSpec["rebalance"]>): Promise<string[]> => {
      const dates: string[] = [];
      const strategy: Strategy = { name: "x", decide: ({ date }) => (dates.push(date), null) };
      // from 2023-12-09
      await backtest({ rebalance }, { prices: panelOf(rows), strategy });
      return dates;
    };
    expect(await asked("monthly")).toEqual(["2023-12-09", "2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"]);
    expect(await asked("quarterly")).toEqual(["2023-12-09", "2024-01-01", "2024-04-01"]);
    expect(await asked("yearly")).toEqual(["2023-12-09", "2024-01-01"]);
    expect((await asked("weekly")).slice(0, 3)).toEqual(["2023-12-09", "2023-12-11", "2023-12-18"]);
    expect(await asked({ every: 50 })).toEqual(["2023-12-09", "2024-01-28", "2024-03-18"]);
    expect(await asked("daily")).toHaveLength(120);
  });

  test("the first signal waits for the warm-up", async () => {
    const rows = Array.from({ length: 6 }, (_, t) => [10 + t, 10, 10]);
    const { dates, trades } = await backtest(
      { warmup: 3, rebalance: { every: 9 } },
      { prices: panelOf(rows), strategy: fixedWeight({ a: 1 }) },
    );
    expect([dates[0], dates.length, trades[0]?.price]).toEqual(["2023-12-11", 4, 13]);
  });
});

describe("run", () => {
  const rows = Array.from({ length: 40 }, (_, t) => [
    100 + 3 * Math.sin(t),
    50 + Math.cos(2 * t),
    20 + Math.sin(3 * t),
  ]);

  test("same input, same result, and the result is plain data", async () => {
    const spec: BacktestSpec = { rebalance: "weekly", costs: [{ kind: "proportional", rate: 0.001 }] };
    const data = { prices: panelOf(rows), strategy: equalWeight(), benchmark: panelOf(rows).select(["b"]) };
    const one = await backtest(spec, data);
    expect(await backtest(spec, data)).toEqual(one);
    expect(structuredClone(one)).toEqual(one);
    expect(JSON.parse(JSON.stringify(one))).toEqual(one);
  });

  test("charts and tables: equity with the benchmark, drawdown, weights; performance, drawdowns, years, trading", async () => {
    const prices = panelOf(rows);
    const result = await backtest(
      { rebalance: "weekly" },
      { prices, strategy: equalWeight(), benchmark: prices.select(["b"]) },
    );
    expect(result.charts.map(({ kind }) => kind)).toEqual(["equity", "drawdown", "weights"]);
    expect(result.tables.map(({ title }) => title)).toEqual([
      "Performance",
      "Deepest drawdowns",
      "Return by year",
      "Trading",
    ]);
    expect(result.benchmark?.equity.at(-1)).toBeCloseTo(rows.at(-1)!.at(1)! / rows.at(0)!.at(1)!, 12);
    expect(result.performance?.benchmark?.beta).toEqual(expect.any(Number));
    expect(result.performance?.totalReturn).toBeCloseTo(result.equity.at(-1)! - 1, 10);
    const years = result.tables[2]?.rows.reduce((wealth, row) => wealth * (1 + Number(row["return"])), 1);
    expect(years).toBeCloseTo(result.equity.at(-1)!, 10);
  });

  test("progress counts rows, an abort ends the run", async () => {
    const done: number[] = [];
    await backtest(
      {},
      { prices: panelOf(rows), strategy: equalWeight() },
      { onProgress: (progress) => done.push(progress.done) },
    );
    expect(done).toEqual(rows.map((_, t) => t + 1));
    const controller = new AbortController();
    const stop: Strategy = { name: "stop", decide: ({ row }) => (row === 5 && controller.abort(), null) };
    const run = backtest(
      { rebalance: "daily" },
      { prices: panelOf(rows), strategy: stop },
      { signal: controller.signal },
    );
    await expect(run).rejects.toMatchObject({ code: "ABORTED" });
  });

  test("strategies may be asynchronous, and what they throw passes through", async () => {
    const slow: Strategy = { name: "slow", decide: async () => Promise.resolve({ a: 1 }) };
    const { trades } = await backtest({}, { prices: panelOf(rows), strategy: slow });
    expect(trades[0]?.asset).toBe("a");
    const broken: Strategy = { name: "broken", decide: () => Promise.reject(new Error("no model")) };
    await expect(backtest({}, { prices: panelOf(rows), strategy: broken })).rejects.toThrow("no model");
  });

  test("the specification is data: its JSON Schema names every field", () => {
    const schema = z.toJSONSchema(BacktestSpecSchema) as { readonly properties: object };
    expect(Object.keys(schema.properties).sort()).toEqual([
      "borrowing",
      "cashRate",
      "costBase",
      "costs",
      "delay",
      "firstPurchase",
      "initialValue",
      "periodsPerYear",
      "rebalance",
      "shorts",
      "warmup",
    ]);
  });
});

describe("bad input", () => {
  const rows = [
    [10, 10, 10],
    [10, 10, 10],
    [10, 10, 10],
  ];
  const code = async (run: Promise<unknown>): Promise<string> =>
    run.then(
      () => "no error",
      (error: unknown) => (PlimsollError.is(error) ? `${error.code}: ${error.message}` : String(error)),
    );

  test("targets: unknown asset, NaN, a short, more than 1, an array", async () => {
    const run = async (targets: unknown): Promise<string> =>
      code(backtest({}, { prices: panelOf(rows), strategy: { name: "s", decide: () => targets as null } }));
    expect(await run({ z: 1 })).toMatch(/INVALID_INPUT: strategy "s" on 2023-12-09: "z" is not among/);
    expect(await run({ a: NaN })).toMatch(/"a" is NaN/);
    expect(await run({ a: -0.5 })).toMatch(/shorts are forbidden/);
    expect(await run({ a: 0.8, b: 0.8 })).toMatch(/sum to 1\.6.*borrowing/);
    expect(await run([1])).toMatch(/expected weights by asset/);
    expect(await run(undefined)).toMatch(/returned undefined/);
  });

  test("shorts and borrowing where the specification allows them", async () => {
    const up = [
      [10, 10, 10],
      [10, 10, 10],
      [11, 10, 9],
    ];
    const { equity } = await backtest(
      { shorts: "allowed", borrowing: "allowed" },
      { prices: panelOf(up), strategy: fixedWeight({ a: 1.5, c: -0.5 }) },
    );
    expect(equity.at(-1)).toBeCloseTo(1 + 0.15 + 0.05, 12);
  });

  test("specification, prices and length", async () => {
    const data = { prices: panelOf(rows), strategy: equalWeight() };
    expect(await code(backtest({ costs: [{ kind: "proportional", rate: 2 }] }, data))).toMatch(
      /INVALID_INPUT: spec\.costs\.0\.rate/,
    );
    expect(await code(backtest({ unknown: 1 } as never, data))).toMatch(/unknown/);
    expect(await code(backtest({ warmup: 3 }, data))).toMatch(/NOT_ENOUGH_DATA.*3 rows.*needs 4/);
    expect(
      await code(
        backtest(
          {},
          {
            ...data,
            prices: panelOf([
              [10, 10, 10],
              [10, -1, 10],
              [10, 10, 10],
            ]),
          },
        ),
      ),
    ).toMatch(/"b" on 2023-12-10 is -1/);
    expect(await code(backtest({}, { ...data, benchmark: panelOf(rows) }))).toMatch(/benchmark.*one asset/);
    const late = panelOf(rows, 19_701).select(["b"]);
    expect(await code(backtest({}, { ...data, benchmark: late }))).toMatch(
      /benchmark.*no price at or before 2023-12-09/,
    );
  });
});
