import { describe, expect, test } from "vitest";
import { GaussianHmm, regimeMoments } from "../packages/ml/src/index.ts";
import { optimize } from "../packages/optimize/src/index.ts";

// ml and optimize don't know each other: moments by regime travel between them as plain data
describe("moments by regime as data for optimize", () => {
  const known = GaussianHmm.fromParameters({
    startProbabilities: [1, 0],
    transition: [
      [0.97, 0.03],
      [0.05, 0.95],
    ],
    means: [
      [0.0002, 0.0008],
      [0.0003, -0.002],
    ],
    covariances: [
      [
        [4e-6, 0],
        [0, 6e-5],
      ],
      [
        [6e-6, -8e-6],
        [-8e-6, 6e-4],
      ],
    ],
  });
  const assets = ["bonds", "stocks"];
  const { values } = known.simulate(1, 1200);
  const returns = {
    assets,
    values: Array.from({ length: 1200 }, (_, t) => [...values.subarray(2 * t, 2 * t + 2)]),
  };
  const model = GaussianHmm.fit(returns, { states: 2, seed: 1, restarts: 3 });

  test("optimize takes the estimates of each regime and of the mixture as JSON", async () => {
    const { regimes, mixture } = JSON.parse(
      JSON.stringify(regimeMoments(model, returns, { periodsPerYear: 252 })),
    ) as ReturnType<typeof regimeMoments>;
    for (const { mean, covariance } of [...regimes, mixture]) {
      const least = await optimize({ assets, objective: { kind: "min-risk", risk: { kind: "variance" } }, covariance });
      expect(least.status).toBe("optimal");
      // two assets: w = (b - c) / (a + b - 2 c)
      const [[a, c], [, b]] = covariance.values as [[number, number], [number, number]];
      expect(least.weights["bonds"]).toBeCloseTo(Math.min(1, (b - c) / (a + b - 2 * c)), 6);
      const useful = await optimize({
        assets,
        objective: { kind: "max-utility", riskAversion: 5 },
        mean,
        covariance,
      });
      expect(useful.status).toBe("optimal");
    }
    const stocks = async (k: number): Promise<number> => {
      const { mean, covariance } = regimes[k]!;
      const { weights } = await optimize({
        assets,
        objective: { kind: "max-utility", riskAversion: 5 },
        mean,
        covariance,
      });
      return weights["stocks"]!;
    };
    expect(await stocks(0)).toBeGreaterThan((await stocks(1)) + 0.3);
  });

  test("probabilities of a model of other features weigh the same returns", async () => {
    const { regimes } = regimeMoments(model.filter(returns), returns, { periodsPerYear: 252 });
    const { weights } = await optimize({
      assets,
      objective: { kind: "min-risk", risk: { kind: "variance" } },
      covariance: regimes[1]!.covariance,
    });
    expect(weights["bonds"]! + weights["stocks"]!).toBeCloseTo(1, 8);
  });
});
