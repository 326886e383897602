import { expect, test } from "vitest";
import { chasingLosses } from "./chasing-losses.ts";
import { dayTrader, type DayTraderOptions, evidence } from "./testing.ts";

function share(count: number, options: Omit<DayTraderOptions, "seed">): number {
  let found = 0;
  for (let seed = 0; seed < count; seed++) {
    if (chasingLosses.find(evidence(dayTrader({ ...options, seed: `chase-${seed}` }))).length > 0) found += 1;
  }
  return found / count;
}

test("of unbiased day traders, with and without bad days, at most one in twenty is ever told of chasing", () => {
  // a true rate of .05 gives more than 11 of 80 with probability below .002
  expect(share(80, { days: 60 })).toBeLessThanOrEqual(11 / 80);
  expect(share(80, { days: 60, badDays: true })).toBeLessThanOrEqual(11 / 80);
});

test("twice the size while the day is down is told within forty days, nine times in ten", () => {
  expect(share(30, { days: 40, chase: 2 })).toBeGreaterThanOrEqual(0.9);
});

test("the trades are the day's losing closes and the larger entries after them", () => {
  const { trades } = dayTrader({ seed: 3, days: 40, chase: 2 });
  const patterns = chasingLosses.find(evidence({ trades, prices: [] }));
  expect(patterns.length).toBeGreaterThan(3);
  for (const { trades: ids, severity } of patterns) {
    const own = ids.map((id) => trades[Number(id.slice(4)) - 1]!);
    expect(own.some(({ side }) => side === "buy")).toBe(true);
    expect(own.some(({ side, price }) => side === "sell" && price < 100)).toBe(true);
    expect(severity).toBeGreaterThan(0);
  }
});
