import { RandomStream, riskMeasures, solveConic } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { certify, optimize, type PortfolioProblem, type PortfolioSolution } from "../../index.ts";
import type { Scenarios } from "../../problem/context.ts";
import { minimizeRisk } from "./add-risk.ts";
import { affine, ConicProgramModel } from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";
import { RankRows } from "./rank-rows.ts";
import { conicSorted } from "./sorted-losses.ts";

const kinds = ["gini", "tail-gini"] as const;
type Kind = (typeof kinds)[number];

function market(seed: string, periods: number, size: number): number[][] {
  const stream = RandomStream.of(seed);
  const loadings = Array.from({ length: size }, () => 0.3 + stream.uniform());
  const means = Array.from({ length: size }, () => 0.001 * stream.uniform());
  return Array.from({ length: periods }, () => {
    const common = stream.normal();
    return loadings.map((loading, i) => means[i]! + 0.01 * (loading * common + stream.normal()));
  });
}

const giniWeights = (rows: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, k) => (2 * (rows - 1 - 2 * k)) / (rows * (rows - 1)));

/** Weights of sum 1 that fall over the first `depth` ranks. */
const tailWeights = (rows: number, depth: number): Float64Array =>
  Float64Array.from({ length: rows }, (_, k) => (2 * Math.max(0, depth - k)) / (depth * (depth + 1)));

function scenariosOf(values: readonly (readonly number[])[]): Scenarios {
  return { rows: values.length, values: Float64Array.from(values.flat()) } as Scenarios;
}

/** The least of a risk over weights of sum 1, from 0 to 0.6. */
function leastOf(size: number, add: (model: ConicProgramModel) => ConicRisk): Float64Array {
  const model = new ConicProgramModel(size);
  model.zero(affine(-1, ...Array.from({ length: size }, (_, i): [number, number] => [i, 1])));
  for (let i = 0; i < size; i += 1) {
    model.nonnegative(affine(0, [i, 1]));
    model.nonnegative(affine(0.6, [i, -1]));
  }
  minimizeRisk(model, add(model), 1);
  return solveConic(model.program()).x.slice(0, size);
}

/** The least of a measure with its rows generated. */
function leastByRows(scenarios: Scenarios, rankWeights: Float64Array, size: number): Float64Array {
  const rows = new RankRows(scenarios, rankWeights, undefined);
  let weights: Float64Array = new Float64Array(size).fill(1 / size);
  let rounds = 0;
  while (rows.learn(weights)) {
    weights = leastOf(size, (model) => rows.addTo(model));
    expect((rounds += 1)).toBeLessThan(60);
  }
  return weights;
}

function measure({ rows, values }: Scenarios, rankWeights: Float64Array, weights: Float64Array): number {
  const losses = new Float64Array(rows);
  for (let t = 0; t < rows; t += 1)
    for (let i = 0; i < weights.length; i += 1) losses[t]! -= values[t * weights.length + i]! * weights[i]!;
  losses.sort().reverse();
  return losses.reduce((sum, loss, k) => sum + rankWeights[k]! * loss, 0);
}

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first) => permutations(items.filter((item) => item !== first)).map((rest) => [first, ...rest]));
}

describe("measures of sorted losses by generated rows", () => {
  test.each([
    ["gini", giniWeights(200)],
    ["tail Gini", tailWeights(200, 20)],
  ] as const)("%s of 200 scenarios has the least value of the whole cone program", (_name, rankWeights) => {
    const scenarios = scenariosOf(market("rows", 200, 6));
    const generated = measure(scenarios, rankWeights, leastByRows(scenarios, rankWeights, 6));
    const whole = measure(
      scenarios,
      rankWeights,
      leastOf(6, (model) => conicSorted(model, scenarios, rankWeights)),
    );
    expect(Math.abs(generated / whole - 1)).toBeLessThan(1e-7);
  });

  test.each([
    ["gini", giniWeights(6)],
    ["a tail", tailWeights(6, 3)],
  ] as const)("%s of 6 scenarios has the least value over all orders", (_name, rankWeights) => {
    const orders = permutations([0, 1, 2, 3, 4, 5]);
    for (const seed of ["a", "b", "c"]) {
      const values = market(seed, 6, 3);
      const scenarios = scenariosOf(values);
      const enumerated = leastOf(3, (model) => {
        const top = model.variables();
        for (const order of orders) {
          const slopes = [0, 1, 2].map((i) => order.reduce((sum, t, k) => sum - rankWeights[k]! * values[t]![i]!, 0));
          model.nonnegative(affine(0, [top, 1], ...slopes.map((slope, i): [number, number] => [i, -100 * slope])));
        }
        return { shape: "linear", value: affine(0, [top, 0.01]) };
      });
      const generated = leastByRows(scenarios, rankWeights, 3);
      const least = measure(scenarios, rankWeights, enumerated);
      expect(Math.abs(measure(scenarios, rankWeights, generated) - least)).toBeLessThan(1e-8);
    }
  });
});

describe.each(kinds)("%s of 400 scenarios", (kind) => {
  const size = 6;
  const values = market("wide", 400, size);
  const assets = values[0]!.map((_, i) => `A${i}`);
  const mean = assets.map((_, i) => values.reduce((sum, row) => sum + row[i]! / 400, 0));
  const problemOf = (
    objective: PortfolioProblem["objective"],
    constraints: NonNullable<PortfolioProblem["constraints"]> = [],
  ): PortfolioProblem => ({ assets, scenarios: { assets, values }, mean, periodsPerYear: 252, objective, constraints });
  const capped = (risk: Kind | "standard-deviation" | "cvar", max: number) =>
    ({ kind: "risk-limit", risk: { kind: risk }, max }) as const;
  const riskAt = (weights: Readonly<Record<string, number>>, of: Kind | "cvar" = kind): number =>
    riskMeasures[of].value(
      Float64Array.from(values, (row) => row.reduce((sum, value, i) => sum + value * weights[assets[i]!]!, 0)),
      { confidence: 0.95 },
    );
  const certified = async (problem: PortfolioProblem): Promise<PortfolioSolution> => {
    const solution = await optimize(problem);
    expect(solution.status).toBe("optimal");
    const again = await certify(JSON.parse(JSON.stringify(problem)), JSON.parse(JSON.stringify(solution)));
    expect(Math.max(again.primalResidual, again.dualResidual!, again.gap)).toBeLessThan(1e-8);
    return solution;
  };
  const least = optimize(problemOf({ kind: "min-risk", risk: { kind } }));

  test.each(["variance", "cvar"] as const)("a cap on it beside the least %s binds and is certified", async (risk) => {
    const objective = { kind: "min-risk", risk: { kind: risk } } as const;
    const free = await optimize(problemOf(objective));
    const max = ((await least).objective + riskAt(free.weights)) / 2;
    const solution = await certified(problemOf(objective, [capped(kind, max)]));
    expect(solution.stats.solver).toBe("conic interior point");
    expect(Math.abs(riskAt(solution.weights) / max - 1)).toBeLessThan(1e-7);
    expect(solution.objective).toBeGreaterThan(free.objective);
  });

  test("as a cap that binds beside one on volatility, the answer is certified", async () => {
    const objective = { kind: "max-return" } as const;
    const deviation = capped("standard-deviation", 0.16);
    const one = await optimize(problemOf(objective, [deviation]));
    const second = await optimize(problemOf(objective, [capped(kind, riskAt(one.weights))]));
    const between = (second.objective - one.objective) / one.objective;
    expect(between).toBeGreaterThan(-1e-9);
    const both = await certified(problemOf(objective, [deviation, capped(kind, riskAt(one.weights) * 0.9995)]));
    expect(both.objective).toBeLessThan(one.objective);
  });

  test("as the objective under a cap on CVaR, the answer is certified", async () => {
    const free = await least;
    const tail = await optimize(problemOf({ kind: "min-risk", risk: { kind: "cvar" } }));
    const max = (tail.objective + riskAt(free.weights, "cvar")) / 2;
    const solution = await certified(problemOf({ kind: "min-risk", risk: { kind } }, [capped("cvar", max)]));
    expect(solution.objective).toBeGreaterThan(free.objective);
  });
});
