import { PlimsollError } from "../errors.ts";
import type { RunOptions } from "../ports/run-options.ts";
import type { PoolTask } from "../ports/worker-pool.ts";

/** What the contract of `WorkerPool` runs, by import of this module or in place. */
const module = "@plimsoll/core/testing";

/** Gives back what it was given. */
export function echoTask(input: unknown): unknown {
  return input;
}

/** Reports each number below `count`, then gives `count`. */
export function countingTask(count: number, { onProgress }: RunOptions): number {
  for (let done = 0; done < count; done++) onProgress?.({ phase: "counting", done, total: count });
  return count;
}

/** Fails with what the input asks for: a `PlimsollError` of the suite, or any other error. */
export function failingTask(kind: "expected" | "bug"): never {
  if (kind === "bug") throw new RangeError("a bug in the task");
  throw new PlimsollError("NOT_FOUND", 'no model "m-1": register it first', { kind: "model", id: "m-1" });
}

/** Reports that it has begun, and ends when its signal fires. */
export async function patientTask(name: string, { signal, onProgress }: RunOptions): Promise<string> {
  onProgress?.({ phase: name, done: 0, total: null });
  await new Promise<void>((resolve) => {
    if (signal === undefined || signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
  return name;
}

/** The tasks as a pool takes them. */
export const poolTasks: {
  readonly echo: PoolTask<unknown, unknown>;
  readonly counting: PoolTask<number, number>;
  readonly failing: PoolTask<"expected" | "bug", never>;
  readonly patient: PoolTask<string, string>;
} = {
  echo: { module, name: "echoTask", run: echoTask },
  counting: { module, name: "countingTask", run: countingTask },
  failing: { module, name: "failingTask", run: failingTask },
  patient: { module, name: "patientTask", run: patientTask },
};
