import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { referenceFile, referenceTest } from "../../../../../test/reference-data.ts";
import { type OrLibraryPort, parsePort } from "../../../../../test/or-library.ts";
import type { CardinalityProgram } from "../../program/cardinality-program.ts";
import { finish } from "../../certify/pieces.ts";
import { replayProof } from "../../certify/replay-branches.ts";
import { type CardinalityOptions, type CardinalityResult, searchCardinality } from "./search.ts";
import { enumerateSupports, smallInstance } from "./testing.ts";

function run(program: CardinalityProgram, options?: CardinalityOptions): CardinalityResult {
  const search = searchCardinality(program, options);
  for (;;) {
    const step = search.next();
    if (step.done === true) return step.value;
  }
}

// Chang et al. (2000): means, standard deviations, correlations
function orLibrary(port: number): OrLibraryPort {
  return parsePort(readFileSync(referenceFile(`optimize/orlib/port${port}.txt`), "utf8"));
}

// lambda w'Sw - (1 - lambda) mu'w, ten assets, at least 1 % each
function tenAssets(port: number, lambda: number): CardinalityProgram {
  const { n, mean, covariance } = orLibrary(port);
  return {
    size: n,
    hessian: covariance.map((value) => 2 * lambda * value),
    linear: mean.map((value) => -(1 - lambda) * value),
    lower: new Float64Array(n).fill(0.01),
    upper: new Float64Array(n).fill(1),
    minCount: 10,
    maxCount: 10,
    rows: { count: 1, matrix: new Float64Array(n).fill(1), lower: Float64Array.of(1), upper: Float64Array.of(1) },
  };
}

describe("small instances with group rows, caps, thresholds, exact counts, shorts and singular Q", () => {
  test("the objective equals exhaustive enumeration, and the replayed proof bounds it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
        const program = smallInstance(seed);
        const best = enumerateSupports(program);
        const result = run(program, { relativeGap: 1e-7, scale: 1e-9 });
        const replayed = finish(replayProof(program, result.proof));
        expect(result.status).toBe(best === Infinity ? "infeasible" : "optimal");
        if (best === Infinity) return replayed === Infinity;
        const scale = Math.abs(best) + 1e-6;
        const equal = Math.abs(result.objective - best) <= 2e-7 * scale;
        // the proof holds what was claimed, and no more than is true
        return equal && replayed >= result.bound - 1e-9 * scale && replayed <= best + 1e-9 * scale;
      }),
      { numRuns: 400 },
    );
  }, 60_000);
});

test("a stop leaves the incumbent with an honest bound and gap", () => {
  let stopped = 0;
  for (let seed = 0; seed < 60; seed++) {
    const program = smallInstance(seed);
    const search = searchCardinality(program, { relativeGap: 1e-9, maxNodes: 1 });
    let step = search.next();
    while (step.done !== true) step = search.next();
    const { status, x, bound, objective, gap, proof } = step.value;
    if (status !== "feasible") continue;
    stopped++;
    const best = enumerateSupports(program);
    expect(x).toBeDefined();
    expect(bound).toBeLessThanOrEqual(best + 1e-12);
    expect(objective).toBeGreaterThanOrEqual(best - 1e-12);
    expect(gap).toBeGreaterThan(0);
    expect(finish(replayProof(program, proof))).toBeGreaterThanOrEqual(bound - 1e-12);
  }
  expect(stopped).toBeGreaterThan(5);
});

test("a stop at any yield ends the search there, with an honest bound", () => {
  for (const seed of [3, 8, 21]) {
    const program = smallInstance(seed);
    const best = enumerateSupports(program);
    for (let at = 0; at < 12; at++) {
      const search = searchCardinality(program, { relativeGap: 0 });
      let step = search.next();
      for (let i = 0; i < at && step.done !== true; i++) step = search.next();
      if (step.done !== true) step = search.next("stop");
      expect(step.done).toBe(true);
      const { bound, objective } = step.value as CardinalityResult;
      expect(bound).toBeLessThanOrEqual(best + 1e-12);
      expect(objective).toBeGreaterThanOrEqual(best - 1e-12);
    }
  }
});

test("it yields before the first node, at each node, and at each piece of the work between nodes", () => {
  let before = 0;
  let between = 0;
  for (let seed = 0; seed < 20; seed++) {
    const search = searchCardinality(smallInstance(seed), { relativeGap: 0 });
    const nodes: number[] = [];
    for (let step = search.next(); step.done !== true; step = search.next()) nodes.push(step.value.nodes);
    expect(nodes[0]).toBe(0);
    for (let i = 1; i < nodes.length; i++) expect(nodes[i]! - nodes[i - 1]!).toBeLessThanOrEqual(1);
    before = Math.max(before, nodes.filter((count) => count === 0).length);
    between = Math.max(between, nodes.filter((count) => count === 1).length);
  }
  // the diagonal in pieces, and exchanges for the incumbent of the root
  expect(before).toBeGreaterThan(2);
  expect(between).toBeGreaterThan(5);
});

test("bounds that aren't finite are refused by name", () => {
  const program = { ...smallInstance(1), upper: new Float64Array(smallInstance(1).size).fill(Infinity) };
  expect(() => run(program)).toThrow(/finite bounds, variable 0/);
});

describe("OR-Library, 10 assets exactly, at least 1 % each, proven to 1e-4", () => {
  // objectives: golden/optimize/orlib_cardinality_K10_port{1,2}.json, proven there by outer approximation
  const golden: readonly (readonly [number, number, number])[] = [
    [1, 1, 6.422572126156415e-4],
    [1, 0.9, 1.5909857375869118e-4],
    [1, 0.7, -1.3229375049714337e-3],
    [1, 0.5, -3.3039965028322433e-3],
    [2, 0.9, -3.645474621134412e-4],
    [2, 0.7, -2.0898705129218467e-3],
    [2, 0.5, -3.990596985551518e-3],
  ];
  for (const [port, lambda, objective] of golden) {
    referenceTest(`port${port}, lambda ${lambda}: the published objective`, () => {
      const program = tenAssets(port, lambda);
      const result = run(program, { relativeGap: 1e-4 });
      expect(result.status).toBe("optimal");
      expect(Math.abs(result.objective - objective)).toBeLessThanOrEqual(1e-4 * Math.abs(objective));
      expect(finish(replayProof(program, result.proof))).toBeGreaterThanOrEqual(
        result.bound - 1e-10 * Math.abs(objective),
      );
      expect(result.x!.filter((weight) => weight !== 0).length).toBe(10);
    });
  }
  for (const port of [3, 4, 5]) {
    referenceTest(`port${port}: proven at several lambda, and the proof replays`, () => {
      for (const lambda of [0.9, 0.5, 0.1]) {
        const program = tenAssets(port, lambda);
        const result = run(program, { relativeGap: 1e-4 });
        expect(result.status).toBe("optimal");
        expect(finish(replayProof(program, result.proof))).toBeGreaterThanOrEqual(
          result.bound - 1e-10 * Math.abs(result.objective),
        );
      }
    });
  }
});

describe("Frangioni & Gentile (2006), smallest holdings without a count, proven to 1e-4", () => {
  const numbersOf = (file: string): readonly number[] =>
    readFileSync(referenceFile(`optimize/frangioni-gentile/${file}`), "utf8")
      .trim()
      .split(/\s+/)
      .map(Number);

  // min x'Qx with a target return
  const instance = (name: string): CardinalityProgram => {
    const [n, ...table] = numbersOf(`${name}.txt`) as [number, ...number[]];
    const [, ...covariance] = numbersOf(`${name}.mat`);
    const limits = numbersOf(`${name}.bds`);
    const matrix = new Float64Array(2 * n).fill(1, 0, n);
    for (let j = 0; j < n; j++) matrix[n + j] = table[2 * j]!;
    return {
      size: n,
      hessian: Float64Array.from(covariance, (value) => 2 * value),
      linear: new Float64Array(n),
      lower: Float64Array.from({ length: n }, (_, j) => limits[2 * j]!),
      upper: Float64Array.from({ length: n }, (_, j) => limits[2 * j + 1]!),
      rows: {
        count: 2,
        matrix,
        lower: Float64Array.of(1, numbersOf(`${name}.rho`)[0]!),
        upper: Float64Array.of(1, Infinity),
      },
    };
  };

  // BestUBLB.txt of the set; breaking pard200_c's target return by 1e-6, a usual tolerance, lowers its value by 2.9e-4
  const best: readonly (readonly [string, number, number])[] = [
    ["pard200_a", 185.999197, 1e-4],
    ["pard200_b", 207.088097, 1e-4],
    ["pard200_c", 203.799928, 3e-4],
  ];
  for (const [name, value, tolerance] of best) {
    referenceTest(`${name}: the best known value is proven`, () => {
      const program = instance(name);
      const result = run(program, { relativeGap: 1e-4 });
      expect(result.status).toBe("optimal");
      expect(Math.abs(result.objective / value - 1)).toBeLessThanOrEqual(tolerance);
      expect(finish(replayProof(program, result.proof))).toBeGreaterThanOrEqual(result.bound - 1e-10 * value);
    });
  }
});
