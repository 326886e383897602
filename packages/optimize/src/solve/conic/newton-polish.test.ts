import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import { certify, optimize, type PortfolioProblem, type Risk } from "../../index.ts";

const assets = ["A", "B", "C", "D"];

function market(seed: string): number[][] {
  const stream = RandomStream.of(seed);
  const loadings = assets.map(() => 0.3 + stream.uniform());
  return Array.from({ length: 40 }, () => {
    const common = stream.normal();
    return loadings.map((loading, i) => 0.01 * (0.05 * (i + 1) + loading * common + stream.normal()));
  });
}

const pairs: readonly (readonly [objective: Risk["kind"], cap: Risk["kind"], room: number])[] = [
  ["average-drawdown", "evar", 1e-3],
  ["variance", "gini", 1e-5],
  ["cvar", "tail-gini", 1e-5],
  ["ulcer", "edar", 1e-5],
  ["evar", "slpm", 1e-6],
  ["mad", "standard-deviation", 1e-5],
];

test.each(pairs)("least %s under a cap on %s that is %d above the least is certified", async (kind, other, room) => {
  for (const seed of ["near", "nearer"]) {
    const base = { assets, scenarios: { assets, values: market(seed) }, periodsPerYear: 252 };
    const { objective: least } = await optimize({
      ...base,
      objective: { kind: "min-risk", risk: { kind: other } as Risk },
    });
    const problem: PortfolioProblem = {
      ...base,
      objective: { kind: "min-risk", risk: { kind } as Risk },
      constraints: [{ kind: "risk-limit", risk: { kind: other } as Risk, max: least * (1 + room) }],
    };
    const solution = await optimize(problem);
    const again = await certify(JSON.parse(JSON.stringify(problem)), JSON.parse(JSON.stringify(solution)));
    expect(Math.max(again.primalResidual, again.dualResidual!, again.gap)).toBeLessThan(1e-8);
  }
});

test("a tracking error, floors on the effective number and an impact cost bind together", async () => {
  const values = market("together");
  const base: PortfolioProblem = {
    assets,
    scenarios: { assets, values },
    mean: assets.map((_, i) => values.reduce((sum, row) => sum + row[i]! / values.length, 0)),
    periodsPerYear: 252,
    benchmark: [0.3, 0.3, 0.2, 0.2],
    currentWeights: [0.25, 0.25, 0.25, 0.25],
    objective: { kind: "max-utility", riskAversion: 0.5, risk: { kind: "ulcer" } },
    costs: [{ kind: "quadratic", coefficient: 1e-4 }],
  };
  const limits = [
    { kind: "tracking-error", max: 0.002 },
    { kind: "effective-number", form: "entropy", min: 3.8 },
  ] as const;
  const [one, other] = [
    await optimize({ ...base, constraints: [limits[0]] }),
    await optimize({ ...base, constraints: [limits[1]] }),
  ];
  const both = await optimize({ ...base, constraints: limits });
  const { primalResidual, dualResidual, gap } = both.certificate;
  expect(Math.max(primalResidual, dualResidual!, gap)).toBeLessThan(1e-9);
  expect(both.objective).toBeLessThanOrEqual(Math.min(one.objective, other.objective) + 1e-12);
});
