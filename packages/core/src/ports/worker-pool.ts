import type { RunOptions } from "./run-options.ts";

/**
 * Work that can run here or in a worker: a pure function over values that structured clone can carry, named so that
 * another thread can import it.
 */
export interface PoolTask<Input, Output> {
  /** What the other thread imports, such as `"@plimsoll/optimize"`. */
  readonly module: string;
  /** The name under which the module exports the function. */
  readonly name: string;
  /** The function itself, for pools in the same thread. */
  readonly run: (input: Input, options: RunOptions) => Output | Promise<Output>;
}

/** Runs tasks, on as many threads as it has. Tasks start in the order they were handed in. */
export interface WorkerPool {
  /** How many tasks run at once. */
  readonly size: number;
  /**
   * The task's result; its error is thrown here, a `PlimsollError` with its code and details.
   * @throws `ABORTED` when the signal fires before the task has ended, `UNAVAILABLE` when the pool is closed or its worker died
   */
  run<Input, Output>(task: PoolTask<Input, Output>, input: Input, options?: RunOptions): Promise<Output>;
  /** Waits for running tasks, refuses new ones, and frees the threads. */
  close(): Promise<void>;
}
