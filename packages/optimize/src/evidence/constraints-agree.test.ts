import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { violations } from "../certify/primal-residual.ts";
import { constraintKinds } from "../constraints/table.ts";
import type { Constraint } from "../index.ts";
import { type CompiledProblem, compileProblem } from "../program/compile.ts";
import { absoluteValue, type Program } from "../program/program.ts";
import { companions, constraintGenerators, longOnlyKinds, market, portfolios } from "./constraint-generators.ts";

/** Weights are in 64ths: what is off by less than this is rounding. */
const rounding = 1e-9;

/** How far weights are from what the solvers read, term by term; 1 for a broken rule about holdings. */
function programViolation(program: Program, weights: Float64Array): number {
  const broken = (rule: boolean): number => (rule ? 1 : 0);
  const isHeld = (asset: number): boolean => weights[asset] !== 0;
  const sumOf = (assets: Int32Array): number => assets.reduce((sum, asset) => sum + weights[asset]!, 0);
  const hard = <Part extends { readonly penalty: number }>(parts: readonly Part[]): readonly Part[] =>
    parts.filter(({ penalty }) => penalty === Infinity);
  return Math.max(
    0,
    ...Array.from(weights, (weight, i) => Math.max(program.lower[i]! - weight, weight - program.upper[i]!)),
    ...hard(program.rows).map(({ coefficients, lower, upper }) => {
      const value = coefficients.reduce((sum, coefficient, i) => sum + coefficient * weights[i]!, 0);
      return Math.max(lower - value, value - upper);
    }),
    ...hard(program.absolutes).map((row) => absoluteValue(row, weights) - row.upper),
    ...hard(program.caps).map(({ term, upper }) => term.value(weights) - upper),
    ...program.counts.map(({ assets, min, max }) => {
      const held = assets.filter(isHeld).length;
      return broken(held < min || held > max);
    }),
    ...program.floors.map(({ asset, floor }) => (isHeld(asset) ? floor - Math.abs(weights[asset]!) : 0)),
    ...program.implications.map(({ held, asked }) => broken(isHeld(held) && !isHeld(asked))),
    ...program.largeIssuers.map(({ issuers, small, most }) => {
      const large = issuers.map(sumOf).filter((sum) => sum > small + rounding);
      return large.reduce((sum, each) => sum + each, 0) - most;
    }),
  );
}

/** How far weights are from the user's own numbers. */
function readViolation(compiled: CompiledProblem, weights: Float64Array): number {
  // a weighted mean of nothing invested is NaN: no certificate holds then
  return Math.max(0, ...violations(compiled, weights).map(({ size }) => (Number.isNaN(size) ? Infinity : size)));
}

const compile = (constraint: Constraint, shorts: boolean): Promise<CompiledProblem> =>
  compileProblem({
    ...market,
    objective: { kind: "min-risk" },
    constraints: [
      constraint,
      ...companions(constraint),
      ...(shorts ? [{ kind: "bounds", name: "room", lower: -4, upper: 4 } as const] : []),
    ],
  });

test("every kind of the table has a generator", () => {
  expect(Object.keys(constraintGenerators).sort()).toEqual(Object.keys(constraintKinds).sort());
});

describe("a portfolio breaks the program exactly where the constraint's own reading says so", () => {
  for (const [kind, generator] of Object.entries(constraintGenerators)) {
    test(kind, async () => {
      let both = 0;
      let neither = 0;
      const shorts = !longOnlyKinds.has(kind as Constraint["kind"]);
      await fc.assert(
        fc.asyncProperty(
          generator as fc.Arbitrary<Constraint>,
          fc.array(portfolios(shorts), { minLength: 12, maxLength: 12 }),
          async (constraint, candidates) => {
            const compiled = await compile(constraint, shorts);
            for (const weights of candidates) {
              const byProgram = programViolation(compiled.program, weights);
              const byReading = readViolation(compiled, weights);
              const invested = weights.reduce((sum, weight) => sum + weight, 0);
              const at = `program ${byProgram}, reading ${byReading} at ${weights.join(", ")}`;
              expect(byProgram > rounding, at).toBe(byReading > rounding);
              if (Math.abs(invested - 1) > rounding) continue;
              if (byProgram > rounding) both += 1;
              else neither += 1;
            }
          },
        ),
        { numRuns: 40 },
      );
      // the weights tell something: some keep the constraint, and some break it unless it is soft
      expect(neither).toBeGreaterThan(0);
      expect(both > 0).toBe(kind !== "soft");
    });
  }
});
