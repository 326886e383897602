import * as fc from "fast-check";
import { expect, test } from "vitest";
import { certify, type Objective, optimize, type PortfolioProblem } from "../index.ts";
import { holds } from "../certify/certificate.ts";
import { market } from "./constraint-generators.ts";

const objectives: readonly Objective[] = [
  { kind: "min-risk" },
  { kind: "min-risk", risk: { kind: "standard-deviation" }, targetReturn: 0.07 },
  { kind: "max-utility", riskAversion: 4 },
  { kind: "max-ratio", riskFreeRate: 0.01 },
  { kind: "max-diversification" },
  { kind: "min-tracking-error" },
];
const constraintSets: readonly NonNullable<PortfolioProblem["constraints"]>[] = [
  [],
  [
    { kind: "bounds", lower: 0, upper: 0.35 },
    { kind: "group", name: "pair", assets: ["A", "B"], min: 0.3 },
  ],
  [{ kind: "cardinality", max: 3, minWeight: 0.05 }],
];

test("a certificate holds for the answer, and for no portfolio that is moved away from it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...objectives),
      fc.constantFrom(...constraintSets),
      fc.shuffledSubarray([...market.assets], { minLength: 2, maxLength: 2 }),
      fc.double({ min: 0.02, max: 0.3, noNaN: true }),
      async (objective, constraints, pair, share) => {
        const discrete = constraints.some((each) => typeof each !== "string" && each.kind === "cardinality");
        fc.pre(!discrete || objective.kind === "min-risk" || objective.kind === "max-utility");
        const problem: PortfolioProblem = { ...market, objective, constraints };
        const solution = await optimize(problem);
        expect(holds(await certify(problem, solution))).toBe(true);
        const [from, to] = pair as [string, string];
        const moved = {
          ...solution.weights,
          [from]: solution.weights[from]! - share,
          [to]: solution.weights[to]! + share,
        };
        const perturbed = await certify(problem, { ...solution, weights: moved });
        expect(holds(perturbed)).toBe(false);
        expect(Math.max(perturbed.primalResidual, perturbed.gap)).toBeGreaterThan(perturbed.tolerance);
      },
    ),
    { numRuns: 60 },
  );
});

test("multipliers that are not the answer's prove nothing better than the truth, and are told", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...objectives),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      async (objective, factor) => {
        fc.pre(Math.abs(factor - 1) > 0.05);
        const problem: PortfolioProblem = {
          ...market,
          objective,
          constraints: [
            { kind: "bounds", lower: 0, upper: 0.35 },
            { kind: "group", name: "pair", assets: ["A", "B"], min: 0.6 },
          ],
        };
        const solution = await optimize(problem);
        const duals = Object.fromEntries(Object.entries(solution.duals).map(([name, price]) => [name, price * factor]));
        const { bound } = await certify(problem, { ...solution, duals });
        const maximises = objective.kind.startsWith("max");
        const slack = 1e-9 * Math.max(1, Math.abs(solution.objective));
        expect(maximises ? bound >= solution.objective - slack : bound <= solution.objective + slack).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});
