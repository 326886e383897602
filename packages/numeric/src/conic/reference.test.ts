import { describe, expect, test } from "vitest";
import reference from "./fixtures/conic.json" with { type: "json" };
import type { Cone, ConicProgram } from "./program.ts";
import { solveConic } from "./solve-conic.ts";
import { sparseFromEntries } from "./sparse-matrix.ts";

/** The data of scripts/reference/conic.py, which wrote the fixture. */
function table(rows: number, columns: number, seed: number): Float64Array {
  const golden = (Math.sqrt(5) - 1) / 2;
  return Float64Array.from({ length: rows * columns }, (_, k) => 2 * ((golden * (seed + 1) * (1 + k) ** 2) % 1) - 1);
}

/** Rows given one by one, each as [variable, coefficient] pairs: s = limit - coefficients'x. */
class Rows {
  readonly row: number[] = [];
  readonly column: number[] = [];
  readonly value: number[] = [];
  readonly limits: number[] = [];

  add(limit: number, entries: Iterable<readonly [number, number]>): void {
    for (const [j, value] of entries) {
      this.row.push(this.limits.length);
      this.column.push(j);
      this.value.push(value);
    }
    this.limits.push(limit);
  }

  program(linear: Float64Array, cones: readonly Cone[], quadratic?: Rows): ConicProgram {
    const size = linear.length;
    const rows = sparseFromEntries(this.limits.length, size, this.row, this.column, this.value);
    const program = { size, linear, rows, limits: Float64Array.from(this.limits), cones };
    if (quadratic === undefined) return program;
    return { ...program, quadratic: sparseFromEntries(size, size, quadratic.row, quadratic.column, quadratic.value) };
  }
}

const dense = (values: Float64Array, factor: number): [number, number][] =>
  Array.from(values, (value, j) => [j, factor * value]);

const expectOptimum = (program: ConicProgram, objective: number): void => {
  const solution = solveConic(program);
  expect(solution.status).toBe("optimal");
  expect(solution.gap).toBeLessThan(1e-9);
  expect(Math.abs(solution.objective - objective)).toBeLessThan(2e-9 * Math.max(1, Math.abs(objective)));
};

describe(`agrees with ${reference.source}`, () => {
  test.each(reference.secondOrder)("two second-order caps, n = $n", ({ n, seed, objective }) => {
    const [factor, other, mean] = [table(n, n, seed), table(n, n, seed + 1), table(1, n, seed + 2)];
    const rows = new Rows();
    rows.add(1, dense(new Float64Array(n).fill(1), 1));
    for (let i = 0; i < n; i++) rows.add(0, [[i, -1]]);
    const row = (matrix: Float64Array, k: number): Float64Array => matrix.subarray(k * n, (k + 1) * n);
    const average = (matrix: Float64Array, k: number): number => row(matrix, k).reduce((sum, v) => sum + v / n, 0);
    rows.add(1.2 * Math.hypot(...Array.from({ length: n }, (_, k) => average(factor, k))), []);
    for (let k = 0; k < n; k++) rows.add(0, dense(row(factor, k), -1));
    rows.add(0.5, []);
    for (let k = 0; k < n; k++) rows.add(-average(other, k), dense(row(other, k), -1));
    const disc: Cone = { kind: "second-order", size: n + 1 };
    const cones: Cone[] = [{ kind: "zero", size: 1 }, { kind: "nonnegative", size: n }, disc, disc];
    expectOptimum(
      rows.program(
        mean.map((value) => -value),
        cones,
      ),
      objective,
    );
  });

  test.each(reference.logSumExp)("log-sum-exp of $k terms in $n variables", ({ n, k, seed, objective }) => {
    const [slopes, starts] = [table(k, n, seed), table(1, k, seed + 1)];
    const rows = new Rows();
    rows.add(
      1,
      Array.from({ length: k }, (_, i) => [n + 1 + i, 1] as const),
    );
    for (let i = 0; i < k; i++) {
      rows.add(starts[i]!, [...dense(slopes.subarray(i * n, (i + 1) * n), -1), [n, 1]]);
      rows.add(1, []);
      rows.add(0, [[n + 1 + i, -1]]);
    }
    const linear = new Float64Array(n + 1 + k);
    linear[n] = 1;
    const terms = Array.from({ length: k }, (): Cone => ({ kind: "exponential" }));
    expectOptimum(rows.program(linear, [{ kind: "nonnegative", size: 1 }, ...terms]), objective);
  });

  test.each(reference.entropy)("entropy of $n weights with $m given means", ({ n, m, seed, objective }) => {
    const means = table(m, n, seed);
    const start = Float64Array.from({ length: n }, (_, i) => (1 + i) / ((n * (n + 1)) / 2));
    const rows = new Rows();
    rows.add(1, dense(new Float64Array(n).fill(1), 1));
    for (let k = 0; k < m; k++) {
      const row = means.subarray(k * n, (k + 1) * n);
      rows.add(
        row.reduce((sum, value, i) => sum + value * start[i]!, 0),
        dense(row, 1),
      );
    }
    // x ln x <= t as (-t, x, 1)
    for (let i = 0; i < n; i++) {
      rows.add(0, [[n + i, 1]]);
      rows.add(0, [[i, -1]]);
      rows.add(1, []);
    }
    const linear = new Float64Array(2 * n).fill(1, n);
    const terms = Array.from({ length: n }, (): Cone => ({ kind: "exponential" }));
    expectOptimum(rows.program(linear, [{ kind: "zero", size: 1 + m }, ...terms]), objective);
  });

  test.each(reference.impact)("quadratic risk and costs to the power 3/2, n = $n", ({ n, seed, objective }) => {
    const [factor, mean] = [table(n, n, seed), table(1, n, seed + 1)];
    const rows = new Rows();
    rows.add(1, dense(new Float64Array(n).fill(1), 1));
    for (let i = 0; i < n; i++) rows.add(0, [[i, -1]]);
    // |w - 1/n| <= t^(2/3)
    for (let i = 0; i < n; i++) {
      rows.add(0, [[n + i, -1]]);
      rows.add(1, []);
      rows.add(-1 / n, [[i, -1]]);
    }
    const quadratic = new Rows();
    for (let i = 0; i < n; i++) {
      for (let j = i; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += factor[k * n + i]! * factor[k * n + j]!;
        quadratic.row.push(i);
        quadratic.column.push(j);
        quadratic.value.push(sum);
      }
    }
    const linear = Float64Array.from([...mean.map((value) => -value), ...new Float64Array(n).fill(0.2)]);
    const costs = Array.from({ length: n }, (): Cone => ({ kind: "power", exponent: 2 / 3 }));
    const cones: Cone[] = [{ kind: "zero", size: 1 }, { kind: "nonnegative", size: n }, ...costs];
    expectOptimum(rows.program(linear, cones, quadratic), objective);
  });
});
