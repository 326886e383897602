import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  invalidInput,
  PlimsollError,
  type PoolTask,
  type RunOptions,
  throwIfAborted,
  type WorkerPool,
} from "@plimsoll/core";
import { Thread } from "./thread.ts";

/** Options of {@link WorkerThreadsPool}. */
export interface WorkerThreadsOptions {
  /** Tasks that run at once. @defaultValue os.availableParallelism() */
  readonly size?: number | undefined;
  /** Where a thread imports a task's module from. @defaultValue the address that the module has for the file or folder `from` */
  readonly resolve?: ((module: string) => string) | undefined;
  /** A file address (such as `import.meta.url`) whose imports count. @defaultValue the working directory */
  readonly from?: string | undefined;
  /** Options of Node for the threads, such as `["--import", "tsx"]`. @defaultValue those of the process */
  readonly execArgv?: readonly string[] | undefined;
  /** Milliseconds after which a thread whose task doesn't heed its signal is ended. @defaultValue 2000 */
  readonly abandonAfterMs?: number | undefined;
}

interface Job {
  readonly task: PoolTask<never, unknown>;
  readonly input: unknown;
  readonly options: RunOptions;
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly forget: () => void;
  thread: Thread | undefined;
}

/**
 * A {@link WorkerPool} of Node worker threads. A thread starts when there is a task for it, imports the task's module
 * once, and doesn't keep the process alive while it is idle. Inputs and outputs cross by structured clone; a
 * `PlimsollError` keeps code and details, and a thread that dies fails its task with `UNAVAILABLE` and is replaced.
 *
 * When a signal fires, the caller hears `ABORTED` at once; the task's own signal fires in the thread, which is free again
 * when the task ends, or is ended after `abandonAfterMs`.
 *
 * @example
 * ```ts
 * import { WorkerThreadsPool } from "@plimsoll/adapter-worker-threads";
 *
 * const pool = new WorkerThreadsPool({ size: 2 });
 * console.log(pool.size); // 2
 * await pool.close();
 * ```
 */
export class WorkerThreadsPool implements WorkerPool, AsyncDisposable {
  readonly size: number;
  readonly #resolve: (module: string) => string;
  readonly #execArgv: readonly string[] | undefined;
  readonly #abandonAfterMs: number;
  readonly #queue: Job[] = [];
  readonly #idle: Thread[] = [];
  readonly #threads = new Set<Thread>();
  /** Threads that run a task, also one whose caller has heard `ABORTED`. */
  #busy = 0;
  #closed = false;
  readonly #quiet: (() => void)[] = [];

  /** @throws `INVALID_INPUT` for a size that is not a positive integer */
  constructor(options: WorkerThreadsOptions = {}) {
    const { size = availableParallelism(), abandonAfterMs = 2000 } = options;
    if (!Number.isInteger(size) || size < 1) {
      throw invalidInput("size", `size: expected a positive integer, was ${size}`);
    }
    if (!(abandonAfterMs >= 0)) {
      throw invalidInput("abandonAfterMs", `abandonAfterMs: expected at least 0 milliseconds, was ${abandonAfterMs}`);
    }
    this.size = size;
    this.#abandonAfterMs = abandonAfterMs;
    this.#execArgv = options.execArgv;
    this.#resolve = options.resolve ?? resolverFrom(options.from);
  }

  async run<Input, Output>(task: PoolTask<Input, Output>, input: Input, options: RunOptions = {}): Promise<Output> {
    const { signal } = options;
    throwIfAborted(signal, task.name);
    if (this.#closed) {
      throw new PlimsollError("UNAVAILABLE", `the pool is closed: it can't run ${task.name}`, { resource: "pool" });
    }
    return new Promise<Output>((resolve, reject) => {
      const abort = (): void => this.#abort(job);
      const job: Job = {
        task,
        input,
        options,
        resolve: resolve as (output: unknown) => void,
        reject,
        forget: () => signal?.removeEventListener("abort", abort),
        thread: undefined,
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#queue.push(job);
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#busy + this.#queue.length > 0) {
      await new Promise<void>((resolve) => {
        this.#quiet.push(resolve);
      });
    }
    await Promise.all([...this.#threads].map((thread) => thread.terminate()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #next(): void {
    while (this.#busy < this.size && this.#queue.length > 0) this.#start(this.#queue.shift()!);
    if (this.#busy + this.#queue.length === 0) for (const resolve of this.#quiet.splice(0)) resolve();
  }

  #start(job: Job): void {
    const { task, input, options } = job;
    let thread: Thread | undefined;
    try {
      const url = this.#resolve(task.module);
      thread = this.#idle.pop() ?? this.#grow();
      thread.run(url, task.name, input, {
        progress: (progress) => {
          if (job.thread !== undefined) options.onProgress?.(progress);
        },
        done: (output) => this.#settle(job, thread!, () => job.resolve(output)),
        failed: (error) => this.#settle(job, thread!, () => job.reject(error)),
      });
      job.thread = thread;
      this.#busy += 1;
    } catch (error) {
      if (thread !== undefined) this.#idle.push(thread);
      job.forget();
      job.reject(notCarried(error, task.name));
    }
  }

  #settle(job: Job, thread: Thread, settle: () => void): void {
    job.thread = undefined;
    job.forget();
    this.#busy -= 1;
    if (this.#threads.has(thread)) this.#idle.push(thread);
    // of no effect where the caller has heard ABORTED
    settle();
    this.#next();
  }

  #abort(job: Job): void {
    const waiting = this.#queue.indexOf(job);
    if (waiting >= 0) this.#queue.splice(waiting, 1);
    try {
      throwIfAborted(job.options.signal, job.task.name);
    } catch (error) {
      job.reject(error);
    }
    const { thread } = job;
    if (thread !== undefined) {
      thread.abort();
      const timer = setTimeout(() => {
        if (job.thread === thread) void thread.terminate();
      }, this.#abandonAfterMs);
      timer.unref();
    }
    this.#next();
  }

  #grow(): Thread {
    const thread = new Thread(this.#execArgv, (gone) => {
      this.#threads.delete(gone);
      const at = this.#idle.indexOf(gone);
      if (at >= 0) this.#idle.splice(at, 1);
    });
    this.#threads.add(thread);
    return thread;
  }
}

function resolverFrom(from: string | undefined): (module: string) => string {
  const require = createRequire(from ?? pathToFileURL(join(process.cwd(), "package.json")));
  return (module) => {
    if (module.startsWith("file:") || module.startsWith("data:")) return module;
    try {
      return pathToFileURL(require.resolve(module)).href;
    } catch (error) {
      throw new PlimsollError(
        "NOT_FOUND",
        `the module "${module}" can't be resolved from ${from ?? process.cwd()}: pass from: import.meta.url, or resolve`,
        { kind: "module", id: module },
        { cause: error },
      );
    }
  };
}

function notCarried(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || error.name !== "DataCloneError") return error;
  return invalidInput("input", `the input of ${name} can't cross threads: ${error.message}`, {
    reason: "not-cloneable",
  });
}
