import * as fc from "fast-check";
import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import {
  type Cost,
  efficientFrontier,
  hashProblem,
  type Objective,
  optimize,
  problemJsonSchema,
  type PortfolioProblem,
  problemToJson,
} from "../index.ts";
import { base, failureOf } from "../constraints/testing.ts";

const current = [0.5, 0.5, 0, 0];
const mean = base.mean as readonly number[];
const q = base.covariance as readonly (readonly number[])[];

/** What each kind charges, by hand. */
const definitions: Readonly<Record<Cost["kind"], ((w: readonly number[]) => number) | undefined>> = {
  linear: (w) => w.reduce((sum, x, i) => sum + (x > current[i]! ? 0.004 : 0.01) * Math.abs(x - current[i]!), 0),
  quadratic: (w) => w.reduce((sum, x, i) => sum + [0.1, 0.2, 0, 0.05][i]! * (x - current[i]!) ** 2, 0),
  "three-halves": (w) =>
    w.reduce((sum, x, i) => {
      const volume = (base.volumes as readonly number[])[i]!;
      return sum + 0.9 * 0.02 * Math.abs(x - current[i]!) ** 1.5 * Math.sqrt(1e7 / volume);
    }, 0),
  borrow: (w) => w.reduce((sum, x) => sum + 0.03 * Math.max(-x, 0), 0),
  "management-fee": (w) => 0.01 * w[0]! + 0.002 * w[3]!,
  l1: (w) => w.reduce((sum, x) => sum + 0.01 * Math.abs(x), 0),
  l2: (w) => w.reduce((sum, x, i) => sum + 0.05 * (x - current[i]!) ** 2, 0),
  "fixed-ticket": undefined,
};
const examples: readonly Cost[] = [
  { kind: "linear", rate: 0.004, sellRate: 0.01 },
  { kind: "quadratic", coefficient: { A: 0.1, B: 0.2, D: 0.05 } },
  { kind: "three-halves", coefficient: 0.9, volatility: 0.02 },
  { kind: "borrow", rate: 0.03 },
  { kind: "management-fee", rate: [0.01, 0, null, 0.002] },
  { kind: "l1", coefficient: 0.01 },
  { kind: "l2", coefficient: 0.05, from: "current" },
];
const longShort: PortfolioProblem = {
  ...base,
  objective: { kind: "max-utility", riskAversion: 0.5 },
  constraints: [{ kind: "bounds", lower: -0.5, upper: 1 }],
};

function utility(w: readonly number[]): number {
  let value = 0;
  w.forEach((a, i) => {
    value += a * mean[i]!;
    w.forEach((b, j) => (value -= 0.25 * a * b * q[i]![j]!));
  });
  return value;
}

describe("costs in the objective", () => {
  test.each(examples.map((cost) => [cost.kind, cost] as const))(
    "%s: the objective is net of it, metrics count money only, and no random step improves",
    async (kind, cost) => {
      const solution = await optimize({ ...longShort, costs: [cost] });
      const w = Array.from(solution.weightArray);
      const charge = definitions[kind]!;
      expect(solution.objective).toBeCloseTo(utility(w) - charge(w), 12);
      const money = kind === "l1" || kind === "l2" ? -1 : charge(w);
      expect(solution.metrics.costs ?? -1).toBeCloseTo(money, 12);
      const free = await optimize(longShort);
      expect(solution.objective).not.toBeCloseTo(free.objective, 4);
      fc.assert(
        fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }), (d) => {
          const middle = d.reduce((sum, value) => sum + value, 0) / 4;
          for (const size of [1e-3, 1e-1]) {
            const moved = w.map((x, i) => x + size * (d[i]! - middle));
            if (moved.some((x) => x < -0.5 || x > 1)) continue;
            expect(utility(moved) - charge(moved)).toBeLessThanOrEqual(solution.objective + 1e-12);
          }
        }),
      );
    },
  );

  test("several costs add up, whatever the objective, and trading becomes cheaper than without them", async () => {
    const money = ["linear", "quadratic", "three-halves", "borrow", "management-fee"] as const;
    const sum = (w: readonly number[]): number => money.reduce((total, kind) => total + definitions[kind]!(w), 0);
    for (const objective of [
      { kind: "min-risk" },
      { kind: "min-risk", risk: { kind: "standard-deviation" } },
      { kind: "max-return", riskLimits: [{ risk: { kind: "variance" }, max: 0.02 }] },
    ] as const) {
      const plain = await optimize({ ...longShort, objective });
      const costly = await optimize({
        ...longShort,
        objective,
        costs: examples.filter(({ kind }) => kind !== "l1" && kind !== "l2"),
      });
      expect(costly.metrics.costs).toBeCloseTo(sum(Array.from(costly.weightArray)), 12);
      expect(costly.metrics.costs!).toBeLessThanOrEqual(sum(Array.from(plain.weightArray)) + 1e-9);
      expect(costly.certificate.gap).toBeLessThan(1e-8);
    }
  });

  test("a benchmark that costs can't draw away from is certified without risk", async () => {
    for (const cost of examples) {
      const solution = await optimize({ ...longShort, objective: { kind: "min-tracking-error" }, costs: [cost] });
      (base.benchmark as readonly number[]).forEach((weight, i) =>
        expect(solution.weightArray[i]).toBeCloseTo(weight, 6),
      );
      expect(solution.certificate.gap).toBeLessThan(1e-8);
    }
    const dear = await optimize({
      ...longShort,
      objective: { kind: "min-tracking-error" },
      costs: [{ kind: "quadratic", coefficient: 2 }],
    });
    // holding the benchmark would cost 2 x (.01 + .04 + .04 + .01)
    expect(dear.objective).toBeLessThan(0.2);
    expect(dear.metrics.risk).toBeGreaterThan(0.01);
  });

  test("frontiers carry costs: a point between its ends is the answer to its target return", async () => {
    for (const costs of [[examples[0]!], [examples[1]!], [examples[2]!, examples[4]!]]) {
      const problem: PortfolioProblem = { ...base, objective: { kind: "min-risk" }, costs };
      const { points } = await efficientFrontier(problem, { points: 3 });
      const targetReturn = points[1]!.metrics.expectedReturn!;
      const answer = await optimize({ ...problem, objective: { kind: "min-risk", targetReturn } });
      answer.weightArray.forEach((weight, i) => expect(points[1]!.weightArray[i]).toBeCloseTo(weight, 7));
      expect(points[1]!.metrics.costs).toBeCloseTo(answer.metrics.costs!, 8);
    }
  });

  test("a linear cost leaves what isn't worth trading where it is", async () => {
    const solution = await optimize({ ...base, costs: [{ kind: "linear", rate: 1 }] });
    expect(Array.from(solution.weightArray)).toEqual(current.map((value) => expect.closeTo(value, 12)));
    expect(solution.metrics.costs).toBeCloseTo(0, 12);
    const free = await optimize(base);
    expect(free.metrics).not.toHaveProperty("costs");
  });

  test("l2 from zero is a ridge on the covariance, l1 a limit on gross exposure with its price", async () => {
    const ridge = await optimize({ ...longShort, costs: [{ kind: "l2", coefficient: 0.03 }] });
    // half of the risk aversion of .5 weighs the covariance
    const loaded = q.map((row, i) => row.map((value, j) => value + (i === j ? 0.12 : 0)));
    const same = await optimize({ ...longShort, covariance: loaded });
    same.weightArray.forEach((weight, i) => expect(ridge.weightArray[i]).toBeCloseTo(weight, 12));

    const free: PortfolioProblem = { ...base, constraints: [{ kind: "bounds", lower: -1 }, "A - D >= 1.4"] };
    const penalised = await optimize({ ...free, costs: [{ kind: "l1", coefficient: 0.02 }] });
    const gross = penalised.weightArray.reduce((sum, weight) => sum + Math.abs(weight), 0);
    const limited = await optimize({
      ...free,
      constraints: [...free.constraints!, { kind: "gross-exposure", max: gross }],
    });
    limited.weightArray.forEach((weight, i) => expect(penalised.weightArray[i]).toBeCloseTo(weight, 8));
  });
});

describe("units (definition 30)", () => {
  /** Costs whose coefficients go with the returns. */
  function scaled(cost: Cost, s: number): Cost {
    switch (cost.kind) {
      case "linear":
        return { ...cost, rate: 0.004 * s, sellRate: 0.01 * s };
      case "quadratic":
        return { ...cost, coefficient: { A: 0.1 * s, B: 0.2 * s, D: 0.05 * s } };
      case "borrow":
        return { ...cost, rate: 0.03 * s };
      case "management-fee":
        return { ...cost, rate: [0.01 * s, 0, null, 0.002 * s] };
      case "three-halves":
        return { ...cost, coefficient: 0.9 * s };
      case "l1":
        return { ...cost, coefficient: 0.01 * s };
      case "l2":
        return { ...cost, coefficient: 0.05 * s };
      default:
        return cost;
    }
  }
  const objectives: readonly ((s: number) => Objective)[] = [
    (s) => ({ kind: "max-utility", riskAversion: 2 / s }),
    () => ({ kind: "max-return" }),
    (s) => ({ kind: "max-return", riskLimits: [{ risk: { kind: "standard-deviation" }, max: 0.15 * s }] }),
    () => ({ kind: "min-risk", risk: { kind: "standard-deviation" } }),
  ];

  test.each([1e-4, 1e6])("returns times %d change no weight", async (s) => {
    const problem = (kinds: readonly Cost[], k: number, factor: number): PortfolioProblem => ({
      ...longShort,
      mean: mean.map((value) => value * factor),
      covariance: q.map((row) => row.map((value) => value * factor * factor)),
      objective: objectives[k]!(factor),
      costs: kinds.map((cost) => scaled(cost, factor)),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([...examples], { minLength: 1 }),
        fc.integer({ min: 0, max: objectives.length - 1 }),
        async (kinds, k) => {
          const one = await optimize(problem(kinds, k, 1));
          const other = await optimize(problem(kinds, k, s));
          other.weightArray.forEach((weight, i) => expect(weight).toBeCloseTo(one.weightArray[i]!, 6));
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe("costs as data", () => {
  test("numbers come as scalars, arrays, records, typed arrays and matrices, and hash the same", async () => {
    const of = (coefficient: unknown): PortfolioProblem => ({
      ...base,
      costs: [{ kind: "quadratic", coefficient: coefficient as number }],
    });
    const list = [0.1, 0.2, 0.3, 0.4];
    const hash = hashProblem(of(list));
    const expected = (await optimize(of(list))).weights;
    for (const form of [Float64Array.from(list), Matrix.columnVector(list), Matrix.rowVector(list), [list]]) {
      expect(hashProblem(of(form))).toBe(hash);
      expect((await optimize(of(form))).weights).toEqual(expected);
    }
    const byName = of({ A: 0.1, B: 0.2, C: 0.3, D: 0.4 });
    expect((await optimize(byName)).weights).toEqual(expected);
  });

  test("every kind is in the JSON schema, and survives JSON", async () => {
    const schema = JSON.stringify(problemJsonSchema());
    for (const { kind } of examples) expect(schema).toContain(`"const":"${kind}"`);
    for (const field of ["portfolioValue", "volumes", "costs"]) expect(schema).toContain(`"${field}"`);
    const problem: PortfolioProblem = { ...longShort, costs: examples };
    const json = JSON.parse(JSON.stringify(problemToJson(problem))) as PortfolioProblem;
    expect(json.costs).toEqual(problem.costs);
    expect((await optimize(json)).weights).toEqual((await optimize(problem)).weights);
    expect(hashProblem({ ...problem, portfolioValue: 2e7 })).not.toBe(hashProblem(problem));
  });

  test("names what is missing or wrong", async () => {
    const of = (cost: Cost, rest: Partial<PortfolioProblem> = {}): PortfolioProblem => ({
      ...base,
      ...rest,
      costs: [cost],
    });
    expect((await failureOf(of({ kind: "borrow", rate: { A: -0.01 } }))).message).toContain(
      'borrow cost.rate of "A" is -0.01',
    );
    expect((await failureOf(of({ kind: "borrow", rate: { Z: 0.01 } }))).message).toContain('"Z"');
    expect((await failureOf(of({ kind: "quadratic", coefficient: [1, 2] }))).message).toContain("4 numbers");
    expect((await failureOf(of({ kind: "l1", coefficient: Number.NaN }))).code).toBe("INVALID_INPUT");
    const { periodsPerYear, ...raw } = base;
    expect(periodsPerYear).toBe(1);
    expect((await failureOf({ ...raw, costs: [{ kind: "management-fee", rate: 0.01 }] })).message).toContain(
      "pass periodsPerYear",
    );
    const { portfolioValue, ...poor } = base;
    expect(portfolioValue).toBe(1e7);
    const impact: Cost = { kind: "three-halves", coefficient: 1, volatility: 0.02 };
    expect((await failureOf({ ...poor, costs: [impact] })).message).toContain("pass portfolioValue");
    expect((await failureOf(of(impact, { volumes: [1, 1, 0, 1] }))).message).toContain('of "C"');
    const budgets = await failureOf(of({ kind: "l2", coefficient: 1 }, { objective: { kind: "risk-budget" } }));
    expect(budgets.message).toContain("names a portfolio whatever it costs");
    const twice: Cost = { kind: "l1", name: "x", coefficient: 1 };
    expect((await failureOf({ ...base, costs: [twice, twice] })).message).toContain('two costs are called "x"');
  });
});
