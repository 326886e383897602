import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

// written by scripts/sp500-var-study.ts: the words beside the numbers are fixed, so the numbers have to bear them out
const text = readFileSync(new URL("../../../docs/studies/sp500-var.md", import.meta.url), "utf8");
const prose = text.replaceAll(/\s+/g, " ");

/** Rows of the table that follows a heading, by model: numbers in the order of its columns. */
function tableAfter(words: string): Map<string, number[]> {
  const lines = text.slice(text.indexOf(words)).split("\n");
  const start = lines.findIndex((line) => line.startsWith("| model"));
  const rest = lines.slice(start + 2);
  const rows = rest.slice(
    0,
    rest.findIndex((line) => !line.startsWith("|")),
  );
  return new Map(
    rows.map((row) => {
      const [name = "", ...cells] = row
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [name, cells.map((cell) => Number(cell.replace(/^< /, "").replace(" %", "")))] as const;
    }),
  );
}

describe("the words of docs/studies/sp500-var.md hold for its numbers", () => {
  const frequency = tableAfter("## 99 % value at risk");
  const zones = tableAfter("Basel traffic light");
  const shortfall = tableAfter("## 97.5 % expected shortfall");
  const column = (table: Map<string, number[]>, model: string, at: number): number => table.get(model)?.[at] ?? NaN;
  const shape = (model: string): number => column(frequency, model, 8);

  test("six models, and no model passes Kupiec's test", () => {
    expect(prose).toContain("No model passes Kupiec's test of frequency.");
    expect([frequency.size, zones.size, shortfall.size]).toEqual([6, 6, 6]);
    for (const model of frequency.keys()) expect(column(frequency, model, 3), model).toBeLessThan(0.05);
  });

  test("windowed models cluster, and scaling by recent volatility takes most of it away", () => {
    expect(prose).toContain("their hits come in clusters (durations with a Weibull shape below 1)");
    expect(prose).toContain("Scaling by recent volatility takes most of the clustering away");
    for (const windowed of ["historical", "Gaussian", "Student-t"]) {
      expect(shape(windowed), windowed).toBeLessThan(0.75);
      expect(column(frequency, windowed, 7), windowed).toBeLessThan(0.01);
      for (const scaled of ["EWMA .94", "volatility-weighted"]) {
        expect(1 - shape(scaled)).toBeLessThan((1 - shape(windowed)) / 2);
      }
    }
  });

  test("a normal law leaves the tail too thin", () => {
    expect(prose).toContain("a normal law on top of it leaves the tail too thin");
    expect(column(frequency, "EWMA .94", 0)).toBeGreaterThan(column(frequency, "volatility-weighted", 0));
    expect(column(frequency, "Gaussian", 0)).toBeGreaterThan(column(frequency, "historical", 0));
  });

  test("blocks of 250 days add up, and the confidence set holds the models whose p-value is 10 % or more", () => {
    for (const [model, counts] of zones)
      expect(
        counts.reduce((a, b) => a + b),
        model,
      ).toBe(32);
    const held = [...shortfall].filter(([, cells]) => (cells.at(-1) ?? 0) >= 0.1).map(([model]) => model);
    expect(prose).toContain(`at 10 % the set holds ${held.join(", ")}.`);
  });
});
