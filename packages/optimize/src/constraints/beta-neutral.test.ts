import { describe, expect, test } from "vitest";
import { base, expectPrice, failureOf, solve } from "./testing.ts";

const betas = { A: 1.5, B: 1.2, C: 0.8, D: 0.1 };
const free = { kind: "bounds", lower: -1, upper: 1 } as const;
const betaOf = (weights: Readonly<Record<string, number>>): number =>
  Object.entries(betas).reduce((sum, [asset, beta]) => sum + beta * weights[asset]!, 0);

describe("beta-neutral", () => {
  test("beta is 0 by default, or at most max on either side", async () => {
    expect(betaOf((await solve({ kind: "beta-neutral", betas }, free)).weights)).toBeCloseTo(0, 12);
    const long = await expectPrice((max) => ({ kind: "beta-neutral", betas, max }), 0.3, "beta-neutral.long", free);
    expect(betaOf(long.weights)).toBeCloseTo(0.3, 12);
    const short = await expectPrice(
      (max) => ({ kind: "beta-neutral", betas: { A: -1.5, B: -1.2, C: -0.8, D: -0.1 }, max }),
      0.3,
      "beta-neutral.short",
      free,
    );
    expect(betaOf(short.weights)).toBeCloseTo(0.3, 12);
  });

  test("is the factor exposure to those betas", async () => {
    const neutral = await solve({ kind: "beta-neutral", betas }, free);
    const exposure = await solve({ kind: "factor-exposure", exposures: betas, equals: 0 }, free);
    exposure.weightArray.forEach((weight, i) => expect(neutral.weightArray[i]).toBeCloseTo(weight, 12));
    expect(neutral.duals["beta-neutral"]).toBeCloseTo(exposure.duals["factor-exposure"]!, 10);
  });

  test("betas come from covariance and benchmark where none are given", async () => {
    const solution = await solve({ kind: "beta-neutral" }, free);
    const q = base.covariance as readonly (readonly number[])[];
    const benchmark = base.benchmark as readonly number[];
    const withBenchmark = solution.weightArray.reduce(
      (sum, weight, i) => sum + weight * q[i]!.reduce((inner, value, j) => inner + value * benchmark[j]!, 0),
      0,
    );
    expect(withBenchmark).toBeCloseTo(0, 14);
  });

  test("names what is missing", async () => {
    const { benchmark, ...without } = base;
    const constraints = [{ kind: "beta-neutral" }] as const;
    expect(benchmark).toBeDefined();
    expect((await failureOf({ ...without, constraints })).message).toContain("pass benchmark");
    expect((await failureOf({ ...base, benchmark: [0, 0, 0, 0], constraints })).message).toContain(
      "whose variance is 0: pass betas",
    );
    expect((await failureOf({ ...base, constraints: [{ kind: "beta-neutral", betas: { A: 1 } }] })).message).toContain(
      'no entry for asset "B"',
    );
  });
});
