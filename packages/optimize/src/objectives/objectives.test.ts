import { describe, expect, test } from "vitest";
import { optimize, type PortfolioProblem, type PortfolioSolution, safeOptimize } from "../index.ts";

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `asset ${i + 1}`);
const diagonal = (values: readonly number[]): number[][] =>
  values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));
const fromCorrelations = (volatilities: readonly number[], correlation: (i: number, j: number) => number): number[][] =>
  volatilities.map((a, i) =>
    volatilities.map((b, j) => a * b * (i === j ? 1 : correlation(Math.min(i, j), Math.max(i, j)))),
  );

function expectWeights(solution: PortfolioSolution, weights: readonly number[], digits: number): void {
  expect(solution.status).toBe("optimal");
  expect(solution.certificate.gap).toBeLessThan(1e-9);
  solution.weightArray.forEach((weight, i) => expect(weight).toBeCloseTo(weights[i]!, digits));
}

describe("risk-budget", () => {
  test("uncorrelated variances .01 .04 .09 .16 weigh 48 24 16 12 %", async () => {
    const solution = await optimize({
      assets: names(4),
      covariance: diagonal([0.01, 0.04, 0.09, 0.16]),
      objective: { kind: "risk-budget" },
    });
    expectWeights(solution, [0.48, 0.24, 0.16, 0.12], 12);
    for (const share of Object.values(solution.metrics.contributions!)) expect(share).toBeCloseTo(0.25, 12);
  });

  const table9 = [
    [0.0025, 0.002, 0.0021, -0.001, -0.00075, -0.0015, -0.0015, -0.0018],
    [0.002, 0.0025, 0.0014, -0.001, -0.0015, -0.00075, -0.0015, -0.0018],
    [0.0021, 0.0014, 0.0049, 0.0035, 0.00315, 0.0021, 0.0021, 0.00378],
    [-0.001, -0.001, 0.0035, 0.01, 0.009, 0.009, 0.0075, 0.0108],
    [-0.00075, -0.0015, 0.00315, 0.009, 0.0225, 0.02025, 0.01575, 0.0189],
    [-0.0015, -0.00075, 0.0021, 0.009, 0.02025, 0.0225, 0.0135, 0.0189],
    [-0.0015, -0.0015, 0.0021, 0.0075, 0.01575, 0.0135, 0.0225, 0.0189],
    [-0.0018, -0.0018, 0.00378, 0.0108, 0.0189, 0.0189, 0.0189, 0.0324],
  ];
  test("Richard & Roncalli 2019, table 9", async () => {
    const solution = await optimize({ assets: names(8), covariance: table9, objective: { kind: "risk-budget" } });
    expectWeights(solution, [0.268306, 0.286769, 0.114095, 0.097985, 0.056135, 0.059029, 0.06656, 0.051121], 6);
  });

  test("Bai, Scheinberg & Tutuncu: .125 .047 .083 .613 .132, volatility 3.0406", async () => {
    const covariance = [
      [94.868, 33.75, 12.325, -1.178, 8.778],
      [33.75, 445.642, 98.955, -7.901, 84.954],
      [12.325, 98.955, 117.265, 0.503, 45.184],
      [-1.178, -7.901, 0.503, 5.46, 1.057],
      [8.778, 84.954, 45.184, 1.057, 34.126],
    ];
    const objective = { kind: "risk-budget", risk: { kind: "standard-deviation" } } as const;
    const solution = await optimize({ assets: names(5), covariance, objective });
    expectWeights(solution, [0.125, 0.047, 0.083, 0.613, 0.132], 3);
    expect(solution.metrics.risk).toBeCloseTo(3.0406150258182514, 6);
  });

  // definition 28: Richard & Roncalli 2019, constrained
  const correlations: Readonly<Record<string, number>> = {
    "0 1": 0.1,
    "0 2": 0.4,
    "1 2": 0.7,
    "0 3": 0.5,
    "1 3": 0.4,
    "2 3": 0.8,
    "0 4": 0.5,
    "1 4": 0.4,
    "2 4": 0.05,
    "3 4": 0.1,
  };
  const five: PortfolioProblem = {
    assets: names(5),
    covariance: fromCorrelations([0.15, 0.2, 0.25, 0.3, 0.1], (i, j) => correlations[`${i} ${j}`]!),
    objective: { kind: "risk-budget" },
  };
  test("with bounds: 22.89 20 11.69 10.42 35 %, and the budgets that were reached are listed", async () => {
    const solution = await optimize({
      ...five,
      constraints: [{ kind: "bounds", lower: { "asset 2": 0.2 }, upper: { "asset 5": 0.35 } }],
    });
    expectWeights(solution, [0.2289, 0.2, 0.1169, 0.1042, 0.35], 4);
    const shares = Object.values(solution.metrics.contributions!);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
    expect(Math.max(...shares) - Math.min(...shares)).toBeGreaterThan(0.01);
  });

  test("constraints that the free answer meets change nothing", async () => {
    const free = await optimize(five);
    const bounded = await optimize({
      ...five,
      constraints: [
        { kind: "bounds", lower: 0.05, upper: 0.5 },
        { kind: "group", name: "g", assets: ["asset 1", "asset 2"], max: 0.9 },
      ],
    });
    expectWeights(bounded, [...free.weightArray], 12);
  });

  test.each([
    ["an upper bound issue of the paper's bracket", -0.38998515536757905, [0.17862645717418746, 0.8213735428258124]],
    ["a lower bound issue of the paper's bracket", -0.8695857079139759, [0.16484193367217118, 0.835158066327829]],
  ] as const)("bounds that fix the weights: %s", async (_name, correlation, weights) => {
    const solution = await optimize({
      assets: names(2),
      covariance: [
        [1, correlation],
        [correlation, 1],
      ],
      objective: { kind: "risk-budget" },
      constraints: [{ kind: "bounds", lower: [0, weights[1]], upper: [weights[0], 1] }],
    });
    expectWeights(solution, weights, 9);
  });

  test("constraints that leave no such portfolio are refused for that reason", async () => {
    const result = await safeOptimize({
      assets: names(3),
      covariance: [
        [0.4, 0, -0.0015],
        [0, 5e-6, 0],
        [-0.0015, 0, 1.2e-5],
      ],
      objective: { kind: "risk-budget" },
      constraints: [{ kind: "bounds", lower: 0.02 }],
    });
    expect(result.success ? {} : result.error.details).toMatchObject({ reason: "no-risk-budget" });
  });

  test("given budgets are met, and have to be above 0 and sum to 1", async () => {
    const budgets = [0.1, 0.2, 0.3, 0.25, 0.15];
    const solution = await optimize({ ...five, objective: { kind: "risk-budget", budgets } });
    Object.values(solution.metrics.contributions!).forEach((share, i) => expect(share).toBeCloseTo(budgets[i]!, 11));
    const wrong = await safeOptimize({
      ...five,
      objective: { kind: "risk-budget", budgets: [0.5, 0.5, 0.5, 0.5, 0.5] },
    });
    expect(wrong.success ? "" : wrong.error.message).toContain("sum to 2.5");
    const zero = await safeOptimize({ ...five, objective: { kind: "risk-budget", budgets: [0.5, 0.5, 0, 0, 0] } });
    expect(zero.success ? "" : zero.error.message).toContain('"asset 3" is 0');
  });
});

describe("max-diversification", () => {
  test("Choueifaty, Froidure & Reynier 2011: a duplicated combination gets no weight", async () => {
    // the paper prints .0131 for the variance of A / 2 + B / 4, rounded from .013125, which is indefinite
    const covariance = [
      [0.04, 0.01, 0.0225],
      [0.01, 0.01, 0.0075],
      [0.0225, 0.0075, 0.013125],
    ];
    const three = await optimize({ assets: names(3), covariance, objective: { kind: "max-diversification" } });
    const two = await optimize({
      assets: names(2),
      covariance: covariance.slice(0, 2).map((row) => row.slice(0, 2)),
      objective: { kind: "max-diversification" },
    });
    expect(three.objective).toBeCloseTo(two.objective, 12);
    expectWeights(
      await optimize({
        assets: names(2),
        covariance: [
          [0.04, 0.01],
          [0.01, 0.01],
        ],
        objective: { kind: "max-diversification" },
      }),
      [1 / 3, 2 / 3],
      10,
    );
  });

  test("the objective is the diversification ratio", async () => {
    const solution = await optimize({
      assets: names(2),
      covariance: diagonal([1, 4]),
      objective: { kind: "max-diversification" },
    });
    expect(solution.objective).toBeCloseTo(Math.SQRT2, 12);
  });
});

describe("equal-weight and inverse-volatility", () => {
  test("spread the budget as they say", async () => {
    const problem = { assets: names(2), covariance: diagonal([0.01, 0.09]) };
    expectWeights(await optimize({ ...problem, objective: { kind: "equal-weight" } }), [0.5, 0.5], 14);
    expectWeights(
      await optimize({
        ...problem,
        objective: { kind: "inverse-volatility" },
        constraints: [{ kind: "budget", equals: 2 }],
      }),
      [1.5, 0.5],
      14,
    );
    expectWeights(
      await optimize({ assets: names(4), objective: { kind: "equal-weight" } }),
      [0.25, 0.25, 0.25, 0.25],
      14,
    );
  });

  test("constraints move them to the nearest portfolio", async () => {
    const solution = await optimize({
      assets: names(4),
      objective: { kind: "equal-weight" },
      constraints: [{ kind: "bounds", upper: { "asset 1": 0.1 } }],
    });
    expectWeights(solution, [0.1, 0.3, 0.3, 0.3], 13);
  });

  test("an asset without variance is refused by name", async () => {
    const result = await safeOptimize({
      assets: names(2),
      covariance: diagonal([0, 1]),
      objective: { kind: "inverse-volatility" },
    });
    expect(result.success ? "" : result.error.message).toContain('"asset 1" has no variance');
  });
});

describe("max-utility", () => {
  test("halves the risk aversion for variance only", async () => {
    const problem = { assets: names(2), mean: [0.1, 0.05], covariance: diagonal([0.04, 0.01]), periodsPerYear: 1 };
    const byVariance = await optimize({ ...problem, objective: { kind: "max-utility", riskAversion: 3 } });
    const [a, b] = byVariance.weightArray as unknown as [number, number];
    expect(byVariance.objective).toBeCloseTo(0.1 * a + 0.05 * b - 1.5 * (0.04 * a * a + 0.01 * b * b), 14);
    expect(a).toBeCloseTo((0.05 / 3 + 0.01) / 0.05, 12);
    const byDeviation = await optimize({
      ...problem,
      objective: { kind: "max-utility", risk: { kind: "standard-deviation" }, riskAversion: 1 },
    });
    const [c, d] = byDeviation.weightArray as unknown as [number, number];
    expect(byDeviation.objective).toBeCloseTo(0.1 * c + 0.05 * d - Math.sqrt(0.04 * c * c + 0.01 * d * d), 14);
    expect(byDeviation.certificate.gap).toBeLessThan(1e-12);
  });

  test("without risk aversion it is the greatest return", async () => {
    const solution = await optimize({
      assets: names(2),
      mean: [0.1, 0.05],
      covariance: diagonal([1, 1]),
      objective: { kind: "max-utility", riskAversion: 0 },
    });
    expectWeights(solution, [1, 0], 14);
  });
});

describe("min-tracking-error", () => {
  test("a benchmark that is feasible is held, at a tracking error of 0", async () => {
    const benchmark = { "asset 1": 0.3, "asset 2": 0.3, "asset 3": 0.4 };
    const solution = await optimize({
      assets: names(3),
      covariance: diagonal([1, 2, 3]),
      benchmark,
      objective: { kind: "min-tracking-error" },
    });
    expectWeights(solution, [0.3, 0.3, 0.4], 9);
    expect(solution.metrics.risk).toBeLessThan(1e-8);
  });

  test("a capped benchmark is tracked as closely as can be", async () => {
    const problem: PortfolioProblem = {
      assets: names(2),
      covariance: diagonal([0.04, 0.01]),
      benchmark: [1, 0],
      objective: { kind: "min-tracking-error" },
      constraints: [{ kind: "bounds", name: "cap", upper: 0.8 }],
    };
    const solution = await optimize(problem);
    expect(solution.metrics.risk).toBeCloseTo(Math.sqrt(0.04 * 0.04 + 0.01 * 0.04), 12);
    expect(solution.duals["cap.upper"]).toBeCloseTo(-Math.sqrt(0.05), 8);
  });
});

describe("max-return", () => {
  test("a cap on variance and one on its root say the same", async () => {
    const problem = {
      assets: names(3),
      mean: [0.1, 0.07, 0.03],
      covariance: diagonal([0.09, 0.04, 0.01]),
      periodsPerYear: 1,
    };
    const one = await optimize({
      ...problem,
      objective: { kind: "max-return", riskLimits: [{ risk: { kind: "variance" }, max: 0.0225 }] },
    });
    const other = await optimize({
      ...problem,
      objective: { kind: "max-return", riskLimits: [{ risk: { kind: "standard-deviation" }, max: 0.15 }] },
    });
    expectWeights(one, [...other.weightArray], 10);
    // d return / d variance = d return / d volatility x d volatility / d variance
    expect(one.duals["variance"]).toBeCloseTo(other.duals["standard-deviation"]! / (2 * 0.15), 8);
  });

  test("several caps at once: the one that binds has a price, the others none", async () => {
    const solution = await optimize({
      assets: names(2),
      mean: [0.1, 0.05],
      covariance: diagonal([0.09, 0.01]),
      periodsPerYear: 1,
      objective: {
        kind: "max-return",
        riskLimits: [
          { risk: { kind: "standard-deviation" }, max: 0.2 },
          { risk: { kind: "variance" }, max: 0.09, name: "loose" },
        ],
      },
    });
    expect(solution.duals["standard-deviation"]).toBeGreaterThan(0);
    expect(solution.duals["loose"]).toBe(0);
  });
});
