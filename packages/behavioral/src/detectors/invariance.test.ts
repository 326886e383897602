import { RandomStream, shuffleInPlace } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { BehaviorInput } from "../input/behavior-input.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import type { Finding } from "./detector.ts";
import { detectors } from "./table.ts";
import { dayTrader, evidence } from "./testing.ts";

const keys = [
  "lossAversion",
  "overconfidence",
  "panicSelling",
  "revengeTrading",
  "houseMoney",
  "breakEven",
  "underDiversification",
  "homeBias",
  "statusQuo",
] as const;

/** A day trader who also keeps four stocks, with every optional input that these detectors read. */
function record(seed: number): BehaviorInput & { readonly trades: TradeRecord[] } {
  const random = RandomStream.of(seed);
  const assets = ["A", "B", "C", "D"];
  const day = (offset: number): string => new Date(Date.UTC(2024, 0, 1 + offset)).toISOString().slice(0, 10);
  const level = assets.map(() => 50);
  const prices = Array.from({ length: 130 }, (_, offset) =>
    assets.map((asset, i) => {
      level[i]! *= Math.exp(0.02 * random.normal());
      return { asset, at: day(offset), price: level[i]! };
    }),
  ).flat();
  const kept = assets.map(
    // all four at one moment, of which the order says nothing
    (asset, i): TradeRecord => ({
      id: asset,
      side: "buy",
      asset,
      quantity: 3 + i,
      price: 50,
      at: "2024-01-01T10:00:00Z",
      cost: 1,
    }),
  );
  const traded = dayTrader(random, 45, { afterLoss: 1.2 }).map((trade, row) => ({ ...trade, id: `t${row}` }));
  return {
    trades: [...kept, ...traded],
    prices,
    domicile: { country: "US", assetCountries: { A: "US", B: "US", C: "DE", D: "JP" }, homeMarketShare: 0.6 },
    riskyShares: Array.from({ length: 20 }, (_, month) => ({
      at: day(6 * month),
      share: 0.5 + 0.1 * random.uniform(),
      riskyReturn: 0.05 * random.normal(),
      riskFreeReturn: 0,
    })),
  };
}

const all = (input: BehaviorInput): Finding[] => {
  const seen = evidence(input);
  return keys.map((key) => detectors[key].detect(seen, { seed: 1 }));
};

function expectSame(found: readonly Finding[], others: readonly Finding[]): void {
  found.forEach((finding, index) => {
    const other = others[index]!;
    expect(other.status).toBe(finding.status);
    expect(other.sampleSize).toBe(finding.sampleSize);
    expect(other.score ?? -1).toBeCloseTo(finding.score ?? -1, 6);
    expect(other.pValue ?? -1).toBeCloseTo(finding.pValue ?? -1, 7);
    expect(other.interval?.[1] ?? -1).toBeCloseTo(finding.interval?.[1] ?? -1, 6);
  });
}

test("the record shows every one of them", () => {
  expect(all(record(1)).map(({ status }) => status)).toEqual(keys.map(() => "ok"));
});

test("reordering rows with unchanged times changes no score", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
      const input = record(seed);
      const shuffled = shuffleInPlace(RandomStream.of(seed), [...input.trades]);
      expectSame(all(input), all({ ...input, trades: shuffled }));
    }),
    { numRuns: 8 },
  );
});

test("scaling all quantities, or all prices, changes no score", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      (seed, units, money) => {
        const input = record(seed);
        const trades = input.trades.map((trade) => ({
          ...trade,
          quantity: trade.quantity * units,
          price: trade.price * money,
          cost: (trade.cost ?? 0) * units * money,
        }));
        const prices = (input.prices as { asset: string; at: string; price: number }[]).map((price) => ({
          ...price,
          price: price.price * money,
        }));
        expectSame(all(input), all({ ...input, trades, prices }));
      },
    ),
    { numRuns: 8 },
  );
});

test("every score lies in 0 to 100 inside its interval; those without a p-value are the snapshots and turnover", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
      all(record(seed)).forEach(({ score, interval, pValue, percentile }, index) => {
        expect(interval![0]).toBeGreaterThanOrEqual(0);
        expect(score!).toBeGreaterThanOrEqual(interval![0]);
        expect(interval![1]).toBeGreaterThanOrEqual(score!);
        expect(interval![1]).toBeLessThanOrEqual(100);
        expect(percentile! >= 0 && percentile! <= 100).toBe(true);
        const untested = ["overconfidence", "panicSelling", "underDiversification", "homeBias"].includes(keys[index]!);
        expect(pValue === null).toBe(untested);
      });
    }),
    { numRuns: 8 },
  );
});
