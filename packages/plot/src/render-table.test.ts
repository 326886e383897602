import type { TableSpec } from "@plimsoll/core";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { formatCell } from "./render/format.ts";
import { renderTable } from "./render-table.ts";

const spec: TableSpec = {
  title: "Weights & returns",
  columns: [
    { key: "asset", label: "Asset" },
    { key: "weight", label: "Weight", format: "percent", digits: 1 },
    { key: "note", label: "Note" },
  ],
  rows: [
    { asset: "<MSFT>", weight: 0.125, note: null },
    { asset: "IBM", weight: -0.05, note: "short" },
  ],
  note: "Weights sum to 1.",
};

describe("renderTable", () => {
  test("has a caption, column heads, row heads and a region that the keyboard reaches", () => {
    const { document } = parseHTML(`<!doctype html><html><body>${renderTable(spec)}</body></html>`);
    expect(document.querySelector("caption")!.textContent).toBe("Weights & returns");
    expect([...document.querySelectorAll('th[scope="col"]')].map((head) => head.textContent)).toEqual([
      "Asset",
      "Weight",
      "Note",
    ]);
    expect([...document.querySelectorAll('th[scope="row"]')].map((head) => head.textContent)).toEqual([
      "<MSFT>",
      "IBM",
    ]);
    expect([...document.querySelectorAll("td.number:not(.empty)")].map((cell) => cell.textContent)).toEqual([
      "12.5%",
      "−5.0%",
    ]);
    expect(document.querySelector("td.empty span")!.getAttribute("aria-label")).toBe("no value");
    expect(document.querySelector('[role="region"]')!.getAttribute("tabindex")).toBe("0");
    expect(document.querySelector("p.note")!.textContent).toBe("Weights sum to 1.");
  });

  test("escapes what it is given", () => expect(renderTable(spec)).not.toContain("<MSFT>"));

  test("refuses no columns, a key twice, a missing cell, NaN", () => {
    const refused = (change: Partial<TableSpec>): void =>
      expect(() => renderTable({ ...spec, ...change })).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
    refused({ columns: [] });
    refused({ columns: [spec.columns[0]!, spec.columns[0]!] });
    refused({ rows: [{ asset: "IBM" }] });
    refused({ rows: [{ asset: "IBM", weight: NaN, note: null }] });
  });
});

describe("formatCell", () => {
  test.each([
    [1234567.891, "number", 2, "1,234,567.89"],
    [-1234.5, "currency", 2, "−1,234.50"],
    [-0.0001, "number", 2, "0.00"],
    [-0.0001, "percent", 1, "0.0%"],
    [0.123456, "percent", 2, "12.35%"],
    [1e-12, "scientific", 1, "1.0e−12"],
    [0, "scientific", 1, "0"],
    [-25000, "scientific", 1, "−2.5e4"],
    [1999.6, "integer", 2, "2,000"],
    [null, "number", 2, "–"],
    ["as it is", "number", 2, "as it is"],
  ] as const)("%s as %s with %i digits is %s", (value, format, digits, text) =>
    expect(formatCell(value, format, digits)).toBe(text),
  );
});
