import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { evidence } from "../detectors/testing.ts";
import type { PriceRecord } from "../input/price-history.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { realizationEffect } from "./realization-effect.ts";

/** Every fortieth day a purchase; a standing position moves up and down, of another one a unit is sold at a gain or a loss. */
function record(days: number, paper: number, realized: number): { trades: TradeRecord[]; prices: PriceRecord[] } {
  const random = RandomStream.of(7);
  const at = (day: number, hour: number): string => new Date(Date.UTC(2020, 0, 1 + day, hour)).toISOString();
  const trades: TradeRecord[] = [
    { side: "buy", asset: "S", quantity: 1000, price: 100, at: at(0, 15) },
    { side: "buy", asset: "A", quantity: 2 * days, price: 10, at: at(0, 15) },
  ];
  const prices: PriceRecord[] = [];
  for (let k = 1; k <= days; k++) {
    const day = 40 * k;
    const price = random.uniform() < 0.5 ? 80 : 120;
    prices.push({ asset: "S", at: at(day - 1, 12), price });
    const lost = random.uniform() < 0.5;
    // ten days before the purchase that is looked at
    trades.push({ side: "sell", asset: "A", quantity: 1, price: lost ? 9 : 11, at: at(day - 10, 11) });
    const noise = Math.exp(0.2 * random.normal());
    const money = noise * 1000 * Math.exp((price < 100 ? paper : 0) + (lost ? realized : 0)) * (price / 100);
    trades.push({ side: "buy", asset: "B", quantity: money / 10, price: 10, at: at(day, 15) });
    trades.push({ side: "sell", asset: "B", quantity: money / 10, price: 10, at: at(day, 16) });
  }
  return { trades, prices };
}

describe("realizationEffect", () => {
  test("tells more risk after paper losses from less after realised ones", () => {
    const { fills, prices } = evidence(record(200, 0.5, -0.3));
    const found = realizationEffect(fills, prices)!;
    expect(Math.abs(found.paperLoss - 0.5)).toBeLessThan(3 * found.paperLossStandardError);
    expect(Math.abs(found.realizedLoss + 0.3)).toBeLessThan(3 * found.realizedLossStandardError);
    expect(found.paperLossStandardError).toBeLessThan(0.05);
    expect(found.purchaseDays).toBe(200);
  });

  test("few purchases tell nothing", () => {
    const { fills, prices } = evidence(record(5, 0, 0));
    expect(realizationEffect(fills, prices)).toBeNull();
  });
});
