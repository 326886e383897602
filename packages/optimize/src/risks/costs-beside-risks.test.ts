import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import { optimize, type Risk } from "../index.ts";

const solverOf = {
  semivariance: "Newton steps",
  slpm: "Newton steps",
  "downside-variance": "Newton steps",
  evar: "Newton-SQP",
  cdar: "generated rows",
  cvar: "active scenarios",
} as const;

test.each(["semivariance", "slpm", "downside-variance", "evar", "cdar", "cvar"] as const)(
  "%s beside linear costs is certified by its own solver, and no trade between two assets is better",
  async (kind) => {
    const stream = RandomStream.of(`costs ${kind}`);
    const assets = ["A", "B", "C", "D"];
    const risk = { kind } as Risk;
    for (let k = 0; k < 8; k += 1) {
      const values = Array.from({ length: 60 }, () => {
        const common = stream.normal();
        return assets.map((_, i) => 0.01 * (0.1 * (i + 1) + common + stream.normal()));
      });
      const rate = kind === "semivariance" || kind === "downside-variance" ? 1e-5 : 1e-3;
      const problem = {
        assets,
        scenarios: { assets, values },
        mean: assets.map((_, i) => values.reduce((sum, row) => sum + row[i]! / 60, 0)),
        periodsPerYear: 252,
        currentWeights: [0.25, 0.25, 0.25, 0.25],
        objective: { kind: "min-risk", risk },
        costs: [{ kind: "linear", rate }],
        constraints: [{ kind: "bounds", lower: -0.2, upper: 0.8 }],
      } as const;
      const solution = await optimize(problem);
      expect(solution.status).toBe("optimal");
      expect(solution.stats.solver).toBe(solverOf[kind]);
      for (const [from, to] of [
        [0, 1],
        [1, 2],
        [3, 0],
      ] as const) {
        const traded = solution.weightArray.slice();
        traded[from]! -= 0.01;
        traded[to]! += 0.01;
        const held = traded.map((weight) => Math.min(0.8, Math.max(-0.2, weight)));
        const fixed = await optimize({
          ...problem,
          constraints: [{ kind: "bounds", lower: Array.from(held), upper: Array.from(held) }],
        }).catch(() => undefined);
        expect(fixed?.objective ?? Infinity).toBeGreaterThanOrEqual(solution.objective * (1 - 1e-9));
      }
    }
  },
);
