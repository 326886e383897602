import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import type { PriceRecord } from "../input/price-history.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { evidence } from "./testing.ts";
import { underDiversification } from "./under-diversification.ts";

const options = { seed: 1 };
const assets = Array.from({ length: 40 }, (_, index) => `S${index}`);

/** A year of forty stocks with correlation .2. */
function market(seed: number, days = 260): PriceRecord[] {
  const random = RandomStream.of(seed);
  const level = assets.map(() => 100);
  return Array.from({ length: days }, (_, day) => {
    const at = new Date(Date.UTC(2023, 0, 1 + day)).toISOString().slice(0, 10);
    const common = 0.01 * random.normal();
    return assets.map((asset, i) => {
      level[i]! *= Math.exp(common + 0.02 * random.normal());
      return { asset, at, price: level[i]! };
    });
  }).flat();
}

const prices = market(1);
const hold = (count: number, quantity: (index: number) => number = () => 10): TradeRecord[] =>
  assets.slice(0, count).map((asset, index) => ({
    side: "buy",
    asset,
    quantity: quantity(index) / prices.find((price) => price.asset === asset)!.price,
    price: prices.find((price) => price.asset === asset)!.price,
    at: "2023-01-01",
  }));
const detect = (trades: TradeRecord[], more = {}): ReturnType<typeof underDiversification.detect> =>
  underDiversification.detect(evidence({ trades, prices, ...more }), options);

test("one stock leaves all of the diversifiable variance, more stocks less, forty nearly nothing", () => {
  const found = [1, 4, 10, 40].map((count) => detect(hold(count)));
  for (const { status, pValue } of found) expect([status, pValue]).toEqual(["ok", null]);
  expect(found[0]!.effect!).toBeCloseTo(1, 9);
  expect(found[0]!.score!).toBeCloseTo(100 * (1 - 2 ** (-1 / 0.4)), 6);
  expect(Math.abs(found[1]!.effect! - 0.25)).toBeLessThan(0.12);
  expect(found[2]!.score!).toBeLessThan(found[1]!.score!);
  expect(found[3]!.score!).toBeLessThan(12);
  expect(found[1]!.counts).toMatchObject({ holdings: 4, pricedShare: expect.closeTo(1, 12) });
  expect(found[1]!.interval![0]).toBeLessThan(found[1]!.interval![1]);
});

test("sum of squared active weights: the market portfolio has none", () => {
  const marketWeights = Object.fromEntries(assets.slice(0, 4).map((asset) => [asset, 0.25]));
  const last = prices.slice(-40);
  const trades = assets
    .slice(0, 4)
    .map((asset, i) => ({ ...hold(4)[i]!, quantity: 1 / last.find((price) => price.asset === asset)!.price }));
  expect(detect(trades, { marketWeights }).counts["sumSquaredActiveWeights"]!).toBeCloseTo(0, 12);
  expect(detect(trades).counts["sumSquaredActiveWeights"]!).toBeCloseTo(0.25, 12);
  const { S0: _, ...rest } = marketWeights;
  const other = { ...rest, S39: 0.25 };
  expect(detect(trades, { marketWeights: other }).counts["sumSquaredActiveWeights"]!).toBeCloseTo(2 * 0.25 ** 2, 12);
});

test("a universe of its own sets what spreading can reach", () => {
  const found = detect(hold(4), { universe: assets.slice(0, 4) });
  // equal weights among themselves leave about 1/N of what their own correlation leaves to spread
  expect(Math.abs(found.effect! - 0.25)).toBeLessThan(0.12);
  expect(found.counts["averageCorrelation"]).not.toBe(detect(hold(4)).counts["averageCorrelation"]);
});

test("too short a record, nothing held, or too little of it priced is insufficient", () => {
  const short = underDiversification.detect(evidence({ trades: hold(4), prices: market(1, 15) }), options);
  expect(short).toMatchObject({ status: "insufficient", score: null, minimumSampleSize: 20 });
  const unpriced: TradeRecord = { side: "buy", asset: "private", quantity: 1000, price: 100, at: "2023-06-01" };
  expect(detect([...hold(4), unpriced])).toMatchObject({ status: "insufficient" });
  const sold = hold(1).map((trade): TradeRecord => ({ ...trade, side: "sell" }));
  expect(underDiversification.detect(evidence({ trades: sold, prices }), options)).toMatchObject({
    status: "insufficient",
  });
});

test("scaling quantities or prices changes nothing", () => {
  const found = detect(hold(3, (index) => 1 + index));
  const scaled = hold(3, (index) => 1 + index).map((trade) => ({
    ...trade,
    quantity: trade.quantity * 17,
    price: trade.price * 0.01,
  }));
  const cheap = prices.map((price) => ({ ...price, price: price.price * 0.01 }));
  const other = underDiversification.detect(evidence({ trades: scaled, prices: cheap }), options);
  expect(other.score!).toBeCloseTo(found.score!, 9);
});
