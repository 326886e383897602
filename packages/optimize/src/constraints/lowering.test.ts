import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { violations } from "../certify/primal-residual.ts";
import { absoluteValue, penaltyValue, type Program } from "../program/program.ts";
import { compileProblem } from "../program/compile.ts";
import type { Constraint } from "./table.ts";
import { base } from "./testing.ts";

/** One or more of each kind that lowers to a convex set. */
const examples: readonly Constraint[] = [
  { kind: "bounds", lower: -0.2, upper: [0.4, 0.5, null, 0.6] },
  { kind: "group", assets: ["A", "B"], min: 0.1, max: 0.6 },
  { kind: "linear", coefficients: { A: 2, C: -1 }, max: 0.3 },
  { kind: "net-exposure", assets: ["A", "D"], min: 0.2, max: 0.7 },
  { kind: "gross-exposure", max: 1.5 },
  { kind: "gross-exposure", assets: ["B", "C"], max: 0.6 },
  { kind: "leverage", max: 1.4 },
  { kind: "long-short", long: { max: 1.2 }, short: { max: 0.2 } },
  { kind: "long-short", assets: ["A", "C"], short: { max: 0.1 } },
  { kind: "turnover", which: "half-l1", max: 0.5 },
  { kind: "turnover", which: "per-asset", max: 0.3 },
  { kind: "trade-limit", buy: { C: 0.2, D: 0 }, sell: 0.4 },
  { kind: "participation", max: [0.9, 2, 4, null], days: 2 },
  { kind: "factor-exposure", exposures: { A: 1.3, B: 1.1, C: 0.5 }, max: 1 },
  { kind: "beta-neutral", betas: [1, 0.5, -0.5, -1], max: 0.4 },
  { kind: "beta-neutral", max: 0.8 },
  { kind: "score", scores: [10, 30, 50, 70], min: 30, max: 55 },
  { kind: "tracking-error", max: 0.1 },
  { kind: "risk-limit", risk: { kind: "variance" }, max: 0.03 },
  { kind: "concentration", count: 2, max: 0.8 },
  { kind: "concentration", assets: ["A", "B", "C"], count: 1, max: 0.5 },
];
/** Those that are refused with shorts. */
const longOnly: readonly Constraint[] = [
  { kind: "effective-number", min: 2.5 },
  { kind: "effective-number", form: "entropy", min: 2.8 },
  { kind: "concentration", count: 3, max: 0.9 },
];

/** Largest violation by the program that solvers read, in the program's own units. */
function programViolation(program: Program, weights: Float64Array): number {
  let worst = 0;
  weights.forEach((weight, i) => (worst = Math.max(worst, program.lower[i]! - weight, weight - program.upper[i]!)));
  for (const { coefficients, lower, upper } of program.rows) {
    const value = coefficients.reduce((sum, coefficient, i) => sum + coefficient * weights[i]!, 0);
    worst = Math.max(worst, lower - value, value - upper);
  }
  for (const row of program.absolutes) worst = Math.max(worst, absoluteValue(row, weights) - row.upper);
  for (const { term, upper } of program.caps) worst = Math.max(worst, term.value(weights) - upper);
  return worst;
}

/** Weights that sum to 1, at random, on the way to those held now or to equal ones. */
const portfolios = (min: number): fc.Arbitrary<Float64Array> =>
  fc
    .record({
      numbers: fc.array(fc.double({ min, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
      centre: fc.constantFrom([0.5, 0.5, 0, 0], [0.25, 0.25, 0.25, 0.25]),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .filter(({ numbers }) => Math.abs(numbers.reduce((total, value) => total + value, 0)) > 0.3)
    .map(({ numbers, centre, share }) => {
      const sum = numbers.reduce((total, value) => total + value, 0);
      return Float64Array.from(numbers, (value, i) => (1 - share) * (value / sum) + share * centre[i]!);
    });

describe("what solvers read and what certificates read agree", () => {
  test.each([
    ...examples.map((constraint) => [JSON.stringify(constraint), constraint, -0.5] as const),
    ...longOnly.map((constraint) => [JSON.stringify(constraint), constraint, 0.001] as const),
  ])("%s", async (_text, constraint, min) => {
    const open: readonly Constraint[] =
      constraint.kind === "bounds" || min > 0
        ? [constraint]
        : [constraint, { kind: "bounds", name: "open", lower: null }];
    const compiled = await compileProblem({ ...base, constraints: open });
    let kept = 0;
    let broken = 0;
    fc.assert(
      fc.property(portfolios(min), (weights) => {
        const lowered = programViolation(compiled.program, weights) > 1e-9;
        const read = violations(compiled, weights).some(({ size }) => size > 1e-9);
        if (lowered) broken += 1;
        else kept += 1;
        return lowered === read;
      }),
      { numRuns: 300 },
    );
    expect(Math.min(kept, broken)).toBeGreaterThan(3);
  });

  test("soft limits cost exactly what their hard form is broken by, and are never violated", async () => {
    const soft = examples.filter(({ kind }) => kind === "group" || kind === "turnover" || kind === "trade-limit");
    for (const constraint of soft) {
      const compiled = await compileProblem({
        ...base,
        constraints: [
          { kind: "soft", constraint, penalty: 3 },
          { kind: "bounds", name: "open", lower: null },
        ],
      });
      const hard = await compileProblem({
        ...base,
        constraints: [constraint, { kind: "bounds", name: "open", lower: null }],
      });
      fc.assert(
        fc.property(portfolios(-0.5), (weights) => {
          const broken = violations(hard, weights).reduce(
            (total, { reading }) => total + Math.max(reading.min - reading.value, reading.value - reading.max),
            0,
          );
          expect(penaltyValue(compiled.program, weights)).toBeCloseTo(3 * broken, 9);
          expect(violations(compiled, weights).filter(({ size }) => size > 1e-12)).toEqual([]);
        }),
        { numRuns: 50 },
      );
    }
  });
});
