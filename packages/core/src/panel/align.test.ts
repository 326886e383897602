import { describe, expect, test } from "vitest";
import { alignFrames } from "./align.ts";
import { PricePanel } from "./price-panel.ts";
import { ReturnPanel } from "./return-panel.ts";

const a = PricePanel.fromColumns({ dates: ["2024-01-02", "2024-01-03", "2024-01-05"], columns: { A: [1, 2, 3] } });
const b = ReturnPanel.fromColumns({
  dates: ["2024-01-03", "2024-01-04", "2024-01-05"],
  columns: { B: [4, 5, 6], C: [7, 8, 9] },
});
const c = PricePanel.fromColumns({ dates: ["2024-01-05", "2024-01-08"], columns: { D: [1, 2] } });

describe("align", () => {
  test("inner keeps the dates that all have", () => {
    const [x, y, z] = a.align([b, c]);
    expect([x.toJSON(), y.toJSON(), z.toJSON()]).toEqual([
      { dates: ["2024-01-05"], assets: ["A"], values: [[3]] },
      { dates: ["2024-01-05"], assets: ["B", "C"], values: [[6, 9]] },
      { dates: ["2024-01-05"], assets: ["D"], values: [[1]] },
    ]);
    expect([x.kind, y.kind, y.method]).toEqual(["price", "return", "simple"]);
  });

  test("outer keeps the dates that any has, with missing values", () => {
    const [x, y, z] = a.align([b, c], { join: "outer" });
    expect(x.dates).toEqual(["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08"]);
    expect([...x.column("A")]).toEqual([1, 2, Number.NaN, 3, Number.NaN]);
    expect([...y.column("C")]).toEqual([Number.NaN, 7, 8, 9, Number.NaN]);
    expect([...z.column("D")]).toEqual([Number.NaN, Number.NaN, Number.NaN, 1, 2]);
  });

  test("left keeps the dates of the first", () => {
    const [x, y] = a.align([b], { join: "left" });
    expect(x).toBe(a);
    expect([...y.column("B")]).toEqual([Number.NaN, 4, 6]);
    expect(a.align([])[0]).toBe(a);
    expect(alignFrames([], {})).toEqual([]);
  });

  test("days and instants do not mix", () => {
    const instants = PricePanel.fromColumns({ dates: ["2024-01-02T00:00Z"], columns: { A: [1] } });
    expect(() => a.align([instants])).toThrow("one counts days, another instants: resample the instants to days first");
  });
});
