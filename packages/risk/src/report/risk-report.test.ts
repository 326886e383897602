import { ReturnPanel } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { drawdowns, estimateVaR, performance, riskReport } from "../index.ts";

const stream = RandomStream.of("report");
const panel = ReturnPanel.of({
  dates: { axis: "day", index: Array.from({ length: 300 }, (_, t) => 19_000 + t) },
  assets: ["stocks & shares", "bonds"],
  values: Array.from({ length: 300 }, () => [0.0005 + 0.01 * stream.studentT(6), 0.0001 + 0.003 * stream.normal()]),
});
const weights = [0.6, 0.4];

describe("riskReport", () => {
  const report = riskReport(panel, {
    weights,
    title: "Fund <A>",
    confidence: 0.99,
    benchmark: panel.select(["bonds"]),
  });

  test("holds what the single functions give", () => {
    expect(report.performance).toEqual(performance(panel, { weights, benchmark: panel.select(["bonds"]) }));
    expect(report.tails[0]?.valueAtRisk).toEqual(estimateVaR(panel, { weights, confidence: 0.99 }));
    expect(report.drawdowns.table.rows[0]).toMatchObject({ depth: drawdowns(panel, { weights })[0]?.depth });
    expect(report.contributions?.total).toBeCloseTo(report.tails[0]?.expectedShortfall?.value ?? NaN, 12);
    expect(report.tables.map(({ title }) => title)).toEqual([
      "Performance",
      "Tail risk at 99 %, one period",
      "Deepest drawdowns",
      "Contributions to expected-shortfall",
    ]);
  });

  test("charts end at the wealth and drawdown of the figures", () => {
    const [equity, drawdown] = report.charts;
    expect([equity?.kind, drawdown?.kind]).toEqual(["equity", "drawdown"]);
    const wealth = equity?.kind === "equity" ? equity.series : [];
    expect(wealth.map(({ name }) => name)).toEqual(["Portfolio", "Benchmark"]);
    expect(wealth[0]?.values.at(-1)).toBeCloseTo(1 + report.performance.totalReturn, 12);
    expect(wealth[0]?.dates).toEqual(panel.dates);
    const depths = drawdown?.kind === "drawdown" ? (drawdown.series[0]?.values ?? []) : [];
    expect(Math.max(...depths.map((depth) => depth ?? 0))).toBeCloseTo(report.performance.maxDrawdown, 12);
  });

  test("shows itself in notebooks, escaped", () => {
    const display = (report as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")];
    const shown = display?.call(report) ?? {};
    expect(shown["text/html"]).toContain("<h2>Fund &lt;A&gt;</h2>");
    expect(shown["text/html"]).toContain('<td style="text-align:left">stocks &amp; shares</td>');
    expect(shown["text/html"]).not.toMatch(/undefined|NaN/);
    expect(shown["text/plain"]).toContain("Tail risk at 99 %");
    expect(shown["text/plain"]).toBe(report.toString());
  });

  test("is data: JSON and structured clone keep it", () => {
    const plain: unknown = Object.fromEntries(Object.entries(report));
    expect(JSON.parse(JSON.stringify(report))).toEqual(plain);
    expect(Object.entries(structuredClone(report))).toEqual(Object.entries(report));
  });

  test("a method that can't be fitted is listed with its reason", () => {
    const short = riskReport([0.01, -0.02, 0.03, -0.01, 0.02], { methods: ["historical", "extreme-value"] });
    expect(short.tails[0]?.reason).toBeNull();
    expect(short.tails[1]).toMatchObject({ method: "extreme-value", valueAtRisk: null, expectedShortfall: null });
    expect(short.tails[1]?.reason).toMatch(/20 observations/);
    expect([short.charts, short.contributions]).toEqual([[], null]);
  });

  test("bad input is refused as by the single functions", () => {
    expect(() => riskReport(panel)).toThrow(/options.weights/);
    expect(() => riskReport([0.01, NaN])).toThrow(/returns\[1\]/);
    expect(() => riskReport([0.01, 0.02], { confidence: 1 })).toThrow(/confidence/);
    expect(() => riskReport([0.01])).toThrow(expect.objectContaining({ code: "NOT_ENOUGH_DATA" }) as Error);
  });
});
