import { ReturnPanel } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { assetDrawdowns, assetTailRisks, drawdowns, expectedShortfall, valueAtRisk } from "../index.ts";

function panelOf(days: number, method: "simple" | "log" = "simple"): ReturnPanel {
  const stream = RandomStream.of(days);
  return ReturnPanel.of({
    dates: { axis: "day", index: Array.from({ length: days }, (_, t) => 18_000 + t) },
    assets: ["a", "b", "c", "d"],
    values: Array.from({ length: days }, () => Array.from({ length: 4 }, () => 0.01 * stream.studentT(4))),
    method,
  });
}

describe("risks of every asset", () => {
  test.each([50, 2500])("%s days: VaR and ES are those of each column", (days) => {
    const panel = panelOf(days);
    for (const [confidence, quantileType] of [
      [0.95, 7],
      [0.99, 1],
      [0.6, 8],
    ] as const) {
      const result = assetTailRisks(panel, { confidence, quantileType });
      panel.assets.forEach((asset, i) => {
        const column = panel.column(asset);
        expect(result.valueAtRisk[i]).toBeCloseTo(valueAtRisk(column, { confidence, quantileType }), 14);
        expect(result.expectedShortfall[i]).toBeCloseTo(expectedShortfall(column, { confidence }), 14);
      });
      expect(result.table.rows).toHaveLength(4);
    }
  });

  test("log returns are converted, drawdowns are those of each column", () => {
    const panel = panelOf(300, "log");
    const tails = assetTailRisks(panel);
    const { maxDrawdown } = assetDrawdowns(panel);
    panel.assets.forEach((asset, i) => {
      const column = panel.column(asset).map(Math.expm1);
      expect(tails.expectedShortfall[i]).toBeCloseTo(expectedShortfall(column), 14);
      expect(maxDrawdown[i]).toBeCloseTo(drawdowns(column, { top: 1 })[0]?.depth ?? NaN, 12);
    });
  });

  test("a missing return is named by asset and date, and one row is too few for a tail", () => {
    const panel = ReturnPanel.of({
      dates: ["2024-01-02", "2024-01-03"],
      assets: ["a", "b"],
      values: [
        [0.01, 0.02],
        [0.02, null],
      ],
    });
    expect(() => assetTailRisks(panel)).toThrow(/"b" on 2024-01-03 is NaN/);
    expect(() => assetDrawdowns(panel)).toThrow(/"b" on 2024-01-03 is NaN/);
    expect(() => assetTailRisks(panel, { confidence: 0 })).toThrow(/confidence/);
    const one = panel.between("2024-01-02", "2024-01-02");
    expect(() => assetTailRisks(one)).toThrow(expect.objectContaining({ code: "NOT_ENOUGH_DATA" }) as Error);
  });
});
