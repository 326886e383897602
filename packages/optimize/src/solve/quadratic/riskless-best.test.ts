import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import { type Constraint, type Cost, optimize } from "../../index.ts";

/** Few factors or many, a benchmark that is feasible, a limit that is broken there at a price, perhaps costs. */
function problemOf(seed: number): Parameters<typeof optimize>[0] {
  const stream = RandomStream.of(`riskless ${seed}`);
  const size = 3 + stream.integer(6);
  const assets = Array.from({ length: size }, (_, i) => `A${i}`);
  const loadings = assets.map(() => 0.1 + 0.2 * stream.uniform());
  const own = stream.uniform() < 0.3 ? 0 : 0.5;
  const covariance = loadings.map((a, i) => loadings.map((b, j) => a * b * (i === j ? 1 + own : 1)));
  const shares = (): number[] => {
    const parts = assets.map(() => stream.uniform());
    const total = parts.reduce((sum, part) => sum + part, 0);
    return parts.map((part) => part / total);
  };
  const benchmark = shares();
  const penalty = 10 ** (4 * stream.uniform() - 4);
  const near = stream.uniform() < 0.3 ? 1e-5 : 0.1;
  const constraint: Constraint =
    stream.uniform() < 0.5
      ? { kind: "group", assets: ["A0", "A1"], min: benchmark[0]! + benchmark[1]! + near * stream.uniform() }
      : { kind: "turnover", which: "half-l1", max: 0.05 };
  const costs: readonly Cost[] = stream.uniform() < 0.3 ? [{ kind: "linear", rate: 0.001 * stream.uniform() }] : [];
  return {
    assets,
    covariance,
    benchmark,
    currentWeights: shares(),
    periodsPerYear: 252,
    objective: { kind: "min-tracking-error" },
    costs,
    constraints: [{ kind: "soft", constraint, penalty }],
  };
}

test("least tracking error beside a broken soft limit and costs is certified, at the feasible benchmark and away from it", async () => {
  let at = 0;
  let away = 0;
  for (let seed = 0; seed < 150; seed += 1) {
    const solution = await optimize(problemOf(seed));
    expect(solution.status).toBe("optimal");
    expect(solution.certificate.gap).toBeLessThan(1e-8);
    if (solution.metrics.risk! < 1e-9) at += 1;
    else away += 1;
  }
  expect(Math.min(at, away)).toBeGreaterThan(20);
});
