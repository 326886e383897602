import { setImmediate } from "node:timers/promises";
import { throwIfAborted } from "@plimsoll/core";
import type { CommandContext } from "./command.ts";

/** What a step is told about how it goes. */
export type StepUpdate = (fraction: number) => void;

/**
 * Shows what is done while it is done: the name of the step when it starts, what came of it and the time when it ends.
 */
export class Progress {
  readonly #context: CommandContext;
  readonly #start: number;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#start = context.now();
  }

  /**
   * Runs `body` as a step; `outcome` says in a few words what came of it.
   *
   * After Ctrl-C a step is finished first, unless `onInterrupt` is `"abandon"`: then nobody waits for it, so what it
   * leaves must be sound at any moment.
   */
  async step<Value>(
    label: string,
    body: (update: StepUpdate) => Value | Promise<Value>,
    outcome: (value: Value) => string = () => "",
    onInterrupt: "finish" | "abandon" = "finish",
  ): Promise<Value> {
    const { stdout, signal, now } = this.#context;
    // a turn of the event loop, so that a Ctrl-C pressed during the step before is heard
    await setImmediate();
    throwIfAborted(signal, label);
    const head = `  ${label.padEnd(24)} `;
    stdout.write(head);
    const start = now();
    let shown = -1;
    const update: StepUpdate = (fraction) => {
      const percent = Math.floor(100 * fraction);
      if (stdout.isTTY !== true || percent === shown) return;
      shown = percent;
      stdout.write(`\r${head}${String(percent).padStart(3)} %`);
    };
    let value: Value;
    try {
      value = onInterrupt === "finish" ? await body(update) : await unlessAborted(body(update), signal, label);
    } catch (error) {
      stdout.write("stopped\n");
      throw error;
    }
    const rewind = shown >= 0 ? `\r\u001B[2K${head}` : "";
    stdout.write(`${rewind}${outcome(value)} (${this.#duration(now() - start)})\n`);
    return value;
  }

  /** Time since the beginning, such as `3.2 s`. */
  get elapsed(): string {
    return this.#duration(this.#context.now() - this.#start);
  }

  #duration(milliseconds: number): string {
    return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
  }
}

/** What `work` comes to, or `ABORTED` as soon as `signal` fires; `work` then goes on unwatched. */
async function unlessAborted<Value>(work: Value | Promise<Value>, signal: AbortSignal, phase: string): Promise<Value> {
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      try {
        throwIfAborted(signal, phase);
      } catch (error) {
        reject(error);
      }
    };
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
