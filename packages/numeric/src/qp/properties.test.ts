import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ActiveSetSolver } from "./active-set.ts";
import { hessianOperator } from "./hessian.ts";
import type { QuadraticProgram } from "./program.ts";
import { judge } from "./residuals.ts";
import { solveQuadratic } from "./solve.ts";
import { nastyProgram, testStream } from "./testing.ts";

const runs = 10_000;

const seeds = fc.integer({ min: 0, max: 1_000_000_000 });

test("10 000 random quadratic programs: none is called optimal that isn't, and none is left undecided", () => {
  const count = { optimal: 0, infeasible: 0, unbounded: 0, "iteration-limit": 0 };
  fc.assert(
    fc.property(seeds, (seed) => {
      const program = nastyProgram(seed, { size: 40, rows: 6 });
      const solution = solveQuadratic(program);
      count[solution.status]++;
      if (solution.status !== "optimal") return true;
      // again from the raw data: feasible, stationary, complementary
      const { residuals } = judge(
        program,
        hessianOperator(program.hessian, program.size),
        solution.x,
        solution.rowDuals,
      );
      return residuals.primal <= 1e-9 && residuals.dual <= 1e-9 && residuals.gap <= 1e-9;
    }),
    { numRuns: runs },
  );
  // rank-deficient, T < n, duplicates, volatilities over six orders of magnitude, caps, floors, shorts; every ending is reached
  expect(Math.min(count.optimal, count.infeasible, count.unbounded)).toBeGreaterThan(0.02 * runs);
  expect(count["iteration-limit"]).toBe(0);
}, 300_000);

test("twins of rows that contradict each other, and curvatures eleven orders apart in a singular Hessian", () => {
  expect(solveQuadratic(nastyProgram(5201, { size: 40, rows: 6 })).status).toBe("infeasible");
  const flat = solveQuadratic(nastyProgram(8704, { size: 40, rows: 6 }));
  expect(flat.status).toBe("optimal");
  expect(Math.max(flat.residuals.primal, flat.residuals.dual, flat.residuals.gap)).toBeLessThan(1e-12);
});

test.each([121258510, 164583273])(
  "multipliers of rows where curvatures are 16 orders apart keep the digits of the smallest: program %d",
  (seed) => {
    const { status, residuals } = solveQuadratic(nastyProgram(seed, { size: 40, rows: 6 }));
    expect(status).toBe("optimal");
    expect(residuals.dual).toBeLessThan(1e-9);
  },
);

test("an infeasible program comes with multipliers that contradict the limits", () => {
  let seen = 0;
  fc.assert(
    fc.property(seeds, (seed) => {
      const program = nastyProgram(seed, { size: 12, rows: 5 });
      const solution = solveQuadratic(program);
      if (solution.status !== "infeasible") return true;
      seen++;
      const { rows, bounds } = solution.certificate!;
      let violation = 0,
        terms = 0;
      for (let j = 0; j < program.size; j++) {
        let sum = bounds[j]!,
          size = Math.abs(bounds[j]!);
        for (let i = 0; i < rows.length; i++) {
          const term = rows[i]! * program.rows!.matrix[i * program.size + j]!;
          sum += term;
          size += Math.abs(term);
        }
        if (Math.abs(sum) > 1e-10 * Math.max(size, 1e-300)) return false;
        if (bounds[j] !== 0) {
          const part = bounds[j]! * (bounds[j]! > 0 ? program.lower[j]! : program.upper[j]!);
          violation += part;
          terms += Math.abs(part);
        }
      }
      for (let i = 0; i < rows.length; i++) {
        if (rows[i] === 0) continue;
        const part = rows[i]! * (rows[i]! > 0 ? program.rows!.lower[i]! : program.rows!.upper[i]!);
        violation += part;
        terms += Math.abs(part);
      }
      return violation > 1e-12 * terms;
    }),
    { numRuns: 300 },
  );
  expect(seen).toBeGreaterThan(30);
});

test("permuting the variables permutes the answer's value", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const program = nastyProgram(seed, { size: 15, rows: 4, bounded: true });
      const n = program.size;
      const random = testStream(seed + 1);
      const order = Array.from({ length: n }, (_, j) => j);
      for (let j = n - 1; j > 0; j--) {
        const k = random.integer(j + 1);
        [order[j], order[k]] = [order[k]!, order[j]!];
      }
      const hessian = program.hessian as Float64Array;
      const m = program.rows!.count;
      const permuted: QuadraticProgram = {
        size: n,
        hessian: Float64Array.from(
          { length: n * n },
          (_, t) => hessian[order[Math.floor(t / n)]! * n + order[t % n]!]!,
        ),
        linear: Float64Array.from(order, (j) => program.linear[j]!),
        lower: Float64Array.from(order, (j) => program.lower[j]!),
        upper: Float64Array.from(order, (j) => program.upper[j]!),
        rows: {
          ...program.rows!,
          matrix: Float64Array.from(
            { length: m * n },
            (_, t) => program.rows!.matrix[Math.floor(t / n) * n + order[t % n]!]!,
          ),
        },
      };
      const a = solveQuadratic(program);
      const b = solveQuadratic(permuted);
      if (a.status === "iteration-limit" || b.status === "iteration-limit") return true;
      expect(b.status).toBe(a.status);
      return a.status !== "optimal" || close(program, a.x, a.objective, b.objective);
    }),
    { numRuns: 300 },
  );
});

test("warm equals cold: from the last answer, from a random point, and after a new linear term", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const program = nastyProgram(seed, { size: 20, rows: 4, bounded: true });
      const cold = solveQuadratic(program, { method: "active-set" });
      if (cold.status !== "optimal") return true;
      const random = testStream(seed + 2);
      const warm = solveQuadratic(program, { warmStart: { x: cold.x } });
      const lost = solveQuadratic(program, { warmStart: { x: cold.x.map(() => random.normal()) } });
      expect([warm.status, lost.status]).toEqual(["optimal", "optimal"]);
      const solver = new ActiveSetSolver(program);
      solver.solve({ linear: program.linear.map((value) => -value + 0.01 * random.normal()) });
      const back = solver.solve({ linear: program.linear });
      const again = judge(program, hessianOperator(program.hessian, program.size), back.x, back.y);
      return [warm.objective, lost.objective, again.objective].every((objective) =>
        close(program, cold.x, cold.objective, objective),
      );
    }),
    { numRuns: 300 },
  );
});

test("a change of units changes nothing: returns by 1e-4 and 1e6", () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(1e-4, 1e6), (seed, unit) => {
      const program = nastyProgram(seed, { size: 20, rows: 4, bounded: true });
      const scaled: QuadraticProgram = {
        ...program,
        hessian: (program.hessian as Float64Array).map((value) => value * unit * unit),
        linear: program.linear.map((value) => value * unit * unit),
      };
      const a = solveQuadratic(program);
      const b = solveQuadratic(scaled);
      if (a.status === "iteration-limit" || b.status === "iteration-limit") return true;
      expect(b.status).toBe(a.status);
      return a.status !== "optimal" || close(program, a.x, a.objective, b.objective / unit / unit);
    }),
    { numRuns: 300 },
  );
});

test("a dual is the slope of the objective in its limit", () => {
  const n = 4;
  const program: QuadraticProgram = {
    size: n,
    hessian: Float64Array.of(0.04, 0.01, 0, 0, 0.01, 0.09, 0.02, 0, 0, 0.02, 0.16, 0.01, 0, 0, 0.01, 0.25),
    linear: Float64Array.of(-0.01, -0.02, -0.03, -0.05),
    rows: {
      count: 2,
      matrix: Float64Array.of(1, 1, 1, 1, 0, 0, 1, 1),
      lower: Float64Array.of(1, -Infinity),
      upper: Float64Array.of(1, 0.3),
    },
    lower: new Float64Array(n).fill(0.05),
    upper: new Float64Array(n).fill(0.5),
  };
  const base = solveQuadratic(program);
  const moved = (row: number, step: number): number => {
    const rows = program.rows!;
    const upper = rows.upper.slice();
    const lower = rows.lower.slice();
    upper[row] = upper[row]! + step;
    if (row === 0) lower[row] = lower[row]! + step;
    return solveQuadratic({ ...program, rows: { ...rows, upper, lower } }).objective;
  };
  for (const row of [0, 1]) {
    const slope = (moved(row, 1e-5) - moved(row, -1e-5)) / 2e-5;
    expect(slope).toBeCloseTo(base.rowDuals[row]!, 8);
  }
  expect(base.rowDuals[1]).toBeLessThan(0);
});

// equal to within 1e-9 of the size of the objective's own terms
function close(program: QuadraticProgram, x: Float64Array, a: number, b: number): boolean {
  const hessian = hessianOperator(program.hessian, program.size);
  const size = hessian.absoluteProduct(x);
  let terms = 0;
  for (let j = 0; j < program.size; j++) terms += Math.abs(x[j]!) * (size[j]! + Math.abs(program.linear[j]!));
  return Math.abs(a - b) <= 1e-9 * terms + 1e-20;
}
