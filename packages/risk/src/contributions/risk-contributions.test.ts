import { readFileSync } from "node:fs";
import { attempt, ReturnPanel } from "@plimsoll/core";
import { RandomStream, riskMeasures, type RiskMeasureSpec, riskMeasureTraits } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import type { TailMethodKind, TailMethodSpec } from "../tail/table.ts";
import { type ContributionOptions, type TailRisk, riskContributions } from "./risk-contributions.ts";

type Measure = NonNullable<ContributionOptions["measure"]>;

const assets = ["a", "b", "c"];

function panelOf(rows: readonly (readonly number[])[]): ReturnPanel {
  return ReturnPanel.of({ dates: { axis: "day", index: rows.map((_, t) => 19_000 + t) }, assets, values: rows });
}

/** Days of three dependent, fat-tailed assets. */
function market(seed = 1, days = 250): ReturnPanel {
  const stream = RandomStream.of(seed);
  return panelOf(
    Array.from({ length: days }, () => {
      const common = 0.01 * stream.studentT(5);
      return [0.8 * common, 1.2 * common, 0.3 * common].map((part) => part + 0.006 * stream.normal());
    }),
  );
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

const garch = { omega: 1e-4, alpha: 0.1, beta: 0.8, gamma: 0.05 };
const plain: readonly TailMethodKind[] = ["historical", "gaussian", "age-weighted", "ewma", "cornish-fisher"];
/** Those that need returns which vary. */
const fitted: readonly (TailMethodKind | TailMethodSpec)[] = [
  "volatility-weighted",
  "student-t",
  { kind: "student-t", degreesOfFreedom: 4 },
  "filtered-historical",
  { kind: "filtered-historical", volatility: garch },
  { kind: "garch", volatility: garch },
  { kind: "garch", volatility: { ...garch, initialVariance: 0.01 }, innovations: "student-t" },
  "kernel",
  { kind: "kernel", bandwidth: "scott" },
  { kind: "extreme-value", tailFraction: 0.3 },
];
const simulated: readonly TailMethodSpec[] = [
  ...(["gaussian", "student-t", "t-copula", "block-bootstrap"] as const).map(
    (innovations) => ({ kind: "monte-carlo", innovations, draws: 2000 }) as const,
  ),
  { kind: "monte-carlo", innovations: "t-copula", margins: "student-t", variates: "antithetic", draws: 2000 },
];
const tailMeasures = (chosen: readonly (TailMethodKind | TailMethodSpec)[]) =>
  chosen.flatMap((method) =>
    (["value-at-risk", "expected-shortfall"] as const).map((kind) => ({ kind, method, outOfDomain: "allow" as const })),
  );
const tails = tailMeasures(plain);
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
        expect(Math.abs(sum - total)).toBeLessThan(1e-10 * Math.max(1, Math.abs(total)));
      }),
      { numRuns: 30 },
    );
  });

  test.each(tailMeasures(fitted).map((measure) => [JSON.stringify(measure), measure as Measure] as const))(
    "%s: components of any portfolio sum to the total",
    (_, measure) => {
      const portfolio = fc.tuple(cell, cell, cell).map((parts) => parts.map((part) => part * 5));
      fc.assert(
        fc.property(fc.nat(), portfolio, (seed, weights) => {
          fc.pre(weights.some((weight) => Math.abs(weight) > 0.01));
          const result = attempt(() => riskContributions(market(seed, 100), { weights, measure }));
          // thirty excesses may have no generalised Pareto law
          fc.pre(result.success || result.error.code !== "NOT_CONVERGED");
          const { total, assets } = riskContributions(market(seed, 100), { weights, measure });
          const sum = assets.reduce((all, { component }) => all + component, 0);
          expect(Math.abs(sum - total)).toBeLessThan(1e-10 * Math.max(1, total));
        }),
        { numRuns: 15 },
      );
    },
  );

  test.each(tailMeasures(simulated).map((measure) => [JSON.stringify(measure), measure as Measure] as const))(
    "%s: components of the drawn returns sum to the total",
    (_, measure) => {
      const { total, assets } = riskContributions(market(), { weights: [0.5, -0.2, 0.7], measure });
      const sum = assets.reduce((all, { component }) => all + component, 0);
      expect(total).toBeGreaterThan(0.005);
      expect(Math.abs(sum - total)).toBeLessThan(1e-10);
    },
  );

  test("given forecasts of volatility move with the sample deviation, and components still sum", () => {
    const volatility = Array.from({ length: 251 }, (_, t) => 0.01 + 0.004 * Math.sin(t / 20));
    for (const kind of ["filtered-historical", "garch"] as const) {
      const measure: Measure = { kind: "expected-shortfall", method: { kind, volatility } };
      const { total, assets } = riskContributions(market(), { weights: [0.5, 0.2, 0.3], measure });
      expect(assets.reduce((all, { component }) => all + component, 0)).toBeCloseTo(total, 12);
    }
  });

  const differentiable = tailMeasures([
    ...plain,
    ...fitted.filter((method) => typeof method === "string" || !("volatility" in method)),
  ]);
  test.each(differentiable.map((measure) => [JSON.stringify(measure), measure as Measure] as const))(
    "%s: marginal risk is the derivative by the weight",
    (_, measure) => {
      const at = (bump: number): number =>
        riskContributions(market(), { weights: [0.5 + bump, 0.2, 0.3], measure }).total;
      const { assets } = riskContributions(market(), { weights: [0.5, 0.2, 0.3], measure });
      // the fit of the degrees of freedom stops at 1e-7 of them: a longer step, a looser bound
      const [step, digits] = (measure as TailRisk).method === "student-t" ? [1e-3, 4] : [1e-6, 6];
      expect(assets[0]?.marginal).toBeCloseTo((at(step) - at(-step)) / (2 * step), digits);
    },
  );

  const each = tailMeasures([...plain, ...fitted, ...simulated]);
  test.each(each.map((measure) => [JSON.stringify(measure), measure as Measure] as const))(
    "%s: incremental risk is the total less that without the asset",
    (_, measure) => {
      const at = (weights: readonly number[]) =>
        riskContributions(market(), { weights, measure, incremental: "include" });
      const { total, assets } = at([0.5, 0.2, 0.3]);
      expect(assets[0]?.incremental).toBeCloseTo(total - at([0, 0.2, 0.3]).total, 12);
      expect(assets[2]?.incremental).toBeCloseTo(total - at([0.5, 0.2, 0]).total, 12);
    },
  );

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

  const fixed: readonly (readonly [string, TailMethodSpec])[] = [
    ["threshold", { kind: "extreme-value", threshold: 0.01 }],
    ["bandwidth", { kind: "kernel", bandwidth: 0.001 }],
    ["mean", { kind: "garch", volatility: { ...garch, mean: 0 } }],
    ["revalue", { kind: "monte-carlo", draws: 1000, revalue: (returns) => returns[0] ?? NaN }],
  ];
  test.each(fixed)("a given %s does not move with the weights: UNSUPPORTED", (name, method) => {
    const measure: Measure = { kind: "value-at-risk", method };
    expect(() => riskContributions(market(), { weights, measure })).toThrow(
      expect.objectContaining({ code: "UNSUPPORTED", message: expect.stringContaining(name) as string }) as Error,
    );
  });
});
