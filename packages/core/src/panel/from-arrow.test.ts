import { describe, expect, test } from "vitest";
import type { ArrowColumn } from "./from-arrow.ts";
import { PricePanel } from "./price-panel.ts";
import { ReturnPanel } from "./return-panel.ts";

const dayInMs = 86_400_000;

function vector(cells: readonly unknown[], extra: Partial<ArrowColumn> = {}): ArrowColumn {
  return { length: cells.length, get: (row) => cells[row], ...extra };
}

function table(columns: Record<string, ArrowColumn>): {
  schema: { fields: { name: string }[] };
  getChild: (name: string) => ArrowColumn | null;
} {
  return {
    schema: { fields: Object.keys(columns).map((name) => ({ name })) },
    getChild: (name) => columns[name] ?? null,
  };
}

describe("fromArrowColumns", () => {
  test("a table with getChild, dates as epoch milliseconds", () => {
    const panel = PricePanel.fromArrowColumns(
      table({ date: vector([dayInMs, 2 * dayInMs]), A: vector([1, null]), B: vector([3n, undefined]) }),
    );
    expect(panel.toJSON()).toEqual({
      dates: ["1970-01-02", "1970-01-03"],
      assets: ["A", "B"],
      values: [
        [1, 3],
        [null, null],
      ],
    });
  });

  test("columns by name, dates as texts, Date objects or bigints; a raw array only where nothing is missing", () => {
    const raw = Float64Array.of(1, 2);
    const a = vector([1, null], { nullCount: 1, toArray: () => raw });
    const b = vector(["not", "asked"], { nullCount: 0, toArray: () => raw });
    const c = vector([7, 8], { nullCount: 0, toArray: () => [7, 8] });
    const panel = PricePanel.fromArrowColumns(
      { a, day: vector(["2024-01-02", "2024-01-03"]), b, c },
      { dateColumn: "day" },
    );
    expect(panel.toJSON().values).toEqual([
      [1, 1, 7],
      [null, 2, 8],
    ]);
    const dates = vector([new Date(0), 5n]);
    expect(PricePanel.fromArrowColumns({ dates, b }, { assets: ["b"] }).axis).toBe("instant");
    expect(PricePanel.fromArrowColumns({ d: vector([0, dayInMs]), b }, { axis: "instant" }).axis).toBe("instant");
    expect(
      ReturnPanel.fromArrowColumns({ d: vector(["2024-01-02T00:00:01Z"]), r: vector([0.1]) }, { method: "log" }).method,
    ).toBe("log");
  });

  test("what is wrong is named", () => {
    const d = vector(["2024-01-02"]);
    expect(() => PricePanel.fromArrowColumns({})).toThrow("table: it has no columns");
    expect(() => PricePanel.fromArrowColumns({ d }, { dateColumn: "x" })).toThrow('table: no column "x": it has d');
    expect(() => PricePanel.fromArrowColumns(table({ d }), { assets: ["A"] })).toThrow('no column "A"');
    expect(() => PricePanel.fromArrowColumns({ d, A: vector([1, 2]) })).toThrow(
      'column "A": expected one value for each of the 1 dates, was 2',
    );
    expect(() => PricePanel.fromArrowColumns({ d, A: vector(["x"]) })).toThrow(
      'column "A", row 0: expected a number, was a string',
    );
    expect(() => PricePanel.fromArrowColumns({ d: vector([null]), A: vector([1]) })).toThrow(
      'column "d", row 0: expected a date, was a object',
    );
    expect(() => PricePanel.fromArrowColumns({ d: vector(["soon"]), A: vector([1]) })).toThrow(
      '"soon" is not an ISO date',
    );
    expect(() => PricePanel.fromArrowColumns({ d: vector([5]), A: vector([1]) }, { axis: "day" })).toThrow(
      'read it with axis "instant"',
    );
  });
});
