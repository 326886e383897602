import { attempt } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evidenceOf } from "../../choice-set/evidence.ts";
import type { BiasResult } from "../../detectors/bias-result.ts";
import type { BehaviorInput } from "../../input/behavior-input.ts";
import { readOptions } from "../../input/behavior-options.ts";
import type { PriceRecord } from "../../input/price-history.ts";
import type { TradeRecord } from "../../input/trade-record.ts";
import { simulateInvestor } from "../../simulate/simulate-investor.ts";
import { AccountPrices } from "./account-prices.ts";
import { swapSales } from "./swap-sales.ts";
import { whatIf, type WhatIfScenario } from "./what-if.ts";

const day = (n: number): string => new Date(Date.UTC(2024, 0, 1 + n)).toISOString().slice(0, 10);

function trade(
  id: string,
  side: "buy" | "sell",
  asset: string,
  quantity: number,
  price: number,
  n: number,
): TradeRecord {
  return { id, side, asset, quantity, price, at: day(n) };
}

function quotes(asset: string, ...prices: readonly [number, number][]): PriceRecord[] {
  return prices.map(([n, price]) => ({ asset, at: day(n), price }));
}

/** Profit by cash and positions alone: money received less money paid, and what is held at the last prices. */
function profitOf(trades: readonly TradeRecord[], last: Readonly<Record<string, number>>): number {
  return trades.reduce((sum, { side, asset, quantity, price, cost = 0 }) => {
    const sign = side === "buy" ? 1 : -1;
    return sum + sign * quantity * (last[asset]! - price) - cost;
  }, 0);
}

/** A year of three assets with random trades, never more sold than held. */
function randomAccount(
  seed: number,
  days = 120,
): { input: BehaviorInput; trades: TradeRecord[]; last: Record<string, number> } {
  const random = RandomStream.of(seed);
  const assets = ["A", "B", "C", "D"];
  const levels: Record<string, number> = { A: 100, B: 50, C: 20, D: 10 };
  const held: Record<string, number> = { A: 0, B: 0, C: 0, D: 0 };
  const trades: TradeRecord[] = [];
  const prices: PriceRecord[] = [];
  for (let n = 0; n < days; n++) {
    for (const asset of assets) {
      levels[asset] = levels[asset]! * Math.exp(0.05 * random.normal());
      prices.push({ asset, at: day(n), price: levels[asset]! });
    }
    if (n > 0 && random.uniform() > 0.5) continue;
    const asset = assets[random.integer(4)]!;
    const sell = held[asset]! > 0 && random.uniform() < 0.5;
    const quantity = sell ? held[asset]! * (random.uniform() < 0.5 ? 1 : random.uniform()) : 1 + random.integer(20);
    held[asset] = sell && quantity === held[asset] ? 0 : held[asset]! + (sell ? -quantity : quantity);
    trades.push({
      ...trade(`t${n}`, sell ? "sell" : "buy", asset, quantity, levels[asset]!, n),
      cost: random.uniform(),
    });
  }
  return { input: { trades, prices }, trades, last: levels };
}

describe("disposition:", () => {
  const trades = [
    trade("a", "buy", "A", 10, 100, 0),
    trade("b", "buy", "B", 10, 100, 0),
    trade("sold", "sell", "A", 5, 120, 10),
    trade("late", "sell", "B", 5, 60, 20),
  ];
  const prices = [...quotes("A", [20, 130], [30, 150]), ...quotes("B", [10, 80], [30, 40])];

  test("losers are sold when winners were, and the swap is undone as the loser is sold", () => {
    const { cost, decisions, actualProfit, replayedProfit, path } = whatIf(
      { trades, prices },
      { without: "disposition" },
    );
    // 600 are raised by 7.5 B instead of 5 A; half of B is sold at 60 on day 20, so half goes back: 2.5 A at 130
    const half = 2.5 * (130 - 120) - 3.75 * (60 - 80);
    const rest = 2.5 * (150 - 120) - 3.75 * (40 - 80);
    expect(cost).toBeCloseTo(half + rest, 10);
    expect(decisions).toEqual([{ day: day(10), trades: ["sold"], cost: expect.closeTo(half + rest, 10) as number }]);
    expect(actualProfit).toBeCloseTo(5 * 20 + 5 * 50 - 5 * 40 - 5 * 60, 10);
    expect(replayedProfit).toBeCloseTo(actualProfit + cost, 10);
    expect(path.values.at(-1)).toBeCloseTo(cost, 10);
    expect(path.days[path.values.findIndex((value) => value !== 0)]).toBe(day(20));
  });

  test("a horizon undoes the swap at its end", () => {
    const { cost } = whatIf({ trades, prices }, { without: "disposition", horizonDays: 10 });
    // on day 20, before the rest of B is sold
    expect(cost).toBeCloseTo(5 * (130 - 120) - 7.5 * (60 - 80), 10);
  });

  test("blind to gain and loss, positions give by their size", () => {
    // 600 are raised of 1200 A and 800 B: A gives 360, B 240; so 2 A are kept, 3 B are sold instead
    const { cost } = whatIf({ trades: trades.slice(0, 3), prices }, { without: "disposition", instead: "blind" });
    expect(cost).toBeCloseTo(2 * (150 - 120) - 3 * (40 - 80), 10);
  });

  test("no more of a loser is sold than there is, over several days and both ways", () => {
    const check = (seed: number, instead: "losers" | "blind"): void => {
      const { input, trades: own, last } = randomAccount(seed);
      const { ledger } = readOptions({});
      const evidence = evidenceOf(input, ledger);
      const prices = new AccountPrices(evidence.account);
      const alterations = swapSales(evidence, prices, { instead, horizonDays: Infinity, together: false });
      for (const alteration of alterations) {
        const money = alteration.changes
          .filter((change) => change.day === alteration.day)
          .reduce((sum, { units, price }) => sum + units * price, 0);
        expect(Math.abs(money)).toBeLessThan(1e-8);
      }
      // the changes as trades of their own, beside the investor's
      const changes = alterations.flatMap(({ changes }) => changes);
      const steps = [
        ...own.map(({ side, asset, quantity, at }) => ({
          asset,
          day: at,
          units: side === "buy" ? quantity : -quantity,
        })),
        ...changes,
      ];
      let lowest = 0;
      for (const asset of ["A", "B", "C", "D"]) {
        const byDay = new Map<string, number>();
        for (const step of steps) {
          if (step.asset === asset) byDay.set(step.day, (byDay.get(step.day) ?? 0) + step.units);
        }
        let units = 0;
        for (const date of evidence.account.days) lowest = Math.min(lowest, (units += byDay.get(date) ?? 0));
      }
      expect(lowest).toBeGreaterThan(-1e-7);
      const added = changes.map(({ asset, units, price }): TradeRecord => {
        return { side: units < 0 ? "sell" : "buy", asset, quantity: Math.abs(units), price, at: "" };
      });
      const result = whatIf(input, { without: "disposition", instead }, { replications: 100 });
      expect(result.actualProfit).toBeCloseTo(profitOf(own, last), 6);
      expect(result.replayedProfit).toBeCloseTo(profitOf([...own, ...added], last), 6);
      expect(result.decisions.reduce((sum, { cost }) => sum + cost, 0)).toBeCloseTo(result.cost, 6);
    };
    fc.assert(fc.property(fc.nat(10_000), fc.constantFrom("losers" as const, "blind" as const), check), {
      numRuns: 40,
    });
  });

  test("where winners go on to win the bias costs money, and the interval says so", () => {
    const random = RandomStream.of(4);
    const own: TradeRecord[] = [];
    const prices: PriceRecord[] = [];
    const assets = Array.from({ length: 40 }, (_, index) => `S${index}`);
    const levels = assets.map(() => 100);
    for (let n = 0; n < 400; n++) {
      assets.forEach((asset, index) => {
        // even ones rise, odd ones fall
        levels[index]! *= Math.exp((index % 2 === 0 ? 0.003 : -0.003) + 0.02 * random.normal());
        prices.push({ asset, at: day(n), price: levels[index]! });
        if (n === 0) own.push(trade(`b${index}`, "buy", asset, 10, levels[index]!, 0));
        if (index % 2 === 0 && n === 20 + 8 * index) own.push(trade(`s${index}`, "sell", asset, 10, levels[index]!, n));
      });
    }
    const { cost, interval, decisions, yearlyShare } = whatIf({ trades: own, prices }, { without: "disposition" });
    expect(decisions.length).toBeGreaterThanOrEqual(10);
    expect(cost).toBeGreaterThan(0);
    expect(interval![0]).toBeGreaterThan(0);
    expect(interval![0]).toBeLessThan(cost);
    expect(interval![1]).toBeGreaterThan(cost);
    expect(yearlyShare).toBeGreaterThan(0);
  });

  test("where prices have no memory the 80 % interval covers zero about eight times of ten", () => {
    let covered = 0;
    const size = 60;
    for (let seed = 0; seed < size; seed++) {
      const { input } = randomAccount(20_000 + seed, 400);
      const { interval } = whatIf(input, { without: "disposition" }, { replications: 200 });
      if (interval![0] <= 0 && interval![1] >= 0) covered++;
    }
    // four standard errors of .052; 400 accounts of simulateInvestor with 40 sales gave .785, and .9475 at 95 %
    expect(Math.abs(covered / size - 0.8)).toBeLessThan(0.21);
  });
});

describe("trades left out:", () => {
  test("without all trades of an asset the history is that of the others", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.constantFrom("A", "B", "C", "D"), (seed, asset) => {
        const { input, trades, last } = randomAccount(seed);
        const leaveOut = trades.filter((own) => own.asset === asset && own.side === "buy").map(({ id }) => id!);
        fc.pre(leaveOut.length > 0);
        const { replayedProfit, cost, decisions } = whatIf(input, { leaveOut }, { replications: 100 });
        const others = trades.filter((own) => own.asset !== asset);
        expect(replayedProfit).toBeCloseTo(profitOf(others, last), 6);
        expect(decisions.reduce((sum, decision) => sum + decision.cost, 0)).toBeCloseTo(cost, 6);
      }),
      { numRuns: 20 },
    );
  });

  test("purchases right after a loss of the day are not made, with the costs of both ways", () => {
    const at = (time: string): string => `2024-01-02T${time}:00Z`;
    const rows: TradeRecord[] = [
      { id: "1", side: "buy", asset: "X", quantity: 10, price: 100, at: at("10:00") },
      { id: "2", side: "sell", asset: "X", quantity: 10, price: 99, at: at("10:10") },
      { id: "3", side: "buy", asset: "X", quantity: 20, price: 99, at: at("10:11"), cost: 1 },
      { id: "4", side: "sell", asset: "X", quantity: 20, price: 96, at: at("10:30"), cost: 2 },
      { id: "5", side: "buy", asset: "X", quantity: 5, price: 96, at: at("10:31") },
      { id: "6", side: "sell", asset: "X", quantity: 5, price: 98, at: at("10:40") },
      { id: "7", side: "buy", asset: "X", quantity: 5, price: 98, at: at("10:41") },
      { id: "8", side: "sell", asset: "X", quantity: 5, price: 97, at: at("10:50") },
      { id: "9", side: "buy", asset: "X", quantity: 5, price: 97, at: "2024-01-03T10:00:00Z" },
    ];
    const { cost, decisions, interval } = whatIf({ trades: rows, prices: [] }, { without: "revengeTrading" });
    // 3 after the loss of 2, 5 after the loss of 4; 7 follows a gain, 9 another day
    expect(decisions).toEqual([
      { day: "2024-01-02", trades: ["3"], cost: 63 },
      { day: "2024-01-02", trades: ["5"], cost: -10 },
    ]);
    expect([cost, interval]).toEqual([53, null]);
  });

  const evidence = (...ids: string[]): BiasResult => ({
    status: "ok",
    score: 50,
    interval: [20, 70],
    effect: 1,
    standardError: 1,
    pValue: null,
    adjustedPValue: null,
    sampleSize: 1,
    minimumSampleSize: 1,
    percentile: 50,
    needs: [],
    confounds: [],
    evidence: ids,
    method: "m",
    counts: {},
  });
  const trades = [
    trade("a", "buy", "A", 10, 100, 0),
    trade("panic", "sell", "A", 8, 60, 10),
    trade("back", "buy", "A", 3, 90, 20),
  ];
  const prices = quotes("A", [10, 60], [30, 110]);
  const reportOf = (key: string, result: BiasResult): never => ({ biases: { [key]: result } }) as never;

  test("panic sales are not made, and what was bought back later is not bought again", () => {
    const { cost } = whatIf(
      { trades, prices },
      { without: "panicSelling" },
      { report: reportOf("panicSelling", evidence("panic")) },
    );
    expect(cost).toBe(8 * (110 - 60) - 3 * (110 - 90));
  });

  test("attention purchases are those in the report's evidence; sales in it stay", () => {
    const { cost, decisions } = whatIf(
      { trades, prices },
      { without: "attention" },
      { report: reportOf("attention", evidence("back", "panic")) },
    );
    expect(decisions.map(({ trades }) => trades)).toEqual([["back"]]);
    expect(cost).toBe(-3 * 20);
    const report = reportOf("attention", evidence());
    expect(whatIf({ trades, prices }, { without: "attention" }, { report })).toMatchObject({ cost: 0, interval: null });
  });
});

test("the same seed gives the same interval, another seed a near one", () => {
  const { trades, prices } = simulateInvestor({ kind: "disposition", strength: 4, sales: 20, assets: 15, seed: 3 });
  const intervalOf = (seed: number): readonly [number, number] =>
    whatIf({ trades, prices }, { without: "disposition" }, { seed }).interval!;
  expect(intervalOf(1)).toEqual(intervalOf(1));
  const width = intervalOf(1)[1] - intervalOf(1)[0];
  expect(intervalOf(2)).not.toEqual(intervalOf(1));
  expect(Math.abs(intervalOf(2)[0] - intervalOf(1)[0])).toBeLessThan(0.2 * width);
});

test("what can't be replayed is refused by name", () => {
  const input = { trades: [trade("a", "buy", "A", 1, 1, 0), trade("b", "sell", "A", 1, 1, 1)], prices: [] };
  const details = (scenario: unknown, options: object = {}): unknown => {
    const outcome = attempt(() => whatIf(input, scenario as WhatIfScenario, options));
    return outcome.success ? "accepted" : outcome.error.details;
  };
  expect(details({ without: "homeBias" })).toMatchObject({ argument: "scenario" });
  expect(details({ without: "disposition", instead: "none" })).toMatchObject({ argument: "scenario" });
  expect(details({ leaveOut: [] })).toMatchObject({ argument: "scenario" });
  expect(details({ leaveOut: ["z"] })).toMatchObject({ argument: "scenario.leaveOut", received: "z" });
  expect(details({ leaveOut: ["b"] })).toMatchObject({ argument: "scenario.leaveOut", received: "b" });
  expect(details({ leaveOut: ["a"] }, { confidence: 1 })).toMatchObject({ argument: "confidence" });
  expect(details({ leaveOut: ["a"] }, { replications: 5 })).toMatchObject({ argument: "replications" });
  expect(details({ leaveOut: ["a"] }, { costBasis: "best" })).toMatchObject({ argument: "costBasis" });
  expect(details({ leaveOut: ["a"] })).toBe("accepted");
});
