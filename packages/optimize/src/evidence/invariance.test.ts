import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Constraint,
  type Objective,
  optimize,
  type PortfolioProblem,
  problemToJson,
  type Risk,
} from "../index.ts";

// what properties.test.ts shows of variances, here of risks of scenarios and of counted holdings: the optimal value stays
const assets = ["A", "B", "C", "D", "E"];
const periods = 60;

function scenarios(seed: number): number[][] {
  const random = RandomStream.of(seed);
  return Array.from({ length: periods }, () => {
    const common = 0.01 * random.normal();
    return assets.map((_, i) => 0.001 * i + (0.4 + 0.2 * i) * common + 0.01 * random.studentT(4));
  });
}

const risks: readonly Risk[] = [
  { kind: "cvar", confidence: 0.9 },
  { kind: "mad" },
  { kind: "semivariance" },
  { kind: "evar", confidence: 0.9 },
  { kind: "cdar", confidence: 0.9 },
  { kind: "max-drawdown" },
  { kind: "gini" },
  { kind: "worst" },
];

const problems: fc.Arbitrary<PortfolioProblem> = fc
  .record({
    seed: fc.nat(1000),
    shape: fc.oneof(
      fc.constantFrom(...risks).map((risk) => ({ objective: { kind: "min-risk", risk } as Objective, rules: [] })),
      fc.record({ max: fc.integer({ min: 2, max: 4 }), minWeight: fc.constantFrom(0, 0.1) }).map((rule) => ({
        objective: { kind: "min-risk" } as Objective,
        rules: [{ kind: "cardinality", ...rule } as Constraint],
      })),
    ),
    upper: fc.constantFrom(0.5, 0.8, 1),
  })
  .map(({ seed, shape: { objective, rules }, upper }) => ({
    assets,
    scenarios: { assets, values: scenarios(seed) },
    periodsPerYear: 252,
    objective,
    constraints: [{ kind: "bounds", lower: 0, upper }, ...rules],
  }));

/** Both gaps, in the unit of the objectives. */
const slack = (one: { objective: number; certificate: { gap: number } }, other: typeof one): number =>
  (one.certificate.gap + other.certificate.gap + 1e-9) * Math.max(Math.abs(one.objective), Math.abs(other.objective));

describe("the optimal value of risks of scenarios and of counted holdings", () => {
  test("is the same for permuted assets", async () => {
    await fc.assert(
      fc.asyncProperty(
        problems,
        fc.shuffledSubarray(assets, { minLength: 5, maxLength: 5 }),
        async (problem, order) => {
          const { values } = problem.scenarios as unknown as { values: number[][] };
          const permuted = values.map((row) => order.map((asset) => row[assets.indexOf(asset)]!));
          const one = await optimize(problem);
          const other = await optimize({ ...problem, assets: order, scenarios: { assets: order, values: permuted } });
          expect(Math.abs(one.objective - other.objective)).toBeLessThanOrEqual(slack(one, other));
        },
      ),
      { numRuns: 25 },
    );
  });

  test("is the same with a redundant constraint", async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const one = await optimize(problem);
        const other = await optimize({ ...problem, constraints: [...problem.constraints!, "A + 2 * B <= 3"] });
        expect(Math.abs(one.objective - other.objective)).toBeLessThanOrEqual(slack(one, other));
      }),
      { numRuns: 25 },
    );
  });

  test("is never better under tighter bounds, beyond the two gaps", async () => {
    await fc.assert(
      fc.asyncProperty(problems, fc.constantFrom(0.3, 0.4, 0.6), async (problem, upper) => {
        const counted = problem.constraints!.find((each) => typeof each !== "string" && each.kind === "cardinality");
        const most = counted === undefined ? 5 : (counted as { max: number }).max;
        fc.pre(most * upper >= 1);
        const one = await optimize(problem);
        const tighter = { kind: "bounds", name: "tighter", upper } as const;
        const other = await optimize({ ...problem, constraints: [...problem.constraints!, tighter] });
        expect(other.objective).toBeGreaterThanOrEqual(one.objective - slack(one, other));
      }),
      { numRuns: 25 },
    );
  });

  test("is the same after a JSON round trip, to the last bit", async () => {
    await fc.assert(
      fc.asyncProperty(problems, async (problem) => {
        const one = await optimize(problem);
        const other = await optimize(JSON.parse(JSON.stringify(problemToJson(problem))) as PortfolioProblem);
        expect(other.objective).toBe(one.objective);
        expect(other.weights).toEqual(one.weights);
      }),
      { numRuns: 15 },
    );
  });
});
