import { attemptAsync, type PoolTask, type RunOptions, type SerializedError } from "@plimsoll/core";
import { type OptimizeOptions, optimize } from "../optimize.ts";
import type { PortfolioProblem } from "../problem/problem.ts";
import type { PortfolioSolution } from "../solution.ts";

/** The options of {@link optimize} that are data. */
export type JobOptions = Pick<OptimizeOptions, "timeLimitMs" | "tolerance" | "relativeGap">;

/** A problem as it crosses to another thread, process or machine. JSON. */
export interface OptimizeJob {
  readonly problem: PortfolioProblem;
  readonly options?: JobOptions | undefined;
}

/** What comes back: the solution, or the expected error, as JSON. */
export type OptimizeJobResult =
  | { readonly success: true; readonly solution: Omit<PortfolioSolution, "weightArray"> }
  | { readonly success: false; readonly error: SerializedError };

/**
 * Solves a problem that came as JSON and answers as JSON: what a worker, a job queue or an HTTP handler calls. An expected
 * failure is an answer too; only `ABORTED`, when the signal fires, and bugs are thrown.
 *
 * @example
 * ```ts
 * import { optimizeJob } from "@plimsoll/optimize";
 *
 * const text = '{"problem":{"assets":["A","B"],"covariance":[[1,0],[0,3]],"objective":{"kind":"min-risk"}}}';
 * const result = await optimizeJob(JSON.parse(text));
 * console.log(result.success ? result.solution.weights : result.error.code); // { A: 0.75, B: 0.25 }
 * ```
 */
export async function optimizeJob(job: OptimizeJob, options: RunOptions = {}): Promise<OptimizeJobResult> {
  const { signal, onProgress } = options;
  const result = await attemptAsync(() =>
    optimize(job.problem, {
      ...job.options,
      signal,
      onProgress:
        onProgress === undefined
          ? undefined
          : ({ phase, done, total }) => onProgress({ phase, done, total: total ?? null }),
    }),
  );
  if (result.success) return { success: true, solution: { ...result.data } };
  if (result.error.code === "ABORTED") throw result.error;
  return { success: false, error: result.error.toJSON() };
}

/** {@link optimizeJob} as a pool takes it. */
export const optimizeTask: PoolTask<OptimizeJob, OptimizeJobResult> = {
  module: "@plimsoll/optimize",
  name: "optimizeJob",
  run: optimizeJob,
};
