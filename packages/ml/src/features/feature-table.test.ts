import { describe, expect, test } from "vitest";
import { FeatureTable } from "./feature-table.ts";

const table = FeatureTable.of({
  names: ["momentum", "volatility"],
  values: Float64Array.of(1, NaN, 3, 4, 5, 6),
  dates: ["2024-01-02", "2024-01-03", "2024-01-04"],
});

test("a feature table gives columns by name, rows by place, and its complete rows with their dates", () => {
  expect([table.rows, table.columns]).toEqual([3, 2]);
  expect(table.column("volatility")).toEqual(Float64Array.of(NaN, 4, 6));
  expect(table.row(1)).toEqual(Float64Array.of(3, 4));
  const complete = table.complete();
  expect(complete.dates).toEqual(["2024-01-03", "2024-01-04"]);
  expect(complete.values).toEqual(Float64Array.of(3, 4, 5, 6));
});

test("a feature table reads back from JSON, missing values as null", () => {
  const text = JSON.stringify(table);
  expect(text).toContain("null");
  expect(FeatureTable.parse(JSON.parse(text))).toEqual(table);
  const bare = FeatureTable.of({ names: ["a"], values: new Float64Array(0) });
  expect(FeatureTable.parse(JSON.parse(JSON.stringify(bare)))).toEqual(bare);
});

describe("bad input to a feature table is refused, naming the culprit:", () => {
  test("an unknown column, listing near ones", () => {
    expect(() => table.column("volatilty")).toThrow('no column "volatilty"; the nearest are volatility');
  });

  test("names twice, values that fill no rows, dates of another length", () => {
    expect(() => FeatureTable.of({ names: ["a", "a"], values: Float64Array.of(1, 2) })).toThrow("each once");
    expect(() => FeatureTable.of({ names: ["a", "b"], values: Float64Array.of(1) })).toThrow("multiple of 2");
    expect(() => FeatureTable.of({ names: ["a"], values: Float64Array.of(1), dates: [] })).toThrow("expected 1, one");
  });

  test("JSON that is no table", () => {
    expect(() => FeatureTable.parse({ kind: "feature-table" })).toThrow("not a feature table: names");
    expect(() => FeatureTable.parse({ kind: "feature-table", names: ["a", "b"], values: [[1]] })).toThrow(
      "row 0 has 1 values for 2 names",
    );
  });
});
