import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import { optimize } from "../../index.ts";

test("max-ratio less fixed tickets without an exact budget: proven, and no portfolio of a grid is better", async () => {
  let untraded = 0;
  for (let seed = 0; seed < 25; seed += 1) {
    const stream = RandomStream.of(`open budget ${seed}`);
    const assets = ["A", "B", "C"];
    const loadings = assets.map(() => 0.1 + 0.2 * stream.uniform());
    const covariance = loadings.map((a, i) => loadings.map((b, j) => a * b * (i === j ? 1.6 : 1)));
    const mean = assets.map(() => 0.02 + 0.1 * stream.uniform());
    const current = [0.4, 0.3, 0];
    const cost = 0.02 * stream.uniform();
    const solution = await optimize({
      assets,
      covariance,
      mean,
      currentWeights: current,
      periodsPerYear: 1,
      costs: [{ kind: "fixed-ticket", cost }],
      objective: { kind: "max-ratio", riskFreeRate: 0.01 },
      constraints: [
        { kind: "budget", min: 0.5, max: 1 },
        { kind: "bounds", lower: 0, upper: 0.6 },
      ],
    });
    expect(solution.status).toBe("optimal");
    expect(solution.certificate.boundIs).toBe("verified");
    if (solution.weightArray.some((weight, i) => Math.abs(weight - current[i]!) < 1e-12)) untraded += 1;
    const ratioOf = (weights: readonly number[]): number => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      if (total < 0.5 || total > 1 + 1e-12) return -Infinity;
      const earned = weights.reduce((sum, weight, i) => sum + weight * (mean[i]! - 0.01), 0);
      const trades = weights.filter((weight, i) => Math.abs(weight - current[i]!) > 1e-12).length;
      const variance = weights.reduce(
        (sum, a, i) => sum + weights.reduce((s, b, j) => s + a * b * covariance[i]![j]!, 0),
        0,
      );
      return (earned - cost * trades) / Math.sqrt(variance);
    };
    const steps = (i: number): number[] => [current[i]!, ...Array.from({ length: 25 }, (_, k) => (0.6 * k) / 24)];
    let best = -Infinity;
    for (const a of steps(0))
      for (const b of steps(1)) for (const c of steps(2)) best = Math.max(best, ratioOf([a, b, c]));
    expect(solution.objective).toBeGreaterThan(best - 1e-12);
    expect(best).toBeGreaterThan(0.97 * solution.objective);
  }
  expect(untraded).toBeGreaterThan(3);
});
