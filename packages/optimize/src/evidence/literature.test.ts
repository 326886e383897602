import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { optimize, type PortfolioProblem, type PortfolioSolution, safeOptimize } from "../index.ts";

type Numbers = readonly number[];
type Table = readonly Numbers[];
interface Case {
  readonly case: number;
  readonly test: string;
  readonly reference: string | null;
  readonly values: Readonly<Record<string, unknown>>;
}

const cases = JSON.parse(
  readFileSync(new URL("fixtures/literature_cases.json", import.meta.url), "utf8"),
) as readonly Case[];

/** What a case holds: matrices, vectors and numbers by the name they have in the table. */
function valuesOf(number: number): {
  readonly table: (key: string) => Table;
  readonly list: (key: string) => Numbers;
  readonly scalar: (key: string) => number;
} {
  const { values } = cases.find((each) => each.case === number)!;
  const read = <Shape>(key: string): Shape => {
    expect(values).toHaveProperty(key);
    return values[key] as Shape;
  };
  return { table: (key) => read(key), list: (key) => read(key), scalar: (key) => read(key) };
}

const names = (size: number): readonly string[] => Array.from({ length: size }, (_, i) => `asset ${i + 1}`);

function problemOf(covariance: Table, mean: Numbers | undefined, rest: Partial<PortfolioProblem>): PortfolioProblem {
  return {
    assets: names(covariance.length),
    covariance,
    ...(mean === undefined ? {} : { mean }),
    periodsPerYear: 1,
    objective: { kind: "min-risk" },
    ...rest,
  };
}

const bounds = (lower: number | Numbers, upper?: number | Numbers) =>
  ({ kind: "bounds", lower, ...(upper === undefined ? {} : { upper }) }) as const;
const utility = (riskTolerance: number) => ({ kind: "max-utility", riskAversion: 1 / riskTolerance }) as const;
const sharpe = { kind: "max-ratio", riskFreeRate: 0 } as const;
const parity = { kind: "risk-budget" } as const;

async function expectWeights(
  problem: PortfolioProblem,
  expected: Numbers,
  tolerance: number,
): Promise<PortfolioSolution> {
  const solution = await optimize(problem);
  expect(solution.status).toBe("optimal");
  const distance = Math.max(...expected.map((weight, i) => Math.abs(weight - solution.weightArray[i]!)));
  expect(distance, `weights ${solution.weightArray.join(", ")}`).toBeLessThanOrEqual(tolerance);
  return solution;
}

const literature = (number: number, what: string, body: () => Promise<void>): void => {
  const { reference } = cases.find((each) => each.case === number)!;
  test(
    `case ${number}: ${what}${reference === null ? "" : ` (${reference.replace(/^Reference: /, "").slice(0, 90)})`}`,
    body,
  );
};

describe("equal risk contributions", () => {
  literature(6, "five assets, weights and volatility", async () => {
    const { table, list, scalar } = valuesOf(6);
    const covariance = table("covMat");
    const solution = await expectWeights(
      problemOf(covariance, undefined, { objective: parity }),
      list("expectedWeights"),
      6e-4,
    );
    expect(Math.sqrt(varianceOf(covariance, solution.weightArray))).toBeCloseTo(scalar("expectedVolatility"), 7);
  });
  literature(8, "eight assets of table 9", async () => {
    const { table, list } = valuesOf(8);
    const expected = list("expectedWeights").map((weight) => weight / 100);
    await expectWeights(problemOf(table("covMat"), undefined, { objective: parity }), expected, 6e-7);
  });
  for (const number of [10, 12]) {
    literature(number, "bounds that leave one portfolio", async () => {
      const { table, list } = valuesOf(number);
      const constraints = [bounds(list("minWeights"), list("maxWeights"))];
      await expectWeights(
        problemOf(table("covMat"), undefined, { objective: parity, constraints }),
        list("expectedWeights"),
        1e-8,
      );
    });
  }
  literature(26, "the equal risk contributions that cluster risk parity starts from", async () => {
    const { table, list } = valuesOf(26);
    const expected = list("ercWeights").map((weight) => weight / 100);
    await expectWeights(problemOf(table("sigma"), undefined, { objective: parity }), expected, 6e-4);
  });
  literature(38, "equal risk bounding is the least risky equal risk contribution of all subsets", async () => {
    const { table, list } = valuesOf(38);
    const covariance = table("sigma");
    let least = Infinity;
    let best: Numbers = [];
    for (let mask = 1; mask < 1 << covariance.length; mask += 1) {
      const members = covariance.flatMap((_, i) => ((mask >> i) & 1 ? [i] : []));
      const part = members.map((i) => members.map((j) => covariance[i]![j]!));
      const solution = await optimize(problemOf(part, undefined, { objective: parity }));
      const variance = varianceOf(part, solution.weightArray);
      if (variance >= least) continue;
      least = variance;
      best = covariance.map((_, i) => (members.includes(i) ? solution.weightArray[members.indexOf(i)]! : 0));
    }
    list("expectedWeights").forEach((weight, i) => expect(best[i]).toBeCloseTo(weight, 8));
  });
  literature(40, "equal risk bounding between bounds, which are those of the assets that are held", async () => {
    const { table, list } = valuesOf(40);
    const covariance = table("sigma");
    for (const [low, high, expected] of [
      ["lowerBounds_1", "upperBounds_2", "expectedWeights_3"],
      ["lowerBounds_4", "upperBounds_5", "expectedWeights_6"],
    ] as const) {
      let least = Infinity;
      let best: Numbers = [];
      for (let mask = 1; mask < 1 << covariance.length; mask += 1) {
        const members = covariance.flatMap((_, i) => ((mask >> i) & 1 ? [i] : []));
        const of = (values: Numbers): Numbers => members.map((i) => values[i]!);
        const part = members.map((i) => of(covariance[i]!));
        const constraints = [bounds(of(list(low)), of(list(high)))];
        const solution = await safeOptimize(problemOf(part, undefined, { objective: parity, constraints }));
        if (!solution.success) continue;
        const weights = solution.data.weightArray;
        const variance = varianceOf(part, weights);
        if (variance >= least) continue;
        least = variance;
        best = covariance.map((_, i) => (members.includes(i) ? weights[members.indexOf(i)]! : 0));
      }
      list(expected).forEach((weight, i) => expect(best[i]).toBeCloseTo(weight, 8));
    }
  });
});

describe("most diversified portfolio", () => {
  const objective = { kind: "max-diversification" } as const;
  literature(18, "two assets, weights to the digits printed", async () => {
    const { table, list } = valuesOf(18);
    await expectWeights(problemOf(table("sigma"), undefined, { objective }), list("expectedWeights"), 5e-3);
  });
  literature(20, "a third asset that is a portfolio of the two; rounded, its variance is impossible", async () => {
    const { table, list } = valuesOf(20);
    const printed = table("sigma");
    expect(await safeOptimize(problemOf(printed, undefined, { objective }))).toMatchObject({
      error: { code: "INVALID_INPUT", details: { argument: "covariance" } },
    });
    const exact = [printed[0]!, printed[1]!, [0.0225, 0.0075, 0.013125]];
    const solution = await optimize(problemOf(exact, undefined, { objective }));
    // what is held in the two assets themselves and through the third
    const [a, b, c] = solution.weightArray as unknown as readonly [number, number, number];
    const [first, second] = list("expectedWeights");
    expect((a + 0.5 * c) / (a + b + 0.75 * c)).toBeCloseTo(first!, 2);
    expect((b + 0.25 * c) / (a + b + 0.75 * c)).toBeCloseTo(second!, 2);
  });
});

describe("global minimum variance", () => {
  // the paper's text wasn't at hand for cases 28 and 48: their limits are those that the printed weights rest on
  literature(28, "four assets, without and with the bounds that the printed weights rest on", async () => {
    const { table, list } = valuesOf(28);
    const covariance = table("covMat");
    const limits = [bounds(0), bounds(0.1), bounds(0.2), bounds(0, 0.5)];
    for (const [i, limit] of limits.entries()) {
      await expectWeights(
        problemOf(covariance, undefined, { constraints: [limit] }),
        list(`expectedWeights_${i + 1}`),
        6e-6,
      );
    }
  });
  literature(30, "five assets, and bounds that leave equal weights", async () => {
    const { table, list } = valuesOf(30);
    const covariance = table("covMat");
    await expectWeights(problemOf(covariance, undefined, {}), list("expectedWeights_1"), 1e-8);
    await expectWeights(
      problemOf(covariance, undefined, { constraints: [bounds(0.2)] }),
      list("expectedWeights_2"),
      1e-8,
    );
  });
  literature(32, "five assets between bounds", async () => {
    const { table, list } = valuesOf(32);
    const first = [bounds(list("minWeights_1"), list("maxWeights_2"))];
    await expectWeights(problemOf(table("covMat"), undefined, { constraints: first }), list("expectedWeights_3"), 6e-4);
    const second = [bounds(list("minWeights_4"), list("maxWeights_5"))];
    await expectWeights(
      problemOf(table("covMat"), undefined, { constraints: second }),
      list("expectedWeights_6"),
      6e-4,
    );
  });
  literature(76, "a singular covariance: every portfolio is as good", async () => {
    const { table } = valuesOf(76);
    const solution = await optimize(problemOf(table("covMat"), undefined, {}));
    expect(solution.objective).toBeCloseTo(0.04, 12);
  });
});

describe("minimax and tracking error", () => {
  literature(42, "the largest of the smallest returns", async () => {
    const { table, list, scalar } = valuesOf(42);
    const returns = table("assetsReturns");
    const assets = names(returns.length);
    const values = returns[0]!.map((_, period) => returns.map((asset) => asset[period]!));
    const problem: PortfolioProblem = {
      assets,
      scenarios: { assets, values },
      objective: { kind: "min-risk", risk: { kind: "worst" } },
    };
    const solution = await expectWeights(problem, list("expectedWeights"), 6e-7);
    expect(-solution.objective).toBeCloseTo(scalar("expectedMinPortfolioReturn"), 6);
  });
  for (const [number, constraints] of [
    [82, []],
    [84, [{ kind: "budget", min: 0, max: 1 }, bounds(0), { kind: "cardinality", max: 3, minWeight: 1e-6 }]],
  ] as const) {
    literature(
      number,
      "mean square distance from half a benchmark's returns: that of least squares, half of what the printed weights leave",
      async () => {
        const { table, list } = valuesOf(number);
        const returns = table("assetsReturns");
        const halved = list("benchmarkReturns").map((value) => value / 2);
        const series = [...returns, halved];
        const solution = await optimize({
          assets: [...names(returns.length), "benchmark"],
          covariance: series.map((a) => series.map((b) => dot(a, b) / a.length)),
          periodsPerYear: 12,
          benchmark: { benchmark: 1 },
          objective: { kind: "min-tracking-error" },
          constraints: [...constraints, { kind: "linear", coefficients: { benchmark: 1 }, equals: 0 }],
        });
        const distance = (weights: ArrayLike<number>): number =>
          Math.sqrt(
            halved.reduce((sum, value, t) => {
              const earned = returns.reduce((total, asset, i) => total + weights[i]! * asset[t]!, 0);
              return sum + (earned - value) ** 2 / halved.length;
            }, 0),
          );
        expect(solution.objective).toBeCloseTo(distance(solution.weightArray), 10);
        // no limit binds but on what is left out: the normal equations of the first two assets
        const [[a, b], c] = [returns.slice(0, 2) as [Numbers, Numbers], halved];
        const determinant = dot(a, a) * dot(b, b) - dot(a, b) ** 2;
        const first = (dot(a, c) * dot(b, b) - dot(b, c) * dot(a, b)) / determinant;
        const second = (dot(b, c) * dot(a, a) - dot(a, c) * dot(a, b)) / determinant;
        expect(solution.weightArray[0]).toBeCloseTo(first, number === 82 ? 9 : 4);
        expect(solution.weightArray[1]).toBeCloseTo(second, number === 82 ? 9 : 4);
        // the source's solver stopped early: 1.46e-4 and 1.05e-4 a month against 0.74e-4
        const printed = distance(list("expectedWeights"));
        expect(printed).toBeCloseTo(number === 82 ? 1.46e-4 : 1.05e-4, 6);
        expect(solution.objective).toBeCloseTo(7.3975e-5, 8);
      },
    );
  }
});

describe("mean and variance", () => {
  literature(46, "target returns", async () => {
    const { table, list, scalar } = valuesOf(46);
    const at = (targetReturn: number) =>
      problemOf(table("covMat"), list("returns"), { objective: { kind: "min-risk", targetReturn } });
    await expectWeights(at(0.2), list("expectedWeights_2"), 1e-8);
    await expectWeights(at(scalar("targetReturn")), list("expectedWeights_4"), 1e-8);
  });
  literature(48, "a target return, which the printed weights earn, between the bounds that they rest on", async () => {
    const { table, list } = valuesOf(48);
    const problem = problemOf(table("covMat"), list("returns"), {
      objective: { kind: "min-risk", targetReturn: 0.06 },
      constraints: [bounds(0.05, 0.4)],
    });
    await expectWeights(problem, list("expectedWeights"), 1e-3);
  });
  literature(50, "the greatest return at a volatility of 8 %, weights to the 200ths printed", async () => {
    const { table, list } = valuesOf(50);
    const problem = problemOf(table("covMat"), list("returns"), {
      objective: { kind: "max-return" },
      constraints: [{ kind: "risk-limit", risk: { kind: "standard-deviation" }, max: 0.08 }],
    });
    await expectWeights(problem, list("expectedRoundedWeights"), 5e-3);
  });
  literature(52, "Sharpe's risk tolerances, between bounds", async () => {
    const { table, list } = valuesOf(52);
    const at = (riskTolerance: number) =>
      problemOf(table("covMat"), list("returns"), {
        objective: utility(riskTolerance),
        constraints: [bounds(0.2, 0.5)],
      });
    await expectWeights(at(50), list("expectedWeights_2"), 1e-8);
    await expectWeights(at(0.5), list("expectedWeights_3"), 1e-8);
    await expectWeights(at(11.3), list("expectedWeights_4"), 1e-8);
  });
  literature(
    54,
    "ten stocks at a risk tolerance of 50 (mean less variance / 50), as the table's weights say",
    async () => {
      const { table, list } = valuesOf(54);
      const problem = problemOf(table("cov"), list("ret"), { objective: utility(25) });
      await expectWeights(problem, list("expectedRoundedWeights"), 6e-3);
    },
  );
  literature(56, "next to no volatility: next to nothing but cash", async () => {
    const { table, list } = valuesOf(56);
    const problem = problemOf(table("covMat"), list("returns"), {
      objective: { kind: "max-return" },
      constraints: [{ kind: "risk-limit", risk: { kind: "standard-deviation" }, max: 1e-5 }],
    });
    await expectWeights(problem, list("expectedWeights"), 1e-4);
  });
  literature(58, "one efficient portfolio", () => expectEfficient(58, []));
  literature(
    60,
    "five efficient portfolios, cash as the fourth asset, between the bounds that they rest on (no source is named)",
    () => expectEfficient(60, [bounds([0.1, 0.2, 0, 0], [1, 0.8, 1, 1])]),
  );
  literature(
    62,
    "the efficient portfolios that are projected to are efficient, between Sharpe's bounds of 0.2 and 0.5 of cases 52 and 104",
    async () => {
      const { table, list } = valuesOf(62);
      for (const i of [2, 3, 4]) {
        const expected = list(`expectedWeights_${i}`);
        const targetReturn = dot(list("returns"), expected);
        const problem = problemOf(table("covMat"), list("returns"), {
          objective: { kind: "min-risk", targetReturn },
          constraints: [bounds(0.2, 0.5)],
        });
        await expectWeights(problem, expected, 1e-8);
      }
    },
  );
  for (const [number, riskTolerance] of [
    [104, 64],
    [106, 1],
  ] as const) {
    literature(number, "the ends of Sharpe's risk tolerances", async () => {
      const { table, list } = valuesOf(number);
      const [expected] = valuesOf(number).table("expectedPortfolio") as unknown as readonly [Numbers, number];
      const problem = problemOf(table("covMat"), list("returns"), {
        objective: utility(riskTolerance),
        constraints: [bounds(0.2, 0.5)],
      });
      await expectWeights(problem, expected, 1e-8);
    });
  }
});

describe("maximum Sharpe ratio", () => {
  for (const [number, key, tolerance] of [
    [64, "expectedWeights", 1e-8],
    [66, "expectedRoundedWeights", 6e-5],
  ] as const) {
    literature(number, "tangency portfolio", async () => {
      const { table, list } = valuesOf(number);
      await expectWeights(problemOf(table("covMat"), list("returns"), { objective: sharpe }), list(key), tolerance);
    });
  }
  literature(68, "one portfolio on the frontier, by lower bounds that sum to 1", async () => {
    const { table, list } = valuesOf(68);
    const expected = list("expectedWeights");
    const problem = problemOf(table("covMat"), list("returns"), {
      objective: sharpe,
      constraints: [bounds(expected)],
    });
    await expectWeights(problem, expected, 1e-12);
  });
  literature(70, "a rate that the best asset just earns leaves no excess return, and an error says so", async () => {
    const { table, list, scalar } = valuesOf(70);
    const at = (riskFreeRate: number) =>
      problemOf(table("covMat"), list("returns"), { objective: { kind: "max-ratio", riskFreeRate } });
    expect(await safeOptimize(at(scalar("rf")))).toMatchObject({ error: { code: "NO_POSITIVE_EXCESS_RETURN" } });
    await expectWeights(at(scalar("rf") - 1e-6), list("expectedWeights"), 1e-6);
  });
  literature(78, "the mean of the tangency portfolios of all pairs, just below the middle asset's return", async () => {
    const { table, list, scalar } = valuesOf(78);
    const covariance = table("covMat");
    const mean = [0, 0, 0];
    for (const pair of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      const part = pair.map((i) => pair.map((j) => covariance[i]![j]!));
      const returns = pair.map((i) => list("returns")[i]!);
      const objective = { kind: "max-ratio", riskFreeRate: scalar("rf_2") - 1e-9 } as const;
      const solution = await optimize(problemOf(part, returns, { objective }));
      pair.forEach((i, k) => (mean[i]! += solution.weightArray[k]! / 3));
    }
    list("expectedWeights").forEach((weight, i) => expect(mean[i]).toBeCloseTo(weight, 8));
  });
  literature(108, "the risk tolerance that leads to the tangency portfolio", async () => {
    const { table, list } = valuesOf(108);
    const [expected, tolerance] = table("expectedPortfolio") as unknown as readonly [Numbers, number];
    await expectWeights(problemOf(table("covMat"), list("returns"), { objective: sharpe }), expected, 1e-8);
    await expectWeights(problemOf(table("covMat"), list("returns"), { objective: utility(tolerance) }), expected, 1e-8);
  });
  literature(110, "nine stocks and cash: any share of cash has the ratio", async () => {
    const { table, list, scalar } = valuesOf(110);
    const solution = await optimize(problemOf(table("covMat"), list("returns"), { objective: sharpe }));
    expect(solution.metrics.ratio).toBeCloseTo(scalar("expectedSharpeRatio"), 10);
  });
});

describe("corner portfolios, each by its own risk tolerance", () => {
  for (const number of [90, 92, 94, 96, 98]) {
    literature(number, "every corner", async () => {
      const { table, list } = valuesOf(number);
      const square = table("covMat");
      // case 96 holds a semicovariance that is not symmetric: only its symmetric part counts in w'Cw
      const covariance = square.map((row, i) => row.map((value, j) => (value + square[j]![i]!) / 2));
      const corners = table("expectedCornerPortfolios") as unknown as readonly (readonly [Numbers, number])[];
      const constraints = number === 96 ? [bounds(list("minWeights"), list("maxWeights"))] : [];
      for (const [expected, tolerance] of corners) {
        const mean = list("returns");
        const objective = tolerance === 0 ? ({ kind: "min-risk" } as const) : utility(tolerance);
        const solution = await optimize(problemOf(covariance, mean, { objective, constraints }));
        const value = (w: ArrayLike<number>): number => tolerance * dot(mean, w) - varianceOf(covariance, w) / 2;
        // corners may be ends of a segment of optima: what they are worth is unique
        expect(value(solution.weightArray)).toBeGreaterThanOrEqual(value(expected) - 1e-12);
        expect(value(solution.weightArray)).toBeLessThanOrEqual(value(expected) + (number === 96 ? 1e-4 : 1e-9));
      }
    });
  }
});

async function expectEfficient(number: number, constraints: readonly ReturnType<typeof bounds>[]): Promise<void> {
  const { table, list } = valuesOf(number);
  const portfolios = table("expectedEfficientPortfolios") as unknown as readonly (readonly [Numbers, number, number])[];
  for (const [expected, targetReturn, volatility] of portfolios) {
    const problem = problemOf(table("covMat"), list("returns"), {
      objective: { kind: "min-risk", targetReturn },
      constraints,
    });
    const solution = await expectWeights(problem, expected, 1e-8);
    expect(Math.sqrt(solution.metrics.risk!)).toBeCloseTo(volatility, 9);
  }
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

function varianceOf(covariance: Table, weights: ArrayLike<number>): number {
  return dot(
    covariance.map((row) => dot(row, weights)),
    weights,
  );
}
