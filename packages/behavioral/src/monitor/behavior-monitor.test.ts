import { PlimsollError, PricePanel } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyzeBehavior } from "../analyze-behavior.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { dayTrader, investor, time } from "../patterns/testing.ts";
import { type BehaviorMonitor, behaviorMonitor, restoreBehaviorMonitor } from "./behavior-monitor.ts";

type Told =
  | { readonly at: string; readonly trade: TradeRecord }
  | { readonly at: string; readonly prices: Record<string, number> };

/** A record as it is told over time: the day's prices, then its trades. */
function story(days: number, seed: number | string, taste: { down?: number; fomo?: number } = {}): Told[] {
  const { trades, prices } = investor({ seed, days, ...taste });
  const byDay = new Map<string, Record<string, number>>();
  for (const { asset, at, price } of prices) byDay.set(at, { ...byDay.get(at), [asset]: price });
  const told: Told[] = [
    ...[...byDay].map(([at, row]) => ({ at, prices: row })),
    ...trades.map((trade) => ({ at: trade.at, trade })),
  ];
  return told.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function tell(monitor: BehaviorMonitor, told: Told): void {
  if ("trade" in told) monitor.record(told.trade);
  else monitor.observe({ at: told.at, prices: told.prices });
}

const batch = (told: readonly Told[]): ReturnType<typeof analyzeBehavior> =>
  analyzeBehavior({
    trades: told.flatMap((one) => ("trade" in one ? [one.trade] : [])),
    prices: told.flatMap((one) =>
      "trade" in one ? [] : Object.entries(one.prices).map(([asset, price]) => ({ asset, at: one.at, price })),
    ),
  });

describe("report", () => {
  test("equals the batch analysis over the same history, wherever one stops, looks or restores on the way", () => {
    const whole = story(160, "batch", { down: 1 });
    const start = whole.findIndex((one) => "trade" in one) + 1;
    fc.assert(
      fc.property(
        fc.integer({ min: start, max: whole.length }),
        fc.array(fc.integer({ min: start, max: whole.length }), { maxLength: 2 }),
        fc.integer({ min: start, max: whole.length }),
        (end, looks, restored) => {
          let monitor = behaviorMonitor();
          whole.slice(0, end).forEach((told, index) => {
            tell(monitor, told);
            if (looks.includes(index + 1)) monitor.report();
            if (restored === index + 1) {
              monitor = restoreBehaviorMonitor(
                JSON.parse(JSON.stringify(monitor)) as ReturnType<typeof monitor.toJSON>,
              );
            }
          });
          expect(monitor.report()).toEqual(batch(whole.slice(0, end)));
        },
      ),
      { numRuns: 8 },
    );
  });

  test("so it does with a known history before, as rows or as a panel, and with options", () => {
    const whole = story(100, "history");
    const cut = Math.floor(whole.length / 2);
    const options = { costBasis: "fifo", seed: 7 } as const;
    const [before, after] = [whole.slice(0, cut), whole.slice(cut)];
    const trades = before.flatMap((one) => ("trade" in one ? [one.trade] : []));
    const rows = before.flatMap((one) => ("trade" in one ? [] : [one]));
    const assets = Object.keys(rows[0]!.prices);
    const panel = PricePanel.of({
      dates: rows.map(({ at }) => at),
      assets,
      values: rows.map(({ prices }) => assets.map((asset) => prices[asset]!)),
    });
    const monitor = behaviorMonitor({ history: { trades, prices: panel }, options });
    for (const told of after) tell(monitor, told);
    const { trades: all, prices } = monitor.history();
    expect(monitor.report()).toEqual(analyzeBehavior({ trades: all, prices }, options));
    expect(all).toHaveLength(whole.filter((one) => "trade" in one).length);
    expect(prices).toHaveLength(whole.filter((one) => "prices" in one).length * assets.length);
  });

  test("is fitted only when something came since", () => {
    const monitor = behaviorMonitor();
    for (const told of story(60, "lazy")) tell(monitor, told);
    const first = monitor.report();
    expect(monitor.report()).toBe(first);
    monitor.observe({ at: time(100, 0), prices: { A0: 50 } });
    expect(monitor.report()).not.toBe(first);
  });

  test("a split told late changes all units, as it does in the batch", () => {
    const whole = story(80, "split");
    const monitor = behaviorMonitor();
    for (const told of whole) tell(monitor, told);
    monitor.observe({ at: time(81, 1), prices: {}, splits: { A0: 2, A1: 0.1 } });
    const { trades, prices, splits } = monitor.history();
    expect(splits).toEqual([
      { asset: "A0", at: time(81, 1), ratio: 2 },
      { asset: "A1", at: time(81, 1), ratio: 0.1 },
    ]);
    expect(monitor.report()).toEqual(analyzeBehavior({ trades, prices, splits: splits! }));
  });

  test("a trade told late is put where it belongs", () => {
    const { trades, prices } = dayTrader({ seed: 2, days: 3 });
    const monitor = behaviorMonitor();
    for (const trade of [...trades.slice(4), ...trades.slice(0, 4)]) monitor.record(trade);
    const shuffled = [...trades.slice(4), ...trades.slice(0, 4)];
    expect(monitor.report()).toEqual(analyzeBehavior({ trades: shuffled, prices }));
  });
});

/** Six positions; at each step prices move, one is sold (gains by odds, large ones by a rebalancer's taste) and another bought. */
function seller(options: { seed: number | string; sales: number; odds?: number; rebalance?: number }): {
  monitor: BehaviorMonitor;
  naive: boolean;
} {
  const { seed, sales, odds = 1, rebalance = 0 } = options;
  const random = RandomStream.of(seed);
  const monitor = behaviorMonitor();
  const held: { asset: string; quantity: number; cost: number; price: number }[] = [];
  let bought = 0;
  const buy = (day: number): void => {
    const asset = `P${bought++}`;
    held.push({ asset, quantity: 10, cost: 100, price: 100 });
    monitor.record({ side: "buy", asset, quantity: 10, price: 100, at: time(day, 16) });
  };
  for (let position = 0; position < 6; position++) buy(0);
  let sum = 0;
  let variance = 0;
  let naive = false;
  for (let sale = 1; sale <= sales; sale++) {
    const day = 2 * sale;
    for (const position of held) position.price *= Math.exp(0.08 * random.normal());
    monitor.observe({ at: time(day, 9), prices: Object.fromEntries(held.map(({ asset, price }) => [asset, price])) });
    const mean = held.reduce((total, { price }) => total + price, 0) / held.length;
    const weights = held.map(({ price, cost }) => (price > cost ? odds : 1) * Math.exp((rebalance * price) / mean));
    let draw = random.uniform() * weights.reduce((total, weight) => total + weight, 0);
    const index = Math.max(
      0,
      weights.findIndex((weight) => (draw -= weight) < 0),
    );
    const gains = held.filter(({ price, cost }) => price > cost).length / held.length;
    const [sold] = held.splice(index, 1);
    sum += (sold!.price > sold!.cost ? 1 : 0) - gains;
    variance += gains * (1 - gains);
    if (sale >= 20 && sum > 1.6448536269514722 * Math.sqrt(variance)) naive = true;
    monitor.record({ side: "sell", asset: sold!.asset, quantity: 10, price: sold!.price, at: time(day, 15) });
    buy(day);
  }
  return { monitor, naive };
}

describe("alerts", () => {
  test("of unbiased sellers at most one in twenty is ever alerted over 150 sales; plain re-testing alerts far more", () => {
    let alerted = 0;
    let naive = 0;
    for (let seed = 0; seed < 80; seed++) {
      const outcome = seller({ seed, sales: 150 });
      if (outcome.monitor.alerts.length > 0) alerted += 1;
      if (outcome.naive) naive += 1;
    }
    // a true rate of .05 gives more than 11 of 80 with probability below .001
    expect(alerted).toBeLessThanOrEqual(11);
    expect(naive).toBeGreaterThan(alerted);
    expect(naive / 80).toBeGreaterThan(0.1);
  });

  test("nor are rebalancers, who sell what has grown", () => {
    let alerted = 0;
    for (let seed = 0; seed < 50; seed++) {
      if (seller({ seed: `rebalancer ${seed}`, sales: 120, rebalance: 2 }).monitor.alerts.length > 0) alerted += 1;
    }
    expect(alerted).toBeLessThanOrEqual(8);
  });

  test("odds of four are found within 100 sales, once, by the sale that made it certain", () => {
    let found = 0;
    for (let seed = 0; seed < 12; seed++) {
      const { alerts } = seller({ seed: `biased ${seed}`, sales: 100, odds: 4 }).monitor;
      if (alerts.length === 0) continue;
      found += 1;
      expect(alerts.map(({ bias }) => bias)).toEqual(["disposition"]);
      expect(alerts[0]!.evidence).toBeGreaterThanOrEqual(alerts[0]!.threshold);
      expect(alerts[0]!.effect).toBeGreaterThan(0);
      expect(alerts[0]!.message).toContain("however often one looks");
    }
    expect(found).toBeGreaterThanOrEqual(10);
  });

  test("a checkpoint carries evidence and alerts on: the rest of the story ends alike", () => {
    const { monitor } = seller({ seed: "carry", sales: 80, odds: 4 });
    const { events } = monitor.toJSON();
    expect(monitor.alerts).toHaveLength(1);
    for (const part of [0.1, 0.4, 0.9]) {
      let again = behaviorMonitor();
      events.forEach((event, index) => {
        if (index === Math.floor(part * events.length)) {
          again = restoreBehaviorMonitor(JSON.parse(JSON.stringify(again)) as ReturnType<typeof again.toJSON>);
        }
        if (event.kind === "trade") again.record(event.trade);
        else again.observe(event.observation);
      });
      expect(again.toJSON()).toEqual(monitor.toJSON());
    }
  });

  test("a report alerts to other biases as well: a day trader who comes back after losses", () => {
    const { trades } = dayTrader({ seed: 3, days: 40, revenge: { size: 2.5, pause: 0.3 } });
    const monitor = behaviorMonitor();
    for (const trade of trades) monitor.record(trade);
    expect(monitor.alerts.map(({ bias }) => bias)).not.toContain("revengeTrading");
    monitor.report();
    expect(monitor.alerts.map(({ bias }) => bias)).toContain("revengeTrading");
    const { length } = monitor.alerts;
    monitor.observe({ at: time(50, 0), prices: { S0: 100 } });
    monitor.report();
    expect(monitor.alerts).toHaveLength(length);
  });
});

describe("review", () => {
  const base: TradeRecord[] = [
    { side: "buy", asset: "A", quantity: 10, price: 100, at: time(0, 15) },
    { side: "buy", asset: "B", quantity: 10, price: 100, at: time(0, 15) },
    { side: "buy", asset: "C", quantity: 10, price: 100, at: time(0, 15) },
    { side: "buy", asset: "D", quantity: 10, price: 100, at: time(0, 15) },
    { side: "buy", asset: "E", quantity: 10, price: 100, at: time(0, 15) },
  ];
  const monitorWith = (prices: Record<string, number>, day = 40): BehaviorMonitor => {
    const monitor = behaviorMonitor();
    for (const trade of base) monitor.record(trade);
    monitor.observe({ at: time(1, 9), prices: Object.fromEntries(Object.keys(prices).map((asset) => [asset, 100])) });
    monitor.observe({ at: time(day, 9), prices });
    return monitor;
  };
  const biasesOf = (monitor: BehaviorMonitor, trade: TradeRecord): string[] =>
    monitor
      .review(trade)
      .concerns.map(({ bias }) => bias)
      .sort();

  test("selling a gain while losers stay feeds disposition; selling a loser does not", () => {
    const monitor = monitorWith({ A: 130, B: 80, C: 120, D: 110, E: 105 });
    const sale = { side: "sell", quantity: 10, at: time(40, 15) } as const;
    expect(biasesOf(monitor, { ...sale, asset: "A", price: 130 })).toContain("disposition");
    expect(biasesOf(monitor, { ...sale, asset: "B", price: 80 })).not.toContain("disposition");
    // at the price paid
    expect(biasesOf(monitor, { ...sale, asset: "E", price: 100.5 })).toContain("anchoring");
  });

  test("buying last month's best feeds recency, its worst the gambler's fallacy", () => {
    const monitor = monitorWith({ A: 150, B: 60, C: 101, D: 102, E: 103 });
    const buy = { side: "buy", quantity: 1, at: time(40, 15) } as const;
    expect(biasesOf(monitor, { ...buy, asset: "A", price: 150 })).toContain("recency");
    expect(biasesOf(monitor, { ...buy, asset: "B", price: 60 })).toContain("gamblersFallacy");
    expect(biasesOf(monitor, { ...buy, asset: "D", price: 102 })).toEqual([]);
  });

  test("more money than usual right after a loss feeds revenge and the wish to break even, after a gain house money", () => {
    const monitor = monitorWith({ A: 90, B: 100, C: 100, D: 120, E: 100 });
    monitor.report();
    const buy = { side: "buy", asset: "F", quantity: 30, price: 100, at: time(40, 15.1) } as const;
    expect(biasesOf(monitor, buy)).not.toContain("revengeTrading");
    monitor.record({ side: "sell", asset: "A", quantity: 10, price: 90, at: time(40, 15) });
    expect(biasesOf(monitor, buy)).toEqual(expect.arrayContaining(["revengeTrading", "breakEven"]));
    expect(biasesOf(monitor, { ...buy, quantity: 5 })).not.toContain("revengeTrading");
    monitor.record({ side: "sell", asset: "D", quantity: 10, price: 120, at: time(40, 15.05) });
    expect(biasesOf(monitor, buy)).toEqual(expect.arrayContaining(["houseMoney"]));
    expect(biasesOf(monitor, buy)).not.toContain("revengeTrading");
    expect(biasesOf(monitor, { ...buy, at: time(41, 15) })).not.toContain("houseMoney");
  });

  test("buying back lower what was sold at a gain feeds regret, selling out after a fall panic, one large position concentration", () => {
    const monitor = monitorWith({ A: 120, B: 80, C: 80, D: 80, E: 80 });
    monitor.record({ side: "sell", asset: "A", quantity: 10, price: 120, at: time(40, 15) });
    expect(biasesOf(monitor, { side: "buy", asset: "A", quantity: 10, price: 110, at: time(42, 15) })).toContain(
      "regretAversion",
    );
    expect(biasesOf(monitor, { side: "buy", asset: "A", quantity: 10, price: 125, at: time(42, 15) })).not.toContain(
      "regretAversion",
    );
    expect(biasesOf(monitor, { side: "buy", asset: "B", quantity: 100, price: 80, at: time(42, 15) })).toContain(
      "underDiversification",
    );
    for (const asset of ["B", "C", "D"])
      monitor.record({ side: "sell", asset, quantity: 10, price: 80, at: time(42, 15) });
    expect(biasesOf(monitor, { side: "sell", asset: "E", quantity: 10, price: 80, at: time(42, 16) })).toContain(
      "panicSelling",
    );
  });

  test("goes with the crowd, and home, when the inputs tell", () => {
    const monitor = behaviorMonitor({
      history: {
        peerFlow: [{ asset: "A", from: time(0, 0), until: time(9, 0), buyers: 90, sellers: 10 }],
        domicile: { country: "US", assetCountries: { A: "US" }, homeMarketShare: 0.6 },
      },
    });
    const buy = { side: "buy", asset: "A", quantity: 1, price: 100, at: time(5, 15) } as const;
    expect(biasesOf(monitor, buy)).toEqual(["herding", "homeBias"]);
    expect(monitor.review(buy)).toMatchObject({ fittedTrades: null });
    expect(monitor.review(buy).concerns[0]).toMatchObject({ score: null, interval: null, evidence: [] });
  });

  test("goes by the last fit with its score and evidence, changes nothing, and does not refit", () => {
    const { monitor } = seller({ seed: "review", sales: 60, odds: 4 });
    const before = JSON.stringify(monitor.history());
    const { biases } = monitor.report();
    const [{ asset }] = monitor.history().trades.slice(-1) as [TradeRecord];
    monitor.observe({ at: time(150, 9), prices: { [asset]: 130 } });
    const other = monitor.history().trades.at(-3)!;
    monitor.observe({ at: time(150, 9), prices: { [other.asset]: 50 } });
    const { concerns, fittedTrades } = monitor.review({
      side: "sell",
      asset,
      quantity: 10,
      price: 130,
      at: time(150, 15),
    });
    expect(fittedTrades).toBe(monitor.history().trades.length);
    const concern = concerns.find(({ bias }) => bias === "disposition")!;
    expect(concern.score).toBe(biases.disposition.score);
    expect(concern.interval).toEqual(biases.disposition.interval);
    expect(concern.evidence).toEqual(biases.disposition.evidence.slice(-10));
    expect(concern.message).toContain("80 % interval");
    expect(JSON.parse(JSON.stringify(monitor.history().trades))).toEqual(
      (JSON.parse(before) as { trades: unknown }).trades,
    );
    const scores = concerns.map(({ score }) => score ?? -1);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  test("an earlier report, or its profile alone, serves before any trade is known", () => {
    const { trades, prices } = investor({ seed: 11, days: 200 });
    const report = analyzeBehavior({ trades, prices });
    const buy = { side: "buy", asset: "A0", quantity: 1000, price: 100, at: time(300, 15) } as const;
    const byReport = behaviorMonitor({ report })
      .review(buy)
      .concerns.find(({ bias }) => bias === "overconfidence");
    expect(byReport!.score).toBe(report.biases.overconfidence.score);
    expect(behaviorMonitor({ report }).review(buy).fittedTrades).toBeNull();
    const byProfile = behaviorMonitor(report.profile)
      .review(buy)
      .concerns.find(({ bias }) => bias === "overconfidence");
    expect(byProfile!.score).toBeNull();
    expect(byProfile!.message).toContain("times a year");
  });
});

describe("bad input", () => {
  const code = (body: () => unknown): { argument: string; message: string } => {
    try {
      body();
    } catch (error) {
      if (PlimsollError.is(error, "INVALID_INPUT")) return { argument: error.details.argument, message: error.message };
      throw error;
    }
    throw new Error("nothing was thrown");
  };
  const good = { side: "buy", asset: "A", quantity: 1, price: 100, at: time(0, 15) } as const;

  test.each([
    ["a negative quantity", { ...good, quantity: -1 }, "trade.quantity"],
    ["a price of zero", { ...good, price: 0 }, "trade.price"],
    ["NaN", { ...good, price: NaN }, "trade.price"],
    ["an unreadable time", { ...good, at: "soon" }, "trade.at"],
    ["a time without a zone", { ...good, at: "2024-01-02T15:00" }, "trade.at"],
  ])(
    "%s is refused with the trade's name, recorded or reviewed, and leaves the monitor as it was",
    (_what, trade, argument) => {
      const monitor = behaviorMonitor();
      monitor.record(good);
      const before = JSON.stringify(monitor);
      const recorded = code(() => monitor.record(trade));
      expect(recorded.argument).toBe(argument);
      expect(recorded.message).toContain("trade row-2");
      expect(code(() => monitor.review(trade)).message).toContain("proposed trade");
      expect(monitor.history().trades).toHaveLength(1);
      expect(JSON.parse(before)).toMatchObject({ events: [{ kind: "trade" }] });
    },
  );

  test("a repeated id, a bad price, a bad split, a strange field, a false alarm rate of 1 and another version are refused", () => {
    const monitor = behaviorMonitor();
    monitor.record({ ...good, id: "x" });
    expect(code(() => monitor.record({ ...good, id: "x" })).argument).toBe("trade.id");
    expect(code(() => monitor.observe({ at: time(1, 0), prices: { A: -1 } })).argument).toBe("prices.A");
    expect(code(() => monitor.observe({ at: "x", prices: { A: 1 } })).argument).toBe("at");
    expect(code(() => monitor.observe({ at: time(1, 0), prices: {}, splits: { A: 0 } })).argument).toBe("splits.A");
    expect(code(() => behaviorMonitor({ trades: [] } as object)).argument).toBe("trades");
    expect(code(() => behaviorMonitor({ falseAlarmRate: 1 })).argument).toBe("falseAlarmRate");
    expect(
      code(() => behaviorMonitor({ history: { prices: [{ asset: "A", at: "2024-01-02", price: NaN }] } })).argument,
    ).toBe("prices[0].price");
    expect(code(() => restoreBehaviorMonitor({ ...monitor.toJSON(), version: 2 } as never)).argument).toBe("version");
    expect(code(() => restoreBehaviorMonitor({ version: 1 } as never)).argument).toBe("history");
    const broken = { ...monitor.toJSON(), events: [{ kind: "push" }] };
    expect(code(() => restoreBehaviorMonitor(broken as never)).argument).toMatch(/^events/);
    expect(code(() => behaviorMonitor().report()).argument).toBe("trades");
  });

  test("a trade of zero units is kept in the history, where the report lists it as repaired", () => {
    const monitor = behaviorMonitor();
    monitor.record(good);
    expect(monitor.record({ ...good, quantity: 0, id: "nothing" })).toEqual({ id: "nothing", alerts: [] });
    expect(monitor.report().repairs).toMatchObject([{ kind: "zero-quantity", trade: "nothing" }]);
  });
});
