import { barsOf, PlimsollError } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import { readObservations } from "../../observations.ts";
import type { BarInput } from "./read-bars.ts";
import {
  resumeTechnicalStream,
  technicalFeatures,
  technicalStream,
  type TechnicalOptions,
} from "./technical-features.ts";

const length = 60;
const close = Array.from({ length }, (_, t) => 100 + 5 * Math.sin(t / 4) + t / 10);
const bars = {
  open: close.map((price) => price - 0.5),
  high: close.map((price) => price + 1),
  low: close.map((price) => price - 1),
  close,
  volume: close.map((_, t) => 1000 + (t % 7) * 100),
};

function failure(body: () => unknown): PlimsollError {
  try {
    body();
  } catch (error) {
    if (PlimsollError.is(error)) return error;
    throw error;
  }
  throw new Error("expected an error");
}

const failing = (options: TechnicalOptions, input: BarInput = bars): PlimsollError =>
  failure(() => technicalFeatures(input, options));

test("the issue's snippet: names, columns and NaN lead-in, ready for a model", () => {
  const features = technicalFeatures(bars, { include: ["rsi-14", "macd", "atr-14"] });
  expect(features.names).toEqual(["rsi-14", "macd", "macd-signal", "macd-histogram", "atr-14"]);
  expect([features.rows, features.columns]).toEqual([length, 5]);
  expect(features.column("rsi-14").findIndex(Number.isFinite)).toBe(14);
  expect(features.column("macd").findIndex(Number.isFinite)).toBe(33);
  const observations = readObservations(features);
  expect([observations.rows, observations.columns, observations.complete]).toEqual([length, 5, length - 33]);
  expect(readObservations(features.complete()).missing.includes(1)).toBe(false);
});

describe("include", () => {
  test("names and objects are two ways to say one thing", () => {
    const named = technicalFeatures(bars, {
      include: ["rsi-9", "sma-5-volume", "bollinger-10-2.5-2-ema", "stochastic"],
    });
    const data = technicalFeatures(bars, {
      include: [
        { kind: "rsi", window: 9 },
        { kind: "sma", window: 5, source: "volume" },
        { kind: "bollinger", window: 10, up: 2.5, down: 2, average: "ema" },
        { kind: "stochastic" },
      ],
    });
    expect(data.values).toEqual(named.values);
    expect(data.names[1]).toBe("sma-5-volume");
  });

  test("an unknown name is answered with the nearest ones", () => {
    const error = failing({ include: ["rsii-14"] });
    expect(error.code).toBe("INVALID_INPUT");
    expect(error.message).toContain('"rsi"');
    expect(failing({ include: ["bolinger-20"] }).message).toContain('"bollinger"');
    expect(failing({ include: ["macd-signal"] }).message).toContain('include "macd"');
    expect(failing({ include: ["rsi-fast"] }).message).toContain("rsi-fast");
    expect(failing({ include: [{ kind: "kema" } as never] }).message).toContain('"ema"');
  });

  test("bad parameters name the feature and the parameter", () => {
    expect(failing({ include: ["rsi-1"] }).message).toMatch(/rsi-1.*window/);
    expect(failing({ include: ["rsi-14-3"] }).message).toContain("more numbers");
    expect(failing({ include: ["rsi-2.5"] }).message).toContain("window");
    expect(failing({ include: ["macd-26-12-9"] }).message).toContain("fast 26 must be below slow 12");
    expect(failing({ include: [{ kind: "rsi", windw: 14 } as never] }).message).toContain("windw");
    expect(failing({ include: [14 as never] }).message).toContain("expected names");
    expect(failing({ include: [] }).message).toContain("at least one");
    expect(failing({ include: ["rsi-14", { kind: "rsi" }] }).message).toContain('column "rsi-14"');
  });
});

describe("bars", () => {
  const include = ["rsi-14", "obv"] as const;

  test("columns, typed arrays, records and core's series give the same table", () => {
    const dates = close.map((_, t) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10));
    const rows = close.map((price, t) => ({
      time: dates[t]!,
      open: bars.open[t]!,
      high: bars.high[t]!,
      low: bars.low[t]!,
      close: price,
      volume: bars.volume[t]!,
    }));
    const fromColumns = technicalFeatures({ ...bars, dates }, { include });
    expect(fromColumns.dates).toEqual(dates);
    expect(technicalFeatures(rows, { include })).toEqual(fromColumns);
    expect(technicalFeatures(barsOf("A", "day", rows), { include })).toEqual(fromColumns);
    const typed = Object.fromEntries(Object.entries(bars).map(([name, values]) => [name, Float64Array.from(values)]));
    expect(technicalFeatures(typed, { include }).values).toEqual(fromColumns.values);
  });

  test("a high below its low, an infinite price, a negative volume and unequal columns are refused with their place", () => {
    const swapped = failing({}, { ...bars, high: bars.low, low: bars.high });
    expect(swapped).toMatchObject({ code: "INVALID_INPUT", details: { argument: "row" } });
    expect(swapped.message).toContain("row 0: high");
    expect(failing({}, { ...bars, close: close.map((price, t) => (t === 3 ? Infinity : price)) }).message).toContain(
      "row 3: close is Infinity",
    );
    expect(failing({}, { ...bars, volume: bars.volume.map((value) => -value) }).message).toContain("negative");
    expect(failing({}, { ...bars, low: bars.low.slice(1) }).message).toContain("low has 59 values, open has 60");
    expect(failing({}, 3 as never).message).toContain("expected columns or records");
  });

  test("times that do not ascend are refused", () => {
    const dates = close.map((_, t) => new Date(Date.UTC(2024, 0, 60 - t)).toISOString().slice(0, 10));
    expect(failing({}, { ...bars, dates }).message).toContain("oldest first");
    expect(failing({}, [{ time: "2024-01-02", close: 1 }, { close: 2 }]).message).toContain("has no time");
  });

  test("too few bars: an included indicator throws and says how many it needs, without include it stays NaN", () => {
    const short = { close: close.slice(0, 14) };
    const error = failing({ include: ["rsi-14"] }, short);
    expect(error).toMatchObject({
      code: "NOT_ENOUGH_DATA",
      details: { required: 15, available: 14, argument: "rsi-14" },
    });
    const table = technicalFeatures(short, { include: ["rsi-14"], shortHistory: "missing" });
    expect(table.values.every(Number.isNaN)).toBe(true);
    expect(technicalFeatures(short).column("rsi-14").every(Number.isNaN)).toBe(true);
    expect(failing({}, { close: [] }).code).toBe("NOT_ENOUGH_DATA");
  });

  test("bars made from closes alone have nothing for an indicator of volume", () => {
    const closes = barsOf("A", "day", [
      { time: "2024-01-02", close: 1 },
      { time: "2024-01-03", close: 2 },
    ]);
    expect(failing({ include: ["obv"] }, closes).message).toContain('"obv" reads volume, which is not there');
    expect(technicalFeatures(closes, { include: ["roc-1"] }).row(1)).toEqual(Float64Array.of(100));
    expect(failing({}, { close: [NaN, NaN] }).code).toBe("NOT_ENOUGH_DATA");
  });

  test("an indicator whose input is not there throws when included, and stays NaN without include", () => {
    expect(failing({ include: ["obv"] }, { close }).message).toContain('"obv" reads volume, which is not there');
    expect(technicalFeatures({ close }).column("obv").every(Number.isNaN)).toBe(true);
    expect(technicalFeatures({ close }).column("sma-30").some(Number.isFinite)).toBe(true);
  });

  test("a missing volume leaves prices' indicators alone", () => {
    const holed = { ...bars, volume: bars.volume.map((value, t) => (t === 20 ? NaN : value)) };
    const table = technicalFeatures(holed, { include });
    expect(table.column("rsi-14")).toEqual(technicalFeatures(bars, { include }).column("rsi-14"));
    expect(table.column("obv")[20]).toBeNaN();
    expect(table.column("obv")[21]).toBe(
      table.column("obv")[19]! + Math.sign(close[21]! - close[19]!) * bars.volume[21]!,
    );
  });
});

describe("stream", () => {
  test("a refused bar leaves the stream as it was", () => {
    const stream = technicalStream({ include: ["sma-3"] });
    for (const price of [1, 2, 3]) stream.update({ close: price });
    expect(() => stream.update({ close: Infinity })).toThrow("row 3: close is Infinity");
    expect(() => stream.update({ close: 4, high: 1, low: 2 })).toThrow("below low");
    expect(stream.rows).toBe(3);
    expect(stream.update({ close: 4 })).toEqual(Float64Array.of(3));
  });

  test("names and lookback are known before the first bar", () => {
    const stream = technicalStream({ include: ["macd", "rsi-14"] });
    expect(stream.names).toEqual(["macd", "macd-signal", "macd-histogram", "rsi-14"]);
    expect(stream.lookback).toBe(33);
  });

  test("all indicators at once survive a save after every bar, names as written", () => {
    const include = ["rsi-14", "ema-05"] as const;
    let stream = technicalStream({ include });
    const batch = technicalFeatures(bars, { include });
    close.forEach((price, t) => {
      stream = resumeTechnicalStream(JSON.parse(JSON.stringify(stream)));
      expect(stream.update({ close: price })).toEqual(batch.row(t));
    });
    expect(stream.names).toEqual(include);
  });

  test("what is no saved stream is refused, naming the field", () => {
    const saved = JSON.parse(JSON.stringify(technicalStream({ include: ["sma-3"] }))) as {
      family: string;
      features: { state: Record<string, unknown> }[];
    };
    expect(failure(() => resumeTechnicalStream({})).message).toContain("not a saved feature stream");
    expect(failure(() => resumeTechnicalStream({ ...saved, family: "macro" })).message).toContain("macro");
    const state = { ...saved.features[0]!.state, series: {} };
    const broken = { ...saved, features: [{ ...saved.features[0], state }] };
    expect(failure(() => resumeTechnicalStream(broken)).message).toContain("features[0].state.series");
  });
});

test("Ichimoku's spans are as of t: the cloud shown now was computed a displacement ago, the lagging span compares with the past", () => {
  const table = technicalFeatures(bars, { include: ["ichimoku-3-5-8-4"] });
  const column = (name: string): Float64Array => table.column(`ichimoku-3-5-8-4-${name}`);
  for (let t = 11; t < length; t++) {
    expect(column("span-a")[t]).toBe(column("lead-a")[t - 4]);
    expect(column("span-b")[t]).toBe(column("lead-b")[t - 4]);
    expect(column("lagging")[t]).toBe(close[t]! - close[t - 4]!);
    const middle = (window: number): number => {
      const highs = bars.high.slice(t - window + 1, t + 1);
      return (Math.max(...highs) + Math.min(...bars.low.slice(t - window + 1, t + 1))) / 2;
    };
    expect(column("conversion")[t]).toBe(middle(3));
    expect(column("base")[t]).toBe(middle(5));
    expect(column("lead-b")[t]).toBe(middle(8));
    expect(column("lead-a")[t]).toBe((middle(3) + middle(5)) / 2);
  }
});

test("Bollinger's place and width follow from its bands", () => {
  const table = technicalFeatures(bars, { include: ["bollinger"] });
  const [upper, middle, lower] = ["upper", "middle", "lower"].map((name) => table.column(`bollinger-${name}`));
  for (let t = 19; t < length; t++) {
    const width = upper![t]! - lower![t]!;
    expect(table.column("bollinger-place")[t]).toBeCloseTo((close[t]! - lower![t]!) / width, 12);
    expect(table.column("bollinger-width")[t]).toBeCloseTo(width / middle![t]!, 12);
  }
});

test("a rolling VWAP, the standard score, choppiness and the Arnaud Legoux average equal their formulas", () => {
  const table = technicalFeatures(bars, { include: ["vwap-5", "zscore-6", "choppiness-4", "alma-5-0.85-6"] });
  const t = 40;
  const last = <Value>(values: readonly Value[], window: number): readonly Value[] =>
    values.slice(t - window + 1, t + 1);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const typical = close.map((price, i) => (bars.high[i]! + bars.low[i]! + price) / 3);
  const turnover = sum(last(typical, 5).map((price, i) => price * last(bars.volume, 5)[i]!));
  expect(table.column("vwap-5")[t]).toBeCloseTo(turnover / sum(last(bars.volume, 5)), 11);
  const mean = sum(last(close, 6)) / 6;
  const deviation = Math.sqrt(sum(last(close, 6).map((price) => (price - mean) ** 2)) / 6);
  expect(table.column("zscore-6")[t]).toBeCloseTo((close[t]! - mean) / deviation, 11);
  const ranges = close.map((_, i) =>
    Math.max(2, Math.abs(bars.high[i]! - (close[i - 1] ?? 0)), Math.abs(bars.low[i]! - (close[i - 1] ?? 0))),
  );
  const width = Math.max(...last(bars.high, 4)) - Math.min(...last(bars.low, 4));
  expect(table.column("choppiness-4")[t]).toBeCloseTo(
    (100 * Math.log10(sum(last(ranges, 4)) / width)) / Math.log10(4),
    10,
  );
  const weights = [0, 1, 2, 3, 4].map((i) => Math.exp(-((i - 0.85 * 4) ** 2) / (2 * (5 / 6) ** 2)));
  const weighted = sum(last(close, 5).map((price, i) => price * weights[i]!)) / sum(weights);
  expect(table.column("alma-5-0.85-6")[t]).toBeCloseTo(weighted, 11);
});

describe("sums do not drift", () => {
  test("spreads, lines and correlations keep their digits at prices of 50 000 after 20 000 bars", () => {
    const many = 20_000;
    const high = Array.from({ length: many }, (_, t) => 50_000 + Math.sin(t * 1.7) + Math.cos(t * 0.3));
    const low = high.map((price, t) => price - 2 - Math.sin(t * 2.3));
    const include = ["stddev-20-1-high", "correlation-20", "linear-regression-slope-20-high"] as const;
    const last = technicalFeatures({ high, low }, { include }).row(many - 1);
    const [x, y] = [high.slice(-20), low.slice(-20)].map((values) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / 20;
      return values.map((value) => value - mean);
    }) as [number[], number[]];
    const dot = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    const places = x.map((_, i) => i - 9.5);
    expect(last[0]).toBeCloseTo(Math.sqrt(dot(x, x) / 20), 10);
    expect(last[1]).toBeCloseTo(dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y)), 10);
    expect(last[2]).toBeCloseTo(dot(places, x) / dot(places, places), 10);
  });

  test("a huge volume that has left the window leaves no trace", () => {
    const volume = Array.from({ length: 60 }, (_, t) => (t === 10 ? 1e18 : 0.1 * ((t % 7) + 1)));
    const last = technicalFeatures({ volume }, { include: ["sma-5-volume", "stddev-5-1-volume"] }).row(59);
    const end = volume.slice(-5);
    const mean = end.reduce((sum, value) => sum + value, 0) / 5;
    expect(last[0]).toBeCloseTo(mean, 14);
    expect(last[1]).toBeCloseTo(Math.sqrt(end.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 5), 14);
  });
});
