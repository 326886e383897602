import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { distance, naiveProduct, pseudoRandom } from "../../../../test/matrices.ts";
import { divideAndConquer } from "../dense/divide-and-conquer.ts";
import { tridiagonalise, tridiagonalWork } from "../dense/tridiagonalise.ts";
import { type Arena, arenaFor, createArena, kernelBackend } from "./arena.ts";

const room = 400_000;
const arenas: readonly [Arena, Arena] = [createArena("simd", room), createArena("javascript", room)];

/** Runs the same work over the same numbers on both backends and demands the same bits. */
function sameBits(used: number, seed: number, work: (arena: Arena) => void): Float64Array {
  const input = pseudoRandom(used, seed);
  const [simd, javascript] = arenas.map((arena) => {
    arena.memory.set(input, arena.start);
    work(arena);
    return new BigUint64Array(arena.memory.slice(arena.start, arena.start + used).buffer);
  });
  // comparing element by element with toEqual would take seconds
  expect(simd!.findIndex((bits, at) => bits !== javascript![at])).toBe(-1);
  return new Float64Array(simd!.buffer);
}

const seed = fc.nat();

test("this engine has the SIMD kernels", () => {
  expect(kernelBackend()).toBe("simd");
  expect(arenas.map(({ kernels }) => kernels.backend)).toEqual(["simd", "javascript"]);
});

describe("SIMD and JavaScript give the same bits", () => {
  const size = fc.integer({ min: 1, max: 70 });
  const depth = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 250, max: 530 }));

  test("multiply, in every layout, plus or minus, whole or lower", () => {
    fc.assert(
      fc.property(size, size, depth, fc.boolean(), fc.boolean(), fc.boolean(), seed, (m, n, k, at, bt, minus, from) => {
        const b = m * k;
        const c = b + k * n;
        const [aRow, aStep] = at ? [1, m] : [k, 1];
        const [bStep, bColumn] = bt ? [1, k] : [n, 1];
        for (const lower of [false, true]) {
          sameBits(c + m * n, from, ({ kernels, start }) => {
            kernels.multiply(m, n, k, start, aRow, aStep, start + b, bStep, bColumn, start + c, n, minus, lower);
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  test("multiply across blocks of columns, and it is the product", () => {
    const [m, n, k] = [50, 600, 300];
    const used = m * k + k * n + m * n;
    const before = pseudoRandom(used, 3);
    const after = sameBits(used, 3, ({ kernels, start }) => {
      kernels.multiply(m, n, k, start, k, 1, start + m * k, n, 1, start + m * k + k * n, n, false, false);
    });
    const product = naiveProduct(before.subarray(0, m * k), before.subarray(m * k), m, k, n);
    const expected = before.subarray(m * k + k * n).map((value, i) => value + product[i]!);
    expect(distance(after.subarray(m * k + k * n), expected)).toBeLessThan(1e-11);
  });

  test("solvePanel", () => {
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 48 }), seed, (m, n, from) => {
        sameBits(n * n + m * n, from, ({ memory, kernels, start }) => {
          for (let i = 0; i < n; i++) memory[start + i * n + i]! += 3;
          kernels.solvePanel(m, n, start + n * n, n, start, n);
        });
      }),
      { numRuns: 50 },
    );
  });

  test("symmetricTimes, rowsTimes and subtractRows", () => {
    fc.assert(
      fc.property(size, size, seed, (m, n, from) => {
        const x = m * n;
        const y = x + Math.max(m, n);
        const used = y + Math.max(m, n);
        sameBits(used, from, ({ kernels, start }) => kernels.rowsTimes(m, n, start, n, start + x, start + y));
        sameBits(used, from, ({ kernels, start }) => kernels.subtractRows(m, n, start, n, start + x, start + y));
        sameBits(n * n + 2 * n, from, ({ kernels, start }) => {
          kernels.symmetricTimes(n, start, n, start + n * n, start + n * n + n);
        });
      }),
      { numRuns: 60 },
    );
  });

  test("a whole eigenvalue problem of size 150", () => {
    const n = 150;
    const square = n * n;
    sameBits(5 * square + tridiagonalWork(n), 9, (arena) => {
      const { start } = arena;
      const [d, e, tau] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
      const regions = { matrix: start, reflectors: start + square, work: start + 5 * square };
      tridiagonalise(arena, n, regions, d, e, tau);
      const [vectors, gathered, product] = [start + 2 * square, start + 3 * square, start + 4 * square];
      divideAndConquer(arena, n, d, e, { vectors, secular: start, gathered, product });
    });
  });
});

describe("the arena", () => {
  test("grows with what is asked of it and keeps small ones", () => {
    const small = arenaFor(10);
    expect(arenaFor(20)).toBe(small);
    const large = arenaFor(2 ** 22);
    expect(large.memory.length).toBeGreaterThanOrEqual(large.start + 2 ** 22);
    expect(arenaFor(10)).toBe(large);
  });

  test("gives back what is too large to keep", () => {
    const huge = arenaFor(2 ** 24);
    expect(huge.memory.length).toBeGreaterThan(2 ** 24);
    expect(arenaFor(10)).not.toBe(huge);
  });
});
