import { describe, expect, test } from "vitest";
import { PricePanel } from "./price-panel.ts";

describe("PricePanel", () => {
  const panel = PricePanel.of({
    dates: ["2024-01-02", "2024-01-03", "2024-01-04"],
    assets: ["A", "B"],
    values: [
      [10, null],
      [11, 4],
      [22, 5],
    ],
  });

  test("of, column, row, at, dates", () => {
    expect([panel.rows, panel.columns, panel.axis, panel.kind]).toEqual([3, 2, "day", "price"]);
    expect([...panel.index]).toEqual([19_724, 19_725, 19_726]);
    expect(panel.dates).toEqual(["2024-01-02", "2024-01-03", "2024-01-04"]);
    expect([...panel.column("B")]).toEqual([Number.NaN, 4, 5]);
    expect([...panel.row(1)]).toEqual([11, 4]);
    expect(panel.at(2, "A")).toBe(22);
  });

  test("select, between, returns", () => {
    expect(panel.select(["B", "A"]).toJSON().values[2]).toEqual([5, 22]);
    expect(panel.between("2024-01-03").dates).toEqual(["2024-01-03", "2024-01-04"]);
    const returns = panel.simpleReturns();
    expect(returns.dates).toEqual(["2024-01-03", "2024-01-04"]);
    expect([...returns.column("A")]).toEqual([11 / 10 - 1, 1]);
    expect([...returns.column("B")]).toEqual([Number.NaN, 0.25]);
    expect(panel.logReturns().at(1, "A")).toBe(Math.log(2));
  });
});
