import { PricePanel } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import { anchoring } from "../detectors/anchoring.ts";
import { attention } from "../detectors/attention.ts";
import type { Detector } from "../detectors/detector.ts";
import { disposition } from "../detectors/disposition.ts";
import { recency } from "../detectors/recency.ts";
import { regretAversion } from "../detectors/regret-aversion.ts";
import { evidence } from "../detectors/testing.ts";
import { simulateInvestor } from "../simulate/simulate-investor.ts";

describe("no look-ahead", () => {
  const { trades, prices } = simulateInvestor({ kind: "disposition", strength: 2, sales: 160, seed: 4 });
  // what was known on the day of the trade in the middle, and what came after it
  const cut = trades[Math.floor(trades.length * 0.8)]!.at.slice(0, 10);
  const past = trades.filter(({ at }) => at.slice(0, 10) <= cut);
  const altered = PricePanel.of({
    dates: prices.dates,
    assets: prices.assets,
    values: prices.dates.map((date, row) =>
      prices.assets.map((_, column) => {
        const price = prices.values[row * prices.columns + column]!;
        return date > cut ? price * (0.5 + ((row * 7 + column * 3) % 11) / 10) : price;
      }),
    ),
  });

  test.each<[string, Detector]>(
    [disposition, anchoring, recency, regretAversion, attention].map((detector) => [detector.key, detector]),
  )("%s says the same of a past whatever prices came after it", (_key, { detect }) => {
    const known = detect(evidence({ trades: past, prices }), { seed: 1 });
    expect(known.status).toBe("ok");
    expect(detect(evidence({ trades: past, prices: altered }), { seed: 1 })).toEqual(known);
  });

  test("a purchase is described by earlier days only: the prices of its own day do not matter", () => {
    const days = new Set(past.map(({ at }) => at.slice(0, 10)));
    const record = evidence({ trades: past, prices });
    for (const { day, row, choices } of record.purchaseDays) {
      expect(days.has(day)).toBe(true);
      const known = prices.dates.filter((date) => date < day).length - 1;
      expect(row).toBe(known);
      for (const { asset, price } of choices) {
        expect(price).toBe(prices.values[known * prices.columns + prices.assets.indexOf(asset)]);
      }
    }
  });
});
