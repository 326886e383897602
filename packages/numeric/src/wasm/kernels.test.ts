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

  test("lowerTimes, and it is the product", () => {
    fc.assert(
      fc.property(fc.oneof(size, fc.integer({ min: 250, max: 270 })), size, seed, (m, n, from) => {
        const used = m * m + 2 * m * n;
        const clear = (memory: Float64Array, at: number): void => {
          for (let i = 0; i < m; i++) memory.fill(0, at + i * m + i + 1, at + (i + 1) * m);
        };
        const after = sameBits(used, from, ({ memory, kernels, start }) => {
          clear(memory, start);
          kernels.lowerTimes(m, n, start, start + m * m, start + m * m + m * n);
        });
        const before = pseudoRandom(used, from);
        clear(before, 0);
        const product = naiveProduct(before.subarray(0, m * m), before.subarray(m * m), m, m, n);
        const expected = before.subarray(m * m + m * n).map((value, i) => value + product[i]!);
        expect(distance(after.subarray(m * m + m * n), expected)).toBeLessThan(1e-11);
      }),
      { numRuns: 30 },
    );
  });

  test("normals, doubtful places in order", () => {
    const count = 4000;
    const layout = { state: 0, scales: 8, limits: 264, out: 392, doubtful: 392 + count };
    const used = layout.doubtful + count;
    let found: number[] = [];
    const after = sameBits(used, 5, ({ memory, kernels, start }) => {
      // a limit that one place in a hundred reaches
      const words = new Int32Array(memory.buffer, 8 * start, 2 * layout.out);
      words.fill(Math.round(0.99 * 2 ** 24), 2 * layout.limits);
      memory.fill(0, start + layout.doubtful, start + used);
      const at = (part: keyof typeof layout): number => start + layout[part];
      found = [...found, kernels.normals(count, at("state"), at("scales"), at("limits"), at("out"), at("doubtful"))];
    });
    expect(found[0]).toBe(found[1]);
    expect(Math.abs(found[0]! - count / 100)).toBeLessThan(4 * Math.sqrt(count / 100));
    const list = new Int32Array(after.slice(layout.doubtful).buffer, 0, 2 * found[0]!);
    for (let k = 0; k < list.length; k += 2) {
      const [word, index] = [list[k]!, list[k + 1]!];
      expect(after[layout.out + index]).toBe(((word >> 7) | 1) * after[layout.scales + (word & 255)]!);
      expect(index).toBeGreaterThan(k > 0 ? list[k - 1]! : -1);
    }
  });

  test("differingBits", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n - 1n), fc.bigInt(0n, 2n ** 64n - 1n), fc.nat(20), (a, b, words) => {
        const expected = words * (a ^ b).toString(2).replaceAll("0", "").length;
        for (const { memory, kernels, start } of arenas) {
          const bits = new BigUint64Array(memory.buffer, 8 * start, 40);
          bits.fill(a, 0, 20).fill(b, 20, 40);
          expect(kernels.differingBits(words, start, start + 20)).toBe(expected);
        }
      }),
    );
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
