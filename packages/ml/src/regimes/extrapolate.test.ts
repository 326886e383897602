import { describe, expect, test } from "vitest";
import type { HmmParameters } from "./baum-welch.ts";
import { DiscreteEmission } from "./emissions/discrete/discrete-emission.ts";
import { extrapolate } from "./extrapolate.ts";
import { GaussianEmission } from "./emissions/gaussian/gaussian-emission.ts";

describe("extrapolation of expectation-maximisation", () => {
  const chain = { start: Float64Array.of(0.5, 0.5), transition: Float64Array.of(0.9, 0.1, 0.2, 0.8) };

  const discrete = (p: number): HmmParameters => ({
    ...chain,
    emission: new DiscreteEmission(Float64Array.of(p, 1 - p, 0.5, 0.5), 2, 0),
  });
  const gaussian = (variance: number): HmmParameters => ({
    ...chain,
    emission: new GaussianEmission("full", Float64Array.of(0, 1), Float64Array.of(variance, 4), Float64Array.of(0.01)),
  });

  test("steps that shrink by one ratio lead to their limit", () => {
    const [first, second, third] = [0, 1, 2].map((n) => 0.3 + 0.2 * 0.9 ** n) as [number, number, number];
    const limit = extrapolate(discrete(first), discrete(second), discrete(third))!;
    const { probabilities } = limit.emission as DiscreteEmission;
    expect(probabilities[0]).toBeCloseTo(0.3, 12);
    expect(probabilities[0]! + probabilities[1]!).toBeCloseTo(1, 14);
    limit.transition.forEach((probability, i) => expect(probability).toBeCloseTo(chain.transition[i]!, 14));
    const other = extrapolate(gaussian(2 + 0.5), gaussian(2 + 0.5 * 0.8), gaussian(2 + 0.5 * 0.8 ** 2))!;
    expect((other.emission as GaussianEmission).covariances[0]).toBeCloseTo(2, 10);
  });

  test("a point that is no model is not gone to", () => {
    // the limits are a probability of -0.1 and a variance below the floor
    const probability = (n: number): number => -0.1 + 0.4 * 0.9 ** n;
    expect(extrapolate(discrete(probability(0)), discrete(probability(1)), discrete(probability(2)))).toBeUndefined();
    const variance = (n: number): number => 0.001 + 0.5 * 0.9 ** n;
    expect(extrapolate(gaussian(variance(0)), gaussian(variance(1)), gaussian(variance(2)))).toBeUndefined();
  });

  test("steps that don't shrink, or have stopped, are left alone", () => {
    expect(extrapolate(discrete(0.3), discrete(0.3), discrete(0.3))).toBeUndefined();
    expect(extrapolate(discrete(0.3), discrete(0.31), discrete(0.33))).toBeUndefined();
  });
});
