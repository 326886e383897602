import { mean, standardDeviation } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { analyzeBehavior } from "../analyze-behavior.ts";
import { readLocalTime } from "../input/local-time.ts";
import { investorKinds, SimulateInvestorOptionsSchema } from "./options.ts";
import { simulateInvestor, type SimulatedInvestor } from "./simulate-investor.ts";

const options = (kind: (typeof investorKinds)[number]): { traits?: { disposition: number; extrapolator: number } } =>
  kind === "mixed" ? { traits: { disposition: 2.5, extrapolator: 1.2 } } : {};

/** FNV-1a over everything that was traded and every price. */
function digest({ trades, prices }: SimulatedInvestor): string {
  let hash = 0x811c9dc5;
  const add = (text: string): void => {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  };
  for (const { side, asset, quantity, price, at } of trades) add(`${side} ${asset} ${quantity} ${price} ${at}\n`);
  for (const price of prices.values) add(`${price} `);
  return (hash >>> 0).toString(16);
}

describe.each(investorKinds)("an investor of kind %s", (kind) => {
  const all = ["benchmark", "universe", "peerFlow", "volumes", "news", "readingLog", "gambles", "riskyShares"] as const;
  const investor = simulateInvestor({ kind, ...options(kind), sales: 8, seed: 5, assets: 20, inputs: all });

  test("is the same for the same seed and another for another", () => {
    const again = simulateInvestor({ kind, ...options(kind), sales: 8, seed: 5, assets: 20, inputs: all });
    expect({ ...again, prices: again.prices.toJSON() }).toEqual({ ...investor, prices: investor.prices.toJSON() });
    const other = simulateInvestor({ kind, ...options(kind), sales: 8, seed: 6, assets: 20 });
    expect(digest(other)).not.toBe(digest(investor));
  });

  test("is a sound input: nothing to repair, every trade at the price of its time, as many sales as asked for", () => {
    expect(analyzeBehavior(investor).repairs).toEqual([]);
    const rows = new Map(Array.from(investor.prices.index, (index, row) => [index, row]));
    const days = new Set<string>();
    let roundTrips = 0;
    for (const { side, asset, price, at } of investor.trades) {
      const { instant, day } = readLocalTime(at, "at", undefined);
      const index = investor.prices.axis === "day" ? Math.floor(instant / 86_400_000) : instant;
      expect(investor.prices.row(rows.get(index)!)[investor.prices.assets.indexOf(asset)]).toBe(price);
      if (side === "sell") {
        days.add(day);
        roundTrips += 1;
      }
    }
    expect(investor.prices.axis === "day" ? days.size : roundTrips).toBe(8);
  });
});

test.each([
  ["disposition", "95539157"],
  ["calendar-rebalancer", "7ba08e34"],
  ["revenge-trader", "d10479c3"],
] as const)("%s is bit-identical on every engine", (kind, expected) => {
  expect(digest(simulateInvestor({ kind, sales: 30, seed: "fixture", market: "garch" }))).toBe(expected);
});

describe("prices", () => {
  /** Standard deviation of daily returns of the market and of what is an asset's own, and a lag-one correlation of squares. */
  function character(market: "diffusion" | "garch" | "regime-shift"): {
    market: number;
    asset: number;
    memory: number;
  } {
    const { prices, benchmark } = simulateInvestor({
      kind: "random",
      sales: 300,
      seed: 8,
      market,
      inputs: ["benchmark"],
    });
    const levels = benchmark!.map(({ price }) => price);
    const returns = levels.slice(1).map((level, day) => Math.log(level / levels[day]!));
    const column = prices.column(prices.assets[7]!);
    const own = returns.map((rate, day) => Math.log(column[day + 1]! / column[day]!) - 0.9 * rate);
    const squares = returns.map((rate) => rate * rate);
    const average = mean(Float64Array.from(squares));
    let covariance = 0;
    let variance = 0;
    for (let day = 1; day < squares.length; day++) {
      covariance += (squares[day]! - average) * (squares[day - 1]! - average);
      variance += (squares[day]! - average) ** 2;
    }
    return {
      market: standardDeviation(Float64Array.from(returns)),
      asset: standardDeviation(Float64Array.from(own)),
      memory: covariance / variance,
    };
  }

  test("have the market model's volatilities, 1 % and 2 % a day", () => {
    const { market, asset, memory } = character("diffusion");
    expect(Math.abs(market - 0.01)).toBeLessThan(0.0006);
    expect(Math.abs(asset - 0.02)).toBeLessThan(0.001);
    expect(Math.abs(memory)).toBeLessThan(0.06);
  });

  test.each(["garch", "regime-shift"] as const)("of %s markets remember their volatility", (kind) => {
    expect(character(kind).memory).toBeGreaterThan(0.06);
  });
});

describe("what is planted is there", () => {
  test("a disposition investor sells gains at the odds given", () => {
    const { trades, prices } = simulateInvestor({ kind: "disposition", strength: 4, sales: 400, seed: 2 });
    const { logOddsRatio, logOddsRatioStandardError } = analyzeBehavior({ trades, prices }).biases.disposition.counts;
    expect(Math.abs(logOddsRatio! - Math.log(4))).toBeLessThan(3 * logOddsRatioStandardError!);
  });

  // the logit is on four months, so one month alone shows a part of it
  test("an extrapolator buys above the middle of the past month's returns", () => {
    const { trades, prices } = simulateInvestor({ kind: "extrapolator", sales: 400, seed: 4 });
    const rows = new Map(Array.from(prices.index, (index, row) => [index, row]));
    const percentiles = trades.flatMap(({ side, asset, at }) => {
      if (side !== "buy") return [];
      const row = rows.get(Date.parse(`${at.slice(0, 10)}T00:00:00Z`) / 86_400_000)!;
      const [now, before] = [prices.row(row), prices.row(row - 21)];
      const past = now.map((price, column) => price / before[column]!);
      const own = past[prices.assets.indexOf(asset)]!;
      return [past.filter((rate) => rate < own).length / (past.length - 1)];
    });
    const average = mean(Float64Array.from(percentiles));
    expect(average).toBeGreaterThan(0.53);
    expect(average).toBeLessThan(0.62);
  });

  test("a revenge trader's trades are larger after a loss by the factor given, a bad-day trader's too, but not within the day", () => {
    const ratio = (kind: "revenge-trader" | "bad-day-trader" | "day-trader"): number => {
      const { trades } = simulateInvestor({ kind, strength: kind === "day-trader" ? 1 : 1.5, sales: 6000, seed: 3 });
      const logs: [number[], number[]] = [[], []];
      for (let trade = 2; trade < trades.length; trade += 2) {
        const [opened, closed, next] = [trades[trade - 2]!, trades[trade - 1]!, trades[trade]!];
        if (next.at.slice(0, 10) !== closed.at.slice(0, 10)) continue;
        logs[closed.price < opened.price ? 1 : 0].push(Math.log(next.quantity * next.price));
      }
      return Math.exp(mean(Float64Array.from(logs[1])) - mean(Float64Array.from(logs[0])));
    };
    expect(ratio("day-trader")).toBeCloseTo(1, 1);
    expect(ratio("revenge-trader")).toBeCloseTo(1.5, 1);
    // .7 against .3 of losing on the days on which trades are 1.5 times as large
    expect(Math.abs(ratio("bad-day-trader") - 1.5 ** 0.4)).toBeLessThan(0.06);
  });

  test("a panic seller's panics are dated: everything is sold on that day", () => {
    const { truth, trades } = simulateInvestor({ kind: "panic-seller", strength: 1, sales: 60, seed: 2 });
    expect(truth.events.length).toBeGreaterThan(0);
    for (const day of truth.events) {
      expect(trades.filter(({ side, at }) => side === "sell" && at.startsWith(day))).toHaveLength(6);
    }
  });

  test("a calendar rebalancer without other sales ends each rebalancing with equal weights", () => {
    const { trades, prices } = simulateInvestor({ kind: "calendar-rebalancer", sales: 10, meanGap: 1e9, seed: 2 });
    const units = new Map<string, number>();
    for (const { side, asset, quantity } of trades) {
      units.set(asset, (units.get(asset) ?? 0) + (side === "buy" ? quantity : -quantity));
    }
    const last = prices.row(prices.rows - 1);
    const values = [...units].map(([asset, quantity]) => quantity * last[prices.assets.indexOf(asset)]!);
    expect(Math.max(...values) / Math.min(...values)).toBeLessThan(1.12);
  });

  test("at the unbiased strength nothing is planted", () => {
    expect(simulateInvestor({ kind: "disposition", strength: 1, sales: 5, seed: 1 }).truth.biases).toEqual([]);
    expect(simulateInvestor({ kind: "disposition", strength: 2, sales: 5, seed: 1 }).truth).toEqual({
      kind: "disposition",
      strength: 2,
      biases: ["disposition"],
      traits: { disposition: 2 },
      events: [],
    });
  });
});

describe("options", () => {
  test("are plain data", () => {
    const data = { kind: "mixed", traits: { disposition: 2, herder: 0.3 }, seed: 1, sales: 10 } as const;
    expect(SimulateInvestorOptionsSchema.parse(JSON.parse(JSON.stringify(data)))).toEqual(data);
    expect(simulateInvestor(data).truth.biases).toEqual(["disposition", "herding"]);
  });

  test.each([
    ["an unknown kind", { kind: "genius", seed: 1 }, /options.kind/],
    ["an unknown option", { kind: "random", seed: 1, luck: 2 }, /luck/],
    ["an odds ratio below 1", { kind: "disposition", strength: 0.5, seed: 1 }, /options.strength: expected at least 1/],
    ["no sales", { kind: "random", sales: 0, seed: 1 }, /options.sales/],
    ["no traits", { kind: "mixed", seed: 1 }, /options.traits: a "mixed" investor needs at least one/],
    [
      "traits of another kind",
      { kind: "random", traits: { herder: 1 }, seed: 1 },
      /only a "mixed" investor has traits/,
    ],
    ["too small a market", { kind: "random", assets: 8, seed: 1 }, /options.assets: 8 leave too few/],
    [
      "a band that is never left",
      { kind: "band-rebalancer", strength: 50, sales: 1, meanGap: 1e9, seed: 1 },
      /0 days with a sale/,
    ],
  ])("%s is refused", (_name, bad, message) => {
    expect(() => simulateInvestor(bad as never)).toThrow(message);
  });
});
