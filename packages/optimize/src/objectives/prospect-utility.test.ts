import { prospectValue, tverskyKahneman1992 } from "@plimsoll/numeric";
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { certify, optimize, type PortfolioProblem, safeOptimize } from "../index.ts";

const assets = ["A", "B", "C"];
const problem = (
  rows: readonly (readonly number[])[],
  objective: object = {},
  more: Partial<PortfolioProblem> = {},
): PortfolioProblem => ({
  assets: assets.slice(0, rows[0]!.length),
  scenarios: { assets: assets.slice(0, rows[0]!.length), values: rows },
  objective: { kind: "prospect-utility", ...objective },
  ...more,
});

type Parameters = typeof tverskyKahneman1992;

/** The value of a portfolio by the kernel that behavioral publishes. */
function valueOf(
  rows: readonly (readonly number[])[],
  weights: readonly number[],
  parameters: Partial<Parameters> = {},
): number {
  const outcomes = Float64Array.from(rows, (row) => row.reduce((sum, value, i) => sum + value * weights[i]!, 0));
  const chances = new Float64Array(rows.length).fill(1 / rows.length);
  return prospectValue(outcomes, chances, { ...tverskyKahneman1992, ...parameters });
}

/** Portfolios of three assets in even steps between two bounds. */
function gridOf(parts: number, least = 0, most = 1): readonly (readonly [number, number, number])[] {
  const steps = Array.from({ length: Math.round((most - least) * parts) + 1 }, (_, k) => least + k / parts);
  return steps
    .flatMap((a) => steps.map((b) => [a, b, 1 - a - b] as const))
    .filter(([, , c]) => c > least - 1e-9 && c < most + 1e-9);
}

// months of three assets, a few of them bad
const months = Array.from({ length: 24 }, (_, t) =>
  assets.map(
    (_asset, i) => 0.004 + 0.003 * i + (0.02 + 0.015 * i) * Math.sin((1.3 + i) * t + i) - (t % 11 === 5 ? 0.05 : 0),
  ),
);

describe("prospect utility", () => {
  const example = { utility: { kind: "exponential", gain: 8.4, loss: 11.4 }, gamma: 0.77, delta: 0.79 };

  // golden/behavioral.md, section 2: the returns of the README example of cvxgrp/cptopt under exact weights
  referenceTest(
    "the example's optimum is .4158277 at (0, .399854, .600146), proven; equal weights have .3896477",
    async () => {
      const values = readFileSync(referenceFile("behavioral/cpt_example_returns.csv"), "utf8")
        .trim()
        .split("\n")
        .map((line) => line.split(",").map(Number));
      const given = problem(values, example);
      const { status, objective, weightArray, certificate } = await optimize(given);
      expect(status).toBe("optimal");
      expect(objective.toFixed(7)).toBe("0.4158277");
      [0, 0.399854, 0.600146].forEach((weight, i) => expect(weightArray[i]).toBeCloseTo(weight, 6));
      expect(certificate).toMatchObject({ boundIs: "verified", dualResidual: null, tolerance: 1e-4 });
      expect(certificate.gap).toBeLessThanOrEqual(1e-4);
      const equal = await optimize({ ...given, constraints: [{ kind: "bounds", lower: 1 / 3, upper: 1 / 3 }] });
      expect(equal.objective.toFixed(7)).toBe("0.3896477");
      // the package's own optimum, with flattened weights, is worse
      const flattened = await certify(given, { weights: { A: 0, B: 0.34424, C: 0.65576 } });
      expect(flattened.gap).toBeGreaterThan(1e-4);
    },
  );

  const cell = fc.integer({ min: -200, max: 250 }).map((value) => value / 1000);
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 2, maxLength: 8 });
  const parameters = fc.record({
    alpha: fc.double({ min: 0.5, max: 1.2, noNaN: true }),
    beta: fc.double({ min: 0.5, max: 1.2, noNaN: true }),
    lambda: fc.double({ min: 0.5, max: 4, noNaN: true }),
    gamma: fc.double({ min: 0.3, max: 1.5, noNaN: true }),
    delta: fc.double({ min: 0.3, max: 1.5, noNaN: true }),
    reference: fc.double({ min: -0.05, max: 0.05, noNaN: true }),
  });

  test("no portfolio of a fine grid is better than the answer or above its bound", async () => {
    const grid = gridOf(50);
    await fc.assert(
      fc.asyncProperty(table, parameters, async (rows, { alpha, beta, lambda, ...rest }) => {
        const given = problem(rows, { utility: { kind: "power", alpha, beta, lambda }, ...rest });
        const { objective, weightArray, certificate, status } = await optimize(given, { relativeGap: 1e-3 });
        const all = { alpha, beta, lambda, ...rest };
        expect(objective).toBeCloseTo(valueOf(rows, [...weightArray], all), 10);
        let best = -Infinity;
        for (const weights of grid) best = Math.max(best, valueOf(rows, weights, all));
        expect(certificate.bound).toBeGreaterThan(best - 1e-9);
        expect(objective).toBeGreaterThan(best - 1e-7);
        expect(status).toBe(certificate.gap <= 1e-3 ? "optimal" : "feasible");
      }),
      { numRuns: 12 },
    );
  });

  test("with shorts and linear constraints neither", async () => {
    const grid = gridOf(40, -0.5, 1.25);
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const constraints = [
          { kind: "bounds", lower: -0.5, upper: 1.25 },
          { kind: "gross-exposure", max: 1.6 },
          "A + B <= 0.9",
        ] as const;
        const { objective, weightArray, certificate } = await optimize(problem(rows, example, { constraints }), {
          relativeGap: 1e-3,
        });
        const worth = (weights: readonly number[]): number => exponentialValue(rows, weights);
        expect(objective).toBeCloseTo(worth([...weightArray]), 10);
        expect(certificate.primalResidual).toBeLessThan(1e-9);
        let best = -Infinity;
        for (const weights of grid) {
          const gross = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
          if (gross <= 1.6 + 1e-9 && weights[0] + weights[1] <= 0.9 + 1e-9) best = Math.max(best, worth(weights));
        }
        expect(certificate.bound).toBeGreaterThan(best - 1e-9);
        expect(objective).toBeGreaterThan(best - 1e-6);
      }),
      { numRuns: 6 },
    );
  });

  test("without curvature, loss aversion and weighting it is the greatest mean", async () => {
    const utility = { kind: "power", alpha: 1, beta: 1, lambda: 1 };
    const { objective, weightArray } = await optimize(
      problem(months, { utility, gamma: 1, delta: 1, reference: 0.01 }),
    );
    const best = await optimize(problem(months, {}, { objective: { kind: "max-return" } }));
    expect(objective).toBeCloseTo(best.objective - 0.01, 10);
    [...best.weightArray].forEach((weight, i) => expect(weightArray[i]).toBeCloseTo(weight, 8));
  });

  test("the sure return that is worth as much is stated, and gains may be counted from the benchmark", async () => {
    const { objective, metrics } = await optimize(problem(months, { reference: 0.002 }));
    const sure = [[metrics.certaintyEquivalent! - 0.002]];
    expect(valueOf([...sure, ...sure], [1])).toBeCloseTo(objective, 12);
    const benchmark = { A: 0.5, C: 0.5 };
    const relative = await optimize(problem(months, { relativeTo: "benchmark" }, { benchmark }));
    const away = months.map((row) => row.map((value) => value - (row[0]! + row[2]!) / 2));
    expect(relative.objective).toBeCloseTo(valueOf(away, [...relative.weightArray]), 12);
    // the benchmark itself is neither gain nor loss
    expect(relative.objective).toBeGreaterThanOrEqual(0);
  });

  test("many assets have a feasible answer with a verified bound, the same for the same seed, better than its starts", async () => {
    const names = Array.from({ length: 8 }, (_, i) => `N${i}`);
    const values = Array.from({ length: 40 }, (_, t) =>
      names.map((_name, i) => 0.003 + 0.0005 * i + 0.03 * Math.sin((1.7 + i) * t + i) - (t % 13 === 4 ? 0.06 : 0)),
    );
    const given: PortfolioProblem = {
      assets: names,
      scenarios: { assets: names, values },
      objective: { kind: "prospect-utility", starts: 3, seed: 3 },
    };
    const [one, again] = [await optimize(given), await optimize(given)];
    expect(one.status).toBe("feasible");
    expect(one.certificate).toMatchObject({ boundIs: "verified" });
    expect(one.certificate.bound).toBeGreaterThan(one.objective);
    expect([...again.weightArray]).toEqual([...one.weightArray]);
    expect(one.duals).toEqual({});
    const checked = await certify(given, one);
    expect(checked.bound).toBe(one.certificate.bound);
    for (const kind of ["max-return", "min-risk", "kelly", "equal-weight"] as const) {
      const { weightArray } = await optimize({ ...given, objective: { kind } });
      expect(one.objective).toBeGreaterThan(valueOf(values, [...weightArray]));
    }
  });

  test("weights without limits are refused: leverage would grow without end, or shrink to nothing", async () => {
    const failure = async (bad: PortfolioProblem): Promise<string> => {
      const result = await safeOptimize(bad);
      return result.success ? "solved" : `${result.error.code}: ${result.error.message}`;
    };
    const short = [{ kind: "bounds", lower: null }] as const;
    expect(await failure(problem(months, {}, { constraints: short }))).toContain(
      'INVALID_INPUT: prospect utility needs limits on every weight, as it may grow without limit in the leverage: "A" has none below',
    );
    expect(await failure(problem(months, {}, { constraints: [{ kind: "budget", min: 0 }] }))).toContain(
      '"A" has none above',
    );
    const geared = [...short, { kind: "gross-exposure", max: 1.5 }] as const;
    expect(await failure(problem(months, { starts: 1 }, { constraints: geared }))).toBe("solved");
    expect(await failure(problem(months, { starts: 1 }, { constraints: [{ kind: "budget", min: 0, max: 1 }] }))).toBe(
      "solved",
    );
  });

  test("bad input is refused by name", async () => {
    const failure = async (objective: object, more: Partial<PortfolioProblem> = {}): Promise<string> => {
      const result = await safeOptimize(problem(months, objective, more));
      return result.success ? "solved" : `${result.error.code}: ${result.error.message}`;
    };
    expect(await failure({ gamma: 0.27 })).toContain("INVALID_INPUT: objective.gamma");
    expect(await failure({ utility: { kind: "power", alpha: 0 } })).toContain("INVALID_INPUT: objective.utility.alpha");
    expect(await failure({ utility: { kind: "exponential", gain: 1 } })).toContain("objective.utility.loss");
    expect(await failure({ starts: 0 })).toContain("INVALID_INPUT: objective.starts");
    expect(await failure({ reference: Number.NaN })).toContain("INVALID_INPUT: objective.reference");
    expect(await failure({ relativeTo: "benchmark" })).toContain("benchmark");
    const limit = { kind: "risk-limit", risk: { kind: "worst" }, max: 0.1 } as const;
    expect(await failure({}, { constraints: [limit], periodsPerYear: 12 })).toContain(
      "UNSUPPORTED: limits on risk with the objective",
    );
    expect(await failure({}, { constraints: [{ kind: "cardinality", max: 1 }] })).toContain("UNSUPPORTED: rules about");
    expect(await failure({}, { costs: [{ kind: "l1", coefficient: 1 }] })).toContain("INVALID_INPUT");
    expect(await failure({}, { constraints: ["A >= 0.8", "B >= 0.8"] })).toContain("INFEASIBLE");
  });
});

/** The exponential example by the Choquet integral: layers of value, each with the weight of the chance to reach it. */
function exponentialValue(rows: readonly (readonly number[])[], weights: readonly number[]): number {
  const outcomes = rows.map((row) => row.reduce((sum, value, i) => sum + value * weights[i]!, 0));
  const layers = (worth: readonly number[], power: number): number => {
    const levels = [0, ...new Set(worth.filter((value) => value > 0))].sort((a, b) => a - b);
    return levels.slice(1).reduce((sum, level, k) => {
      const chance = worth.filter((value) => value >= level).length / worth.length;
      const weight = chance ** power / (chance ** power + (1 - chance) ** power) ** (1 / power);
      return sum + (level - levels[k]!) * weight;
    }, 0);
  };
  return (
    layers(
      outcomes.map((y) => 1 - Math.exp(-8.4 * Math.max(0, y))),
      0.77,
    ) -
    layers(
      outcomes.map((y) => 1 - Math.exp(11.4 * Math.min(0, y))),
      0.79,
    )
  );
}
