import {
  InProcessPool,
  invalidInput,
  type PoolTask,
  type RunOptions,
  throwIfAborted,
  type WorkerPool,
} from "@plimsoll/core";

/** How work is spread, stopped and watched; the results are the same whatever the pool. */
export interface ParallelOptions extends RunOptions {
  /**
   * Where jobs run. A pool needs a `PoolTask` in place of functions, since functions can't cross to another thread.
   * @defaultValue one after the other on this thread
   */
  readonly pool?: WorkerPool | undefined;
}

/** The task itself, or `run` as a task of this thread. */
export function taskFrom<Steps extends object, Input, Output>(
  steps: Steps | PoolTask<Input, Output>,
  name: string,
  options: ParallelOptions,
  run: (steps: Steps, input: Input, options: RunOptions) => Output | Promise<Output>,
): PoolTask<Input, Output> {
  if ("module" in steps && "run" in steps) return steps;
  if (options.pool !== undefined) {
    throw invalidInput(
      "pool",
      "functions can't cross to another thread: pass a task { module, name, run } whose module exports the function",
    );
  }
  return { module: "", name, run: (input, runOptions) => run(steps, input, runOptions) };
}

/** Runs `task` on each of `count` inputs, no more at once than the pool takes, and gives the results in order. */
export async function runJobs<Input, Output>(
  task: PoolTask<Input, Output>,
  count: number,
  input: (index: number) => Input,
  options: ParallelOptions & { readonly phase: string; readonly onResult?: (index: number, output: Output) => void },
): Promise<Output[]> {
  const { pool = new InProcessPool(), signal, onProgress, phase, onResult } = options;
  const results: Output[] = Array.from({ length: count });
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      throwIfAborted(signal, phase);
      const index = next;
      next += 1;
      const output = await pool.run(task, input(index), { signal });
      results[index] = output;
      done += 1;
      onResult?.(index, output);
      onProgress?.({ phase, done, total: count });
    }
  };
  // one more than run at once, so that no thread waits for its next input
  const lanes = Math.min(count, options.pool === undefined ? 1 : pool.size + 1);
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      try {
        await lane();
      } catch (error) {
        // the other lanes stop too
        next = count;
        throw error;
      }
    }),
  );
  throwIfAborted(signal, phase);
  return results;
}
