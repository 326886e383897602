import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { breakEven } from "./break-even.ts";
import { houseMoney } from "./house-money.ts";
import { type DayTraderHabits, dayTrader, evidence, rejections } from "./testing.ts";

const options = { seed: 1 };
const record = (random: RandomStream, days: number, habits?: DayTraderHabits): ReturnType<typeof evidence> =>
  evidence({ trades: dayTrader(random, days, habits), prices: [] });

test("larger positions while the day shows a loss: break-even, and the reverse of house money", () => {
  const seen = record(RandomStream.of("behind"), 80, { whenBehind: 1.6 });
  const [behind, ahead] = [breakEven.detect(seen, options), houseMoney.detect(seen, options)];
  expect(behind.status).toBe("ok");
  expect(behind.score!).toBeGreaterThan(50);
  expect(behind.counts["sizeRatio"]).toBeGreaterThan(1.3);
  expect(ahead.effect!).toBeCloseTo(-behind.effect!, 12);
  expect(ahead.score).toBe(0);
  // nine tenths of the level are on the side of the bias
  expect(behind.pValue!).toBeLessThan(ahead.pValue!);
});

test("larger positions while the day shows a gain: house money", () => {
  const found = houseMoney.detect(record(RandomStream.of("ahead"), 80, { whenBehind: 1 / 1.6 }), options);
  expect(found.score!).toBeGreaterThan(50);
  expect(found.evidence.length).toBeGreaterThan(20);
});

test("ten days on which the sign of the day changed are needed, and times of day", () => {
  expect(breakEven.detect(record(RandomStream.of("few"), 10), options)).toMatchObject({
    status: "insufficient",
    score: null,
  });
  const dated = dayTrader(RandomStream.of("dated"), 30).map((trade) => ({ ...trade, at: trade.at.slice(0, 10) }));
  expect(houseMoney.detect(evidence({ trades: dated, prices: [] }), options).status).toBe("not-identifiable");
});

describe("by simulation", () => {
  test("five in a hundred without the effect, on bad days, with trends, and under revenge after the last loss", () => {
    for (const habits of [{}, { badDays: 0.3 }, { trend: 0.4 }, { afterLoss: 1.5 }]) {
      const random = RandomStream.of(JSON.stringify(habits));
      const found = rejections(160, () => breakEven.detect(record(random, 30, habits), options).pValue);
      expect(found).toBeGreaterThan(0.005);
      expect(found).toBeLessThan(0.1);
    }
  });

  test("without the control revenge would pass for it", () => {
    const random = RandomStream.of("plain");
    const found = rejections(
      80,
      () => breakEven.detect(record(random, 30, { afterLoss: 1.5 }), options).counts["plainPValue"]!,
    );
    expect(found).toBeGreaterThan(0.4);
  });

  test("power .7 at forty days of six positions, half as large again", () => {
    const random = RandomStream.of("power");
    expect(
      rejections(120, () => breakEven.detect(record(random, 40, { whenBehind: 1.5 }), options).pValue),
    ).toBeGreaterThan(0.6);
  });
});
