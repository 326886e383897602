import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { barAt, rowsOf, tiedBars, walkingBars, type BarTable } from "../technical/testing.ts";
import { candlestickPatterns, candlestickStream, resumeCandlestickStream } from "./candlestick-patterns.ts";
import { candlestickTable } from "./table.ts";

// made by fixtures/make_candles.py with TA-Lib 0.8.2 from PyPI
const fixture = JSON.parse(readFileSync(new URL("fixtures/candles.json", import.meta.url), "utf8")) as {
  readonly bars: Readonly<Record<"open" | "high" | "low" | "close", readonly number[]>>;
  /** Rows with a signal and the signal, by TA-Lib's name. */
  readonly hits: Readonly<Record<string, readonly (readonly [number, number])[]>>;
};
const patterns = candlestickTable.map((feature) => {
  const taLib = /CDL\w+/.exec(feature.source)![0];
  return [feature.kind, taLib, feature] as const;
});

describe("candlestick patterns", () => {
  test("all 61 of TA-Lib are there, each once", () => {
    expect(patterns.map(([, taLib]) => taLib).sort()).toEqual(Object.keys(fixture.hits).sort());
    expect(new Set(patterns.map(([kind]) => kind)).size).toBe(61);
  });

  test.each(patterns)("%s has every signal of %s, and no other", (kind, taLib, feature) => {
    const table = candlestickPatterns(fixture.bars, { include: [kind] });
    const lookback = feature.lookback({});
    const signals: [number, number][] = [];
    table.column(kind).forEach((value, row) => {
      expect(Number.isNaN(value)).toBe(row < lookback);
      if (value !== 0 && row >= lookback) signals.push([row, value]);
    });
    expect(signals).toEqual(fixture.hits[taLib]);
    expect(signals.length).toBeGreaterThan(0);
  });

  const length = 40;
  const anyBars = fc.oneof(tiedBars(length), walkingBars(length));

  test("bar by bar, saved and resumed anywhere, they equal the batch", () => {
    fc.assert(
      fc.property(anyBars, fc.nat(length - 1), (bars, pause) => {
        const batch = candlestickPatterns(bars);
        let stream = candlestickStream();
        for (let t = 0; t < length; t++) {
          if (t === pause) stream = resumeCandlestickStream(JSON.parse(JSON.stringify(stream)));
          expect(stream.update(barAt(bars, t))).toEqual(batch.row(t));
        }
      }),
      { numRuns: 6 },
    );
  });

  test("perturbing the future changes no past signal", () => {
    fc.assert(
      fc.property(anyBars, anyBars, fc.nat(length - 1), (bars, other, now) => {
        const mixed = Object.fromEntries(
          Object.entries(rowsOf(bars, 0, now)).map(([name, values]) => [
            name,
            Float64Array.from([...(values as Float64Array), ...other[name as keyof BarTable].slice(now)]),
          ]),
        );
        const batch = candlestickPatterns(bars);
        const width = batch.columns;
        expect(candlestickPatterns(mixed).values.slice(0, now * width)).toEqual(batch.values.slice(0, now * width));
      }),
      { numRuns: 6 },
    );
  });

  test("a pattern depends on its lookback alone", () => {
    fc.assert(
      fc.property(walkingBars(length), (bars) => {
        for (const pattern of candlestickTable) {
          const { kind, memory } = pattern;
          const lookback = pattern.lookback({});
          if (memory !== "window") continue;
          const last = candlestickPatterns(rowsOf(bars, length - 1 - lookback, length), { include: [kind] });
          expect(last.row(lookback)).toEqual(candlestickPatterns(bars, { include: [kind] }).row(length - 1));
        }
      }),
      { numRuns: 3 },
    );
  });

  test("the penetration is a parameter, by name or as data", () => {
    const named = candlestickPatterns(fixture.bars, { include: ["morning-star-2"] });
    const data = candlestickPatterns(fixture.bars, { include: [{ kind: "morning-star", penetration: 2 }] });
    expect(data.values).toEqual(named.values);
    const count = (values: Float64Array): number =>
      values.filter((value) => value !== 0 && !Number.isNaN(value)).length;
    const usual = candlestickPatterns(fixture.bars, { include: ["morning-star"] });
    expect(count(named.values)).toBeLessThan(count(usual.values));
    expect(() => candlestickPatterns(fixture.bars, { include: ["morning-stra"] })).toThrow('"morning-star"');
  });
});
