import { RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import type { Constraint } from "../../constraints/table.ts";
import type { Objective } from "../../objectives/table.ts";
import { optimize } from "../../optimize.ts";
import type { PortfolioProblem } from "../../problem/problem.ts";

const assets = ["A", "B", "C", "D", "E", "F"];
const stream = RandomStream.of("price limits");
const values = Array.from({ length: 60 }, () => {
  const market = stream.normal();
  return assets.map((_, i) => 0.0015 * (i + 1) + 0.01 * (0.6 * market + (1 + 0.2 * i) * stream.normal()));
});

const rule = { kind: "cardinality", max: 4, minWeight: 0.05 } as const;

test.each<[Objective, (max: number) => Constraint, number]>([
  [{ kind: "min-risk" }, (max) => ({ kind: "group", name: "limit", assets: ["A", "B"], max }), 0.3],
  [{ kind: "max-utility", riskAversion: 4 }, (max) => ({ kind: "bounds", name: "limit", lower: 0, upper: max }), 0.4],
  [{ kind: "max-ratio" }, (max) => ({ kind: "group", name: "limit", assets: ["E", "F"], max }), 0.35],
  [
    { kind: "min-risk", risk: { kind: "cvar", confidence: 0.8 } },
    (max) => ({ kind: "group", name: "limit", assets: ["A", "B"], max }),
    0.2,
  ],
  [
    { kind: "max-return" },
    (max) => ({ kind: "risk-limit", name: "limit", risk: { kind: "standard-deviation" }, max }),
    0.012,
  ],
])(
  "%j under a rule about holdings: the price of a limit is the slope of the best objective",
  async (objective, limit, at) => {
    const best = (max: number) => {
      const problem: PortfolioProblem = {
        assets,
        scenarios: { assets, values },
        periodsPerYear: 252,
        objective,
        constraints: [rule, limit(max)],
      };
      return optimize(problem, { relativeGap: 1e-9 });
    };
    const step = 1e-5 * at;
    const [below, here, above] = await Promise.all([best(at - step), best(at), best(at + step)]);
    const slope = (above.objective - below.objective) / (2 * step);
    const price = here.duals["limit"] ?? here.duals["limit.upper"]!;
    expect(Math.abs(slope)).toBeGreaterThan(1e-6);
    expect(Math.abs(price - slope)).toBeLessThan(2e-3 * Math.abs(slope));
  },
);
