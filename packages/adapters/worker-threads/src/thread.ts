import { Worker } from "node:worker_threads";
import { type Progress, PlimsollError } from "@plimsoll/core";
import type { FromThread, ToThread } from "./messages.ts";
import { threadProgram } from "./thread-program.ts";

/** What a thread reports about the task it runs. */
export interface TaskListener {
  progress(progress: Progress): void;
  done(output: unknown): void;
  failed(error: Error): void;
}

/** One worker thread and the task it runs; while idle it doesn't keep the process alive. */
export class Thread {
  readonly #worker: Worker;
  #listener: TaskListener | undefined;
  #crash: Error | undefined;

  /** @param onExit - called once, when the thread is gone */
  constructor(execArgv: readonly string[] | undefined, onExit: (thread: Thread) => void) {
    this.#worker = new Worker(threadProgram, execArgv === undefined ? {} : { execArgv: [...execArgv] });
    this.#worker.unref();
    this.#worker.on("message", (message: FromThread) => this.#hear(message));
    this.#worker.on("error", (error) => (this.#crash = error));
    this.#worker.on("exit", (code) => {
      const listener = this.#listener;
      this.#listener = undefined;
      onExit(this);
      const reason = this.#crash === undefined ? `exit code ${code}` : this.#crash.message;
      listener?.failed(
        new PlimsollError(
          "UNAVAILABLE",
          `the worker thread died while it ran the task (${reason}): the pool goes on with a new one`,
          { resource: "worker" },
          { cause: this.#crash },
        ),
      );
    });
  }

  /** Throws a `DataCloneError` where the input can't be carried. */
  run(url: string, name: string, input: unknown, listener: TaskListener): void {
    this.#post({ kind: "run", url, name, input });
    this.#listener = listener;
    this.#worker.ref();
  }

  /** Fires the signal of the running task. */
  abort(): void {
    this.#post({ kind: "abort" });
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #post(message: ToThread): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(message);
  }

  #hear(message: FromThread): void {
    const listener = this.#listener;
    if (message.kind === "progress") {
      listener?.progress(message.progress);
      return;
    }
    this.#listener = undefined;
    this.#worker.unref();
    if (message.kind === "done") listener?.done(message.output);
    else if (message.kind === "failed") listener?.failed(PlimsollError.fromJSON(message.error));
    else listener?.failed(revived(message));
  }
}

/** An error of the task that isn't the suite's, with the thread's own stack. */
function revived({ name, message, stack }: FromThread & { readonly kind: "broken" }): Error {
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
