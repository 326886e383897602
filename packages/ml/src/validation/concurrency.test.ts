import { InProcessPool, type PoolTask, type RunOptions, type WorkerPool } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crossValidate, type FoldJob } from "./cross-validate.ts";
import { nestedTuning } from "./nested-tuning.ts";
import { purgedKFold } from "./purged-k-fold.ts";
import { hyperbandSearch } from "./search/hyperband.ts";
import type { TrialJob } from "./search/objective.ts";
import { randomSearch } from "./search/random-search.ts";
import type { ParameterValues, SearchSpace } from "./search/search-space.ts";
import { successiveHalving } from "./search/successive-halving.ts";
import { tpeSearch } from "./search/tpe-search.ts";
import { walkForward, type WalkForwardJob } from "./walk-forward.ts";

/** A pool whose jobs cross as to another thread and end after as many turns as `delays` say, so in any order. */
class ShufflingPool implements WorkerPool {
  readonly size: number;
  readonly #delays: readonly number[];
  readonly #inner: InProcessPool;
  #jobs = 0;
  #running = 0;
  most = 0;

  constructor(size: number, delays: readonly number[]) {
    this.size = size;
    this.#delays = delays;
    this.#inner = new InProcessPool({ size });
  }

  run<Input, Output>(task: PoolTask<Input, Output>, input: Input, options: RunOptions = {}): Promise<Output> {
    const turns = this.#delays[this.#jobs++ % this.#delays.length]!;
    const delayed: PoolTask<Input, Output> = {
      ...task,
      run: async (given, context) => {
        this.#running += 1;
        this.most = Math.max(this.most, this.#running);
        const output = await task.run(given, context);
        for (let turn = 0; turn < turns; turn++) await Promise.resolve();
        this.#running -= 1;
        return structuredClone(output);
      },
    };
    return this.#inner.run(delayed, structuredClone(input), options);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

const task = <Input, Output>(run: (input: Input) => Output): PoolTask<Input, Output> => ({
  module: "@plimsoll/test",
  name: "run",
  run,
});

const X = Array.from({ length: 40 }, (_, row) => [Math.sin(row * 3.7), Math.cos(row * 1.3)]);
const mean = (rows: readonly (readonly number[])[]): number =>
  rows.reduce((sum, [first]) => sum + first!, 0) / rows.length;
const space: SearchSpace = {
  kind: { kind: "choice", values: ["a", "b"] },
  x: { kind: "uniform", low: -1, high: 1, when: { kind: ["a"] } },
  n: { kind: "integer", low: 1, high: 9 },
};
const score = ({ parameters: { kind, x, n }, seed, resource, data }: TrialJob<number>): number =>
  (kind === "a" ? 1 - Number(x) ** 2 : 0.2) - Math.abs(Number(n) - 4) / data + (seed % 7) / 100 - 1 / (resource ?? 50);
const foldScore = ({ train, test, parameters }: FoldJob<typeof X, ParameterValues>): number =>
  -Math.abs(mean(train) * Number(parameters["n"]) - mean(test));

/** Everything that can run on a pool. */
const work: Readonly<Record<string, (pool: WorkerPool) => Promise<unknown>>> = {
  walkForward: (pool) =>
    walkForward(
      X,
      task(({ train, past, test, testRows }: WalkForwardJob<typeof X>) => ({
        model: { mean: mean(train) },
        predictions: test.map(([first], i) => first! + mean(train) + past.length + testRows[i]!),
      })),
      { trainRows: 10, testRows: 4, labelHorizon: 1, pool },
    ),
  crossValidate: (pool) =>
    crossValidate(
      X,
      task(({ train, test }: FoldJob<typeof X>) => mean(train) - mean(test)),
      {
        splits: purgedKFold(40, { folds: 7 }),
        pool,
      },
    ),
  nestedTuning: (pool) =>
    nestedTuning(X, task(foldScore), {
      space,
      outer: purgedKFold(40, { folds: 3, embargo: 1 }),
      inner: (length) => purgedKFold(length, { folds: 3 }),
      trials: 16,
      seed: 4,
      pool,
    }),
  randomSearch: (pool) => randomSearch(space, task(score), { trials: 12, seed: 1, data: 5, pool }),
  tpeSearch: (pool) => tpeSearch(space, task(score), { trials: 25, seed: 1, data: 5, pool }),
  successiveHalving: (pool) =>
    successiveHalving(space, task(score), { trials: 18, maxResource: 9, seed: 1, data: 5, pool }),
  hyperbandSearch: (pool) => hyperbandSearch(space, task(score), { maxResource: 9, seed: 1, data: 5, pool }),
};

describe("results are identical at any concurrency", () => {
  test.each(Object.entries(work))("%s on pools of 1, 2 and 5 whose jobs end in any order", async (_name, run) => {
    const alone = await run(new InProcessPool());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 2, 5),
        fc.array(fc.nat(40), { minLength: 1, maxLength: 12 }),
        async (size, delays) => {
          const pool = new ShufflingPool(size, delays);
          expect(await run(pool)).toEqual(alone);
          expect(pool.most).toBeLessThanOrEqual(size);
          await pool.close();
        },
      ),
      { numRuns: 12 },
    );
  });

  test.each(Object.entries(work))("%s keeps several threads busy", async (_name, run) => {
    const pool = new ShufflingPool(2, [20]);
    await run(pool);
    expect(pool.most).toBe(2);
  });

  test("functions are refused with a pool, since they can't cross to another thread", async () => {
    const pool = new InProcessPool();
    await expect(randomSearch(space, () => 1, { trials: 1, seed: 1, pool })).rejects.toThrow("functions can't cross");
    const steps = { fit: mean, score: () => 1 };
    await expect(crossValidate(X, steps, { splits: purgedKFold(40), pool })).rejects.toThrow("functions can't cross");
  });

  test("a pool that is gone ends the search with its error", async () => {
    const pool = new InProcessPool();
    await pool.close();
    await expect(work["tpeSearch"]!(pool)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });
});
