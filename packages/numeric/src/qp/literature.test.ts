import { readFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { type OrLibraryPort, parsePort } from "../../../../test/or-library.ts";
import { ActiveSetSolver } from "./active-set.ts";
import type { QuadraticProgram } from "./program.ts";
import { solveQuadratic } from "./solve.ts";

interface Entry {
  readonly n: number;
  readonly m: number;
  readonly r: number;
  readonly q: readonly number[];
  readonly l: readonly number[];
  readonly u: readonly number[];
  readonly P: readonly (readonly [number, number, number])[];
  readonly A: readonly (readonly [number, number, number])[];
  readonly literature_optimum: number | null;
  readonly computed_optimum: number;
}

// every row as given: bounds are rows with one coefficient there
function programOf(entry: Entry, boundsAsRows: boolean): QuadraticProgram {
  const { n, m } = entry;
  const hessian = new Float64Array(n * n);
  for (const [i, j, value] of entry.P) hessian[i * n + j] = hessian[j * n + i] = value;
  const limit = (value: number): number => (Math.abs(value) >= 1e20 ? Math.sign(value) * Infinity : value);
  const rows = Array.from({ length: m }, () => new Map<number, number>());
  for (const [i, j, value] of entry.A) if (value !== 0) rows[i]!.set(j, (rows[i]!.get(j) ?? 0) + value);
  const lower = new Float64Array(n).fill(-Infinity);
  const upper = new Float64Array(n).fill(Infinity);
  const kept: number[] = [];
  rows.forEach((row, i) => {
    if (row.size !== 1 || boundsAsRows) {
      kept.push(i);
      return;
    }
    const [[j, value]] = [...row] as [[number, number]];
    const ends = [limit(entry.l[i]!) / value, limit(entry.u[i]!) / value].sort((a, b) => a - b);
    lower[j] = Math.max(lower[j]!, ends[0]!);
    upper[j] = Math.min(upper[j]!, ends[1]!);
  });
  const matrix = new Float64Array(kept.length * n);
  kept.forEach((i, t) => {
    for (const [j, value] of rows[i]!) matrix[t * n + j] = value;
  });
  return {
    size: n,
    hessian,
    linear: Float64Array.from(entry.q),
    lower,
    upper,
    rows: {
      count: kept.length,
      matrix,
      lower: Float64Array.from(kept, (i) => limit(entry.l[i]!)),
      upper: Float64Array.from(kept, (i) => limit(entry.u[i]!)),
    },
  };
}

describe("Maros & Meszaros (1999), the 34 problems with at most 180 variables", () => {
  const problems = (): Record<string, Entry> =>
    JSON.parse(readFileSync(referenceFile("optimize/maros-meszaros/small.json"), "utf8")) as Record<string, Entry>;

  for (const method of ["auto", "active-set", "interior-point"] as const) {
    referenceTest(
      `${method}: 1e-6 to the literature, own certified gap 1e-9`,
      () => {
        let solved = 0;
        for (const [name, entry] of Object.entries(problems())) {
          const solution = solveQuadratic(programOf(entry, false), { method });
          expect(solution.status, name).toBe("optimal");
          expect(
            Math.max(solution.residuals.gap, solution.residuals.primal, solution.residuals.dual),
            name,
          ).toBeLessThanOrEqual(1e-9);
          const published = entry.literature_optimum ?? entry.computed_optimum;
          const distance = Math.abs(solution.objective + entry.r - published) / Math.max(1, Math.abs(published));
          expect(distance, name).toBeLessThanOrEqual(1e-6);
          solved++;
        }
        expect(solved).toBe(34);
      },
      60_000,
    );
  }

  referenceTest(
    "the same with every bound written as a row, small ones",
    () => {
      for (const [name, entry] of Object.entries(problems())) {
        if (entry.n > 20) continue;
        const solution = solveQuadratic(programOf(entry, true));
        const published = entry.literature_optimum ?? entry.computed_optimum;
        expect(solution.status, name).toBe("optimal");
        expect(
          Math.abs(solution.objective + entry.r - published) / Math.max(1, Math.abs(published)),
          name,
        ).toBeLessThanOrEqual(1e-6);
      }
    },
    60_000,
  );
});

// Chang et al. (2000)
function orLibrary(port: number): OrLibraryPort {
  return parsePort(readFileSync(referenceFile(`optimize/orlib/port${port}.txt`), "utf8"));
}

describe("OR-Library, long only", () => {
  // golden/optimize.md
  const minimumVariance = [6.42257213e-4, 1.36855277e-4, 1.98493524e-4, 1.21413083e-4, 3.046407e-4];
  for (const port of [1, 2, 3, 4, 5]) {
    referenceTest(`port${port}: minimum variance`, () => {
      const { n, covariance } = orLibrary(port);
      for (const method of ["active-set", "interior-point"] as const) {
        const solution = solveQuadratic(
          {
            size: n,
            hessian: covariance,
            linear: new Float64Array(n),
            rows: {
              count: 1,
              matrix: new Float64Array(n).fill(1),
              lower: Float64Array.of(1),
              upper: Float64Array.of(1),
            },
            lower: new Float64Array(n),
            upper: new Float64Array(n).fill(Infinity),
          },
          { method },
        );
        expect(solution.status).toBe("optimal");
        expect(Math.abs(2 * solution.objective - minimumVariance[port - 1]!)).toBeLessThan(
          1e-8 * minimumVariance[port - 1]!,
        );
      }
    });

    referenceTest(`port${port}: every 40th point of the published frontier`, () => {
      const { n, mean, covariance } = orLibrary(port);
      const lines = readFileSync(referenceFile(`optimize/orlib/portef${port}.txt`), "utf8")
        .trim()
        .split("\n");
      const points = lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
      const matrix = new Float64Array(2 * n);
      matrix.fill(1, 0, n);
      matrix.set(mean, n);
      let checked = 0;
      for (let t = 0; t < points.length; t += 40) {
        const [target, variance] = points[t]!;
        const solution = solveQuadratic({
          size: n,
          hessian: covariance,
          linear: new Float64Array(n),
          rows: { count: 2, matrix, lower: Float64Array.of(1, target), upper: Float64Array.of(1, Infinity) },
          lower: new Float64Array(n),
          upper: new Float64Array(n).fill(Infinity),
        });
        expect(solution.status).toBe("optimal");
        // the file is rounded: golden/optimize.md gives 2.4e-6
        expect(Math.abs(2 * solution.objective - variance)).toBeLessThanOrEqual(5e-6 * variance);
        checked++;
      }
      expect(checked).toBe(50);
    });
  }

  referenceTest("port5: a frontier by warm solves of one solver equals cold solves", () => {
    const { n, mean, covariance } = orLibrary(5);
    const program = (lambda: number): QuadraticProgram => ({
      size: n,
      hessian: covariance,
      linear: mean.map((value) => -lambda * value),
      rows: { count: 1, matrix: new Float64Array(n).fill(1), lower: Float64Array.of(1), upper: Float64Array.of(1) },
      lower: new Float64Array(n),
      upper: new Float64Array(n).fill(Infinity),
    });
    const solver = new ActiveSetSolver(program(0));
    for (let k = 0; k < 40; k++) {
      const lambda = 0.002 * 1.25 ** k;
      const warm = solver.solve({ linear: program(lambda).linear });
      const cold = solveQuadratic(program(lambda));
      expect(warm.status).toBe("converged");
      for (let j = 0; j < n; j++) expect(Math.abs(warm.x[j]! - cold.x[j]!)).toBeLessThan(1e-9);
    }
  });
});
