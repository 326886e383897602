import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import { halfDays, morningAfternoon } from "../estimate/morning-afternoon.ts";
import type { GambleRecord } from "../input/behavior-input.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { lossAversion } from "./loss-aversion.ts";
import { dayTrader, evidence, rejections } from "./testing.ts";

const options = { seed: 1 };
const long: readonly TradeRecord[] = [{ side: "buy", asset: "A", quantity: 1, price: 100, at: "2024-01-02T15:00:00Z" }];

function answers(lambda: number): GambleRecord[] {
  const random = RandomStream.of("answers");
  return [8, 12, 16, 20, 26, 32, 40].flatMap((gain) =>
    [5, 8, 12, 16, 20].map((loss) => {
      const utility = 0.6 * (0.5 * gain ** 0.88 - 0.5 * lambda * loss ** 0.88);
      return { gain, loss, accepted: random.uniform() < 1 / (1 + Math.exp(-utility)) };
    }),
  );
}

/** A position in the morning, one in the afternoon `factor` times as large after a loss. */
function mornings(random: RandomStream, days: number, factor: number): TradeRecord[] {
  return Array.from({ length: days }, (_, day) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    const change = 0.01 * random.normal();
    const quantity = Math.exp(0.5 * random.normal()) * (change < 0 ? factor : 1);
    const row = (side: "buy" | "sell", units: number, price: number, time: string): TradeRecord => ({
      side,
      asset: "X",
      quantity: units,
      price,
      at: `${date}T${time}:00Z`,
    });
    const first = Math.exp(0.5 * random.normal());
    return [
      row("buy", first, 100, "14:30"),
      row("sell", first, 100 * (1 + change), "16:00"),
      row("buy", quantity, 100, "19:00"),
      row("sell", quantity, 100, "20:30"),
    ];
  }).flat();
}

test("gambles of a person with lambda 2.25 give it, with an interval and a score above the middle", () => {
  const found = lossAversion.detect(evidence({ trades: long, prices: [], gambles: answers(2.25) }), options);
  expect(found.status).toBe("ok");
  expect(found.counts["lambdaLower"]!).toBeLessThan(2.25);
  expect(found.counts["lambdaUpper"]!).toBeGreaterThan(2.25);
  expect(found.effect!).toBeCloseTo(Math.log(found.counts["lambda"]!), 12);
  expect(found.score!).toBeGreaterThan(45);
  expect(found.pValue!).toBeLessThan(0.01);
  const neutral = lossAversion.detect(evidence({ trades: long, prices: [], gambles: answers(1) }), options);
  expect(neutral.score!).toBeLessThan(25);
});

test("from trades it is never called lambda, and without profits within the day it is not identifiable", () => {
  const found = lossAversion.detect(evidence({ trades: mornings(RandomStream.of(1), 200, 2), prices: [] }), options);
  expect(found.status).toBe("ok");
  expect(found.method).toContain("Coval-Shumway");
  expect(Object.keys(found.counts).join(" ")).not.toMatch(/lambda/i);
  expect(found.score!).toBeGreaterThan(50);
  expect(found.counts["relativeLikelihood"]!).toBeGreaterThan(1.16);
  expect(found.evidence.length).toBeGreaterThan(5);
  const nothing = lossAversion.detect(evidence({ trades: long, prices: [] }), options);
  expect(nothing).toMatchObject({ status: "not-identifiable", needs: ["gambles"], score: null });
});

test("trades at one habitual minute of the day have no afternoons to judge", () => {
  const trades = mornings(RandomStream.of(1), 40, 2).map((trade) => ({
    ...trade,
    at: trade.at.replace(/T.*/u, trade.side === "buy" ? "T15:01:00Z" : "T15:00:00Z"),
  }));
  expect(lossAversion.detect(evidence({ trades, prices: [] }), options)).toMatchObject({
    status: "not-identifiable",
    score: null,
  });
});

test("nineteen gambles or nineteen mornings are insufficient", () => {
  const gambles = answers(2).slice(0, 19);
  expect(lossAversion.detect(evidence({ trades: long, prices: [], gambles }), options).status).toBe("insufficient");
  const trades = mornings(RandomStream.of(1), 19, 1);
  expect(lossAversion.detect(evidence({ trades, prices: [] }), options)).toMatchObject({ status: "insufficient" });
});

test("five in a hundred traders without the reaction are flagged, bad days included, where the published form flags more", () => {
  for (const habits of [{}, { badDays: 0.3, perDay: 8 }]) {
    const random = RandomStream.of(JSON.stringify(habits));
    const records = Array.from({ length: 200 }, () =>
      lossAversion.detect(evidence({ trades: dayTrader(random, 60, habits), prices: [] }), options),
    );
    const found = rejections(200, () => records.pop()!.pValue);
    expect(found).toBeGreaterThan(0.01);
    expect(found).toBeLessThan(0.085);
  }
  const random = RandomStream.of("published");
  const published = rejections(60, () => {
    const trades = dayTrader(random, 60, { badDays: 0.3, perDay: 8 });
    return lossAversion.detect(evidence({ trades, prices: [] }), options).counts["levelPValue"]!;
  });
  expect(published).toBeGreaterThan(0.12);
});

test("the investor's noon: half of the trades are before it, whatever the zone", () => {
  const trades = mornings(RandomStream.of(2), 5, 1);
  const shifted = trades.map((trade) => ({ ...trade, at: trade.at.replace("Z", "-09:00") }));
  const [here, there] = [trades, shifted].map((rows) => halfDays(evidence({ trades: rows, prices: [] }).fills));
  expect(here).toHaveLength(5);
  expect(there).toEqual(here);
  expect(here![0]!.morningProfit).toBeCloseTo(trades[1]!.quantity * (trades[1]!.price - 100), 9);
  expect(here![0]!.afternoonRisk).toBeCloseTo(trades[2]!.quantity * 100, 9);
});

test("the slopes are those of hand-made days, and alike afternoons show nothing", () => {
  const day = (profit: number, before: number, after: number) => ({
    day: "",
    morningProfit: profit,
    morningReturn: profit / 10,
    morningRisk: before,
    afternoonRisk: after,
    afternoonTrades: [],
  });
  // risk falls by one for each unit of profit, and morning risk is at right angles to it
  const days = [day(-1, 5, 11), day(1, 5, 9), day(-1, 7, 11), day(1, 7, 9), day(-2, 6, 12), day(2, 6, 8)];
  expect(morningAfternoon(days).levelSlope).toBeCloseTo(-1, 12);
  expect(morningAfternoon(days).relativeLikelihood).toBe(Infinity);
  // the share is .5 less a tenth of the profit
  const shares = [-2.5, 0.5, -0.5, 1.5, 2.5, -1.5].map((profit) => day(profit, 1, 1 / (0.5 + 0.1 * profit) - 1));
  expect(morningAfternoon(shares).slope).toBeCloseTo(-1, 12);
  expect(morningAfternoon(days.map((own) => ({ ...own, morningRisk: 4, afternoonRisk: 3 })))).toMatchObject({
    slope: 0,
    pValue: 1,
  });
});

test("a day trader's record is read in one go", () => {
  const found = lossAversion.detect(evidence({ trades: dayTrader(RandomStream.of(5), 60), prices: [] }), options);
  expect(found.sampleSize).toBeGreaterThan(30);
  expect(found.status).toBe("ok");
});
