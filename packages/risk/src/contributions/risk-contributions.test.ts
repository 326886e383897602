import { readFileSync } from "node:fs";
import { ReturnPanel } from "@plimsoll/core";
import { riskMeasures, type RiskMeasureSpec, riskMeasureTraits } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { type ContributionOptions, riskContributions } from "./risk-contributions.ts";

type Measure = NonNullable<ContributionOptions["measure"]>;

const assets = ["a", "b", "c"];

function panelOf(rows: readonly (readonly number[])[]): ReturnPanel {
  return ReturnPanel.of({ dates: { axis: "day", index: rows.map((_, t) => 19_000 + t) }, assets, values: rows });
}

const cell = fc.double({ min: -0.2, max: 0.2, noNaN: true });
const cases = fc.record({
  rows: fc.array(fc.tuple(cell, cell, cell), { minLength: 12, maxLength: 40 }),
  weights: fc.tuple(cell, cell, cell).map((parts) => parts.map((part) => part * 5)),
});

const homogeneous = (Object.keys(riskMeasures) as RiskMeasureSpec["kind"][])
  .filter((kind) => kind !== "value-at-risk")
  .map((kind): RiskMeasureSpec => ({ kind }))
  .filter((spec) => riskMeasureTraits(spec).degree === 1) as Exclude<RiskMeasureSpec, { kind: "value-at-risk" }>[];

const tails = (["historical", "gaussian", "age-weighted", "ewma", "cornish-fisher"] as const).flatMap((method) =>
  (["value-at-risk", "expected-shortfall"] as const).map((kind) => ({ kind, method, outOfDomain: "allow" as const })),
);
const edgeworth: Measure = {
  kind: "expected-shortfall",
  method: { kind: "cornish-fisher", shortfall: "edgeworth" },
  outOfDomain: "allow",
};

describe("golden: PerformanceAnalytics, edhec equal weight, 95 %, ddof 1", () => {
  const golden = JSON.parse(
    readFileSync(new URL("../fixtures/pa_edhec_first6.json", import.meta.url), "utf8"),
  ) as Record<string, { readonly total: number; readonly contribution: readonly number[] }>;

  referenceTest("component VaR and ES: Gaussian .01285747693, modified .01492108603, modified ES .03625113587", () => {
    const returns = ReturnPanel.fromCsv(readFileSync(referenceFile("performanceanalytics/edhec.csv"), "utf8"));
    const weights = returns.assets.map(() => 1 / returns.columns);
    const measures: readonly (readonly [string, Measure])[] = [
      ["componentVaR_ew_gaussian", { kind: "value-at-risk", method: "gaussian" }],
      ["componentES_ew_gaussian", { kind: "expected-shortfall", method: "gaussian" }],
      ["componentVaR_ew_modified", { kind: "value-at-risk", method: "cornish-fisher", outOfDomain: "allow" }],
      ["componentES_ew_modified", edgeworth],
    ];
    for (const [key, measure] of measures) {
      const { total, assets } = riskContributions(returns, { weights, measure });
      expect(total, key).toBeCloseTo(golden[key]?.total ?? NaN, 11);
      expect(assets.map(({ component }) => component)).toEqual(
        golden[key]?.contribution.map((value) => expect.closeTo(value, 11) as number),
      );
    }
  });
});

describe("Euler additivity", () => {
  test.each(
    [...tails, edgeworth, ...homogeneous].map((measure) => [JSON.stringify(measure), measure as Measure] as const),
  )("%s: components sum to the total", (_, measure) => {
    fc.assert(
      fc.property(cases, ({ rows, weights }) => {
        const { total, assets } = riskContributions(panelOf(rows), { weights, measure });
        const sum = assets.reduce((all, { component }) => all + component, 0);
        expect(Math.abs(sum - total)).toBeLessThan(1e-10);
      }),
      { numRuns: 30 },
    );
  });

  test("incremental risk does not add up", () => {
    const rows = [
      [0.01, -0.01, 0.02],
      [-0.02, 0.01, 0.01],
      [0.03, 0.02, -0.01],
      [-0.01, -0.02, 0.01],
    ];
    const { total, assets } = riskContributions(panelOf(rows), { weights: [0.4, 0.3, 0.3], incremental: "include" });
    const sum = assets.reduce((all, { incremental }) => all + (incremental ?? NaN), 0);
    expect(Math.abs(sum - total)).toBeGreaterThan(0.001);
    const [first] = assets;
    const without = riskContributions(panelOf(rows), { weights: [0, 0.3, 0.3] }).total;
    expect(first?.incremental).toBeCloseTo(total - without, 12);
  });

  test("marginal risk is the derivative by the weight", () => {
    const rows = Array.from({ length: 30 }, (_, t) => [
      Math.sin(3 * t) / 30,
      Math.sin(5 * t + 1) / 20,
      Math.cos(7 * t) / 40,
    ]);
    const weights = [0.5, 0.2, 0.3];
    const totalAt = (bump: number): number =>
      riskContributions(panelOf(rows), { weights: [0.5 + bump, 0.2, 0.3], measure: { kind: "evar" } }).total;
    const { assets } = riskContributions(panelOf(rows), { weights, measure: { kind: "evar" } });
    expect(assets[0]?.marginal).toBeCloseTo((totalAt(1e-5) - totalAt(-1e-5)) / 2e-5, 7);
  });
});

describe("refusals", () => {
  const rows = [
    [0.01, -0.01, 0.02],
    [-0.02, 0.01, 0.01],
    [0.03, 0.02, -0.01],
    [-0.01, -0.02, 0.01],
    [0.01, 0.01, 0],
  ];
  const weights = [0.4, 0.3, 0.3];

  test("a measure that is not of first degree, by name", () => {
    expect(() => riskContributions(panelOf(rows), { weights, measure: { kind: "variance" } })).toThrow(
      /"variance".*root/,
    );
    const compounded: Measure = { kind: "max-drawdown", compounding: "compounded" };
    expect(() => riskContributions(panelOf(rows), { weights, measure: compounded })).toThrow(/max-drawdown/);
  });

  test("a method without derivative: UNSUPPORTED", () => {
    const measure: Measure = { kind: "value-at-risk", method: "volatility-weighted" };
    expect(() => riskContributions(panelOf(rows), { weights, measure })).toThrow(
      expect.objectContaining({ code: "UNSUPPORTED" }) as Error,
    );
  });
});
