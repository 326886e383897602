import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import type { PriceRecord } from "../input/price-history.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { overconfidence } from "./overconfidence.ts";
import { evidence, rejections } from "./testing.ts";

const options = { seed: 1 };

/** Three random walks; each month a share of one holding moves into another. */
function rotator(
  random: RandomStream,
  months: number,
  share: number,
  cost = 0,
): { trades: TradeRecord[]; prices: PriceRecord[] } {
  const assets = ["A", "B", "C"];
  const level = new Map(assets.map((asset) => [asset, 100]));
  const held = new Map(assets.map((asset) => [asset, 10]));
  const day = (offset: number): string => new Date(Date.UTC(2022, 0, 1 + offset)).toISOString().slice(0, 10);
  const trades: TradeRecord[] = assets.map((asset) => ({ side: "buy", asset, quantity: 10, price: 100, at: day(0) }));
  const prices: PriceRecord[] = assets.map((asset) => ({ asset, at: day(0), price: 100 }));
  for (let offset = 7; offset < 30 * months + 31; offset += 7) {
    for (const asset of assets) {
      level.set(asset, level.get(asset)! * Math.exp(0.03 * random.normal()));
      prices.push({ asset, at: day(offset), price: level.get(asset)! });
    }
    if (offset % 28 !== 0 || share === 0) continue;
    const [from, to] = [assets[random.integer(3)]!, assets[random.integer(3)]!];
    const quantity = held.get(from)! * share;
    const bought = (quantity * level.get(from)!) / level.get(to)!;
    trades.push({ side: "sell", asset: from, quantity, price: level.get(from)!, at: day(offset), cost });
    trades.push({ side: "buy", asset: to, quantity: bought, price: level.get(to)!, at: day(offset), cost });
    held.set(from, held.get(from)! - quantity);
    held.set(to, held.get(to)! + bought);
  }
  return { trades, prices };
}

test("a heavy trader scores high by turnover and cost, without a p-value; the quiet one near zero", () => {
  const heavy = overconfidence.detect(evidence(rotator(RandomStream.of(1), 24, 0.9, 5)), options);
  expect(heavy.status).toBe("ok");
  expect(heavy.pValue).toBeNull();
  expect(heavy.counts["annualTurnover"]).toBeGreaterThan(2);
  expect(heavy.score!).toBeGreaterThan(70);
  expect(heavy.counts["costDrag"]).toBeGreaterThan(0.02);
  expect(heavy.evidence.length).toBeGreaterThan(20);
  const quiet = overconfidence.detect(evidence(rotator(RandomStream.of(1), 24, 0)), options);
  expect(quiet.score!).toBeLessThan(1);
  expect(quiet.counts).toMatchObject({ costDrag: null, monthsToDetect: null, abnormalReturnPValue: 1 });
});

test("turnover of 75 % a year scores 50", () => {
  const found = overconfidence.detect(evidence(rotator(RandomStream.of(3), 60, 0.3)), options);
  const turnover = found.counts["annualTurnover"]!;
  expect(turnover).toBeGreaterThan(0.5);
  expect(found.effect!).toBeCloseTo(Math.log1p(turnover), 12);
  // little is left to shrink over five years
  expect(Math.abs(found.score! - 100 * (1 - 2 ** (-Math.log1p(turnover) / Math.log(1.75))))).toBeLessThan(3);
});

test("the score has nothing to do with luck: abnormal returns differ, turnover does not", () => {
  const scores = [1, 2, 3].map((seed) => {
    const { trades, prices } = rotator(RandomStream.of("same"), 24, 0.5);
    const random = RandomStream.of(seed);
    const last = prices.map((price) =>
      price.at > "2023-06" ? { ...price, price: price.price * (1 + 0.001 * random.normal()) } : price,
    );
    return overconfidence.detect(evidence({ trades, prices: last }), options);
  });
  const returns = scores.map(({ counts }) => counts["abnormalReturn"]!);
  expect(new Set(returns).size).toBe(3);
  for (const { score } of scores) expect(Math.abs(score! - scores[0]!.score!)).toBeLessThan(0.5);
});

test("the abnormal return of random rotation is tested at its level", () => {
  const random = RandomStream.of("level");
  const found = rejections(
    200,
    () => overconfidence.detect(evidence(rotator(random, 24, 0.5)), options).counts["abnormalReturnPValue"]!,
  );
  expect(found).toBeLessThan(0.1);
});

test("two months are insufficient", () => {
  const found = overconfidence.detect(evidence(rotator(RandomStream.of(1), 2, 0.5)), options);
  expect(found).toMatchObject({ status: "insufficient", score: null, minimumSampleSize: 3 });
});
