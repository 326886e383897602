import type { RunOptions } from "@plimsoll/core";

/** Ends its thread. */
export function dyingTask(): never {
  process.exit(3);
}

/** Reports once and then heeds no signal for many seconds. */
export function deafTask(milliseconds: number, { onProgress }: RunOptions): number {
  onProgress?.({ phase: "deaf", done: 0, total: null });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  return milliseconds;
}

/** Gives what structured clone can't carry. */
export function uncloneableTask(): () => void {
  return () => {};
}

/** The thread it ran on. */
export async function threadTask(): Promise<number> {
  const { threadId } = await import("node:worker_threads");
  return threadId;
}
