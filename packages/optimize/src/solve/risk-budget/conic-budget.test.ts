import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import { certify, optimize, type PortfolioProblem, type Risk } from "../../index.ts";

function problemOf(
  risk: Risk,
  size: number,
  periods: number,
  limits: PortfolioProblem["constraints"],
): PortfolioProblem {
  const stream = RandomStream.of(`budget ${risk.kind} ${size}`);
  const loadings = Array.from({ length: size }, () => 0.3 + stream.uniform());
  const values = Array.from({ length: periods }, () => {
    const common = stream.normal();
    return loadings.map((loading) => 0.01 * (0.08 + loading * common + stream.normal()));
  });
  const assets = loadings.map((_, i) => `A${i}`);
  const base = { assets, scenarios: { assets, values }, periodsPerYear: 252 };
  return {
    ...base,
    objective: { kind: "risk-budget", risk },
    ...(limits === undefined ? {} : { constraints: limits }),
  };
}

test.each([
  ["gini", 6, 120],
  ["tail-gini", 20, 300],
  ["evar", 6, 60],
  ["edar", 4, 60],
] as const)("%s of %i assets and %i scenarios is spent in equal parts", async (kind, size, periods) => {
  const problem = problemOf({ kind }, size, periods, undefined);
  const solution = await optimize(problem);
  const { primalResidual, dualResidual, gap } = await certify(problem, JSON.parse(JSON.stringify(solution)));
  expect(Math.max(primalResidual, dualResidual!, gap)).toBeLessThan(1e-8);
  const shares = Object.values(solution.metrics.contributions!);
  shares.forEach((share) => expect(share).toBeCloseTo(1 / size, 7));
});

test.each(["gini", "tail-gini", "evar", "slpm", "standard-deviation"] as const)(
  "%s between bounds and under a cap on another risk: more of a budget needs more of the asset, and the answer is certified",
  async (kind) => {
    const limits = [
      { kind: "bounds", lower: 0.1, upper: 0.4 },
      { kind: "risk-limit", risk: { kind: "mad" }, max: 0.02 },
    ] as const;
    const problem = problemOf({ kind }, 4, 50, limits);
    const equal = await optimize(problem);
    const objective = { kind: "risk-budget", risk: { kind }, budgets: [0.4, 0.2, 0.2, 0.2] } as const;
    const tilted = await optimize({ ...problem, objective });
    for (const [at, { certificate }] of [equal, tilted].entries()) {
      expect(Math.max(certificate.primalResidual, certificate.dualResidual!, certificate.gap), `${at}`).toBeLessThan(
        1e-8,
      );
    }
    expect(tilted.weights["A0"]!).toBeGreaterThan(equal.weights["A0"]! + 1e-3);
  },
);

test("a hedge without any risk can't be budgeted, and an error says so", async () => {
  const problem = problemOf({ kind: "cvar-range" }, 2, 30, undefined);
  const values = (problem.scenarios as { readonly values: readonly (readonly number[])[] }).values.map(([x]) => [
    x!,
    0.002 - x!,
  ]);
  const hedged = { ...problem, scenarios: { assets: problem.assets, values } };
  await expect(optimize(hedged)).rejects.toMatchObject({ code: "INVALID_INPUT", details: { reason: "riskless" } });
});
