import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { PricePanel } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../test/reference-data.ts";
import { analyzeBehavior } from "./analyze-behavior.ts";
import { odeanProportions } from "./estimate/odean-proportions.ts";
import type { PriceRecord } from "./input/price-history.ts";
import type { TradeRecord } from "./input/trade-record.ts";

/** An account of six positions whose sales favour gains by the odds `exp(bias)`, or big positions by `rebalance`. */
function account(
  sales: number,
  bias: number,
  seed: number,
  rebalance = 0,
): { trades: TradeRecord[]; prices: PriceRecord[] } {
  const random = RandomStream.of(seed);
  const assets = Array.from({ length: 40 }, (_, index) => `S${index}`);
  const levels = new Map(assets.map((asset) => [asset, 100]));
  const held = new Map<string, { quantity: number; cost: number }>();
  const trades: TradeRecord[] = [];
  const prices: PriceRecord[] = [];
  const at = (day: number): string => new Date(Date.UTC(2015, 0, 1) + day * 86_400_000 + 54_000_000).toISOString();
  const buy = (day: number): void => {
    const free = assets.filter((asset) => !held.has(asset));
    const asset = free[random.integer(free.length)]!;
    const price = levels.get(asset)!;
    held.set(asset, { quantity: 1000 / price, cost: price });
    trades.push({ side: "buy", asset, quantity: 1000 / price, price, at: at(day) });
  };
  for (let position = 0; position < 6; position++) buy(0);
  for (let day = 1, sold = 0; sold < sales; day++) {
    const market = 0.01 * random.normal();
    for (const [asset, level] of levels) levels.set(asset, level * Math.exp(0.9 * market + 0.02 * random.normal()));
    if (random.uniform() > 0.1) continue;
    const positions = [...held];
    const values = positions.map(([asset, { quantity }]) => quantity * levels.get(asset)!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const pull = positions.map(([asset, { cost }], index) =>
      Math.exp(bias * (levels.get(asset)! > cost ? 1 : 0) + rebalance * (values[index]! / mean)),
    );
    let draw = random.uniform() * pull.reduce((sum, value) => sum + value, 0);
    const index = pull.findIndex((value) => (draw -= value) < 0);
    const [asset, { quantity }] = positions[Math.max(0, index)]!;
    for (const other of held.keys()) prices.push({ asset: other, at: at(day), price: levels.get(other)! });
    trades.push({ side: "sell", asset, quantity, price: levels.get(asset)!, at: at(day) });
    held.delete(asset);
    sold += 1;
    buy(day + 0.001);
  }
  return { trades, prices };
}

describe("Odean (1998)", () => {
  // Table I, golden/behavioral.md section 2
  test.each([
    ["year", 13883, 79658, 11930, 110348, 0.148416, 0.097565, 35.33],
    ["December", 866, 7131, 1555, 10604, 0.108291, 0.127889, -4.25],
    ["January to November", 13017, 72527, 10375, 99744, 0.152167, 0.094216, 38.35],
  ])("proportions of gains and losses realised, %s", (_period, rg, pg, rl, pl, pgr, plr, z) => {
    const proportions = odeanProportions(rg, pg, rl, pl);
    expect(proportions.pgr).toBeCloseTo(pgr, 6);
    expect(proportions.plr).toBeCloseTo(plr, 6);
    expect(Math.abs(proportions.proportionZ! - z)).toBeLessThan(0.005);
  });

  test("hand fixture 3, 2, 1, 4", () => {
    const { pgr, plr, proportionStandardError, proportionZ } = odeanProportions(3, 2, 1, 4);
    expect(pgr! - plr!).toBeCloseTo(0.4, 12);
    expect(proportionStandardError).toBeCloseTo(0.282843, 6);
    expect(proportionZ).toBeCloseTo(0.4 / 0.282843, 5);
  });

  test("an empty side is null, not zero", () => {
    expect(odeanProportions(0, 0, 1, 4)).toEqual({
      pgr: null,
      plr: 0.2,
      proportionStandardError: null,
      proportionZ: null,
    });
  });
});

describe("disposition", () => {
  test("finds a planted effect of odds ratio 4 in 200 sales", () => {
    const { biases } = analyzeBehavior(account(200, Math.log(4), 1));
    const { status, effect, standardError, pValue, score, interval } = biases.disposition;
    expect(status).toBe("ok");
    expect(Math.abs(effect! - Math.log(4))).toBeLessThan(2.5 * standardError!);
    expect(pValue).toBeLessThan(1e-4);
    expect(score).toBeGreaterThan(60);
    expect(interval![0]).toBeLessThan(score!);
    expect(interval![1]).toBeGreaterThan(score!);
  });

  test("at 5 % it flags about one in twenty unbiased accounts, rebalancers included", () => {
    // 120 accounts each: more than 14 rejections would have probability below .002 at a true rate of .05
    for (const rebalance of [0, 1.5]) {
      let rejections = 0;
      for (let seed = 0; seed < 120; seed++) {
        const { biases } = analyzeBehavior(account(60, 0, 1_000 + seed, rebalance));
        if (biases.disposition.pValue! < 0.05) rejections += 1;
      }
      expect(rejections).toBeLessThanOrEqual(14);
    }
  });

  test("names rebalancing as a confound where it drives the sales", () => {
    expect(analyzeBehavior(account(200, 0, 3, 3)).biases.disposition.confounds).toContain("rebalancing");
  });

  test("separated sales have a finite effect", () => {
    const { disposition } = analyzeBehavior(account(30, 50, 4)).biases;
    expect(disposition.status).toBe("ok");
    expect(Number.isFinite(disposition.effect!)).toBe(true);
    expect(disposition.effect).toBeGreaterThan(1);
  });

  test("too few sale days are insufficient, whatever they show", () => {
    const { disposition } = analyzeBehavior(account(4, 50, 4)).biases;
    expect(disposition.status).toBe("insufficient");
    expect(disposition.score).toBeNull();
    expect(disposition.sampleSize).toBeLessThan(disposition.minimumSampleSize);
  });

  test("scaling all quantities or all prices changes nothing", () => {
    const { trades, prices } = account(40, 1, 9);
    const plain = analyzeBehavior({ trades, prices }).biases.disposition;
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), (factor) => {
        const larger = analyzeBehavior({
          trades: trades.map((trade) => ({ ...trade, quantity: trade.quantity * factor })),
          prices,
        }).biases.disposition;
        const dearer = analyzeBehavior({
          trades: trades.map((trade) => ({ ...trade, price: trade.price * factor })),
          prices: prices.map((row) => ({ ...row, price: row.price * factor })),
        }).biases.disposition;
        for (const scaled of [larger, dearer]) {
          expect(scaled.effect).toBeCloseTo(plain.effect!, 6);
          expect(scaled.score).toBeCloseTo(plain.score!, 4);
        }
      }),
      { numRuns: 10 },
    );
  });

  test("a price panel of days gives the same answer as rows of the same prices", () => {
    const days = ["2024-01-02", "2024-01-03", "2024-01-04"];
    const panel = PricePanel.of({
      dates: days,
      assets: ["A", "B"],
      values: [
        [100, 100],
        [120, 80],
        [null, 90],
      ],
    });
    const trades: TradeRecord[] = [
      { side: "buy", asset: "A", quantity: 1, price: 100, at: "2024-01-02" },
      { side: "buy", asset: "B", quantity: 1, price: 100, at: "2024-01-02" },
      { side: "sell", asset: "A", quantity: 1, price: 120, at: "2024-01-04" },
    ];
    const rows = [
      { asset: "A", at: "2024-01-02", price: 100 },
      { asset: "B", at: "2024-01-02", price: 100 },
      { asset: "A", at: "2024-01-03", price: 120 },
      { asset: "B", at: "2024-01-03", price: 80 },
      { asset: "B", at: "2024-01-04", price: 90 },
    ];
    expect(analyzeBehavior({ trades, prices: panel })).toEqual(analyzeBehavior({ trades, prices: rows }));
    expect(analyzeBehavior({ trades, prices: panel }).biases.disposition.counts).toMatchObject({
      realizedGains: 1,
      paperLosses: 1,
      paperGains: 0,
    });
  });
});

describe("repairs and refusals", () => {
  const buy: TradeRecord = { side: "buy", asset: "A", quantity: 10, price: 100, at: "2024-01-02T10:00:00Z" };
  const sell: TradeRecord = { side: "sell", asset: "A", quantity: 15, price: 110, at: "2024-01-03T10:00:00Z" };

  test("unsorted rows, zero quantities, oversold positions and missing prices are repaired and listed", () => {
    const { repairs } = analyzeBehavior({
      trades: [sell, buy, { ...buy, asset: "B" }, { ...buy, quantity: 0, id: "nothing" }],
      prices: [],
    });
    expect(repairs.map(({ kind }) => kind)).toEqual(["zero-quantity", "sorted", "oversold", "missing-price"]);
    expect(repairs[2]!.message).toBe(
      "trade row-1 sells 5 A more than held: the position was closed, no short was opened",
    );
  });

  test.each([
    ["no trades", [], /no trades/],
    ["a negative quantity", [buy, { ...sell, quantity: -1 }], /row 2 of the trades, quantity/],
    ["a price of zero", [{ ...buy, price: 0 }], /row 1 of the trades, price/],
    ["NaN", [{ ...buy, price: NaN }], /row 1 of the trades, price/],
    [
      "a repeated id",
      [
        { ...buy, id: "x" },
        { ...sell, id: "x" },
      ],
      /row 2 of the trades repeats the id "x"/,
    ],
    ["an unreadable time", [{ ...buy, at: "02/01/2024" }], /not an ISO date/],
    ["a day that does not exist", [{ ...buy, at: "2024-13-01" }], /not an ISO date/],
    ["a time without a zone", [{ ...buy, at: "2024-01-02 10:00:00" }], /no zone: add one/],
  ])("refuses %s", (_name, trades, message) => {
    expect(() => analyzeBehavior({ trades, prices: [] })).toThrow(message);
  });

  test("refuses a quoted price of zero", () => {
    expect(() => analyzeBehavior({ trades: [buy], prices: [{ asset: "A", at: "2024-01-02", price: 0 }] })).toThrow(
      /row 1 of the prices: expected a price above 0/,
    );
  });

  test("days begin where the investor is", () => {
    const late = { ...sell, quantity: 10, at: "2024-01-03T23:30:00-05:00" };
    const other = { ...buy, asset: "B", id: "b" };
    const prices = [{ asset: "B", at: "2024-01-01", price: 50 }];
    const days = (timeZone?: string): number | null | undefined =>
      analyzeBehavior({
        trades: [buy, other, late, { ...late, asset: "B", at: "2024-01-04T09:00:00-05:00" }],
        prices,
        ...(timeZone === undefined ? {} : { timeZone }),
      }).biases.disposition.counts["saleDays"];
    expect(days()).toBe(2);
    expect(days("Europe/London")).toBe(1);
  });

  test("a time without a zone is read in the zone given, also when clocks change", () => {
    const at = (text: string): string[] =>
      analyzeBehavior({
        trades: [
          { ...buy, at: text },
          { ...sell, quantity: 10, at: "2024-03-31T01:00:00Z" },
        ],
        prices: [],
        timeZone: "Europe/Rome",
      }).repairs.map(({ kind }) => kind);
    // 03:00 in Rome on that day is 01:00 UTC, 04:00 is later than the sale
    expect(at("2024-03-31 03:00:00")).toEqual([]);
    expect(at("2024-03-31 04:00:00")).toEqual(["sorted", "oversold"]);
  });
});

// CRAN package dispositionEffect 1.0.1, counting rule and counts in golden/behavioral.md, section 2
describe("DEanalysis", () => {
  function rows(file: string): string[][] {
    const text = gunzipSync(readFileSync(referenceFile(file)))
      .toString("utf8")
      .trim();
    return text
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(",").map((cell) => cell.replaceAll('"', "")));
  }

  referenceTest("pooled counts of ten real investors", () => {
    const prices = rows("behavioral/deanalysis_prices.csv.gz").map(([asset = "", at = "", price]) => ({
      asset,
      at: at.replace(" ", "T").concat("Z"),
      price: Number(price),
    }));
    const byInvestor = new Map<string, TradeRecord[]>();
    for (const [investor = "", type, asset = "", quantity, price, at = ""] of rows(
      "behavioral/deanalysis_trades.csv.gz",
    )) {
      const list = byInvestor.get(investor) ?? [];
      byInvestor.set(investor, list);
      const side = type === "B" ? "buy" : "sell";
      list.push({
        side,
        asset,
        quantity: Number(quantity),
        price: Number(price),
        at: at.replace(" ", "T").concat("Z"),
      });
    }
    const results = [...byInvestor.values()].map((trades) => analyzeBehavior({ trades, prices }).biases.disposition);
    const sum = (key: string): number => results.reduce((total, { counts }) => total + counts[key]!, 0);
    expect(results).toHaveLength(10);
    const counts = ["realizedGains", "paperGains", "realizedLosses", "paperLosses"].map(sum);
    expect(counts).toEqual([870, 2985, 596, 4181]);
    expect(counts[0]! / (counts[0]! + counts[1]!)).toBeCloseTo(0.225681, 6);
    expect(counts[2]! / (counts[2]! + counts[3]!)).toBeCloseTo(0.124764, 6);
  });
});
