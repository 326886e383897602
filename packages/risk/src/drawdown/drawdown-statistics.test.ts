import { readFileSync } from "node:fs";
import { ReturnPanel } from "@plimsoll/core";
import { drawdownSeries, mean, quantile } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { drawdowns, drawdownStatistics, performance, riskMeasure } from "../index.ts";

describe("golden: PerformanceAnalytics on edhec, six columns", () => {
  referenceTest("average length and recovery, average depth, conditional depth (CDD95) of all six", () => {
    const golden = JSON.parse(
      readFileSync(new URL("../fixtures/pa_edhec_first6.json", import.meta.url), "utf8"),
    ) as Record<string, readonly number[]>;
    const panel = ReturnPanel.fromCsv(readFileSync(referenceFile("performanceanalytics/edhec.csv"), "utf8"));
    const found = panel.assets
      .slice(0, 6)
      .map((asset) => drawdownStatistics(panel.select([asset]), { confidence: 0.9 }));
    const expectAll = (key: string, read: (result: (typeof found)[number]) => number | null): void => {
      expect(found.map(read), key).toEqual(golden[key]?.map((value) => expect.closeTo(value, 9) as number));
    };
    expectAll("AverageLength", ({ averageLength }) => averageLength);
    expectAll("AverageRecovery", ({ averageRecovery }) => averageRecovery);
    expectAll("AverageDrawdown", ({ averageDepth }) => averageDepth);
    // that library counts stretches without drawdown as episodes of depth 0, and takes the 95 % quantile of both
    const flatToo = panel.assets.slice(0, 6).map((asset) => {
      const path = drawdownSeries(panel.column(asset), { compounding: "compounded" });
      const flat = path.filter((depth, t) => depth === 0 && path[t - 1] !== 0).length;
      const depths = drawdowns(panel.select([asset])).map(({ depth }) => depth);
      const edge = quantile(Float64Array.of(...depths, ...Array<number>(flat).fill(0)), 0.95);
      return mean(Float64Array.from(depths.filter((depth) => depth >= edge)));
    });
    expect(flatToo).toEqual(golden["CDD95"]?.map((value) => expect.closeTo(value, 9) as number));
    // without them the 90 % quantile leaves the same episodes but for the fourth column
    for (const column of [0, 1, 2, 4, 5]) {
      expect(found[column]?.conditionalDepth).toBeCloseTo(golden["CDD95"]?.[column] ?? NaN, 9);
    }
    expectAll("maxDrawdown", ({ maxDrawdown }) => maxDrawdown);
    expectAll("UlcerIndex", ({ ulcer }) => ulcer);
    expectAll("PainIndex", ({ averageDrawdown }) => averageDrawdown);
  });
});

describe("drawdownStatistics", () => {
  const x = [0.1, -0.2, -0.1, 0.5, -0.05, 0.02];

  test("by hand: two episodes, the second still open", () => {
    const result = drawdownStatistics(x);
    expect(result).toMatchObject({
      episodes: 2,
      averageLength: 2.5,
      averageToTrough: 1.5,
      averageRecovery: 1,
      longest: 3,
      longestRecovery: 1,
      currentLength: 2,
    });
    expect(result.maxDrawdown).toBeCloseTo(0.28, 12);
    expect(result.timeUnderWater).toBeCloseTo(4 / 6, 12);
    expect(result.current).toBeCloseTo(1 - 0.95 * 1.02, 12);
    expect(result.table.rows).toHaveLength(2);
    expect(result.table.rows[0]).toMatchObject({ peak: 0, trough: 2, recovery: 3, length: 3 });
  });

  test("agrees with performance and the measures of numeric", () => {
    const result = drawdownStatistics(x, { confidence: 0.8, compounding: "uncompounded" });
    expect(result.cdar).toBe(riskMeasure(x, { measure: { kind: "cdar", confidence: 0.8 } }));
    expect(result.edar).toBe(riskMeasure(x, { measure: { kind: "edar", confidence: 0.8 } }));
    expect(drawdownStatistics(x).ulcer).toBeCloseTo(performance(x).ulcer, 15);
    expect(drawdownStatistics(x).cdar).toBe(performance(x).cdar95);
  });

  test("a rising series has no episode: null, not NaN", () => {
    const result = drawdownStatistics([0.01, 0.02]);
    expect([
      result.episodes,
      result.averageDepth,
      result.averageLength,
      result.conditionalDepth,
      result.longest,
    ]).toEqual([0, null, null, null, null]);
    expect([result.maxDrawdown, result.timeUnderWater, result.currentLength]).toEqual([0, 0, 0]);
  });

  test("bad input", () => {
    expect(() => drawdownStatistics(x, { confidence: 0 })).toThrow(/confidence/);
    expect(() => drawdownStatistics([NaN])).toThrow(/returns\[0\]/);
    expect(() => drawdownStatistics([])).toThrow(expect.objectContaining({ code: "NOT_ENOUGH_DATA" }) as Error);
  });
});
