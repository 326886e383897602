import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { certify, type Constraint, type Cost, optimize, type PortfolioProblem } from "../index.ts";

const base: PortfolioProblem = {
  assets: ["A", "B", "C"],
  mean: [0.1, 0.06, 0.03],
  covariance: [
    [0.09, 0.01, 0.002],
    [0.01, 0.04, 0.001],
    [0.002, 0.001, 0.01],
  ],
  periodsPerYear: 1,
  currentWeights: [0.2, 0.3, 0.5],
  objective: { kind: "max-utility", riskAversion: 3 },
};
const costs: readonly (readonly Cost[])[] = [
  [{ kind: "linear", rate: 0.004, sellRate: 0.01 }],
  [{ kind: "quadratic", coefficient: [0.05, 0.02, 0.3] }],
  [
    { kind: "linear", rate: 0.002 },
    { kind: "l2", coefficient: 0.02 },
    { kind: "l1", coefficient: 0.003 },
  ],
  [
    { kind: "management-fee", rate: 0.02 },
    { kind: "quadratic", coefficient: 0.1 },
  ],
];
const impact: readonly Cost[] = [
  { kind: "three-halves", coefficient: [0.05, 0.1, 0.2] },
  { kind: "linear", rate: 0.001 },
];
const soft: readonly Constraint[] = [
  { kind: "soft", name: "soft cap", constraint: { kind: "bounds", upper: { A: 0.3 } }, penalty: 0.01 },
  { kind: "soft", constraint: { kind: "turnover", which: "half-l1", max: 0.1 }, penalty: 0.02 },
];

const mean = base.mean as readonly number[];
const q = base.covariance as readonly (readonly number[])[];
const current = base.currentWeights as readonly number[];

/** The utility that {@link base} has before costs. */
function utility(w: readonly number[]): number {
  let value = 0;
  w.forEach((a, i) => {
    value += a * mean[i]!;
    w.forEach((b, j) => (value -= 1.5 * a * b * q[i]![j]!));
  });
  return value;
}

/** By hand, from the definitions. */
function impactOf(w: readonly number[]): number {
  return w.reduce((sum, weight, i) => {
    const size = Math.abs(weight - current[i]!);
    return sum + [0.05, 0.1, 0.2][i]! * size ** 1.5 + 0.001 * size;
  }, 0);
}

/** Best long-only portfolio of three assets by grids that shrink around the best point. */
function search(value: (w: readonly number[]) => number): readonly number[] {
  let best: readonly number[] = [1 / 3, 1 / 3, 1 / 3];
  for (let width = 0.5; width > 1e-10; width *= 0.6) {
    const [a, b] = best;
    for (let i = -6; i <= 6; i += 1) {
      for (let j = -6; j <= 6; j += 1) {
        const w = [a! + (i * width) / 6, b! + (j * width) / 6];
        w.push(1 - w[0]! - w[1]!);
        if (Math.min(...w) >= 0 && value(w) > value(best)) best = w;
      }
    }
  }
  return best;
}

const step = fc.double({ min: 1e-4, max: 0.05, noNaN: true });
const pair = fc.shuffledSubarray(["A", "B", "C"], { minLength: 2, maxLength: 2 });

describe("certificates with costs and soft limits", () => {
  test.each(costs.map((list) => [list.map(({ kind }) => kind).join(" "), list] as const))(
    "%s: hold for the answer, which no search beats, and reject every answer that was moved",
    async (_name, list) => {
      const problem: PortfolioProblem = { ...base, costs: list };
      const solution = await optimize(problem);
      const good = await certify(problem, solution);
      expect(Math.max(good.primalResidual, good.dualResidual!, good.gap)).toBeLessThan(1e-10);
      await fc.assert(
        fc.asyncProperty(pair, step, async ([from, to], amount) => {
          const weights = { ...solution.weights };
          weights[from!]! -= amount;
          weights[to!]! += amount;
          const { primalResidual, dualResidual, gap } = await certify(problem, { ...solution, weights });
          return Math.max(primalResidual, dualResidual!, gap) > 1e-8;
        }),
        { numRuns: 15 },
      );
    },
  );

  test("a bound is never better than what is possible, whatever multipliers are claimed at whatever weights", async () => {
    const problem: PortfolioProblem = {
      ...base,
      costs: [...impact, ...costs[2]!],
      constraints: [...soft, { kind: "concentration", count: 2, max: 0.85 }],
    };
    const certified = async (weights: readonly number[], duals: Record<string, number>): Promise<number> => {
      const [A, B, C] = weights;
      return (await certify(problem, { weights: { A: A!, B: B!, C: C! }, duals })).bound;
    };
    // what a feasible portfolio reaches, the bound may not be below
    const reached = (w: readonly number[]): number => {
      const moved = w.reduce((sum, weight, i) => sum + Math.abs(weight - current[i]!), 0);
      const smooth = w.reduce((sum, weight) => sum + 0.02 * weight ** 2 + 0.003 * Math.abs(weight), 0);
      const broken = 0.01 * Math.max(0, w[0]! - 0.3) + 0.02 * Math.max(0, moved / 2 - 0.1);
      return utility(w) - impactOf(w) - 0.002 * moved - smooth - broken;
    };
    const best = reached(
      search((w) => (Math.max(w[0]! + w[1]!, w[0]! + w[2]!, w[1]! + w[2]!) > 0.85 ? -1 : reached(w))),
    );
    expect(best).toBeGreaterThan(0.02);
    const price = fc.double({ min: -0.2, max: 0.2, noNaN: true });
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(price, price, price, price),
        fc.tuple(step, step),
        async ([budget, cap, turnover, concentration], [a, b]) => {
          const duals = { budget, "soft cap.upper[A]": cap, turnover, concentration };
          const bound = await certified([0.2 + 10 * a, 0.3 - b, 0.5 - 10 * a + b], duals);
          return bound >= best - 1e-9;
        },
      ),
      { numRuns: 60 },
    );
  });

  test("three-halves impact: the optimum of a search is certified with the budget's price at it, and no other", async () => {
    const problem: PortfolioProblem = { ...base, costs: impact };
    const best = search((w) => utility(w) - impactOf(w));
    const [A, B, C] = best;
    const claim = { weights: { A: A!, B: B!, C: C! } };
    // B trades: its slope is the budget's price
    const h = 1e-7;
    const net = (w: readonly number[]): number => utility(w) - impactOf(w);
    const price = (net([A!, B! + h, C!]) - net([A!, B! - h, C!])) / (2 * h);
    const good = await certify(problem, { ...claim, duals: { budget: price } });
    expect(good.primalResidual).toBeLessThan(1e-9);
    expect(good.gap).toBeLessThan(1e-8);
    expect(good.dualResidual).toBeLessThan(1e-5);
    const objective = net(best);
    expect(Math.abs(good.bound - objective)).toBeLessThan(1e-8);
    const solved = await optimize(problem);
    best.forEach((weight, i) => expect(solved.weightArray[i]).toBeCloseTo(weight, 6));
    expect(solved.objective).toBeGreaterThanOrEqual(objective - 1e-12);
    expect(solved.certificate.gap).toBeLessThan(1e-12);
    await fc.assert(
      fc.asyncProperty(pair, step, async ([from, to], amount) => {
        const weights = { ...claim.weights } as Record<string, number>;
        weights[from!]! -= amount;
        weights[to!]! += amount;
        const { gap } = await certify(problem, { weights, duals: { budget: price } });
        return gap > 1e-8;
      }),
      { numRuns: 15 },
    );
  });

  test("ratios net of costs and penalties: bounds hold for portfolios of at least the risk, moved answers are rejected", async () => {
    const problem: PortfolioProblem = {
      ...base,
      objective: { kind: "max-ratio", riskFreeRate: 0.01 },
      costs: impact,
      constraints: soft,
    };
    const risk = (w: readonly number[]): number =>
      Math.sqrt(w.reduce((sum, a, i) => sum + w.reduce((inner, b, j) => inner + a * b * q[i]![j]!, 0), 0));
    const ratio = (w: readonly number[]): number => {
      const moved = w.reduce((sum, weight, i) => sum + Math.abs(weight - current[i]!), 0);
      const broken = 0.01 * Math.max(0, w[0]! - 0.3) + 0.02 * Math.max(0, moved / 2 - 0.1);
      const excess = w.reduce((sum, weight, i) => sum + weight * (mean[i]! - 0.01), 0);
      return (excess - impactOf(w) - broken) / risk(w);
    };
    const solution = await optimize(problem);
    const best = search(ratio);
    expect(solution.objective).toBeCloseTo(ratio(best), 9);
    best.forEach((weight, i) => expect(solution.weightArray[i]).toBeCloseTo(weight, 5));
    const price = fc.double({ min: -0.3, max: 0.3, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.tuple(price, price, price), fc.tuple(step, step), async ([budget, cap, turnover], [a, b]) => {
        const claimed = [0.2 + 4 * a, 0.3 - b, 0.5 - 4 * a + b];
        const [A, B, C] = claimed as [number, number, number];
        const duals = { budget, "soft cap.upper[A]": cap, turnover };
        const { bound, gap } = await certify(problem, { weights: { A, B, C }, duals });
        const reachable = search((w) => (risk(w) >= risk(claimed) ? ratio(w) : -1));
        return gap > 1e-8 && bound >= ratio(reachable) - 1e-9;
      }),
      { numRuns: 10 },
    );
  });

  test("a trade that is almost none is no residual, although impact bends without limit there", async () => {
    const problem: PortfolioProblem = {
      assets: ["A", "B"],
      mean: [0.05, 0.05],
      periodsPerYear: 1,
      currentWeights: [0.5, 0.5],
      objective: { kind: "max-return" },
      costs: [{ kind: "three-halves", coefficient: 1 }],
    };
    const off = 1e-12;
    const { dualResidual, gap } = await certify(problem, {
      weights: { A: 0.5 + off, B: 0.5 - off },
      duals: { budget: 0.05 },
    });
    expect(dualResidual).toBeLessThan(1e-11);
    expect(gap).toBeLessThan(1e-12);
  });

  test("shadow prices of bounds count the slopes of costs and turnover", async () => {
    const solve = (upper: number, extra: Partial<PortfolioProblem>): ReturnType<typeof optimize> =>
      optimize({
        ...base,
        objective: { kind: "max-utility", riskAversion: 1 },
        ...extra,
        constraints: [{ kind: "bounds", upper: { A: upper } }, ...(extra.constraints ?? [])],
      });
    const extras: readonly Partial<PortfolioProblem>[] = [
      { costs: [{ kind: "linear", rate: 0.003 }] },
      { costs: [{ kind: "quadratic", coefficient: 0.02 }, ...costs[0]!] },
      { constraints: [{ kind: "turnover", which: "half-l1", max: 0.25 }] },
    ];
    for (const extra of extras) {
      const { duals } = await solve(0.4, extra);
      const slope = ((await solve(0.40001, extra)).objective - (await solve(0.39999, extra)).objective) / 2e-5;
      expect(Math.abs(slope)).toBeGreaterThan(1e-4);
      expect(duals["bounds.upper[A]"]).toBeCloseTo(slope, 6);
    }
  });
});
