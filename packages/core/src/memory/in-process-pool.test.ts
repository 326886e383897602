import { expect, test } from "vitest";
import type { PoolTask } from "../ports/worker-pool.ts";
import { InProcessPool } from "./in-process-pool.ts";

const task = <Input, Output>(run: PoolTask<Input, Output>["run"]): PoolTask<Input, Output> => ({
  module: "./task.ts",
  name: "task",
  run,
});

/** A task that ends when it is told to. */
function held(): { readonly task: PoolTask<string, string>; readonly log: string[]; readonly finish: () => void } {
  const log: string[] = [];
  const waiting: (() => void)[] = [];
  return {
    log,
    task: task(async (name) => {
      log.push(name);
      await new Promise<void>((resolve) => waiting.push(resolve));
      return name;
    }),
    finish: () => waiting.shift()!(),
  };
}

const turns = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve();
};

test("tasks run with their input and options, and their errors come back", async () => {
  const pool = new InProcessPool();
  const progress: number[] = [];
  const counting = task<number, number>((n, { onProgress }) => {
    onProgress?.({ phase: "counting", done: n, total: n });
    return n * 2;
  });
  expect(await pool.run(counting, 4, { onProgress: ({ done }) => progress.push(done) })).toBe(8);
  expect(progress).toEqual([4]);
  const failing = task(() => {
    throw new RangeError("shape");
  });
  await expect(pool.run(failing, null)).rejects.toThrow(new RangeError("shape"));
  expect(await pool.run(counting, 1)).toBe(2);
});

test("no more tasks run at once than the size allows, in the order handed in", async () => {
  const pool = new InProcessPool({ size: 2 });
  const { task, log, finish } = held();
  const results = ["a", "b", "c"].map((name) => pool.run(task, name));
  await turns();
  expect(log).toEqual(["a", "b"]);
  finish();
  await turns();
  expect(log).toEqual(["a", "b", "c"]);
  finish();
  finish();
  expect(await Promise.all(results)).toEqual(["a", "b", "c"]);
});

test("a signal ends waiting and running tasks with ABORTED", async () => {
  const pool = new InProcessPool();
  const { task, log, finish } = held();
  const controller = new AbortController();
  const running = pool.run(task, "running", { signal: controller.signal });
  const waiting = pool.run(task, "waiting", { signal: controller.signal });
  const unaffected = pool.run(task, "unaffected", { signal: new AbortController().signal });
  await turns();
  controller.abort();
  await expect(running).rejects.toMatchObject({ code: "ABORTED", details: { phase: "task" } });
  await expect(waiting).rejects.toMatchObject({ code: "ABORTED" });
  await expect(pool.run(task, "late", { signal: controller.signal })).rejects.toMatchObject({ code: "ABORTED" });
  expect(log).toEqual(["running"]);
  finish();
  await turns();
  finish();
  expect(await unaffected).toBe("unaffected");
  expect(log).toEqual(["running", "unaffected"]);
});

test("closing waits for what was handed in and refuses more", async () => {
  const pool = new InProcessPool();
  const { task, log, finish } = held();
  const results = Promise.all([pool.run(task, "a"), pool.run(task, "b")]);
  let closed = false;
  const closing = pool.close().then(() => (closed = true));
  await expect(pool.run(task, "c")).rejects.toMatchObject({ code: "UNAVAILABLE", details: { resource: "pool" } });
  await turns();
  finish();
  await turns();
  expect([closed, log]).toEqual([false, ["a", "b"]]);
  finish();
  await closing;
  expect(await results).toEqual(["a", "b"]);
  await pool.close();
});

test("the size is a positive integer", () => {
  expect(() => new InProcessPool({ size: 0 })).toThrow("size: expected a positive integer, was 0");
  expect(() => new InProcessPool({ size: 1.5 })).toThrow("size");
});
