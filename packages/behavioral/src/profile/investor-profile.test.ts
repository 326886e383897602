import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyzeBehavior } from "../analyze-behavior.ts";
import type { BehaviorInput } from "../input/behavior-input.ts";
import type { PriceRecord } from "../input/price-history.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { evidence, investor, time } from "../patterns/testing.ts";
import { type InvestorProfile, investorProfile } from "./investor-profile.ts";
import type { ProfileEstimate } from "./profile-estimate.ts";
import { accountReturns } from "./risk-borne.ts";

const profileOf = (input: BehaviorInput, seed = 1): InvestorProfile =>
  investorProfile(evidence(input), undefined, seed);

/** `names.length` assets held from the first day on, with independent returns of a daily volatility. */
function holder(
  names: readonly string[],
  volatility: number,
  days: number,
  seed: number,
): { trades: TradeRecord[]; prices: PriceRecord[] } {
  const random = RandomStream.of(seed);
  const prices: PriceRecord[] = [];
  const levels = new Map(names.map((asset) => [asset, 100]));
  for (let day = 0; day < days; day++) {
    const at = time(day, 0).slice(0, 10);
    for (const [asset, level] of levels) {
      const price = day === 0 ? level : level * Math.exp(volatility * random.normal());
      levels.set(asset, price);
      prices.push({ asset, at, price });
    }
  }
  const trades = names.map((asset): TradeRecord => ({ side: "buy", asset, quantity: 10, price: 100, at: time(0, 15) }));
  return { trades, prices };
}

describe("risk", () => {
  test("volatility is that of the returns held, and the price of risk turns it into an aversion", () => {
    const { volatility, riskAversion, riskTolerance } = profileOf(holder(["A"], 0.01, 1000, 1));
    // prices every calendar day: 365 of them a year
    expect(Math.abs(volatility!.value / (0.01 * Math.sqrt(365.25)) - 1)).toBeLessThan(0.08);
    expect(volatility!.interval[0]).toBeLessThan(volatility!.value);
    expect(volatility!.interval[1]).toBeGreaterThan(volatility!.value);
    expect(riskAversion!.value).toBeCloseTo(0.0618 / 0.1654 / volatility!.value, 10);
    expect(riskTolerance!.value * riskAversion!.value).toBeCloseTo(1, 12);
  });

  test("half of wealth in the positions is half the risk", () => {
    const input = holder(["A"], 0.01, 200, 2);
    const shares = [{ at: time(199, 20), share: 0.5, riskyReturn: 0, riskFreeReturn: 0 }];
    const half = profileOf({ ...input, riskyShares: shares });
    expect(half.riskTolerance!.value).toBeCloseTo(profileOf(input).riskTolerance!.value / 2, 12);
    expect(half.riskTolerance!.method).toContain("50 %");
  });

  test("the 80 % interval of volatility holds the truth about four times in five", () => {
    let held = 0;
    for (let seed = 0; seed < 100; seed++) {
      const [low, high] = profileOf(holder(["A"], 0.01, 250, 100 + seed)).volatility!.interval;
      const truth = 0.01 * Math.sqrt((365.25 * 249) / 249);
      if (low <= truth && truth <= high) held += 1;
    }
    // .80 less and more three standard errors, and a little for the bootstrap
    expect(held).toBeGreaterThanOrEqual(64);
    expect(held).toBeLessThanOrEqual(92);
  });

  test("money put in or taken out is no return", () => {
    const trades: TradeRecord[] = [
      { side: "buy", asset: "A", quantity: 10, price: 100, at: time(0, 15) },
      { side: "buy", asset: "A", quantity: 90, price: 100, at: time(1, 15) },
      { side: "sell", asset: "A", quantity: 50, price: 110, at: time(2, 15) },
    ];
    const prices = [100, 100, 110, 110].map((price, day) => ({ asset: "A", at: time(day, 0).slice(0, 10), price }));
    const returns = accountReturns(evidence({ trades, prices }));
    expect(Array.from(returns, (value) => value.toFixed(12))).toEqual([
      "0.000000000000",
      "0.000000000000",
      "0.100000000000",
      "0.000000000000",
    ]);
  });
});

describe("activity", () => {
  /** 1000 of one asset is replaced by 1000 of another once in each 30 days, at a cost of 5 a trade. */
  function switcher(months: number): BehaviorInput {
    const trades: TradeRecord[] = [{ side: "buy", asset: "A", quantity: 10, price: 100, cost: 0, at: time(0, 15) }];
    const prices: PriceRecord[] = [];
    for (let day = 0; day < 30 * months; day++) {
      for (const asset of ["A", "B"]) prices.push({ asset, at: time(day, 0).slice(0, 10), price: 100 });
      if (day % 30 !== 15) continue;
      const [from, to] = Math.floor(day / 30) % 2 === 0 ? ["A", "B"] : ["B", "A"];
      trades.push({ side: "sell", asset: from!, quantity: 10, price: 100, cost: 5, at: time(day, 15) });
      trades.push({ side: "buy", asset: to!, quantity: 10, price: 100, cost: 5, at: time(day, 16) });
    }
    return { trades, prices };
  }

  test("one switch of everything each 30 days is a turnover of 12.2 times a year and costs 12.2 % of it", () => {
    const { turnover, tradingCost, overtradingCost, overtradingCostRate } = profileOf(switcher(24));
    const perYear = 365.25 / 30;
    // the first window also bought the 1000
    expect(turnover!.value).toBeCloseTo((perYear * (24 + 0.5)) / 24, 9);
    expect(tradingCost!.value).toBeCloseTo(10 * perYear, 9);
    // in the first window, 1000 of purchases went in rather than round: a third of its costs
    expect(overtradingCost!.value).toBeCloseTo((perYear * (23 * 10 + (10 * 2) / 3)) / 24, 9);
    expect(overtradingCostRate!.value).toBeCloseTo(overtradingCost!.value / 1000, 12);
    expect(overtradingCost!.interval[0]).toBeLessThanOrEqual(overtradingCost!.value);
    expect(overtradingCost!.interval[1]).toBeGreaterThanOrEqual(overtradingCost!.value - 1e-9);
  });

  test("costs nobody recorded are unknown, not zero; two windows are too few", () => {
    const input = switcher(6);
    const free = { ...input, trades: input.trades.map((trade) => ({ ...trade, cost: 0 })) };
    expect(profileOf(free).tradingCost).toBeNull();
    expect(profileOf(free).turnover).not.toBeNull();
    expect(profileOf(switcher(2)).turnover).toBeNull();
  });
});

describe("habits", () => {
  test("holding periods are medians of closed trips, gains and losses apart", () => {
    const trades: TradeRecord[] = [];
    const lengths = [1, 2, 3, 10, 20, 30, 40];
    lengths.forEach((length, index) => {
      const gain = { asset: `G${index}`, quantity: 1 };
      const loss = { asset: `L${index}`, quantity: 1 };
      trades.push(
        { side: "buy", ...gain, price: 100, at: time(0, 15) },
        { side: "sell", ...gain, price: 110, at: time(length, 15) },
      );
      trades.push(
        { side: "buy", ...loss, price: 100, at: time(0, 15) },
        { side: "sell", ...loss, price: 90, at: time(2 * length, 15) },
      );
    });
    const profile = profileOf({ trades, prices: [] });
    expect(profile.holdingPeriodOfGains).toMatchObject({ value: 10, unit: "days" });
    expect(profile.holdingPeriodOfLosses!.value).toBe(20);
    // 7 observations: P(at most 1 below the median) = 8/128 <= .1 < 29/128, so the second smallest and largest
    expect(profile.holdingPeriodOfGains!.interval).toEqual([2, 30]);
    expect(profile.winRate!.value).toBe(0.5);
    expect(profile.purchaseSize!.value).toBe(100);
  });

  test("Wilson's interval of the win rate: 8 of 10 at 80 %", () => {
    const trades: TradeRecord[] = [];
    for (let trip = 0; trip < 10; trip++) {
      trades.push({ side: "buy", asset: "A", quantity: 1, price: 100, at: time(trip, 10) });
      trades.push({ side: "sell", asset: "A", quantity: 1, price: trip < 8 ? 101 : 99, at: time(trip, 12) });
    }
    const [low, high] = profileOf({ trades, prices: [] }).winRate!.interval;
    // statsmodels 0.15 proportion_confint(8, 10, alpha=0.2, method="wilson")
    expect(low).toBeCloseTo(0.6015960115342782, 9);
    expect(high).toBeCloseTo(0.9137627792113974, 9);
  });
});

describe("diversification", () => {
  test("four independent assets held alike diversify by two, one asset by nothing", () => {
    const four = profileOf(holder(["A", "B", "C", "D"], 0.01, 260, 5));
    expect(Math.abs(four.diversificationRatio!.value - 2)).toBeLessThan(0.2);
    expect(four.positions!.value).toBe(4);
    expect(four.effectivePositions!.value).toBeGreaterThan(3.5);
    expect(four.effectivePositions!.value).toBeLessThanOrEqual(4);
    expect(profileOf(holder(["A"], 0.01, 260, 5)).diversificationRatio!.value).toBeCloseTo(1, 12);
  });

  test("home share needs a country for every position held", () => {
    const input = holder(["A", "B"], 0.01, 30, 7);
    const domicile = { country: "US", assetCountries: { A: "US", B: "FR" }, homeMarketShare: 0.6 };
    const { homeShare, largestWeight } = profileOf({ ...input, domicile });
    expect(homeShare!.value).toBeGreaterThan(0.3);
    expect(homeShare!.value).toBeLessThan(0.7);
    expect(Math.max(homeShare!.value, 1 - homeShare!.value)).toBeCloseTo(largestWeight!.value, 12);
    expect(homeShare!.interval).toEqual([homeShare!.value, homeShare!.value]);
    expect(profileOf({ ...input, domicile: { ...domicile, assetCountries: { A: "US" } } }).homeShare).toBeNull();
    expect(profileOf(input).homeShare).toBeNull();
  });
});

describe("loss aversion", () => {
  const gambles = Array.from({ length: 60 }, (_, index) => {
    const [gain, loss] = [10 + 5 * (index % 8), 5 + 5 * Math.floor(index / 8)];
    return { gain, loss, accepted: gain > 2 * loss !== (index % 11 === 0) };
  });

  test("is lambda when gambles elicit it, and null from trades alone", () => {
    const input = holder(["A"], 0.01, 40, 8);
    const { profile, biases } = analyzeBehavior({ ...input, gambles });
    expect(profile.lossAversion!.value).toBe(biases.lossAversion.counts["lambda"]);
    expect(profile.lossAversion!.value).toBeGreaterThan(1.3);
    expect(profile.lossAversion!.interval[0]).toBeLessThan(profile.lossAversion!.value);
    expect(analyzeBehavior(input).profile.lossAversion).toBeNull();
  });
});

test("intervals hold their values, and a record that says nothing has no estimates", () => {
  const { trades, prices } = investor({ seed: 4, days: 300 });
  const profile = profileOf({ trades: trades.map((trade) => ({ ...trade, cost: 1 })), prices });
  const known = Object.entries(profile).filter((entry): entry is [string, ProfileEstimate] => entry[1] !== null);
  expect(known.map(([name]) => name)).toEqual(
    Object.keys(profile).filter((name) => name !== "lossAversion" && name !== "homeShare"),
  );
  for (const [, { value, interval, unit, method }] of known) {
    expect(Number.isFinite(value)).toBe(true);
    expect(interval[0]).toBeLessThanOrEqual(interval[1]);
    expect(value).toBeGreaterThanOrEqual(interval[0] * 0.98);
    expect(value).toBeLessThanOrEqual(interval[1] * 1.02);
    expect(unit.length * method.length).toBeGreaterThan(0);
  }
  const empty = profileOf({
    trades: [{ side: "buy", asset: "A", quantity: 1, price: 100, at: time(0, 15) }],
    prices: [],
  });
  expect(
    Object.entries(empty)
      .filter(([, estimate]) => estimate !== null)
      .map(([name]) => name),
  ).toEqual(["largestWeight"]);
});

test("the unit of quantity scales money and nothing else; the seed moves intervals, not values", () => {
  const { trades, prices } = investor({ seed: 9, days: 200 });
  const plain = profileOf({ trades, prices });
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), (factor) => {
      const scaled = profileOf({
        trades: trades.map((trade) => ({ ...trade, quantity: trade.quantity * factor })),
        prices,
      });
      for (const key of [
        "volatility",
        "turnover",
        "winRate",
        "positions",
        "diversificationRatio",
        "holdingPeriodOfGains",
      ] as const) {
        expect(scaled[key]!.value).toBeCloseTo(plain[key]!.value, 8);
        expect(scaled[key]!.interval[1]).toBeCloseTo(plain[key]!.interval[1], 8);
      }
      expect(scaled.purchaseSize!.value / plain.purchaseSize!.value).toBeCloseTo(factor, 8);
    }),
    { numRuns: 5 },
  );
  const other = profileOf({ trades, prices }, 2);
  expect(other.volatility!.value).toBe(plain.volatility!.value);
  expect(other.volatility!.interval).not.toEqual(plain.volatility!.interval);
});
