import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CriticalLine, traceCriticalLine } from "./critical-line.ts";
import { hessianOperator } from "./hessian.ts";
import type { QuadraticProgram } from "./program.ts";
import { judge } from "./residuals.ts";
import { solveQuadratic } from "./solve.ts";
import { nastyProgram, testStream } from "./testing.ts";

const seeds = fc.integer({ min: 0, max: 1_000_000_000 });

function fullyInvested(covariance: readonly (readonly number[])[], lower = 0, upper = Infinity): QuadraticProgram {
  const size = covariance.length;
  return {
    size,
    hessian: Float64Array.from(covariance.flat()),
    linear: new Float64Array(size),
    lower: new Float64Array(size).fill(lower),
    upper: new Float64Array(size).fill(upper),
    rows: { count: 1, matrix: new Float64Array(size).fill(1), lower: Float64Array.of(1), upper: Float64Array.of(1) },
  };
}

/** A nasty program without a linear term, and rewards that are tied in four cases of ten. */
function nastyLine(
  seed: number,
  size: number,
  bounded: boolean,
): { readonly program: QuadraticProgram; readonly reward: Float64Array } {
  const base = nastyProgram(seed, { size, rows: 4, bounded });
  const random = testStream(seed + 77);
  const tied = random.uniform() < 0.4;
  const reward = Float64Array.from({ length: base.size }, () => (tied ? random.integer(3) : random.normal()));
  return { program: { ...base, linear: new Float64Array(base.size) }, reward };
}

/** Corners, the middle of each piece, and a point beyond the last corner. */
function pointsOf({ corners, status, ray }: CriticalLine): readonly (readonly [number, Float64Array])[] {
  return corners.flatMap(({ parameter, x }, k) => {
    const next = corners[k + 1];
    if (next !== undefined) {
      const middle = x.map((value, j) => (value + next.x[j]!) / 2);
      return [[parameter, x] as const, [(parameter + next.parameter) / 2, middle] as const];
    }
    if (status === "complete") return [[parameter, x] as const, [3 * parameter, x] as const];
    if (status === "ray")
      return [[parameter, x] as const, [parameter + 1, x.map((value, j) => value + ray![j]!)] as const];
    return [[parameter, x] as const];
  });
}

describe("against the quadratic program at every corner and between them", () => {
  for (const bounded of [true, false]) {
    test(`${bounded ? "bounded" : "unbounded"} nasty programs: few observations, duplicates, tied rewards, shorts, 0 to 4 rows`, () => {
      const count = { complete: 0, ray: 0, edge: 0, infeasible: 0, unbounded: 0, "iteration-limit": 0 };
      fc.assert(
        fc.property(seeds, (seed) => {
          const { program, reward } = nastyLine(seed, 25, bounded);
          const line = traceCriticalLine(program, reward);
          count[line.status]++;
          const hessian = hessianOperator(program.hessian, program.size);
          const measured = (x: Float64Array, t: number): { readonly objective: number; readonly terms: number } => {
            const product = new Float64Array(program.size);
            hessian.multiply(product, x);
            const sizes = hessian.absoluteProduct(x);
            let objective = 0,
              terms = 1e-20;
            for (let j = 0; j < program.size; j++) {
              objective += x[j]! * (0.5 * product[j]! - t * reward[j]!);
              terms += Math.abs(x[j]!) * (0.5 * sizes[j]! + Math.abs(t * reward[j]!));
            }
            return { objective, terms };
          };
          for (const [t, x] of pointsOf(line)) {
            const best = solveQuadratic({ ...program, linear: reward.map((value) => -t * value) });
            if (best.status === "iteration-limit") continue;
            const own = measured(x, t);
            const distance = Math.abs(own.objective - measured(best.x, t).objective);
            if (best.status !== "optimal" || distance > 1e-8 * own.terms) return false;
          }
          return line.corners.every((corner) => corner.residual <= 1e-8);
        }),
        { numRuns: 300 },
      );
      expect(count["iteration-limit"]).toBeLessThanOrEqual(2);
      expect(count.complete).toBeGreaterThan(100);
      expect(bounded ? 10 : Math.min(count.ray, count.edge)).toBeGreaterThan(5);
    });
  }
});

test("expected reward rises along the line, and the duals are linear between corners", () => {
  let pieces = 0;
  fc.assert(
    fc.property(seeds, (seed) => {
      const { program, reward } = nastyLine(seed, 15, true);
      const { corners } = traceCriticalLine(program, reward);
      const hessian = hessianOperator(program.hessian, program.size);
      const earned = (x: Float64Array): number => x.reduce((sum, value, j) => sum + value * reward[j]!, 0);
      return corners.slice(1).every((next, k) => {
        const last = corners[k]!;
        pieces++;
        const t = (last.parameter + next.parameter) / 2;
        const x = last.x.map((value, j) => (value + next.x[j]!) / 2);
        const y = last.rowDuals.map((value, i) => (value + next.rowDuals[i]!) / 2);
        const { residuals } = judge({ ...program, linear: reward.map((value) => -t * value) }, hessian, x, y);
        return earned(next.x) >= earned(last.x) - 1e-9 && Math.max(residuals.primal, residuals.gap) < 1e-7;
      });
    }),
    { numRuns: 200 },
  );
  expect(pieces).toBeGreaterThan(500);
});

test("a kink: the same portfolio is optimal over a range of parameters", () => {
  const line = traceCriticalLine(
    fullyInvested(
      [
        [1, 2.96, 2.31],
        [2.96, 54.76, 39.886],
        [2.31, 39.886, 237.16],
      ],
      0.2,
      0.5,
    ),
    Float64Array.of(2.8, 6.3, 10.8),
  );
  // the reference of the case names 11.1475 and 11.47 as the ends of a range of constant weights
  const [a, b] = line.corners.filter(({ parameter }) => parameter > 11.1 && parameter < 11.5);
  expect(a!.parameter).toBeCloseTo(11.1475, 4);
  expect(b!.parameter).toBeCloseTo(11.47, 2);
  for (const [j, value] of a!.x.entries()) expect(value).toBeCloseTo(b!.x[j]!, 14);
});

test("equal rewards: the last corner is the one of least variance among them", () => {
  const line = traceCriticalLine(
    fullyInvested([
      [1, 0.1, 0.2],
      [0.1, 1, -0.1],
      [0.2, -0.1, 1],
    ]),
    Float64Array.of(2, 2, 1),
  );
  expect(line.status).toBe("complete");
  expect(Array.from(line.corners.at(-1)!.x, (value) => Math.round(1e12 * value) / 1e12)).toEqual([0.5, 0.5, 0]);
});

test("without bounds the line is a ray, and a costless bet an edge", () => {
  const free = fullyInvested(
    [
      [0.04, 0.01],
      [0.01, 0.09],
    ],
    -Infinity,
  );
  const line = traceCriticalLine(free, Float64Array.of(0.05, 0.1));
  expect(line.status).toBe("ray");
  expect(line.corners).toHaveLength(1);
  // two twins of different reward: short one, long the other
  const twins = fullyInvested(
    [
      [0.04, 0.04],
      [0.04, 0.04],
    ],
    -Infinity,
  );
  expect(traceCriticalLine(twins, Float64Array.of(0.05, 0.1)).status).toBe("edge");
});

test("no feasible point: the proof comes with it", () => {
  const line = traceCriticalLine(
    fullyInvested(
      [
        [1, 0],
        [0, 1],
      ],
      0,
      0.4,
    ),
    Float64Array.of(1, 2),
  );
  expect(line.status).toBe("infeasible");
  expect(line.certificate!.violation).toBeGreaterThan(0);
});
