import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { solveQuadratic } from "../qp/index.ts";
import { RandomStream } from "../random/index.ts";
import { type Cone, type ConicProgram, coneSize } from "./program.ts";
import { conicSteps, solveConic } from "./solve-conic.ts";
import { addProduct, addSymmetricProduct, addTransposedProduct, sparseFromDense } from "./sparse-matrix.ts";
import { distanceOutside, randomProgram } from "./testing.ts";

const of = (...values: number[]): Float64Array => Float64Array.from(values);

describe("closed forms", () => {
  test("projection onto the second-order cone", () => {
    // least 1/2 |x - p|^2 with x in the cone; p = (1, 3, 4) is projected to (3, 9/5, 12/5)
    const identity = sparseFromDense(of(1, 0, 0, 0, 1, 0, 0, 0, 1), 3, 3);
    const rows = sparseFromDense(of(-1, 0, 0, 0, -1, 0, 0, 0, -1), 3, 3);
    const { status, x } = solveConic({
      size: 3,
      quadratic: identity,
      linear: of(-1, -3, -4),
      rows,
      limits: new Float64Array(3),
      cones: [{ kind: "second-order", size: 3 }],
    });
    expect(status).toBe("optimal");
    [3, 9 / 5, 12 / 5].forEach((value, k) => expect(x[k]).toBeCloseTo(value, 9));
  });

  test("exponential cone: least z over exp(x) <= z, x = 1.5", () => {
    const { x, duals } = solveConic({
      size: 1,
      linear: of(1),
      rows: sparseFromDense(of(0, 0, -1), 3, 1),
      limits: of(1.5, 1, 0),
      cones: [{ kind: "exponential" }],
    });
    expect(x[0]! / Math.exp(1.5)).toBeCloseTo(1, 9);
    // the dual of the first row is the derivative, with sign
    expect(duals[0]).toBeCloseTo(-Math.exp(1.5), 6);
  });

  test("power cone: greatest |z| <= x^a y^(1-a)", () => {
    const { x } = solveConic({
      size: 1,
      linear: of(-1),
      rows: sparseFromDense(of(0, 0, -1), 3, 1),
      limits: of(2, 5, 0),
      cones: [{ kind: "power", exponent: 0.3 }],
    });
    expect(x[0]).toBeCloseTo(2 ** 0.3 * 5 ** 0.7, 9);
  });

  test("a single row of a second-order cone is a bound, and an empty cone is none", () => {
    const { x } = solveConic({
      size: 1,
      linear: of(1),
      rows: sparseFromDense(of(-1), 1, 1),
      limits: of(-2),
      cones: [
        { kind: "second-order", size: 1 },
        { kind: "zero", size: 0 },
      ],
    });
    expect(x[0]).toBeCloseTo(2, 9);
  });
});

describe("against the quadratic solver", () => {
  test("random QPs with a budget, bounds and rows; singular Hessians too", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 15 }), fc.integer({ min: 1, max: 15 }), fc.nat(), (n, rank, seed) => {
        const random = RandomStream.of(seed);
        const factor = Float64Array.from({ length: rank * n }, () => random.normal());
        const hessian = new Float64Array(n * n);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++)
            for (let k = 0; k < rank; k++) hessian[i * n + j]! += factor[k * n + i]! * factor[k * n + j]!;
        const linear = Float64Array.from({ length: n }, () => random.normal());
        const row = Float64Array.from({ length: n }, () => random.normal());
        const middle = row.reduce((sum, value) => sum + value, 0) / n;
        const expected = solveQuadratic({
          size: n,
          hessian,
          linear,
          lower: new Float64Array(n),
          upper: new Float64Array(n).fill(Infinity),
          rows: {
            count: 2,
            matrix: Float64Array.from([...new Float64Array(n).fill(1), ...row]),
            lower: of(1, -Infinity),
            upper: of(1, middle),
          },
        });
        const dense = new Float64Array((n + 2) * n).fill(1, 0, n);
        dense.set(row, n);
        for (let i = 0; i < n; i++) dense[(2 + i) * n + i] = -1;
        const { status, objective, x } = solveConic({
          size: n,
          quadratic: sparseFromDense(hessian, n, n, "upper"),
          linear,
          rows: sparseFromDense(dense, n + 2, n),
          limits: Float64Array.from([1, middle, ...new Float64Array(n)]),
          cones: [
            { kind: "zero", size: 1 },
            { kind: "nonnegative", size: n + 1 },
          ],
        });
        expect(status).toBe("optimal");
        const scale = x.reduce((sum, value, i) => sum + Math.abs(value * linear[i]!), Math.abs(objective));
        expect(Math.abs(objective - expected.objective)).toBeLessThan(1e-8 * Math.max(scale, 1e-2));
      }),
    );
  });
});

describe("optimality conditions", () => {
  const check = (program: ConicProgram): void => {
    const solution = solveConic(program);
    expect(solution.status).toBe("optimal");
    expect(Math.max(solution.primalResidual, solution.dualResidual, solution.gap)).toBeLessThan(1e-8);
    const { x, slacks, duals } = solution;
    const largest = (v: Float64Array): number => v.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const primal = slacks.map((value, i) => value - program.limits[i]!);
    addProduct(program.rows, 1, x, primal);
    expect(largest(primal)).toBeLessThan(1e-6 * (1 + largest(slacks) + largest(program.limits)));
    const dual = program.linear.slice();
    addTransposedProduct(program.rows, 1, duals, dual);
    if (program.quadratic !== undefined) addSymmetricProduct(program.quadratic, 1, x, dual);
    expect(largest(dual)).toBeLessThan(1e-6 * (1 + largest(duals) + largest(program.linear)));
    let at = 0;
    for (const cone of program.cones) {
      const [s, z] = [slacks.subarray(at, at + coneSize(cone)), duals.subarray(at, at + coneSize(cone))];
      expect(distanceOutside(cone, s, "primal")).toBeLessThan(1e-8 * (1 + largest(s)));
      expect(distanceOutside(cone, z, "dual")).toBeLessThan(1e-8 * (1 + largest(z)));
      at += coneSize(cone);
    }
    const product = slacks.reduce((sum, value, i) => sum + value * duals[i]!, 0);
    expect(Math.abs(product)).toBeLessThan(1e-6 * (1 + Math.abs(solution.objective)));
  };

  test("hold for random programs over products of all cones", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => check(randomProgram(RandomStream.of(seed)))),
      { numRuns: 300 },
    );
  });

  test("hold with columns of sizes 1e-2 to 1e2", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => check(randomProgram(RandomStream.of(seed), 2))),
      { numRuns: 100 },
    );
  });
});

describe("proofs", () => {
  const verify = (program: ConicProgram): void => {
    const { status, duals, x, slacks } = solveConic(program);
    let at = 0;
    const inside = (v: Float64Array, side: "primal" | "dual"): void =>
      program.cones.forEach((cone: Cone) => {
        expect(distanceOutside(cone, v.subarray(at, at + coneSize(cone)), side)).toBeLessThan(1e-8);
        at += coneSize(cone);
      });
    if (status === "infeasible") {
      inside(duals, "dual");
      const combined = new Float64Array(program.size);
      addTransposedProduct(program.rows, 1, duals, combined);
      combined.forEach((value) => expect(Math.abs(value)).toBeLessThan(1e-7));
      expect(duals.reduce((sum, value, i) => sum + value * program.limits[i]!, 0)).toBeCloseTo(-1, 9);
    } else {
      expect(status).toBe("unbounded");
      inside(slacks, "primal");
      const moved = slacks.slice();
      addProduct(program.rows, 1, x, moved);
      moved.forEach((value) => expect(Math.abs(value)).toBeLessThan(1e-7));
      expect(x.reduce((sum, value, j) => sum + value * program.linear[j]!, 0)).toBeCloseTo(-1, 9);
    }
  };

  test("of infeasibility: bounds that cross, a disc outside a half-plane, exp(x) <= z with z = -1", () => {
    const bounds: readonly Cone[] = [{ kind: "nonnegative", size: 2 }];
    const crossed = {
      size: 1,
      linear: of(1),
      rows: sparseFromDense(of(-1, 1), 2, 1),
      limits: of(-1, 0),
      cones: bounds,
    };
    expect(solveConic(crossed).status).toBe("infeasible");
    verify(crossed);
    const disc: ConicProgram = {
      size: 2,
      linear: of(0, 0),
      rows: sparseFromDense(of(-1, 0, 0, 0, -1, 0, 0, -1), 4, 2),
      limits: of(-2, 1, 0, 0),
      cones: [
        { kind: "nonnegative", size: 1 },
        { kind: "second-order", size: 3 },
      ],
    };
    expect(solveConic(disc).status).toBe("infeasible");
    verify(disc);
    const exponential: ConicProgram = {
      size: 1,
      linear: of(-1),
      rows: sparseFromDense(of(-1, 0, 0), 3, 1),
      limits: of(0, 1, -1),
      cones: [{ kind: "exponential" }],
    };
    expect(solveConic(exponential).status).toBe("infeasible");
    verify(exponential);
  });

  test("of unboundedness: a ray of a half-plane, and of the second-order cone beside a quadratic objective", () => {
    const plane: ConicProgram = {
      size: 2,
      linear: of(-1, 0),
      rows: sparseFromDense(of(-1, 0, 0, 1), 2, 2),
      limits: of(0, 1),
      cones: [{ kind: "nonnegative", size: 2 }],
    };
    expect(solveConic(plane).status).toBe("unbounded");
    verify(plane);
    const cone: ConicProgram = {
      size: 3,
      quadratic: sparseFromDense(of(0, 0, 0, 0, 0, 0, 0, 0, 1), 3, 3),
      linear: of(0, -1, 0),
      rows: sparseFromDense(of(-1, 0, 0, 0, -1, 0, 0, 0, -1), 3, 3),
      limits: new Float64Array(3),
      cones: [{ kind: "second-order", size: 3 }],
    };
    expect(solveConic(cone).status).toBe("unbounded");
    verify(cone);
  });
});

describe("behaviour", () => {
  const program: ConicProgram = {
    size: 1,
    linear: of(1),
    rows: sparseFromDense(of(-1), 1, 1),
    limits: of(-2),
    cones: [{ kind: "nonnegative", size: 1 }],
  };

  test("units of rows, limits and costs don't matter", () => {
    for (const [row, limit, cost] of [
      [1e-6, 1, 1],
      [1, 1e6, 1e-8],
      [1e5, 1e-5, 1e5],
    ] as const) {
      const { status, x } = solveConic({
        ...program,
        linear: of(cost),
        rows: sparseFromDense(of(-row), 1, 1),
        limits: of(-row * limit),
      });
      expect(status).toBe("optimal");
      expect(x[0]! / limit).toBeCloseTo(1, 9);
    }
  });

  test("the steps can be left at any iteration, and a limit on them is kept", () => {
    const steps = conicSteps(program);
    expect(steps.next()).toMatchObject({ done: false, value: { iteration: 0 } });
    expect(solveConic(program, { maxIterations: 1 }).status).toBe("iteration-limit");
  });

  test("shapes that disagree are errors that name the culprit", () => {
    expect(() => solveConic({ ...program, limits: of(1, 2) })).toThrow(/rows to be 2 x 1, was 1 x 1/);
    expect(() => solveConic({ ...program, cones: [] })).toThrow(/cones of 1 rows in all, had 0/);
    expect(() => solveConic({ ...program, linear: of(NaN) })).toThrow(/linear to be finite, entry 0 was NaN/);
    expect(() => solveConic({ ...program, cones: [{ kind: "nonnegative", size: -1 }] })).toThrow(/cones\[0\].size/);
    expect(() => solveConic({ ...program, quadratic: sparseFromDense(of(-1), 1, 1) })).toThrow(/entry 0, 0 was -1/);
  });
});
