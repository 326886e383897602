import { expect, test } from "vitest";
import type { Domicile } from "../input/behavior-input.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { homeBias } from "./home-bias.ts";
import { evidence } from "./testing.ts";

const options = { seed: 1 };
const domicile: Domicile = { country: "US", assetCountries: { A: "US", B: "DE", C: "JP" }, homeMarketShare: 0.6 };
const buy = (asset: string, quantity: number, at = "2024-01-02"): TradeRecord => ({
  side: "buy",
  asset,
  quantity,
  price: 100,
  at,
});
const prices = ["A", "B", "C", "D"].flatMap((asset) =>
  ["2024-01-03", "2024-01-04"].map((at) => ({ asset, at, price: 100 })),
);
const detect = (
  trades: readonly TradeRecord[],
  own: Domicile | undefined = domicile,
): ReturnType<typeof homeBias.detect> =>
  homeBias.detect(evidence({ trades, prices, ...(own === undefined ? {} : { domicile: own }) }), options);

test("one less the foreign share over that of the world", () => {
  // a tenth abroad where the world has four
  const found = detect([buy("A", 90), buy("B", 5), buy("C", 5)]);
  expect(found.effect!).toBeCloseTo(0.75, 12);
  expect(found).toMatchObject({ status: "ok", pValue: null, counts: { holdings: 3, knownShare: 1 } });
  expect(found.counts["foreignShare"]!).toBeCloseTo(0.1, 12);
  expect(detect([buy("A", 60), buy("B", 40)]).score).toBe(0);
  expect(detect([buy("B", 40)]).effect!).toBeCloseTo(-1.5, 12);
});

test("the mean of French and Poterba's (1991) three countries scores 50", () => {
  const rows = [
    [0.938, 2941.3],
    [0.9811, 1632.9],
    [0.82, 849.8],
  ] as const;
  const biases = rows.map(([home, market]) => 1 - (1 - home) / (1 - market / 6158.7));
  const mean = biases.reduce((sum, bias) => sum + bias, 0) / 3;
  expect(mean).toBeCloseTo(0.882, 3);
  const deviation = Math.sqrt(biases.reduce((sum, bias) => sum + (bias - mean) ** 2, 0) / 2);
  expect(deviation).toBeCloseTo(0.092, 3);
  const found = detect([buy("A", 1000 * (1 - 0.4 * (1 - mean))), buy("B", 1000 * 0.4 * (1 - mean))]);
  expect(Math.abs(found.score! - 50)).toBeLessThan(0.1);
});

test("the interval is how far the value wandered", () => {
  const still = detect([buy("A", 80), buy("B", 20)]);
  expect(still.standardError).toBeCloseTo(0, 12);
  const moved = detect([buy("A", 80), buy("B", 20), buy("B", 30, "2024-01-04T10:00:00Z")]);
  expect(moved.standardError!).toBeGreaterThan(0.1);
  expect(moved.interval![1] - moved.interval![0]).toBeGreaterThan(1);
});

test("without domicile, or with countries of nothing held, it is not identifiable; sold out it tells of the last day held", () => {
  expect(homeBias.detect(evidence({ trades: [buy("A", 1)], prices }), options)).toMatchObject({
    status: "not-identifiable",
    needs: ["domicile"],
  });
  expect(detect([buy("D", 1)])).toMatchObject({ status: "not-identifiable", needs: ["domicile.assetCountries"] });
  const out: TradeRecord = { side: "sell", asset: "A", quantity: 5, price: 100, at: "2024-01-04T10:00:00Z" };
  expect(detect([buy("A", 5), out])).toMatchObject({ status: "ok", effect: 1 });
});

test("scaling quantities changes nothing, assets without a country are left out and counted", () => {
  const trades = [buy("A", 30), buy("B", 10), buy("D", 60)];
  const found = detect(trades);
  expect(found.counts["knownShare"]).toBeCloseTo(0.4, 12);
  const scaled = detect(trades.map((trade) => ({ ...trade, quantity: trade.quantity * 31 })));
  expect(scaled.score!).toBeCloseTo(found.score!, 9);
});
