import { invalidInput, PlimsollError, throwIfAborted } from "../errors.ts";
import type { RunOptions } from "../ports/run-options.ts";
import type { PoolTask, WorkerPool } from "../ports/worker-pool.ts";

/**
 * A {@link WorkerPool} on the calling thread: the default wherever a pool is optional. More than one task at once only
 * helps where tasks wait for something.
 *
 * @example
 * ```ts
 * import { InProcessPool, type PoolTask } from "@plimsoll/core";
 *
 * const double: PoolTask<number, number> = { module: "./double.ts", name: "double", run: (x) => 2 * x };
 * console.log(await new InProcessPool().run(double, 21)); // 42
 * ```
 */
export class InProcessPool implements WorkerPool {
  readonly size: number;
  #running = 0;
  #closed = false;
  readonly #queue: (() => void)[] = [];
  readonly #idle: (() => void)[] = [];

  /**
   * @param options.size - how many tasks run at once, 1 unless given
   * @throws `INVALID_INPUT` for a size that is not a positive integer
   */
  constructor(options: { readonly size?: number | undefined } = {}) {
    const { size = 1 } = options;
    if (!Number.isInteger(size) || size < 1)
      throw invalidInput("size", `size: expected a positive integer, was ${size}`);
    this.size = size;
  }

  async run<Input, Output>(task: PoolTask<Input, Output>, input: Input, options: RunOptions = {}): Promise<Output> {
    const { signal } = options;
    throwIfAborted(signal, task.name);
    if (this.#closed) {
      throw new PlimsollError("UNAVAILABLE", `the pool is closed: it can't run ${task.name}`, { resource: "pool" });
    }
    return new Promise<Output>((resolve, reject) => {
      const abort = (): void => {
        const waiting = this.#queue.indexOf(start);
        if (waiting >= 0) this.#queue.splice(waiting, 1);
        try {
          throwIfAborted(signal, task.name);
        } catch (error) {
          reject(error);
        }
        this.#next();
      };
      const start = (): void => {
        this.#running++;
        Promise.resolve()
          .then(() => task.run(input, options))
          .then(resolve, reject)
          .finally(() => {
            signal?.removeEventListener("abort", abort);
            this.#running--;
            this.#next();
          });
      };
      signal?.addEventListener("abort", abort, { once: true });
      this.#queue.push(start);
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#running + this.#queue.length === 0) return;
    await new Promise<void>((resolve) => {
      this.#idle.push(resolve);
    });
  }

  #next(): void {
    while (this.#running < this.size && this.#queue.length > 0) this.#queue.shift()!();
    if (this.#running + this.#queue.length === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }
}
