import { InProcessPool, PlimsollError, type PoolTask, type RunOptions, type WorkerPool } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import type { PortfolioProblem } from "../problem/problem.ts";
import type { PortfolioSolution } from "../solution.ts";
import { optimizeJob } from "./optimize-job.ts";
import { optimizeMany } from "./optimize-many.ts";

/** A pool that carries input and output as another thread would. */
class CloningPool implements WorkerPool {
  readonly #inner: InProcessPool;
  readonly size: number;
  running = 0;
  most = 0;

  constructor(size: number) {
    this.size = size;
    this.#inner = new InProcessPool({ size });
  }

  async run<Input, Output>(task: PoolTask<Input, Output>, input: Input, options: RunOptions = {}): Promise<Output> {
    const cloned: PoolTask<Input, Output> = {
      ...task,
      run: async (given, context) => {
        this.running += 1;
        this.most = Math.max(this.most, this.running);
        try {
          // queues and HTTP carry JSON, which is less than structured clone
          const output = await task.run(JSON.parse(JSON.stringify(given)) as Input, context);
          return structuredClone(output);
        } finally {
          this.running -= 1;
        }
      },
    };
    return this.#inner.run(cloned, structuredClone(input), options);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

const base: PortfolioProblem = {
  assets: ["A", "B", "C"],
  mean: Float64Array.of(0.05, 0.07, 0.1),
  covariance: Float64Array.of(0.04, 0.01, 0, 0.01, 0.09, 0.02, 0, 0.02, 0.16),
  periodsPerYear: 1,
  objective: { kind: "min-risk" },
};
const problems: readonly PortfolioProblem[] = [
  base,
  { ...base, constraints: [{ kind: "bounds", name: "cap", upper: 0.2 }] },
  { ...base, objective: { kind: "max-ratio", riskFreeRate: 0.02 } },
  { ...base, mean: [0.1, Number.NaN, 0.1], objective: { kind: "max-utility", riskAversion: 2 } },
  { ...base, constraints: ["A + B <= 0.5", { kind: "bounds", lower: 0, upper: null }] },
  null as unknown as PortfolioProblem,
  { ...base, constraints: [{ kind: "cardinality", max: 2, minWeight: 0.1 }] },
];
const expected = ["solved", "INFEASIBLE", "solved", "INVALID_INPUT", "solved", "INVALID_INPUT", "solved"];

const kinds = (results: Awaited<ReturnType<typeof optimizeMany>>): string[] =>
  results.map((result) => (result.success ? "solved" : result.error.code));

/** A solution without what differs from run to run. */
const timeless = ({ stats, ...solution }: PortfolioSolution): object => ({
  ...solution,
  stats: { ...stats, milliseconds: 0 },
});

describe("optimizeMany", () => {
  test("results come in order, and one failing problem costs no other", async () => {
    const results = await optimizeMany(problems);
    expect(kinds(results)).toEqual(expected);
    expect(results[1]!.success ? "" : results[1]!.error.message).toContain("cap");
    expect(results[0]!.success && results[0]!.data.weightArray).toBeInstanceOf(Float64Array);
  });

  test("a pool gives the same results, with no more at once than it has threads", async () => {
    const pool = new CloningPool(2);
    const results = await optimizeMany(problems, { pool });
    const alone = await optimizeMany(problems);
    expect(kinds(results)).toEqual(expected);
    expect(pool.most).toBe(2);
    // JSON has no NaN: the fourth problem's message differs
    const outcomes = (all: typeof results): unknown[] =>
      all
        .filter((_, i) => i !== 3)
        .map((result) =>
          result.success
            ? { ...timeless(result.data), weightArray: [...result.data.weightArray] }
            : result.error.toJSON(),
        );
    expect(outcomes(results)).toEqual(outcomes(alone));
    await pool.close();
  });

  test("progress counts to the end, with a pool and without", async () => {
    for (const pool of [undefined, new CloningPool(3)]) {
      const seen: number[] = [];
      await optimizeMany(problems, {
        pool,
        onProgress: ({ done, total }) => {
          expect(total).toBe(problems.length);
          seen.push(done);
        },
      });
      expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
    }
  });

  test("an abort ends it with ABORTED, and no further problem starts", async () => {
    for (const pool of [undefined, new CloningPool(1)]) {
      const controller = new AbortController();
      let done = 0;
      const work = optimizeMany(
        Array.from({ length: 20 }, () => base),
        {
          pool,
          signal: controller.signal,
          onProgress: () => {
            done += 1;
            if (done === 3) controller.abort();
          },
        },
      );
      await expect(work).rejects.toMatchObject({ code: "ABORTED" });
      expect(done).toBeLessThanOrEqual(4);
      await expect(optimizeMany([base], { pool, signal: controller.signal })).rejects.toMatchObject({
        code: "ABORTED",
      });
    }
  });

  test("without a pool the event loop gets a turn between problems", async () => {
    let time = 0;
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    await optimizeMany(
      Array.from({ length: 30 }, () => base),
      { now: () => (time += 4) },
    );
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });

  test("a thread that dies fails its problem alone, and a bug in the pool is thrown", async () => {
    const dying = (fail: (count: number) => Error | undefined): WorkerPool => {
      const inner = new InProcessPool();
      let count = 0;
      return {
        size: 1,
        run: async (task, input, options) => {
          count += 1;
          const error = fail(count);
          if (error !== undefined) throw error;
          return inner.run(task, input, options);
        },
        close: () => inner.close(),
      };
    };
    const gone = new PlimsollError("UNAVAILABLE", "the worker died", { resource: "worker" });
    const results = await optimizeMany([base, base, base], { pool: dying((n) => (n === 2 ? gone : undefined)) });
    expect(kinds(results)).toEqual(["solved", "UNAVAILABLE", "solved"]);
    const bug = dying((n) => (n === 2 ? new TypeError("a bug") : undefined));
    await expect(optimizeMany([base, base, base], { pool: bug })).rejects.toThrow(new TypeError("a bug"));
  });

  test("no problems are no work, and limits reach each problem", async () => {
    expect(await optimizeMany([])).toEqual([]);
    const pool = new CloningPool(1);
    const [result] = await optimizeMany([base], { pool, tolerance: 1e-6 });
    expect(result!.success && result!.data.certificate.tolerance).toBe(1e-6);
  });
});

test("optimizeJob answers in JSON, failures included", async () => {
  const solved = await optimizeJob({ problem: base });
  expect(solved.success && JSON.parse(JSON.stringify(solved.solution))).toEqual(solved.success && solved.solution);
  const failed = await optimizeJob({ problem: problems[1]! });
  expect(failed).toMatchObject({ success: false, error: { code: "INFEASIBLE", name: "InfeasibleProblemError" } });
  await expect(optimizeJob({ problem: base }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: "ABORTED",
  });
});
