import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { BehaviorInput } from "../input/behavior-input.ts";
import type { PriceRecord } from "../input/price-history.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { findPatterns } from "./find-patterns.ts";
import type { Pattern } from "./pattern.ts";
import { patternFinderList } from "./table.ts";
import { dayTrader, evidence, investor } from "./testing.ts";

const records: readonly { trades: TradeRecord[]; prices: PriceRecord[] }[] = [
  investor({ seed: 5, days: 260, down: 2, doubling: 1.6 }),
  investor({ seed: 8, days: 300, fomo: 3 }),
  dayTrader({ seed: 6, days: 25, revenge: { size: 1.6, pause: 0.4 }, chase: 3 }),
];
const full: readonly (readonly Pattern[])[] = records.map((record) => findPatterns(evidence(record)));

test("the records at hand hold all kinds but panic", () => {
  const kinds = new Set(full.flat().map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(
    patternFinderList
      .map(({ kind }) => kind)
      .filter((kind) => kind !== "panic-selling")
      .sort(),
  );
});

/** The record up to a day, with another future: other trades, other prices. */
function withOtherFuture(
  record: BehaviorInput & { prices: readonly PriceRecord[] },
  day: string,
  seed: number,
): BehaviorInput {
  const before = (row: { at: string }): boolean => row.at.slice(0, 10) <= day;
  const kept = record.trades.filter(before);
  const later = record.trades
    .filter((row) => !before(row))
    .filter((_, index) => (index * 7 + seed) % 3 !== 0)
    .map((row, index) => ({
      ...row,
      id: `other-${index}`,
      quantity: row.quantity * (1 + ((index + seed) % 5)),
      price: row.price * (1 + 0.1 * ((index + seed) % 4)),
    }));
  return {
    trades: [...kept, ...later],
    prices: record.prices.map((row, index) =>
      before(row) ? row : { ...row, price: row.price * (1 + 0.2 * ((index + seed) % 4)) },
    ),
  };
}

/** Whether two patterns began alike. */
const begins = (a: Pattern, b: Pattern): boolean =>
  a.kind === b.kind && a.from === b.from && a.trades[0] === b.trades[0];

test("a pattern rests on nothing later than its last day: another future leaves it word for word", () => {
  fc.assert(
    fc.property(fc.nat(2), fc.double({ min: 0.2, max: 0.95, noNaN: true }), fc.nat(100), (which, part, seed) => {
      const record = records[which]!;
      const day = record.trades[Math.floor(part * record.trades.length)]!.at.slice(0, 10);
      const found = findPatterns(evidence(withOtherFuture(record, day, seed)));
      for (const pattern of full[which]!.filter(({ until }) => until.slice(0, 10) <= day)) {
        const same = found.find((other) => begins(other, pattern))!;
        // a longer one may have grown out of it in the other future
        expect(same.trades.slice(0, pattern.trades.length)).toEqual(pattern.trades);
        expect(same.until > pattern.until ? pattern : same).toEqual(pattern);
      }
      const cut = evidence({
        trades: record.trades.filter(({ at }) => at.slice(0, 10) <= day),
        prices: record.prices.filter(({ at }) => at.slice(0, 10) <= day),
      });
      const past = findPatterns(cut);
      for (const pattern of full[which]!.filter(({ until }) => until.slice(0, 10) <= day)) {
        expect(past).toContainEqual(pattern);
      }
      for (const pattern of past) {
        const whole = full[which]!.find((other) => begins(other, pattern));
        expect(whole?.trades.slice(0, pattern.trades.length)).toEqual(pattern.trades);
      }
    }),
    { numRuns: 12 },
  );
});

test("scaling all quantities, or all prices, changes no pattern's dates, trades or severity", () => {
  fc.assert(
    fc.property(fc.nat(2), fc.constantFrom(0.25, 2, 1024), (which, factor) => {
      const { trades, prices } = records[which]!;
      const bare = (patterns: readonly Pattern[]): unknown =>
        patterns.map(({ severity, ...rest }) => ({ ...rest, message: "", severity: severity.toFixed(6) }));
      const expected = bare(full[which]!);
      const larger = trades.map((trade) => ({ ...trade, quantity: trade.quantity * factor }));
      const dearer = trades.map((trade) => ({ ...trade, price: trade.price * factor }));
      expect(bare(findPatterns(evidence({ trades: larger, prices })))).toEqual(expected);
      const rows = prices.map((row) => ({ ...row, price: row.price * factor }));
      expect(bare(findPatterns(evidence({ trades: dearer, prices: rows })))).toEqual(expected);
    }),
    { numRuns: 6 },
  );
});

test("every pattern has its trades in time order, a severity within 0 to 100 and a message of its limits", () => {
  records.forEach(({ trades }, which) => {
    const ids = new Map(trades.map(({ at }, index) => [`row-${index + 1}`, at]));
    for (const { from, until, severity, trades: own, message } of full[which]!) {
      const times = own.map((id) => ids.get(id)!);
      expect(times).toEqual([...times].sort());
      expect(times[0]! >= from && times.at(-1)! <= until).toBe(true);
      expect(severity).toBeGreaterThanOrEqual(0);
      expect(severity).toBeLessThanOrEqual(100);
      expect(message).toMatch(/same|not in the record|under chance/);
    }
  });
});

test("every finder says how it finds and what a severity of 50 is", () => {
  for (const { method, middle } of patternFinderList) expect(method.length * middle.length).toBeGreaterThan(0);
});
