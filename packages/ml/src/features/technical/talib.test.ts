import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../../test/reference-data.ts";
import { technicalTable } from "./table.ts";
import { technicalFeatures } from "./technical-features.ts";

type Bars = Readonly<Record<"open" | "high" | "low" | "close" | "volume", readonly number[]>>;

/** By column: pairs of row and value, the first row with a value first. */
type Columns = Readonly<Record<string, readonly (readonly [number, number])[]>>;

interface Section {
  readonly bars: Bars;
  /** By included name. */
  readonly cases: Readonly<Record<string, Columns>>;
}

// made by fixtures/make_talib.py with TA-Lib 0.8.2 from PyPI
const fixture = JSON.parse(readFileSync(new URL("fixtures/talib.json", import.meta.url), "utf8")) as {
  readonly source: string;
  readonly random: Section;
  readonly tied: Section;
};

/** TA-Lib's running sums in the Hilbert transform drift by a few 1e-11 over 300 bars. */
function toleranceOf(name: string): number {
  return name.startsWith("ht-") ? 1e-10 : 1e-11;
}

function expectTaLib(bars: Bars, name: string, columns: Columns): void {
  const table = technicalFeatures(bars, { include: [name] });
  expect([...table.names]).toEqual(expect.arrayContaining(Object.keys(columns)));
  for (const [column, pairs] of Object.entries(columns)) {
    const values = table.column(column);
    expect(values.findIndex((value) => !Number.isNaN(value))).toBe(pairs[0]![0]);
    for (const [row, value] of pairs) {
      expect(Math.abs(values[row]! - value)).toBeLessThanOrEqual(toleranceOf(name) * Math.max(1, Math.abs(value)));
    }
  }
}

test.each(Object.entries(fixture.random.cases))(
  "%s equals TA-Lib 0.8 with its seeds on random bars",
  (name, columns) => {
    expectTaLib(fixture.random.bars, name, columns);
  },
);

test.each(Object.entries(fixture.tied.cases))(
  "%s equals TA-Lib 0.8 on ties, flat prices and bars without volume",
  (name, columns) => {
    expectTaLib(fixture.tied.bars, name, columns);
  },
);

describe("the fixture", () => {
  test("covers every indicator that TA-Lib has", () => {
    const covered = new Set(
      Object.keys(fixture.random.cases).map((name) => name.replace(/(-[\d.]+)+(-[a-z].*)?$/, "")),
    );
    const own = technicalTable.filter(({ source }) => !source.includes("TA-Lib")).map(({ kind }) => kind);
    const uncovered = technicalTable.filter(({ kind }) => !covered.has(kind)).map(({ kind }) => kind);
    expect(uncovered.sort()).toEqual(own.sort());
  });
});

// TA-Lib 0.6's reference run: the included name and the column for each output
const reference: Readonly<Record<string, string | readonly [string, string]>> = {
  SMA20: "sma-20",
  EMA12: "ema-12",
  EMA26: "ema-26",
  WMA10: "wma-10",
  DEMA10: "dema-10",
  TEMA10: "tema-10",
  KAMA30: "kama-30",
  T3_5: "t3-5",
  TRIMA10: "trima-10",
  RSI14: "rsi-14",
  CMO14: "cmo-14",
  MOM10: "momentum-10",
  ROC10: "roc-10",
  PPO12_26: "ppo-12-26",
  APO12_26: "apo-12-26",
  TRIX30: "trix-30",
  ATR14: "atr-14",
  NATR14: "natr-14",
  TRANGE: "true-range",
  ADX14: "adx-14",
  ADXR14: "adxr-14",
  PLUS_DI14: "plus-di-14",
  MINUS_DI14: "minus-di-14",
  CCI14: "cci-14",
  WILLR14: "williams-r-14",
  ULTOSC: "ultimate-oscillator",
  SAR: "sar",
  OBV: "obv",
  AD: "ad",
  ADOSC: "adosc-3-10",
  MFI14: "mfi-14",
  STDDEV20: "stddev-20",
  LINEARREG_SLOPE14: "linear-regression-slope-14",
  BOP: "bop",
  AROONOSC14: "aroon-oscillator-14",
  BETA5: "beta-5",
  CORREL30: "correlation-30",
  BB20_2_up: ["bollinger-20-2", "bollinger-20-2-upper"],
  BB20_2_mid: ["bollinger-20-2", "bollinger-20-2-middle"],
  BB20_2_low: ["bollinger-20-2", "bollinger-20-2-lower"],
  MACD_12_26_9: ["macd-12-26-9", "macd-12-26-9"],
  MACD_signal: ["macd-12-26-9", "macd-12-26-9-signal"],
  MACD_hist: ["macd-12-26-9", "macd-12-26-9-histogram"],
  STOCH_slowK: ["stochastic-14-3-3", "stochastic-14-3-3-k"],
  STOCH_slowD: ["stochastic-14-3-3", "stochastic-14-3-3-d"],
  STOCHRSI_fastK: ["stochastic-rsi-14-5-3", "stochastic-rsi-14-5-3-k"],
  STOCHRSI_fastD: ["stochastic-rsi-14-5-3", "stochastic-rsi-14-5-3-d"],
  AROON_down: ["aroon-14", "aroon-14-down"],
  AROON_up: ["aroon-14", "aroon-14-up"],
  HT_DCPERIOD: "ht-period",
};

referenceTest("all 50 outputs of TA-Lib's 252-bar reference to 1e-11", () => {
  const bars = JSON.parse(readFileSync(referenceFile("ml/talib_ref_252bars.json"), "utf8")) as Bars;
  const golden = JSON.parse(readFileSync(referenceFile("../golden/ml/golden_talib_ref252.json"), "utf8")) as Readonly<
    Record<string, { readonly begin: number; readonly values: readonly number[] }>
  >;
  expect(Object.keys(golden).sort()).toEqual(Object.keys(reference).sort());
  for (const [output, { begin, values }] of Object.entries(golden)) {
    const place = reference[output]!;
    const [name, column] = typeof place === "string" ? [place, place] : place;
    const ours = technicalFeatures(bars, { include: [name] }).column(column);
    expect(
      ours.findIndex((value) => !Number.isNaN(value)),
      output,
    ).toBe(begin);
    expect(begin + values.length, output).toBe(ours.length);
    values.forEach((value, i) => {
      expect(Math.abs(ours[begin + i]! - value), `${output}[${begin + i}]`).toBeLessThanOrEqual(
        1e-11 * Math.max(1, Math.abs(value)),
      );
    });
  }
});
