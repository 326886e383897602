import type { RunOptions } from "./run-options.ts";

/** Turns a problem (plain data) into a solution that carries its proof. */
export interface Optimizer<Problem, Solution> {
  /** @throws `INVALID_INPUT`, `INFEASIBLE`, `UNBOUNDED`, `NOT_CONVERGED`, `ABORTED` */
  optimize(problem: Problem, options?: RunOptions): Promise<Solution>;
}
