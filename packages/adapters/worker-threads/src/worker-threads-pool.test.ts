import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { threadId } from "node:worker_threads";
import { afterAll, describe, expect, test } from "vitest";
import type { PoolTask } from "@plimsoll/core";
import { poolTasks, workerPoolContract } from "@plimsoll/core/testing";
import { deafTask, dyingTask, threadTask, uncloneableTask } from "./testing.ts";
import { type WorkerThreadsOptions, WorkerThreadsPool } from "./worker-threads-pool.ts";

// threads run the sources as the tests do: tsx has to be registered in each
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx/esm/api")).href.replace(".cjs", ".mjs");
const register = `data:text/javascript,import { register } from "${tsx}"; register();`;
const source: WorkerThreadsOptions = {
  execArgv: ["--import", register, "--conditions=@plimsoll/source"],
  resolve: (module) =>
    module === "@plimsoll/core/testing"
      ? new URL("../../../core/src/testing/pool-tasks.ts", import.meta.url).href
      : new URL(module, import.meta.url).href,
};
const module = "./testing.ts";
const task = <Input, Output>(run: (input: Input, options: never) => Output): PoolTask<Input, Awaited<Output>> =>
  ({ module, name: run.name, run }) as unknown as PoolTask<Input, Awaited<Output>>;

const pools: WorkerThreadsPool[] = [];
const pool = (options: WorkerThreadsOptions = {}): WorkerThreadsPool => {
  const created = new WorkerThreadsPool({ size: 1, ...source, ...options });
  pools.push(created);
  return created;
};
afterAll(() => Promise.all(pools.map((each) => each.close())));

describe("worker threads keep the contract of WorkerPool", () => {
  const cases = workerPoolContract({
    create: () => pool({ size: 2 }),
    dispose: (port) => port.close(),
  });
  for (const { name, run } of cases) test(name, run);
});

test("a task runs on another thread, and the next one on the same", async () => {
  const one = pool();
  const first = await one.run(task(threadTask), undefined);
  expect(first).not.toBe(threadId);
  expect(await one.run(task(threadTask), undefined)).toBe(first);
});

test("a thread that dies fails its task with UNAVAILABLE and is replaced", async () => {
  const one = pool();
  const dying = one.run(task(dyingTask), undefined);
  const next = one.run(poolTasks.echo, "after");
  await expect(dying).rejects.toMatchObject({ code: "UNAVAILABLE", details: { resource: "worker" } });
  expect(await next).toBe("after");
});

test("a task that doesn't heed its signal loses its thread, and the next task runs", async () => {
  const one = pool({ abandonAfterMs: 20 });
  const controller = new AbortController();
  const deaf = one.run(task(deafTask), 10_000, {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  await expect(deaf).rejects.toMatchObject({ code: "ABORTED", details: { phase: "deafTask" } });
  expect(await one.run(poolTasks.echo, "after")).toBe("after");
});

test("what can't cross threads is named: input, output, module, function", async () => {
  const one = pool();
  await expect(one.run(poolTasks.echo, () => {})).rejects.toMatchObject({
    code: "INVALID_INPUT",
    details: { argument: "input", reason: "not-cloneable" },
  });
  await expect(one.run(task(uncloneableTask), undefined)).rejects.toThrow("could not be cloned");
  await expect(one.run({ ...poolTasks.echo, name: "nothing" }, 1)).rejects.toThrow('exports no function "nothing"');
  const plain = new WorkerThreadsPool({ size: 1 });
  await expect(plain.run({ ...poolTasks.echo, module: "no-such-module" }, 1)).rejects.toMatchObject({
    code: "NOT_FOUND",
    details: { kind: "module", id: "no-such-module" },
  });
  expect(await one.run(poolTasks.echo, "after")).toBe("after");
  await plain.close();
});

test("options are checked", () => {
  expect(() => new WorkerThreadsPool({ size: 0 })).toThrow("size: expected a positive integer, was 0");
  expect(() => new WorkerThreadsPool({ abandonAfterMs: -1 })).toThrow("abandonAfterMs");
});
