import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { minimizeSmooth, type SmoothObjective } from "./index.ts";

const rosenbrock = (size: number): SmoothObjective => ({
  size,
  valueAndGradient(x, gradient) {
    gradient.fill(0);
    let value = 0;
    for (let i = 0; i + 1 < size; i++) {
      const bend = x[i + 1]! - x[i]! ** 2;
      value += 100 * bend ** 2 + (1 - x[i]!) ** 2;
      gradient[i]! += -400 * x[i]! * bend - 2 * (1 - x[i]!);
      gradient[i + 1]! += 200 * bend;
    }
    return value;
  },
});

describe("minimizeSmooth", () => {
  test("Rosenbrock's valley from the classic start", () => {
    const found = minimizeSmooth(rosenbrock(2), Float64Array.of(-1.2, 1));
    expect(found.converged).toBe(true);
    expect(found.value).toBeLessThan(1e-15);
    found.x.forEach((x) => expect(x).toBeCloseTo(1, 7));
    expect(found.iterations).toBeLessThan(60);
  });

  test("Rosenbrock's valley in ten dimensions", () => {
    const found = minimizeSmooth(rosenbrock(10), new Float64Array(10));
    expect(found.converged).toBe(true);
    found.x.forEach((x) => expect(x).toBeCloseTo(1, 7));
  });

  test("Beale's function has its minimum at (3, 0.5)", () => {
    const beale: SmoothObjective = {
      size: 2,
      valueAndGradient(point, gradient) {
        const [x, y] = [point[0]!, point[1]!];
        gradient.fill(0);
        let value = 0;
        [1.5, 2.25, 2.625].forEach((constant, index) => {
          const power = index + 1;
          const residual = constant - x + x * y ** power;
          value += residual ** 2;
          gradient[0]! += 2 * residual * (y ** power - 1);
          gradient[1]! += 2 * residual * x * power * y ** (power - 1);
        });
        return value;
      },
    };
    const found = minimizeSmooth(beale, Float64Array.of(1, 1));
    expect(found.converged).toBe(true);
    expect(found.x[0]).toBeCloseTo(3, 6);
    expect(found.x[1]).toBeCloseTo(0.5, 6);
  });

  test("Powell's singular function, whose Hessian is singular at the minimum", () => {
    const powell: SmoothObjective = {
      size: 4,
      valueAndGradient(x, gradient) {
        const [a, b, c, d] = [x[0]! + 10 * x[1]!, x[2]! - x[3]!, x[1]! - 2 * x[2]!, x[0]! - x[3]!];
        gradient[0] = 2 * a + 40 * d ** 3;
        gradient[1] = 20 * a + 4 * c ** 3;
        gradient[2] = 10 * b - 8 * c ** 3;
        gradient[3] = -10 * b - 40 * d ** 3;
        return a ** 2 + 5 * b ** 2 + c ** 4 + 10 * d ** 4;
      },
    };
    const found = minimizeSmooth(powell, Float64Array.of(3, -1, 0, 1));
    expect(found.converged).toBe(true);
    expect(found.value).toBeLessThan(1e-9);
  });

  test("badly scaled quadratics: the minimum of any positive definite form", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 6 }),
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (logarithms, targets) => {
          const size = logarithms.length;
          const objective: SmoothObjective = {
            size,
            valueAndGradient(x, gradient) {
              let value = 0;
              for (let i = 0; i < size; i++) {
                const weight = 10 ** logarithms[i]!;
                const away = x[i]! - targets[i]!;
                value += (weight * away * away) / 2;
                gradient[i] = weight * away;
              }
              return value;
            },
          };
          const found = minimizeSmooth(objective, new Float64Array(size), { tolerance: 1e-10 });
          expect(found.converged).toBe(true);
          for (let i = 0; i < size; i++) expect(Math.abs(found.x[i]! - targets[i]!)).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("a value that is not finite counts as a step too long", () => {
    // x - ln x - 2 ln(3 - x): outside (0, 3) there is none
    const barrier: SmoothObjective = {
      size: 1,
      valueAndGradient(x, gradient) {
        const at = x[0]!;
        gradient[0] = 1000 - 1 / at + 2 / (3 - at);
        return at <= 0 || at >= 3 ? Number.NaN : 1000 * at - Math.log(at) - 2 * Math.log(3 - at);
      },
    };
    const found = minimizeSmooth(barrier, Float64Array.of(2.9));
    expect(found.converged).toBe(true);
    expect(found.x[0]).toBeCloseTo(0.000999334, 8);
  });

  test("a minimum at which a large constant hides the last digits still counts as reached", () => {
    const shifted: SmoothObjective = {
      size: 2,
      valueAndGradient(x, gradient) {
        const value = rosenbrock(2).valueAndGradient(x, gradient);
        return value + 1e4;
      },
    };
    const found = minimizeSmooth(shifted, Float64Array.of(-1.2, 1), { tolerance: 1e-13 });
    expect(found.converged).toBe(true);
    expect(found.x[0]).toBeCloseTo(1, 5);
  });

  test("says so when the iterations run out, and when the function is unbounded", () => {
    expect(minimizeSmooth(rosenbrock(2), Float64Array.of(-1.2, 1), { maxIterations: 3 })).toMatchObject({
      converged: false,
      iterations: 3,
    });
    const fall: SmoothObjective = {
      size: 1,
      valueAndGradient(x, gradient) {
        gradient[0] = -1;
        return -x[0]!;
      },
    };
    expect(minimizeSmooth(fall, Float64Array.of(0)).converged).toBe(false);
  });

  test("starts at a minimum without a step, and leaves the start as it was", () => {
    const start = Float64Array.of(1, 1);
    expect(minimizeSmooth(rosenbrock(2), start)).toMatchObject({ iterations: 0, converged: true, value: 0 });
    expect([...start]).toEqual([1, 1]);
  });

  test("refuses a start of the wrong length or outside the domain", () => {
    expect(() => minimizeSmooth(rosenbrock(2), Float64Array.of(1))).toThrow(RangeError);
    expect(() => minimizeSmooth(rosenbrock(2), Float64Array.of(Number.NaN, 1))).toThrow(RangeError);
  });
});
