import { readFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { type OrLibraryPort, parsePort } from "../../../../test/or-library.ts";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { certify, optimize, type PortfolioProblem } from "../index.ts";

const fixture = <Row>(name: string): readonly Row[] =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8")) as readonly Row[];

const readPort = (name: string): OrLibraryPort =>
  parsePort(readFileSync(referenceFile(`optimize/orlib/${name}.txt`), "utf8"));

const names = (size: number): readonly string[] => Array.from({ length: size }, (_, i) => `asset ${i + 1}`);

interface SparseCase {
  readonly instance: string;
  readonly n: number;
  readonly k: number;
  readonly gamma: number;
  readonly obj: number;
}

describe("Bertsimas & Cory-Wright, table 3: 1/2 w'Sw + w'w / (2 gamma) - mu'w with at most k assets", () => {
  for (const { instance, n, k, gamma, obj } of fixture<SparseCase>("bertsimas_cory_wright_table3")) {
    referenceTest(`${instance}, k = ${k}: the published objective to 1e-4, proven`, async () => {
      const { mean, covariance } = readPort(instance);
      // the penalty is a variance of 1 / gamma that every asset has for itself
      for (let i = 0; i < n; i += 1) covariance[i * n + i]! += 1 / gamma;
      const problem: PortfolioProblem = {
        assets: names(n),
        mean,
        covariance,
        objective: { kind: "max-utility", riskAversion: 1 },
        constraints: [{ kind: "cardinality", max: k }],
      };
      const solution = await optimize(problem);
      expect(solution.status).toBe("optimal");
      expect(Math.abs(-solution.objective / obj - 1)).toBeLessThan(1e-4);
      expect(solution.weightArray.filter((weight) => weight !== 0).length).toBeLessThanOrEqual(k);
      expect(solution.certificate.gap).toBeLessThanOrEqual(1e-4);
    });
  }
});

interface CardinalityCase {
  readonly instance: string;
  readonly n: number;
  readonly lam: number;
  readonly obj: number;
}

describe("OR-Library with exactly 10 assets of at least 1 %: lambda w'Sw - (1 - lambda) mu'w", () => {
  for (const port of [1, 2]) {
    for (const { instance, n, lam, obj } of fixture<CardinalityCase>(`orlib_cardinality_K10_port${port}`)) {
      referenceTest(
        `${instance}, lambda ${lam}: the published objective to 1e-4, proven by a tree that replays`,
        async () => {
          const { mean, covariance } = readPort(instance);
          const problem: PortfolioProblem = {
            assets: names(n),
            mean,
            covariance,
            objective: lam === 1 ? { kind: "min-risk" } : { kind: "max-utility", riskAversion: (2 * lam) / (1 - lam) },
            constraints: [{ kind: "cardinality", exact: 10, minWeight: 0.01 }],
          };
          const solution = await optimize(problem);
          const value = lam === 1 ? solution.objective : -solution.objective * (1 - lam);
          expect(Math.abs(value / obj - 1)).toBeLessThan(1e-4);
          expect(await certify(problem, solution)).toMatchObject({ boundIs: "verified" });
        },
      );
    }
  }
});

const numbersOf = (file: string): readonly number[] =>
  readFileSync(referenceFile(`optimize/frangioni-gentile/${file}`), "utf8")
    .trim()
    .split(/\s+/)
    .map(Number);

referenceTest("Frangioni & Gentile, pard200_a: the best known 185.999197 is proven to 1e-4", async () => {
  const [n, ...table] = numbersOf("pard200_a.txt") as [number, ...number[]];
  const [, ...covariance] = numbersOf("pard200_a.mat");
  const limits = numbersOf("pard200_a.bds");
  const [targetReturn] = numbersOf("pard200_a.rho");
  const assets = names(n);
  const problem: PortfolioProblem = {
    assets,
    mean: assets.map((_, i) => table[2 * i]!),
    covariance: Float64Array.from(covariance),
    periodsPerYear: 1,
    objective: { kind: "min-risk", targetReturn: targetReturn! },
    constraints: [
      { kind: "bounds", lower: 0, upper: assets.map((_, i) => limits[2 * i + 1]!) },
      ...assets.map(
        (asset, i) => ({ kind: "threshold", name: `t${i}`, assets: [asset], minWeight: limits[2 * i]! }) as const,
      ),
    ],
  };
  const solution = await optimize(problem);
  expect(solution.status).toBe("optimal");
  expect(Math.abs(solution.objective / 185.999197 - 1)).toBeLessThan(1e-4);
  // the published bounds, from below and above
  expect(solution.certificate.bound).toBeLessThanOrEqual(185.999197 * (1 + 1e-6));
  expect(solution.objective).toBeGreaterThanOrEqual(185.9805 * (1 - 1e-6));
  // the tree is replayed before it is called optimal; the solution leaves it out, as it is too long
  expect(solution.certificate.boundIs).toBe("verified");
  expect(solution.certificate.primalResidual).toBeLessThan(1e-8);
  expect(solution.certificate.gap).toBeLessThanOrEqual(1e-4);
});
