import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { certify, InfeasibleProblemError, optimize, type PortfolioProblem, safeOptimize } from "../index.ts";

const assets = ["BOND", "STOCK", "GROWTH"];
// Das, Markowitz, Scheid & Statman (2010): golden/behavioral.md, section 2
const mean = [0.05, 0.1, 0.25];
const covariance = [
  [0.0025, 0, 0],
  [0, 0.04, 0.02],
  [0, 0.02, 0.25],
];
const golden = [
  { name: "retirement", share: 0.6, threshold: -0.1, probability: 0.05 },
  { name: "education", share: 0.2, threshold: -0.05, probability: 0.15 },
  { name: "bequest", share: 0.2, threshold: -0.15, probability: 0.2 },
];
const shorts = [{ kind: "bounds", lower: null }] as const;

const problem = (accounts: object, more: Partial<PortfolioProblem> = {}): PortfolioProblem => ({
  assets,
  mean,
  covariance,
  periodsPerYear: 1,
  objective: { kind: "mental-accounts", accounts: accounts as typeof golden },
  ...more,
});

const momentsOf = (weights: readonly number[]): { readonly earned: number; readonly volatility: number } => ({
  earned: weights.reduce((sum, weight, i) => sum + weight * mean[i]!, 0),
  volatility: Math.sqrt(
    weights.reduce((sum, a, i) => sum + weights.reduce((row, b, j) => row + a * b * covariance[i]![j]!, 0), 0),
  ),
});

describe("mental accounts", () => {
  test("the accounts of Das, Markowitz, Scheid & Statman 2010 have their weights, risk aversions, means and volatilities", async () => {
    const solution = await optimize(problem(golden, { constraints: shorts }));
    const expected = [
      { gamma: 3.795015, weights: [0.539432, 0.26562, 0.194948], earned: 0.102271, volatility: 0.122972 },
      { gamma: 2.706262, weights: [0.378733, 0.349858, 0.271409], earned: 0.121775, volatility: 0.165736 },
      { gamma: 0.877294, weights: [-0.789043, 0.961998, 0.827045], earned: 0.263509, volatility: 0.491324 },
    ];
    expect(solution.status).toBe("optimal");
    expected.forEach(({ gamma, weights, earned, volatility }, k) => {
      const account = solution.metrics.accounts![k]!;
      expect(account).toMatchObject({ name: golden[k]!.name, share: golden[k]!.share });
      expect(account.riskAversion!).toBeCloseTo(gamma, 6);
      weights.forEach((weight, i) => expect(account.weights[assets[i]!]).toBeCloseTo(weight, 6));
      expect(account.expectedReturn).toBeCloseTo(earned, 6);
      expect(account.volatility).toBeCloseTo(volatility, 6);
      expect(account.shortfallProbability).toBeCloseTo(golden[k]!.probability, 10);
    });
    [0.241597, 0.421743, 0.336659].forEach((weight, i) => expect(solution.weightArray[i]).toBeCloseTo(weight, 6));
    expect(solution.metrics.riskAversion).toBeCloseTo(2.174014, 6);
    expect(solution.metrics.expectedReturn).toBeCloseTo(0.138419, 6);
    expect(solution.metrics.risk).toBeCloseTo(0.203162, 6);
    expect(solution.objective).toBeCloseTo(solution.metrics.expectedReturn!, 14);
    expect(solution.certificate.gap).toBeLessThan(1e-10);
    expect((await certify(problem(golden, { constraints: shorts }), solution)).gap).toBeLessThan(1e-10);
  });

  test("the bequest without shorts is (0, .088928, .911072) with mean .236661", async () => {
    const solution = await optimize(problem([{ ...golden[2]!, share: 1 }]));
    [0, 0.088928, 0.911072].forEach((weight, i) => expect(solution.weightArray[i]).toBeCloseTo(weight, 6));
    expect(solution.metrics.expectedReturn).toBeCloseTo(0.236661, 6);
    expect(solution.certificate).toMatchObject({ boundIs: "verified" });
    expect(solution.certificate.gap).toBeLessThan(1e-10);
  });

  test("goals out of reach say by how much: the greatest thresholds are -.023143, .008079 and .018708", async () => {
    const greatest = [-0.023143, 0.008079, 0.018708];
    const result = await safeOptimize(
      problem(
        golden.map((account) => ({ ...account, threshold: 0.03 })),
        { constraints: shorts },
      ),
    );
    expect(result.success).toBe(false);
    if (result.success) return;
    expect(result.error).toBeInstanceOf(InfeasibleProblemError);
    const { conflict, relaxation } = (result.error as InfeasibleProblemError).details;
    expect(conflict).toEqual(["retirement", "education", "bequest"]);
    greatest.forEach((threshold, k) => {
      expect(relaxation[k]).toMatchObject({ constraint: golden[k]!.name, from: 0.03 });
      expect(relaxation[k]!.to).toBeCloseTo(threshold, 6);
    });
    expect(result.error.message).toContain('account "retirement" (threshold 0.03, which is 0.05314 too high');
    for (const [k, threshold] of greatest.entries()) {
      const one = (change: number): Promise<{ readonly success: boolean }> =>
        safeOptimize(problem([{ ...golden[k]!, share: 1, threshold: threshold + change }], { constraints: shorts }));
      expect([(await one(-2e-6)).success, (await one(2e-6)).success]).toEqual([true, false]);
    }
  });

  test("with shorts the return has no limit from a probability of .333985", async () => {
    const one = (probability: number): PortfolioProblem =>
      problem([{ name: "bet", share: 1, threshold: -0.5, probability }], { constraints: shorts });
    const failed = await safeOptimize(one(0.333986));
    expect(failed).toMatchObject({ success: false, error: { code: "UNBOUNDED" } });
    expect(failed.success ? "" : failed.error.message).toContain("above 0.333985");
    expect((await optimize(one(0.33398))).metrics.expectedReturn).toBeGreaterThan(100);
    expect((await optimize({ ...one(0.333986), constraints: [] })).status).toBe("optimal");
  });

  test("no portfolio of a fine grid that keeps the threshold earns more, whatever the goal", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: -0.4, max: 0.06, noNaN: true }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        async (threshold, probability) => {
          const given = problem([{ name: "goal", share: 1, threshold, probability }]);
          const result = await safeOptimize(given);
          const deviations = -quantile(probability);
          let best = -Infinity;
          let reach = -Infinity;
          for (let a = 0; a <= 100; a += 1)
            for (let b = 0; a + b <= 100; b += 1) {
              const { earned, volatility } = momentsOf([a / 100, b / 100, (100 - a - b) / 100]);
              reach = Math.max(reach, earned - deviations * volatility);
              if (earned - deviations * volatility >= threshold) best = Math.max(best, earned);
            }
          expect(result.success || (result.error.code === "INFEASIBLE" && reach < threshold)).toBe(true);
          if (!result.success) return;
          const { weightArray, metrics, certificate } = result.data;
          const { earned, volatility } = momentsOf([...weightArray]);
          expect(earned - deviations * volatility).toBeGreaterThan(threshold - 1e-9);
          expect(earned).toBeGreaterThan(best - 1e-9);
          expect(certificate.gap).toBeLessThan(1e-8);
          expect(metrics.accounts![0]!.shortfallProbability).toBeLessThan(probability + 1e-8);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("every account keeps the constraints, and prices of limits and thresholds are slopes of the return", async () => {
    const at = (most: number, threshold: number): PortfolioProblem =>
      problem([{ ...golden[0]!, threshold }, golden[1], golden[2]], {
        currentWeights: { BOND: 0.5, STOCK: 0.5 },
        constraints: [
          { kind: "linear", name: "growth", coefficients: { GROWTH: 1 }, max: most },
          { kind: "turnover", which: "half-l1", max: 0.45 },
        ],
      });
    const solution = await optimize(at(0.3, -0.1));
    expect(solution.certificate.gap).toBeLessThan(1e-8);
    for (const { weights } of solution.metrics.accounts!) {
      expect(weights["GROWTH"]).toBeLessThan(0.3 + 1e-10);
      const traded = Math.abs(weights["BOND"]! - 0.5) + Math.abs(weights["STOCK"]! - 0.5) + weights["GROWTH"]!;
      expect(traded / 2).toBeLessThan(0.45 + 1e-10);
    }
    const slope = async (one: PortfolioProblem, other: PortfolioProblem): Promise<number> =>
      (await optimize(other)).objective - (await optimize(one)).objective;
    expect(solution.duals["growth"]).toBeCloseTo((await slope(at(0.2999, -0.1), at(0.3001, -0.1))) / 2e-4, 4);
    expect(0.6 * solution.metrics.accounts![0]!.thresholdDual).toBeCloseTo(
      (await slope(at(0.3, -0.1001), at(0.3, -0.0999))) / 2e-4,
      4,
    );
  });

  test("a threshold that only cash reaches is met by cash alone, and one just above it is out of reach", async () => {
    const safe = (threshold: number): PortfolioProblem => ({
      assets: ["CASH", "STOCK", "GROWTH"],
      mean: [0.02, 0.08, 0.1],
      covariance: [
        [0, 0, 0],
        [0, 0.04, 0.01],
        [0, 0.01, 0.09],
      ],
      periodsPerYear: 1,
      objective: {
        kind: "mental-accounts",
        accounts: [
          { name: "rent", share: 0.25, threshold, probability: 0.01 },
          { name: "fun", share: 0.75, threshold: -0.3, probability: 0.1 },
        ],
      },
    });
    const { metrics, certificate, status } = await optimize(safe(0.02));
    expect(status).toBe("optimal");
    expect(certificate.gap).toBeLessThan(1e-10);
    const [rent, fun] = metrics.accounts!;
    expect(rent).toMatchObject({
      weights: { CASH: 1, STOCK: 0, GROWTH: 0 },
      riskAversion: null,
      shortfallProbability: 0,
    });
    expect(metrics.riskAversion).toBeCloseTo(fun!.riskAversion! / 0.75, 10);
    expect(await safeOptimize(safe(0.0201))).toMatchObject({ success: false, error: { code: "INFEASIBLE" } });
  });

  test("a portfolio that is not what its accounts hold, or one without accounts, has no certificate", async () => {
    const given = problem(golden);
    const solution = await optimize(given);
    const moved = {
      ...solution.weights,
      BOND: solution.weights["BOND"]! + 1e-3,
      STOCK: solution.weights["STOCK"]! - 1e-3,
    };
    expect((await certify(given, { ...solution, weights: moved })).primalResidual).toBeGreaterThan(1e-4);
    expect((await certify(given, { weights: solution.weights })).primalResidual).toBe(Infinity);
    const greedy = structuredClone(solution.proof) as { accounts: { weights: number[] }[] };
    greedy.accounts[0]!.weights = [0, 0, 1];
    const weights = { BOND: 0, STOCK: 0, GROWTH: 0 } as Record<string, number>;
    golden.forEach(({ share }, k) =>
      greedy.accounts[k]!.weights.forEach((weight, i) => (weights[assets[i]!]! += share * weight)),
    );
    const certificate = await certify(given, {
      weights,
      proof: greedy as unknown as NonNullable<typeof solution.proof>,
    });
    expect(certificate.primalResidual).toBeGreaterThan(0.1);
  });

  test("bad input is refused by name", async () => {
    const failure = async (bad: PortfolioProblem): Promise<string> => {
      const result = await safeOptimize(bad);
      return result.success ? "solved" : `${result.error.code}: ${result.error.message}`;
    };
    const one = golden[0]!;
    expect(await failure(problem([one, one]))).toContain('INVALID_INPUT: two accounts are called "retirement"');
    expect(await failure(problem([one]))).toContain("INVALID_INPUT: the shares of the accounts sum to 0.6: expected 1");
    expect(await failure(problem([]))).toContain("INVALID_INPUT: objective.accounts");
    expect(await failure(problem([{ ...one, probability: 0.6 }]))).toContain("objective.accounts[0].probability");
    expect(await failure(problem([{ ...one, probability: 0 }]))).toContain("objective.accounts[0].probability");
    expect(await failure(problem([{ ...one, threshold: Number.NaN }]))).toContain("objective.accounts[0].threshold");
    const { periodsPerYear: _none, ...unitless } = problem(golden);
    expect(await failure(unitless)).toContain("objective.accounts needs to know the unit");
    const besides = (constraints: NonNullable<PortfolioProblem["constraints"]>): Promise<string> =>
      failure(problem(golden, { constraints }));
    expect(await besides([{ kind: "cardinality", max: 2 }])).toContain(
      "UNSUPPORTED: rules about holdings with the objective",
    );
    expect(await besides([{ kind: "risk-limit", risk: { kind: "variance" }, max: 1 }])).toContain(
      'UNSUPPORTED: limits on risk with the objective "mental-accounts" are not supported',
    );
    expect(await besides([{ kind: "soft", constraint: "BOND >= 0.1", penalty: 1 }])).toContain(
      "UNSUPPORTED: soft limits",
    );
    expect(await besides(["BOND >= 0.8", "STOCK >= 0.8"])).toContain("INFEASIBLE: no feasible portfolio");
    expect(await failure(problem(golden, { costs: [{ kind: "l2", coefficient: 1 }] }))).toContain("INVALID_INPUT");
  });
});

/** The normal quantile by bisection of the distribution, by integration: no code of the library. */
function quantile(probability: number): number {
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const below = (x: number): number => {
    let sum = 0;
    const step = (x + 8) / 2000;
    for (let k = 0; k <= 2000; k += 1)
      sum += density(-8 + k * step) * (k === 0 || k === 2000 ? 1 : k % 2 === 1 ? 4 : 2);
    return (sum * step) / 3;
  };
  let [low, high] = [-6, 6];
  for (let k = 0; k < 60; k += 1) {
    const middle = (low + high) / 2;
    if (below(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
