import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { PlimsollError } from "../errors.ts";
import { PricePanel } from "./price-panel.ts";
import { ReturnPanel } from "./return-panel.ts";

const missing = Number.NaN;

const panel = PricePanel.of({
  dates: ["2024-01-02", "2024-01-03", "2024-01-04"],
  assets: ["A", "B"],
  values: [
    [10, null],
    [11, 4],
    [22, 5],
  ],
});
const instants = PricePanel.of({
  dates: ["2024-01-02T09:00:00Z", "2024-01-02T17:00:00Z", "2024-01-03T09:00:00Z"],
  assets: ["A"],
  values: [[1], [2], [3]],
});

describe("construction", () => {
  test("of, column, row, at, date, dates", () => {
    expect([panel.rows, panel.columns, panel.axis, panel.kind]).toEqual([3, 2, "day", "price"]);
    expect([...panel.index]).toEqual([19_724, 19_725, 19_726]);
    expect(panel.dates).toEqual(["2024-01-02", "2024-01-03", "2024-01-04"]);
    expect(panel.date(2)).toBe("2024-01-04");
    expect([...panel.column("B")]).toEqual([missing, 4, 5]);
    expect([...panel.row(1)]).toEqual([11, 4]);
    expect(panel.at(2, "A")).toBe(22);
    expect(instants.axis).toBe("instant");
    expect(instants.dates[1]).toBe("2024-01-02T17:00:00Z");
  });

  test("columns and rows are copies, values are shared", () => {
    const values = Float64Array.of(1, 2);
    const shared = PricePanel.of({ dates: ["2024-01-02", "2024-01-03"], assets: ["A"], values });
    expect(shared.values).toBe(values);
    shared.column("A")[0] = 9;
    shared.row(0)[0] = 9;
    expect(shared.at(0, "A")).toBe(1);
    expect(Object.isFrozen(shared) && Object.isFrozen(shared.assets)).toBe(true);
  });

  test("what is wrong is named, with the remedy", () => {
    const dates = ["2024-01-02"];
    const wrong = (assets: readonly string[], values: Parameters<typeof PricePanel.of>[0]["values"]) => () =>
      PricePanel.of({ dates, assets, values });
    expect(wrong(["A", "A"], [[1, 2]])).toThrow(
      'assets[1]: "A" is already the name of column 0: rename or remove one of them',
    );
    expect(wrong(["A", " "], [[1, 2]])).toThrow("assets[1]: the name is blank: name every column");
    expect(wrong([5 as never], [[1]])).toThrow("assets[0]: the name is blank");
    expect(wrong(["A"], [[1], [2]])).toThrow("values: expected one row for each of the 1 dates, was 2");
    expect(wrong(["A"], [[1, 2]])).toThrow("values[0]: expected one number for each of the 1 assets, was 2");
    expect(wrong(["A"], [["1" as never]])).toThrow('values[0][0]: expected a number or null for missing, was "1"');
    expect(wrong(["A"], [[Infinity]])).toThrow('values[0][0]: Infinity for "A" on 2024-01-02 is not finite');
    expect(wrong(["A"], Float64Array.of(1, 2))).toThrow("expected 1 dates x 1 assets = 1 numbers, was 2");
    expect(wrong(["A"], Float64Array.of(-Infinity))).toThrow(PlimsollError);
  });

  test("an unknown asset or row is named", () => {
    expect(() => panel.column("C")).toThrow('no asset "C" in the panel: it has A, B');
    expect(() => panel.at(3, "A")).toThrow("row 3: the panel has rows 0 to 2");
    expect(() => panel.row(0.5)).toThrow("row 0.5");
    const wide = PricePanel.of({ dates: [], assets: Array.from({ length: 12 }, (_, i) => `A${i}`), values: [] });
    expect(() => wide.column("C")).toThrow("A9, ... (12 in all)");
  });

  test("kinds are told apart by their brands", () => {
    expect(PricePanel.is(panel)).toBe(true);
    expect(ReturnPanel.is(panel)).toBe(false);
    expect(ReturnPanel.is(panel.simpleReturns())).toBe(true);
    expect([PricePanel.is(null), PricePanel.is(1), ReturnPanel.is(null), ReturnPanel.is("x")]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(PricePanel.is({ [Symbol.for("plimsoll.price-panel")]: true })).toBe(true);
  });
});

describe("select", () => {
  test("assets in the given order", () => {
    expect(panel.select(["B", "A"]).toJSON()).toEqual({
      dates: ["2024-01-02", "2024-01-03", "2024-01-04"],
      assets: ["B", "A"],
      values: [
        [null, 10],
        [4, 11],
        [5, 22],
      ],
    });
    expect(panel.select(["A", "B"])).toBe(panel);
    expect(() => panel.select(["A", "A"])).toThrow('"A" is already the name of column 0');
    expect(() => panel.select(["Z"])).toThrow('no asset "Z"');
  });
});

describe("between", () => {
  test("both ends are included, and the memory is shared", () => {
    expect(panel.between("2024-01-03").dates).toEqual(["2024-01-03", "2024-01-04"]);
    expect(panel.between(undefined, "2024-01-03").dates).toEqual(["2024-01-02", "2024-01-03"]);
    expect(panel.between("2023-01-01", "2025-01-01")).toBe(panel);
    expect(panel.between("2024-01-03").values.buffer).toBe(panel.values.buffer);
    expect(panel.between("2024-01-04", "2024-01-02").rows).toBe(0);
  });

  test("a day bounds instants by its first and last millisecond, an instant does not bound days", () => {
    expect(instants.between("2024-01-02", "2024-01-02").rows).toBe(2);
    expect(instants.between("2024-01-02T17:00:00Z").rows).toBe(2);
    expect(() => panel.between("2024-01-03T00:00:00Z")).toThrow(
      "the panel counts days: write the day, such as 2024-01-03",
    );
  });
});

describe("asOf", () => {
  test("rows up to a date, in memory that holds nothing else", () => {
    const past = panel.asOf("2024-01-03");
    expect(past.dates).toEqual(["2024-01-02", "2024-01-03"]);
    expect([...new Float64Array(past.values.buffer)]).toEqual([10, missing, 11, 4]);
    expect(new Float64Array(past.index.buffer)).toHaveLength(2);
    expect(instants.asOf("2024-01-02").rows).toBe(2);
    expect(panel.asOf("2024-01-04")).toBe(panel);
    expect(panel.asOf("2023-12-31").rows).toBe(0);
  });

  test("a window on longer memory is copied even when all of its rows are known", () => {
    const window = panel.between(undefined, "2024-01-03");
    expect(window.values.buffer.byteLength).toBeGreaterThan(window.values.byteLength);
    const past = window.asOf("2024-01-03");
    expect(past.values.buffer.byteLength).toBe(past.values.byteLength);
    expect(past.index.buffer.byteLength).toBe(past.index.byteLength);
  });
});

test("ten million cells: verbs that keep all values share the memory", () => {
  const [rows, columns] = [20_000, 500];
  const values = new Float64Array(rows * columns).fill(1);
  const index = Float64Array.from({ length: rows }, (_, i) => i);
  const assets = Array.from({ length: columns }, (_, i) => `A${i}`);
  const big = PricePanel.of({ dates: { axis: "day", index }, assets, values });
  expect(big.values).toBe(values);
  expect(big.index).toBe(index);
  expect(big.select(assets)).toBe(big);
  expect(big.between()).toBe(big);
  expect(big.asOf("2100-01-01")).toBe(big);
  expect(big.forwardFill({ limit: 5 })).toBe(big);
  expect(big.dropMissing({ minimumObservations: 2 })).toBe(big);
  expect(big.align([big], { join: "outer" })[0]).toBe(big);
  expect(big.adjust([])).toBe(big);
  expect(big.between("1980-01-01", "2000-01-01").values.buffer).toBe(values.buffer);
});

describe("display", () => {
  test("one line as text, a table as HTML for Jupyter", () => {
    const display = Symbol.for("Jupyter.display");
    const long = PricePanel.fromColumns({
      dates: { axis: "day", index: Array.from({ length: 25 }, (_, i) => i) },
      columns: Object.fromEntries(
        Array.from({ length: 10 }, (_, i) => [
          `<${i}>`,
          Array.from({ length: 25 }, (_, j) => (j === 0 ? missing : j / 3)),
        ]),
      ),
    });
    const shown = (long as unknown as Record<symbol, () => Record<string, string>>)[display]!();
    expect(shown["text/plain"]).toBe("PricePanel 25 x 10, 1970-01-01 to 1970-01-25");
    expect(shown["text/html"]).toContain("<th>date</th><th>&lt;0&gt;</th>");
    expect(shown["text/html"]).toContain('<td colspan="10">... 15 rows ...</td>');
    expect(shown["text/html"]!.match(/<tr>/g)).toHaveLength(12);
    expect(shown["text/html"]).toContain("<th>1970-01-01</th><td></td>");
    expect(shown["text/html"]).toContain("<th>1970-01-25</th><td>8</td>");
    const small = (panel.simpleReturns() as unknown as Record<symbol, () => Record<string, string>>)[display]!();
    expect(small["text/html"]).toBe(
      "<table><caption>ReturnPanel 2 x 2, 2024-01-03 to 2024-01-04</caption><thead><tr><th>date</th><th>A</th><th>B</th></tr></thead>" +
        "<tbody><tr><th>2024-01-03</th><td>0.1</td><td></td></tr><tr><th>2024-01-04</th><td>1</td><td>0.25</td></tr></tbody></table>",
    );
    const narrow = (long.select(["<0>"]) as unknown as Record<symbol, () => Record<string, string>>)[display]!();
    expect(narrow["text/html"]).toContain('<td colspan="2">');
  });

  test("console.log and text show the same line", () => {
    expect(inspect(panel)).toBe("PricePanel 3 x 2, 2024-01-02 to 2024-01-04");
    expect(String(panel.between("2025-01-01"))).toBe("PricePanel 0 x 2");
  });
});
