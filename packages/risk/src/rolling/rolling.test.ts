import { readFileSync } from "node:fs";
import { ReturnPanel } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawdowns, expectedShortfall, performance, rolling, type RollingStatistic, valueAtRisk } from "../index.ts";

const grid = fc.integer({ min: -300, max: 300 }).map((value) => value / 1000);
const cases = fc
  .array(fc.tuple(grid, grid), { minLength: 3, maxLength: 40 })
  .chain((rows) => fc.tuple(fc.constant(rows), fc.integer({ min: 3, max: rows.length })));

const settings = { periodsPerYear: 52, riskFreeRate: 0.02, target: 0.001, confidence: 0.9 } as const;

/** Each statistic of one window by the functions that measure whole series. */
const recomputed: Readonly<Record<RollingStatistic, (own: number[], market: number[]) => number | null | undefined>> = {
  mean: (own) => performance(own).meanReturn,
  volatility: (own) => performance(own, settings).volatility,
  sharpe: (own) => performance(own, settings).sharpe?.value,
  sortino: (own) => performance(own, settings).annualSortino,
  "total-return": (own) => performance(own).totalReturn,
  "value-at-risk": (own) => valueAtRisk(own, settings),
  "expected-shortfall": (own) => expectedShortfall(own, settings),
  "max-drawdown": (own) => drawdowns(own, { top: 1 })[0]?.depth ?? 0,
  beta: (own, benchmark) => performance(own, { benchmark }).benchmark?.beta,
  correlation: (own, benchmark) => performance(own, { benchmark }).benchmark?.correlation,
};

describe("rolling equals recomputed", () => {
  test.each(Object.keys(recomputed) as RollingStatistic[])("%s", (statistic) => {
    fc.assert(
      fc.property(cases, ([rows, window]) => {
        const own = rows.map(([a]) => a);
        const market = rows.map(([, b]) => b);
        const { values, at } = rolling(own, statistic, { ...settings, window, benchmark: market });
        expect(values).toHaveLength(rows.length - window + 1);
        expect(at[0]).toBe(window - 1);
        values.forEach((value, i) => {
          const expected = recomputed[statistic](own.slice(i, i + window), market.slice(i, i + window)) ?? NaN;
          // a window without spread or losses has no ratio, whichever way rounding leaves it
          const flat = !(Math.abs(expected) < 1e6) || !(Math.abs(value) < 1e6);
          expect(flat || Math.abs(value - expected) <= 1e-11 * Math.max(1, Math.abs(expected))).toBe(true);
        });
      }),
      { numRuns: 60 },
    );
  });

  test("uncompounded drawdowns too", () => {
    fc.assert(
      fc.property(cases, ([rows, window]) => {
        const own = rows.map(([a]) => a);
        const compounding = "uncompounded" as const;
        rolling(own, "max-drawdown", { window, compounding }).values.forEach((value, i) => {
          const part = drawdowns(own.slice(i, i + window), { top: 1, compounding });
          expect(value).toBeCloseTo(part[0]?.depth ?? 0, 12);
        });
      }),
      { numRuns: 40 },
    );
  });
});

describe("golden: empyrical", () => {
  const { series, expected } = JSON.parse(
    readFileSync(new URL("../fixtures/empyrical_vectors.json", import.meta.url), "utf8"),
  ) as {
    readonly series: Record<string, readonly (number | null)[]>;
    readonly expected: Record<string, Record<string, readonly number[]>>;
  };

  test("maximum drawdowns of six negative returns -.2282, -.2745, -.2899, -.2747", () => {
    const x = (series["negative_returns"] ?? []).map((value) => value ?? NaN);
    const golden = expected["roll_max_drawdown6"]?.["negative"] ?? [];
    expect([...rolling(x, "max-drawdown", { window: 6 }).values].map((value) => -value)).toEqual(
      golden.map((value) => expect.closeTo(value, 4) as number),
    );
  });

  test("Sharpe ratios of six mixed returns 8.22784, 8.22784, -3.13748", () => {
    const x = (series["mixed_returns"] ?? []).slice(1).map((value) => value ?? NaN);
    const golden = expected["roll_sharpe6"]?.["mixed"]?.slice(1) ?? [];
    expect([...rolling(x, "sharpe", { window: 6 }).values]).toEqual(
      golden.map((value) => expect.closeTo(value, 7) as number),
    );
  });
});

describe("rolling input", () => {
  test("a panel is labelled by its dates and says what it did", () => {
    const panel = ReturnPanel.of({
      dates: ["2024-01-02", "2024-01-03", "2024-01-04"],
      assets: ["a", "b"],
      values: [
        [0.01, 0.02],
        [-0.02, 0.01],
        [0.03, -0.01],
      ],
    });
    const { at, conventions } = rolling(panel, "value-at-risk", { window: 2, weights: [0.5, 0.5] });
    expect(at).toEqual(["2024-01-03", "2024-01-04"]);
    expect(conventions).toMatchObject({ window: 2, confidence: 0.95, quantileType: 7, returns: "simple" });
  });

  test("refuses windows that don't fit, an unknown statistic, NaN, and beta without benchmark", () => {
    const x = [0.01, -0.02, 0.03];
    expect(() => rolling(x, "mean", { window: 4 })).toThrow(/window: expected a whole number from 1 to 3/);
    expect(() => rolling(x, "volatility", { window: 1 })).toThrow(/from 2 to 3/);
    expect(() => rolling(x, "median" as never, { window: 2 })).toThrow(/no "median"/);
    expect(() => rolling([0.01, NaN], "mean", { window: 1 })).toThrow(/returns\[1\]/);
    expect(() => rolling(x, "beta", { window: 2 })).toThrow(/benchmark/);
    expect(() => rolling(x, "beta", { window: 2, benchmark: [0.01] })).toThrow(/benchmark.*align/);
    expect(() => rolling(x, "value-at-risk", { window: 2, confidence: 1 })).toThrow(/confidence/);
  });
});
