import { attemptAsync, PlimsollError, type Result, throwIfAborted, type WorkerPool } from "@plimsoll/core";
import { optimize } from "../optimize.ts";
import { problemToJson } from "../problem/hash.ts";
import type { PortfolioProblem } from "../problem/problem.ts";
import { type PortfolioSolution, solutionOf } from "../solution.ts";
import { pacer, type SolveOptions } from "../solve/driver.ts";
import { type JobOptions, optimizeTask } from "./optimize-job.ts";

/** How many problems are done. */
export interface ManyProgress {
  readonly done: number;
  readonly total: number;
}

/** Options of {@link optimizeMany}; limits and tolerances hold for each problem. */
export interface OptimizeManyOptions extends JobOptions, Pick<SolveOptions, "signal" | "now" | "locateFile"> {
  /** Where the problems are solved. @defaultValue one after the other on this thread */
  readonly pool?: WorkerPool | undefined;
  /** Called after each problem. */
  readonly onProgress?: ((progress: ManyProgress) => void) | undefined;
}

/**
 * Solves many problems, on as many threads as the pool has, and gives their results in the order of the problems. One
 * that fails (infeasible, malformed, a thread that died) is a failure in its place and costs no other result. With a
 * pool a problem crosses as JSON and is solved by {@link optimizeJob}; the answers are the same as without.
 *
 * Throws `ABORTED` when the signal fires, and errors that no problem should cause.
 *
 * @example
 * ```ts
 * import { optimizeMany } from "@plimsoll/optimize";
 *
 * const base = { assets: ["A", "B"], covariance: [[1, 0], [0, 3]], objective: { kind: "min-risk" } } as const;
 * const results = await optimizeMany([
 *   base,
 *   { ...base, constraints: [{ kind: "bounds", upper: 0.4 }] },
 *   { ...base, constraints: [{ kind: "bounds", lower: 0, upper: 0.6 }] },
 * ]);
 * console.log(results.map((result) => (result.success ? result.data.weights["A"] : result.error.code)));
 * // [ 0.75, 'INFEASIBLE', 0.6 ]
 * ```
 */
export async function optimizeMany(
  problems: readonly PortfolioProblem[],
  options: OptimizeManyOptions = {},
): Promise<readonly Result<PortfolioSolution>[]> {
  const { pool, signal, onProgress } = options;
  const total = problems.length;
  const results: Result<PortfolioSolution>[] = Array.from({ length: total });
  const solve = pool === undefined ? here(options) : (problem: PortfolioProblem) => inPool(problem, pool, options);
  let done = 0;
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < total) {
      throwIfAborted(signal, "problems");
      const i = next;
      next += 1;
      const result = await solve(problems[i]!);
      if (!result.success && result.error.code === "ABORTED") throw result.error;
      results[i] = result;
      done += 1;
      onProgress?.({ done, total });
    }
  };
  // one more than there are threads, so that none waits for the next problem; the rest is not yet copied
  const lanes = pool === undefined ? 1 : pool.size + 1;
  await Promise.all(
    Array.from({ length: Math.min(lanes, total) }, async () => {
      try {
        await lane();
      } catch (error) {
        // the other lanes stop too
        next = total;
        throw error;
      }
    }),
  );
  throwIfAborted(signal, "problems");
  return results;
}

function here({
  signal,
  timeLimitMs,
  tolerance,
  relativeGap,
  now,
  locateFile,
}: OptimizeManyOptions): (problem: PortfolioProblem) => Promise<Result<PortfolioSolution>> {
  const pace = pacer(now);
  return async (problem) => {
    const result = await attemptAsync(() =>
      optimize(problem, { signal, timeLimitMs, tolerance, relativeGap, now, locateFile }),
    );
    await pace();
    return result;
  };
}

async function inPool(
  problem: PortfolioProblem,
  pool: WorkerPool,
  { signal, timeLimitMs, tolerance, relativeGap }: OptimizeManyOptions,
): Promise<Result<PortfolioSolution>> {
  const plain = typeof problem === "object" && problem !== null ? problemToJson(problem) : problem;
  const job = { problem: plain, options: { timeLimitMs, tolerance, relativeGap } };
  const outcome = await attemptAsync(() => pool.run(optimizeTask, job, { signal }));
  if (!outcome.success) return outcome;
  if (!outcome.data.success) return { success: false, error: PlimsollError.fromJSON(outcome.data.error) };
  const { solution } = outcome.data;
  const weights = Float64Array.from(plain.assets, (asset) => solution.weights[asset]!);
  return { success: true, data: solutionOf(solution, weights) };
}
