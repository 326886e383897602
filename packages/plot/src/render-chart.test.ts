import type { ChartSeries, ChartSpec } from "@plimsoll/core";
import { DOMParser } from "linkedom";
import { describe, expect, test } from "vitest";
import { charts } from "./charts/index.ts";
import { renderChart } from "./render-chart.ts";

const days = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => new Date(Date.UTC(2000, 0, 1 + i)).toISOString().slice(0, 10));

const line = (name: string, values: readonly (number | null)[]): ChartSeries => ({
  name,
  dates: days(values.length),
  values,
});

const specs: { readonly [Kind in ChartSpec["kind"]]: Extract<ChartSpec, { readonly kind: Kind }> } = {
  equity: {
    kind: "equity",
    title: "Wealth",
    series: [line("Index", [1, 1.2, 0.9, 1.5]), line("Cash", [1, 1.01, 1.02, 1.03])],
  },
  drawdown: { kind: "drawdown", title: "Losses", series: [line("Index", [0, 0.1, 0.25, 0])] },
  weights: {
    kind: "weights",
    title: "Weights",
    dates: days(3),
    assets: ["A", "B"],
    weights: [
      [0.5, 0.5],
      [0.7, 0.3],
      [0.2, 0.8],
    ],
  },
  frontier: {
    kind: "frontier",
    title: "Frontier",
    riskName: "Volatility a year",
    curve: [
      { risk: 0.1, expectedReturn: 0.03 },
      { risk: 0.12, expectedReturn: 0.06 },
      { risk: 0.2, expectedReturn: 0.09 },
    ],
    points: [
      { name: "Minimum variance", risk: 0.1, expectedReturn: 0.03, role: "portfolio" },
      { name: "MSFT", risk: 0.25, expectedReturn: 0.07, role: "asset" },
    ],
  },
  regimes: {
    kind: "regimes",
    title: "Regimes",
    series: line("Index", [100, 101, 80, 82]),
    regimes: [0, 0, 1, 1],
    regimeNames: ["Calm", "Turbulent"],
  },
};

const codeOf = (body: () => unknown): unknown => {
  try {
    body();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return "did not throw";
};

const pathsOf = (svg: string): string[] => [...svg.matchAll(/ d="([^"]+)"/g)].map((match) => match[1]!);

describe("every kind of chart", () => {
  test.each(Object.keys(charts))("%s is one well-formed svg element with title, label and description", (kind) => {
    const spec = specs[kind as ChartSpec["kind"]];
    for (const context of ["standalone", "page"] as const) {
      const svg = renderChart(spec, { context });
      const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement!;
      expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"')).toBe(true);
      expect(root.getAttribute("role")).toBe("img");
      expect(root.getAttribute("aria-label")).toContain(spec.title);
      expect(root.querySelector("title")!.textContent).toBe(spec.title);
      expect(root.querySelector("desc")!.textContent!.length).toBeGreaterThan(20);
      expect(root.querySelectorAll("style")).toHaveLength(context === "standalone" ? 1 : 0);
      expect(svg).not.toContain("NaN");
      expect(svg).not.toContain("undefined");
    }
  });

  test.each(Object.keys(charts))(
    "%s takes its colours from custom properties and needs nothing from outside",
    (kind) => {
      const svg = renderChart(specs[kind as ChartSpec["kind"]], { context: "page" });
      const paints = [...svg.matchAll(/ (?:fill|stroke)="([^"]+)"/g)].map((match) => match[1]!);
      expect(paints.filter((paint) => !/^(?:var\(--plimsoll-|none$|currentColor$)/.test(paint))).toEqual([]);
      expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|url\(| style=|<script/);
    },
  );

  test.each(Object.keys(charts))("%s renders the same text each time, at any width", (kind) => {
    const spec = specs[kind as ChartSpec["kind"]];
    for (const width of [200, 358, 720, 1200]) expect(renderChart(spec, { width })).toBe(renderChart(spec, { width }));
  });
});

describe("names", () => {
  test("stand beside the lines in a wide chart and in a legend in a narrow one", () => {
    const xOf = (svg: string): number => Number(/<text x="([\d.]+)"[^>]*>Index 1.50</.exec(svg)![1]);
    expect(xOf(renderChart(specs.equity, { width: 720 }))).toBeGreaterThan(560);
    expect(xOf(renderChart(specs.equity, { width: 358 }))).toBeLessThan(60);
  });

  test("are escaped", () => {
    const svg = renderChart({ ...specs.equity, title: 'S&P <500> "x"', series: [line("A & <B>", [1, 2])] });
    expect(svg).toContain("A &amp; &lt;B&gt;");
    expect(svg).toContain("S&amp;P &lt;500&gt;");
    expect(svg).not.toContain("<B>");
  });

  test("of portfolios are always written on a frontier, those of assets only where they cover nothing", () => {
    const points = Array.from({ length: 30 }, (_, i) => ({
      name: `ASSET${i}`,
      risk: 0.2,
      expectedReturn: 0.05,
      role: "asset" as const,
    }));
    const svg = renderChart({ ...specs.frontier, points: [...specs.frontier.points, ...points] }, { width: 358 });
    expect(svg).toContain(">Minimum variance</text>");
    expect((svg.match(/>ASSET\d+<\/text>/g) ?? []).length).toBeLessThan(30);
  });
});

describe("long series", () => {
  const values = Array.from(
    { length: 7000 },
    (_, i) => 100 + 10 * Math.sin(i / 40) + (i === 3333 ? -60 : 0) + (i === 5555 ? 70 : 0),
  );

  test("are thinned to what the width can show and keep the least and the greatest value", () => {
    const svg = renderChart({ kind: "equity", title: "Long", series: [line("Long", values)] }, { width: 720 });
    expect(svg.length).toBeLessThan(20_000);
    const longest = pathsOf(svg).sort((a, b) => b.length - a.length)[0]!;
    const heights = [...longest.matchAll(/[ML][\d.]+,([\d.]+)/g)].map((match) => Number(match[1]));
    // about 30 to 170 on an axis from 0 to 200 in the 304 pixels between the margins of a chart 360 + 29 high
    expect(heights.length).toBeLessThan(520);
    expect(Math.max(...heights) - Math.min(...heights)).toBeGreaterThan(0.6 * 304);
  });

  test("keep their gaps", () => {
    const broken = values.map((value, i) => (i > 2000 && i < 2500 ? null : value));
    const svg = renderChart({ kind: "equity", title: "Gap", series: [line("Gap", broken)] });
    const longest = pathsOf(svg).sort((a, b) => b.length - a.length)[0]!;
    expect(longest.match(/M/g)).toHaveLength(2);
  });
});

describe("a weights chart", () => {
  test("folds all but the seven heaviest assets into one band", () => {
    const assets = Array.from({ length: 20 }, (_, j) => `A${j}`);
    const row = assets.map((_, j) => (j + 1) / 210);
    const svg = renderChart({ kind: "weights", title: "Twenty", dates: days(2), assets, weights: [row, row] });
    expect(svg).toContain(">13 others 43%</text>");
    expect(svg).toContain(">A19 10%</text>");
    expect(svg).not.toContain(">A0 ");
  });

  test("stacks shorts below zero", () => {
    const svg = renderChart({
      kind: "weights",
      title: "Short",
      dates: days(2),
      assets: ["L", "S"],
      weights: [
        [1.3, -0.3],
        [1.2, -0.2],
      ],
    });
    expect(svg).toContain(">−50%</text>");
    expect(svg).toContain(">S −20%</text>");
  });

  test("draws a single date", () => {
    expect(renderChart({ kind: "weights", title: "One", dates: days(1), assets: ["A"], weights: [[1]] })).toContain(
      ">A 100%</text>",
    );
  });
});

describe("a spec that can't be drawn is refused with INVALID_INPUT", () => {
  const bad: readonly (readonly [string, ChartSpec])[] = [
    ["no series", { ...specs.equity, series: [] }],
    ["an empty series", { ...specs.equity, series: [line("x", [])] }],
    ["only nulls", { ...specs.equity, series: [line("x", [null, null])] }],
    ["lengths that differ", { ...specs.equity, series: [{ name: "x", dates: days(3), values: [1, 2] }] }],
    ["NaN", { ...specs.equity, series: [line("x", [1, NaN])] }],
    ["descending dates", { ...specs.equity, series: [{ name: "x", dates: days(2).reverse(), values: [1, 2] }] }],
    ["a text that is no date", { ...specs.equity, series: [{ name: "x", dates: ["yesterday"], values: [1] }] }],
    ["zero on a logarithmic axis", { ...specs.equity, scale: "logarithmic", series: [line("x", [1, 0])] }],
    ["a negative drawdown", { ...specs.drawdown, series: [line("x", [0, -0.1])] }],
    ["a row of weights too short", { ...specs.weights, weights: [[1], [1], [1]] }],
    ["fewer rows of weights than dates", { ...specs.weights, weights: [[1, 0]] }],
    ["an infinite risk", { ...specs.frontier, curve: [{ risk: Infinity, expectedReturn: 0 }] }],
    ["a frontier of nothing", { ...specs.frontier, curve: [], points: [] }],
    ["a regime without a name", { ...specs.regimes, regimes: [0, 1, 2, 0] }],
    ["fewer regimes than dates", { ...specs.regimes, regimes: [0, 1] }],
    ["more regimes than tints", { ...specs.regimes, regimeNames: ["a", "b", "c", "d", "e"] }],
    ["an unknown kind", { ...specs.equity, kind: "pie" } as unknown as ChartSpec],
  ];
  test.each(bad)("%s", (_, spec) => expect(codeOf(() => renderChart(spec))).toBe("INVALID_INPUT"));

  test("a size too small", () => expect(codeOf(() => renderChart(specs.equity, { width: 20 }))).toBe("INVALID_INPUT"));

  test("the message names the culprit and the remedy", () => {
    expect(() => renderChart({ ...specs.equity, series: [{ name: "x", dates: days(3), values: [1, 2] }] })).toThrow(
      "series[0].values has 2 entries, but series[0].dates has 3",
    );
  });
});
