import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { certify, optimize, type PortfolioProblem, type PortfolioSolution, type Risk } from "../../index.ts";
import { riskKinds } from "../../risks/table.ts";
import reference from "./fixtures/portfolios.json" with { type: "json" };

const kinds = Object.keys(riskKinds) as Risk["kind"][];
const assets = ["A", "B", "C", "D", "E"];
const plain = (kind: Risk["kind"]): Risk => ({ kind }) as Risk;

function market(seed: string, periods: number): number[][] {
  const stream = RandomStream.of(seed);
  const loadings = assets.map(() => 0.3 + stream.uniform());
  return Array.from({ length: periods }, () => {
    const common = stream.normal();
    return loadings.map((loading) => 0.01 * (0.25 + loading * common + stream.normal()));
  });
}

const values = market("cones", 20);

function problemOf(
  objective: PortfolioProblem["objective"],
  constraints: NonNullable<PortfolioProblem["constraints"]> = [],
): PortfolioProblem {
  return { assets, scenarios: { assets, values }, periodsPerYear: 252, objective, constraints };
}

async function certified(problem: PortfolioProblem): Promise<PortfolioSolution> {
  const solution = await optimize(problem);
  expect(solution.status).toBe("optimal");
  const again = await certify(JSON.parse(JSON.stringify(problem)), JSON.parse(JSON.stringify(solution)));
  expect(Math.max(again.primalResidual, again.dualResidual!, again.gap)).toBeLessThan(1e-8);
  return solution;
}

const leastRisks = new Map<Risk["kind"], number>();

async function leastRisk(kind: Risk["kind"]): Promise<number> {
  const known = leastRisks.get(kind);
  if (known !== undefined) return known;
  const least = (await optimize(problemOf({ kind: "min-risk", risk: plain(kind) }))).metrics.risk!;
  leastRisks.set(kind, least);
  return least;
}

const cap = async (
  kind: Risk["kind"],
  room: number,
): Promise<NonNullable<PortfolioProblem["constraints"]>[number]> => ({
  kind: "risk-limit",
  name: `cap on ${kind}`,
  risk: plain(kind),
  max: room * (await leastRisk(kind)),
});

describe.each(kinds)("%s", (kind) => {
  const other = kinds[(kinds.indexOf(kind) + 8) % kinds.length]!;

  test("beside a cap on another risk, the answer is certified, and tightening the cap never helps", async () => {
    const least = { kind: "min-risk", risk: plain(kind) } as const;
    const wide = await certified(problemOf(least, [await cap(other, 1.1)]));
    const tight = await certified(problemOf(least, [await cap(other, 1.02)]));
    expect(tight.objective).toBeGreaterThanOrEqual(wide.objective - 1e-7 * Math.abs(wide.objective));
  });

  test("a ratio under a cap and costs is certified and no better than without them", async () => {
    const ratio = { kind: "max-ratio", risk: plain(kind) } as const;
    const free = await optimize(problemOf(ratio));
    const capped = await certified(problemOf(ratio, [await cap(other, 1.05)]));
    expect(capped.objective).toBeLessThanOrEqual(free.objective * (1 + 1e-8));
    const costs = [{ kind: "quadratic", coefficient: 1e-4 }] as const;
    const paid = await certified({ ...problemOf(ratio), currentWeights: [1, 0, 0, 0, 0], costs });
    expect(paid.objective).toBeLessThanOrEqual(free.objective * (1 + 1e-8));
  });

  test("budgets are spent as given, and under a binding limit the answer is certified", async () => {
    const budgets = [0.1, 0.3, 0.2, 0.15, 0.25];
    const objective = { kind: "risk-budget", risk: plain(kind), budgets } as const;
    const free = await certified(problemOf(objective));
    Object.values(free.metrics.contributions!).forEach((share, i) => expect(share).toBeCloseTo(budgets[i]!, 6));
    const most = 0.97 * Math.max(...Object.values(free.weights));
    const bound = await certified(problemOf(objective, [{ kind: "bounds", lower: 0, upper: most }]));
    expect(Math.max(...Object.values(bound.weights))).toBeLessThanOrEqual(most * (1 + 1e-9));
  });
});

describe(`agrees with ${reference.source}`, () => {
  const golden = (Math.sqrt(5) - 1) / 2;
  const share = (k: number, seed: number): number => 2 * ((golden * seed * (1 + k) ** 2) % 1) - 1;
  const returns = Array.from({ length: 40 }, (_, t) =>
    assets.map((_asset, j) => 0.001 + 0.0004 * j + 0.01 * share(t, 3) + 0.01 * share(t * 5 + j, 7)),
  );
  const { confidence, caps } = reference;
  const base = { assets, scenarios: { assets, values: returns }, periodsPerYear: 1 };
  const cvarCap = { kind: "risk-limit", name: "cvar", risk: { kind: "cvar", confidence }, max: caps.cvar } as const;
  const evarCap = { kind: "risk-limit", name: "evar", risk: { kind: "evar", confidence }, max: caps.evar } as const;

  test("two scenario caps that bind beside variance and volatility", async () => {
    const least = (kind: Risk["kind"]): Promise<PortfolioSolution> =>
      certified({ ...base, objective: { kind: "min-risk", risk: plain(kind) }, constraints: [cvarCap, evarCap] });
    expect((await least("variance")).objective / reference.varianceUnderCvarAndEvar).toBeCloseTo(1, 6);
    expect((await least("standard-deviation")).objective / reference.deviationUnderCvarAndEvar).toBeCloseTo(1, 7);
  });

  test("utility after three-halves costs", async () => {
    const solution = await certified({
      ...base,
      currentWeights: [0.2, 0.2, 0.2, 0.2, 0.2],
      objective: { kind: "max-utility", risk: { kind: "variance" }, riskAversion: 4 },
      costs: [{ kind: "three-halves", coefficient: 0.002 }],
    });
    expect(solution.objective).toBeCloseTo(reference.utilityAfterThreeHalvesCosts, 10);
  });

  test("volatility beside a soft cap on the ulcer index", async () => {
    const constraint = { kind: "risk-limit", name: "ulcer", risk: { kind: "ulcer" }, max: 0.9 * caps.ulcer } as const;
    const solution = await certified({
      ...base,
      objective: { kind: "min-risk", risk: { kind: "standard-deviation" } },
      constraints: [{ kind: "soft", constraint, penalty: 0.3 }],
    });
    expect(solution.objective).toBeCloseTo(reference.deviationWithSoftUlcer, 10);
  });

  test("a ratio under a CVaR cap", async () => {
    const objective = { kind: "max-ratio", risk: { kind: "standard-deviation" } } as const;
    const solution = await certified({ ...base, objective, constraints: [cvarCap] });
    expect(solution.objective).toBeCloseTo(reference.ratioUnderCvar, 7);
  });

  test("equal budgets of CVaR, EVaR and the ulcer index", async () => {
    for (const [risk, weights] of [
      [{ kind: "cvar", confidence }, reference.budgets.cvar],
      [{ kind: "evar", confidence }, reference.budgets.evar],
      [{ kind: "ulcer" }, reference.budgets.ulcer],
    ] as const) {
      const solution = await certified({ ...base, objective: { kind: "risk-budget", risk } });
      solution.weightArray.forEach((weight, i) => expect(weight).toBeCloseTo(weights[i]!, 5));
    }
  });
});

test("caps that contradict each other are infeasible, by name", async () => {
  const constraints = [await cap("variance", 1.0001), { kind: "bounds", lower: { A: 0.9 } } as const];
  await expect(optimize(problemOf({ kind: "min-risk", risk: plain("cvar") }, constraints))).rejects.toMatchObject({
    code: "INFEASIBLE",
  });
});

test("risk budgets under turnover and a risk cap at once", async () => {
  const solution = await certified({
    ...problemOf({ kind: "risk-budget", risk: plain("standard-deviation") }, [
      { kind: "turnover", which: "half-l1", max: 0.3 },
      await cap("cvar", 1.6),
    ]),
    currentWeights: [0.6, 0.1, 0.1, 0.1, 0.1],
  });
  const traded = solution.weightArray.reduce(
    (sum, weight, i) => sum + Math.abs(weight - [0.6, 0.1, 0.1, 0.1, 0.1][i]!) / 2,
    0,
  );
  expect(traded).toBeLessThanOrEqual(0.3 + 1e-9);
});

test("Kelly under a CVaR cap that binds: certified, and worse than without it", async () => {
  const free = await optimize(problemOf({ kind: "kelly" }));
  const capped = await certified(problemOf({ kind: "kelly" }, [await cap("cvar", 1.05)]));
  expect(capped.objective).toBeLessThan(free.objective);
});
