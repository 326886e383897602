import { describe, expect, test } from "vitest";
import { PricePanel } from "./price-panel.ts";

const missing = Number.NaN;
const dates = ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"];
const panel = PricePanel.fromColumns({
  dates,
  columns: { A: [missing, 1, missing, 3, 4], B: [missing, missing, missing, 1, 2] },
});

describe("dropMissing", () => {
  test("rows with any or all missing", () => {
    expect(panel.dropMissing().dates).toEqual(["2024-01-04", "2024-01-05"]);
    expect(panel.dropMissing({ rows: "all" }).dates).toEqual(["2024-01-02", "2024-01-04", "2024-01-05"]);
    expect(panel.dropMissing({ rows: "none" })).toBe(panel);
  });

  test("assets with too few values go first, then rows", () => {
    expect(panel.dropMissing({ minimumObservations: 3 }).toJSON()).toEqual({
      dates: ["2024-01-02", "2024-01-04", "2024-01-05"],
      assets: ["A"],
      values: [[1], [3], [4]],
    });
    const none = panel.dropMissing({ minimumObservations: 9 });
    expect([none.rows, none.columns]).toEqual([5, 0]);
    expect(() => panel.dropMissing({ minimumObservations: missing })).toThrow(
      "minimumObservations: expected a number >= 0",
    );
  });

  test("a run of rows shares the memory; nothing may stay", () => {
    expect(panel.dropMissing().values.buffer).toBe(panel.values.buffer);
    expect(panel.between("2024-01-01", "2024-01-01").dropMissing().rows).toBe(0);
  });
});
