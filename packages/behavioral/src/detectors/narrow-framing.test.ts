import { expect, test } from "vitest";
import type { TradeRecord } from "../input/trade-record.ts";
import { narrowFraming } from "./narrow-framing.ts";
import { evidence } from "./testing.ts";

/** Forty purchases, so many a day. */
const trades = (perDay: number): TradeRecord[] =>
  Array.from({ length: 40 }, (_, index) => ({
    side: "buy",
    asset: `A${index}`,
    quantity: 1,
    price: 10,
    at: new Date(Date.UTC(2024, 0, 1 + Math.floor(index / perDay))).toISOString(),
  }));
const peers = Array.from({ length: 59 }, (_, index) => 0.3 + index / 200);
const options = { seed: 1 };

test("trading one by one is narrower than all peers: the exact p-value of the last place of sixty", () => {
  const found = narrowFraming.detect(evidence({ trades: trades(1), prices: [], peerTradeClustering: peers }), options);
  expect(found.status).toBe("ok");
  expect(found.counts["tradeClustering"]).toBe(0);
  expect(found.pValue).toBeCloseTo(2 / 60, 12);
  expect(found.effect).toBeGreaterThan(3);
  expect(found.percentile).toBe(100);
  expect(found.score).toBeGreaterThan(80);
});

test("trading in batches is not narrow", () => {
  const found = narrowFraming.detect(evidence({ trades: trades(8), prices: [], peerTradeClustering: peers }), options);
  expect(found.counts["tradeClustering"]).toBe(0.875);
  expect(found.effect).toBeLessThan(0);
  expect(found.score).toBe(0);
});

test("without enough peers, or peers who differ, it cannot be known; with few trades it is insufficient", () => {
  const detect = (count: number, peerTradeClustering?: readonly number[]): string =>
    narrowFraming.detect(evidence({ trades: trades(1).slice(0, count), prices: [], peerTradeClustering }), options)
      .status;
  expect(detect(40)).toBe("not-identifiable");
  expect(detect(40, peers.slice(0, 38))).toBe("not-identifiable");
  expect(
    detect(
      40,
      peers.map(() => 0.5),
    ),
  ).toBe("not-identifiable");
  expect(detect(29, peers)).toBe("insufficient");
});
