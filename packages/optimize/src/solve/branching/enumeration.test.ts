import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import { certify, type Constraint, optimize, type PortfolioProblem, type PortfolioSolution } from "../../index.ts";
import { report } from "../../optimize.ts";
import { type CompiledProblem, compileProblem } from "../../program/compile.ts";
import { impliedRow } from "../../program/choices/rule-family.ts";
import type { Program } from "../../program/program.ts";
import { solveConvex } from "../convex.ts";
import { solveProgram } from "../dispatch.ts";
import { drive } from "../driver.ts";
import { isSolved } from "../outcome.ts";
import { solveRatio } from "../ratio.ts";
import { portfolioValue } from "./portfolio-value.ts";

/** One thing that a weight may be, in an enumeration. */
interface State {
  readonly lower: number;
  readonly upper: number;
  readonly held: boolean;
  /** Counts in the sum of large issuers. */
  readonly large?: boolean;
  readonly cost?: number;
}

interface Rules {
  readonly states: readonly (readonly State[])[];
  /** Which combinations are allowed. */
  readonly allows: (chosen: readonly State[]) => boolean;
  /** Limit on the sum of large ones. */
  readonly most?: number;
}

interface Instance {
  /** Without integer rules. */
  readonly problem: PortfolioProblem;
  readonly constraints: readonly Constraint[];
  readonly costs?: NonNullable<PortfolioProblem["costs"]>;
  readonly rules: Rules;
}

/** The best of all combinations of states, each solved as a convex problem; Infinity where none is feasible, -Infinity where there is no best. */
async function enumerate({ problem, rules }: Instance): Promise<number> {
  const compiled = await compileProblem(problem);
  let best = Infinity;
  const chosen: State[] = [];
  const visit = async (asset: number): Promise<void> => {
    if (asset < compiled.program.size) {
      for (const state of rules.states[asset]!) {
        chosen[asset] = state;
        await visit(asset + 1);
      }
      return;
    }
    if (rules.allows(chosen)) best = Math.min(best, await solveCombination(compiled, chosen, rules.most));
  };
  await visit(0);
  return best;
}

async function solveCombination(
  { program, lowered: { goal } }: CompiledProblem,
  chosen: readonly State[],
  most: number | undefined,
): Promise<number> {
  if (goal.form === "risk-budget") throw new Error("no budgets here");
  const lower = program.lower.map((low, i) => Math.max(low, chosen[i]!.lower));
  const upper = program.upper.map((high, i) => Math.min(high, chosen[i]!.upper));
  if (lower.some((low, i) => low > upper[i]!)) return Infinity;
  const large = Float64Array.from(chosen, (state) => (state.large === true ? 1 : 0));
  const rows =
    most === undefined || !large.includes(1)
      ? program.rows
      : [...program.rows, impliedRow("large", large, -Infinity, most)];
  const part: Program = { ...program, lower, upper, rows };
  const cost = chosen.reduce((sum, state) => sum + (state.cost ?? 0), 0);
  if (goal.form === "convex") {
    const { outcome } = await drive(solveConvex(goal, part));
    return isSolved(outcome) ? portfolioValue(goal, part, outcome.weights) + cost : Infinity;
  }
  if (goal.form !== "ratio") throw new Error(`no choices with a goal of the form "${goal.form}"`);
  // the weights sum to 1: what is paid is a part of what each unit earns
  const paid = { ...goal, numerator: goal.numerator.map((value) => value - cost) };
  const { outcome } = await drive(solveRatio(paid, part));
  if (outcome.status === "unbounded") return -Infinity;
  return isSolved(outcome) ? portfolioValue(paid, part, outcome.weights) : Infinity;
}

const out: State = { lower: 0, upper: 0, held: false };
const held = (states: readonly State[]): number => states.filter((state) => state.held).length;

/** Estimates of a few assets: some with fewer observations than assets, so that covariances are singular too. */
function market(random: RandomStream, size: number): PortfolioProblem {
  const assets = Array.from({ length: size }, (_, i) => String.fromCharCode(65 + i));
  const rows = random.integer(5) === 0 ? size - 1 : 20;
  const values = Array.from({ length: rows }, () => {
    const common = random.normal();
    return assets.map((_, i) => 0.01 * (common * (0.3 + 0.2 * i) + random.normal()));
  });
  const mean = assets.map(() => 0.0005 + 0.001 * random.uniform());
  return {
    assets,
    mean,
    scenarios: { assets, values },
    periodsPerYear: 252,
    objective: random.integer(2) === 0 ? { kind: "min-risk" } : { kind: "max-utility", riskAversion: 5 },
  };
}

const one = (random: RandomStream, from: readonly number[]): number => from[random.integer(from.length)]!;

type Family = (random: RandomStream) => Instance;

/** Counts, with a cap, a group row and a smallest holding: what the perspective search takes. */
const counted: Family = (random) => {
  const problem = market(random, 5);
  const floor = one(random, [0, 0.1, 0.2]);
  const cap = one(random, [0.45, 0.6, 1]);
  const max = 2 + random.integer(2);
  const group = { kind: "group", name: "g", assets: ["A", "C"], min: 0.2, max: 0.7 } as const;
  const rows: Constraint[] = [{ kind: "bounds", lower: 0, upper: cap }, ...(random.integer(2) === 0 ? [group] : [])];
  const held1: State = { lower: floor, upper: cap, held: true };
  return {
    problem: { ...problem, constraints: rows },
    constraints: [{ kind: "cardinality", max, ...(floor > 0 ? { minWeight: floor } : {}) }],
    rules: { states: problem.assets!.map(() => [out, held1]), allows: (chosen) => held(chosen) <= max },
  };
};

/** Counts of a group and of all, under turnover. */
const traded: Family = (random) => {
  const problem = market(random, 5);
  const floor = one(random, [0, 0.15]);
  const max = 2 + random.integer(2);
  const held1: State = { lower: floor, upper: 1, held: true };
  const currentWeights = { A: 0.4, B: 0.3, C: 0.3 };
  return {
    problem: {
      ...problem,
      currentWeights,
      constraints: [{ kind: "turnover", which: "half-l1", max: one(random, [0.35, 0.5, 0.7]) }],
    },
    constraints: [
      { kind: "cardinality", name: "all", max, ...(floor > 0 ? { minWeight: floor } : {}) },
      { kind: "cardinality", name: "part", assets: ["A", "D", "E"], max: 1 },
    ],
    rules: {
      states: problem.assets!.map(() => [out, held1]),
      allows: (chosen) => held(chosen) <= max && held([chosen[0]!, chosen[3]!, chosen[4]!]) <= 1,
    },
  };
};

/** Zero or at least so much, long and short, under gross exposure. */
const thresholds: Family = (random) => {
  const problem = market(random, 4);
  const floor = one(random, [0.1, 0.25]);
  const long: State = { lower: floor, upper: 0.8, held: true };
  const short: State = { lower: -0.3, upper: -floor, held: true };
  return {
    problem: {
      ...problem,
      constraints: [
        { kind: "bounds", lower: -0.3, upper: 0.8 },
        { kind: "gross-exposure", max: 1.5 },
      ],
    },
    constraints: [{ kind: "threshold", minWeight: floor }],
    rules: { states: problem.assets!.map(() => [out, long, short]), allows: () => true },
  };
};

/** 5/10/40 on six securities beside cash. */
const ucits: Family = (random) => {
  const problem = market(random, 7);
  const small: State = { lower: 0, upper: 0.05, held: true };
  const large: State = { lower: 0.05, upper: 0.1, held: true, large: true };
  const free: State = { lower: 0, upper: 1, held: true };
  return {
    problem: {
      ...problem,
      constraints: [{ kind: "bounds", lower: 0, upper: { G: one(random, [0.5, 0.58, 0.62]) } }],
    },
    constraints: [{ kind: "ucits-5-10-40", exempt: ["G"] }],
    rules: {
      states: problem.assets!.map((asset) => (asset === "G" ? [free] : [small, large])),
      allows: () => true,
      most: 0.4,
    },
  };
};

/** Exclusions, and holdings that ask for others. */
const implied: Family = (random) => {
  const problem = market(random, 5);
  const floor = one(random, [0.05, 0.2]);
  const held1: State = { lower: floor, upper: 1, held: true };
  return {
    problem: { ...problem, constraints: [{ kind: "bounds", lower: 0, upper: 0.6 }] },
    constraints: [
      { kind: "threshold", minWeight: floor },
      { kind: "mutually-exclusive", assets: ["A", "B", "C"] },
      { kind: "implies", if: ["A", "B"], then: "E" }, // oxlint-disable-line unicorn/no-thenable
    ],
    rules: {
      states: problem.assets!.map(() => [out, held1]),
      allows: (chosen) => held(chosen.slice(0, 3)) <= 1 && (chosen[4]!.held || (!chosen[0]!.held && !chosen[1]!.held)),
    },
  };
};

/** Tickets for every trade. */
const tickets: Family = (random) => {
  const problem = market(random, 4);
  const current = [0.4, 0.3, 0.3, 0];
  const cost = one(random, [1e-5, 1e-4]);
  return {
    problem: {
      ...problem,
      currentWeights: current,
      objective:
        random.integer(3) === 0 ? { kind: "max-ratio" } : { kind: "max-utility", riskAversion: one(random, [2, 20]) },
    },
    constraints: [],
    costs: [{ kind: "fixed-ticket", cost }],
    rules: {
      states: current.map((weight) => [
        { lower: weight, upper: weight, held: true },
        { lower: 0, upper: 1, held: true, cost },
      ]),
      allows: () => true,
    },
  };
};

/** Counts beside costs of trading and a group limit that may be broken at a price: the perspective search with further columns. */
const charged: Family = (random) => {
  const problem = market(random, 5);
  const floor = one(random, [0, 0.1]);
  const max = 2 + random.integer(2);
  const held1: State = { lower: floor, upper: 1, held: true };
  const limit = { kind: "group", assets: ["A", "C"], max: 0.3 } as const;
  return {
    problem: {
      ...problem,
      currentWeights: [0.3, 0.3, 0.2, 0.2, 0],
      objective: { kind: "max-utility", riskAversion: one(random, [2, 20]) },
      constraints: [{ kind: "soft", constraint: limit, penalty: one(random, [1e-4, 1e-2]) }],
      costs: [
        { kind: "linear", rate: one(random, [1e-4, 1e-3]), sellRate: 2e-4 },
        { kind: "quadratic", coefficient: one(random, [0, 1e-3]) },
      ],
    },
    constraints: [{ kind: "cardinality", max, ...(floor > 0 ? { minWeight: floor } : {}) }],
    rules: { states: problem.assets!.map(() => [out, held1]), allows: (chosen) => held(chosen) <= max },
  };
};

/** A risk of scenarios, or only return under a factor row, with a count. */
const others: Family = (random) => {
  const problem = market(random, 5);
  const kind = random.integer(4);
  const floor = one(random, [0, 0.2]);
  const held1: State = { lower: floor, upper: 0.6, held: true };
  const objective =
    kind === 0
      ? ({ kind: "min-risk", risk: { kind: "cvar", confidence: 0.8 } } as const)
      : kind === 1
        ? ({ kind: "max-utility", risk: { kind: "mad" }, riskAversion: 0.2 } as const)
        : kind === 2
          ? ({ kind: "max-return" } as const)
          : ({ kind: "max-return", riskLimits: [{ risk: { kind: "standard-deviation" }, max: 0.012 }] } as const);
  return {
    problem: {
      ...problem,
      objective,
      constraints: [
        { kind: "bounds", lower: 0, upper: 0.6 },
        { kind: "factor-exposure", name: "f", exposures: problem.assets!.map((_, i) => 0.3 + 0.2 * i), max: 0.75 },
      ],
    },
    constraints: [{ kind: "cardinality", max: 2, ...(floor > 0 ? { minWeight: floor } : {}) }],
    rules: { states: problem.assets!.map(() => [out, held1]), allows: (chosen) => held(chosen) <= 2 },
  };
};

/** The greatest ratio of a few assets. */
const ratios: Family = (random) => {
  const size = 4 + random.integer(3);
  const problem = market(random, size);
  const floor = one(random, [0, 0.15]);
  const cap = one(random, [0.5, 1]);
  const max = 2 + random.integer(2);
  const held1: State = { lower: floor, upper: cap, held: true };
  const risk = random.integer(6) === 0 ? ({ kind: "mad" } as const) : ({ kind: "variance" } as const);
  const group = { kind: "group", name: "g", assets: ["A", "C"], max: 0.5 } as const;
  return {
    problem: {
      ...problem,
      objective: { kind: "max-ratio", risk, riskFreeRate: 0.01 },
      constraints: [{ kind: "bounds", lower: 0, upper: cap }, ...(random.integer(2) === 0 ? [group] : [])],
    },
    constraints: [{ kind: "cardinality", max, ...(floor > 0 ? { minWeight: floor } : {}) }],
    rules: { states: problem.assets!.map(() => [out, held1]), allows: (chosen) => held(chosen) <= max },
  };
};

/** What a solution has wrong, measured by the best of the enumeration; empty where nothing is. */
function faults(problem: PortfolioProblem, result: PortfolioSolution | string, best: number): readonly string[] {
  if (typeof result === "string") {
    const expected = best === Infinity ? "infeasible" : best === -Infinity ? "unbounded" : "a solution";
    return result === expected ? [] : [`${result} instead of ${expected}`];
  }
  if (!Number.isFinite(best)) return [`a solution where the enumeration has ${best}`];
  const { objective, certificate } = result;
  const sign = problem.objective.kind === "min-risk" ? 1 : -1;
  const unit = Math.abs(best) + 1e-9;
  const rules: readonly (readonly [boolean, string])[] = [
    [Math.abs(sign * objective - best) <= 2e-4 * unit, `${objective} instead of ${sign * best}`],
    [sign * certificate.bound <= best + 1e-8 * unit, `bound ${certificate.bound} beyond ${sign * best}`],
    [certificate.boundIs === "verified", "a bound that is not verified"],
    [certificate.primalResidual < 1e-9, `residual ${certificate.primalResidual}`],
  ];
  return rules.filter(([holds]) => !holds).map(([, fault]) => fault);
}

/** Solves `count` instances both ways. */
async function compare(
  family: Family,
  count: number,
): Promise<{ readonly feasible: number; readonly faults: readonly string[] }> {
  let feasible = 0;
  const found: string[] = [];
  for (let seed = 0; seed < count; seed += 1) {
    const instance = family(RandomStream.of(seed).substream(family.name));
    const { problem, constraints, costs } = instance;
    const best = await enumerate(instance);
    if (best < Infinity) feasible += 1;
    const whole = { ...problem, constraints: [...(problem.constraints ?? []), ...constraints] };
    const compiled = await compileProblem(costs === undefined ? whole : { ...whole, costs });
    // without the explanation of what is infeasible, which takes longer than all else
    const { outcome } = await drive(solveProgram(compiled, 1e-4));
    const result = isSolved(outcome) ? report(compiled, outcome, 0, {}) : outcome.status;
    found.push(...faults(problem, result, best).map((fault) => `${family.name} ${seed}: ${fault}`));
  }
  return { feasible, faults: found };
}

const families: readonly (readonly [string, Family, number])[] = [
  ["cardinality with caps and group rows", counted, 100],
  ["cardinality of all and of a group under turnover", traded, 100],
  ["thresholds, long and short, under gross exposure", thresholds, 80],
  ["UCITS 5/10/40", ucits, 60],
  ["cardinality with costs and a soft limit", charged, 60],
  ["exclusions and implications", implied, 60],
  ["fixed tickets", tickets, 40],
  ["scenario risks, return alone and risk caps with cardinality", others, 60],
  ["max-ratio with cardinality", ratios, 500],
];

for (const [name, family, count] of families) {
  test(`${name}: ${count} small instances equal their enumeration`, async () => {
    const compared = await compare(family, count);
    expect(compared.faults).toEqual([]);
    expect(compared.feasible).toBeGreaterThan(count / 2);
  }, 60_000);
}

test("the stored tree proves the bound again; a tree or multipliers that are tampered with prove less or nothing", async () => {
  const { problem: part, constraints } = ratios(RandomStream.of(8));
  const problem = { ...part, constraints: [...part.constraints!, ...constraints] };
  const solution = JSON.parse(JSON.stringify(await optimize(problem, { relativeGap: 1e-9 }))) as PortfolioSolution;
  expect(await certify(problem, solution, { relativeGap: 1e-9 })).toEqual(solution.certificate);
  const { choices } = solution.proof as unknown as { readonly choices: ChoicesJson };
  expect(choices.records.length).toBeGreaterThan(1);
  const boundOf = async (changed: Partial<ChoicesJson>): Promise<number> => {
    const { bound } = await certify(problem, {
      ...solution,
      proof: { choices: { ...choices, ...changed } },
    });
    return bound;
  };
  const { bound } = solution.certificate;
  const minimised = problem.objective.kind === "min-risk" ? 1 : -1;
  // pruned branches, wrong multipliers, forged diagonals, references to nothing
  const forgeries: readonly Partial<ChoicesJson>[] = [
    { choice: choices.choice.map(() => -1) },
    { records: choices.records.slice(1) },
    { records: choices.records.map((record) => ({ ...record, rows: record.rows.map((value) => value * 3 + 1) })) },
    {
      records: choices.records.map((record) => ({
        ...record,
        weights: record.weights.map((value) => value * 1e6),
        rows: record.rows.map((value) => value * 1.01 + 0.01),
      })),
    },
    { records: choices.records.map((record) => ({ ...record, kind: "empty" as const })) },
    { records: choices.records.map((record) => ({ ...record, rows: [] })) },
    { records: choices.records.map((record) => ({ ...record, weights: record.weights.map(() => 1e6) })) },
    { diagonal: Array.from({ length: 5 }, () => 1) },
    { first: choices.first.map(() => 0) },
    { choice: choices.choice.map((choice) => (choice >= 0 ? 1000 : -1)) },
  ];
  for (const forged of forgeries)
    expect(minimised * (await boundOf(forged))).toBeLessThanOrEqual(minimised * bound + 1e-15);
});

interface ChoicesJson {
  readonly diagonal: readonly number[] | null;
  readonly choice: readonly number[];
  readonly first: readonly number[];
  readonly records: readonly {
    readonly kind: "bound" | "empty" | "over-cap" | "no-excess";
    readonly weights: readonly number[];
    readonly rows: readonly number[];
  }[];
}
