import type { Progress } from "../ports/run-options.ts";
import type { WorkerPool } from "../ports/worker-pool.ts";
import { ContractViolation, equal, failsWith, holds } from "./assertions.ts";
import { casesOf, type ContractCase, type ContractSubject } from "./contract.ts";
import { poolTasks } from "./pool-tasks.ts";

const { echo, counting, failing, patient } = poolTasks;

/** A patient task that has begun, and the way to end it. */
interface Running {
  readonly result: Promise<string>;
  readonly abort: () => void;
}

/** Hands in a patient task and waits until it runs. */
async function begin(pool: WorkerPool, name: string): Promise<Running> {
  const controller = new AbortController();
  let result: Promise<string> | undefined;
  await new Promise<void>((resolve, reject) => {
    result = pool.run(patient, name, { signal: controller.signal, onProgress: () => resolve() });
    result.catch(reject);
  });
  return { result: result!, abort: () => controller.abort() };
}

/** One patient task for each place there is. */
async function fill(pool: WorkerPool): Promise<readonly Running[]> {
  return Promise.all(Array.from({ length: pool.size }, (_, i) => begin(pool, `blocker ${i}`)));
}

async function end(running: readonly Running[]): Promise<void> {
  for (const { abort } of running) abort();
  for (const { result } of running) await failsWith("ABORTED", () => result, "a task whose signal fired");
}

/**
 * The contract of `WorkerPool`: an adapter passes all cases, or is wrong. Its tasks are exported by
 * `"@plimsoll/core/testing"`, where the other thread finds them. Let `dispose` close the pool.
 */
export function workerPoolContract(subject: ContractSubject<WorkerPool>): readonly ContractCase[] {
  return casesOf(subject, {
    "a task gets its input and gives its output, whatever structured clone carries": async ({ port }) => {
      holds(Number.isInteger(port.size) && port.size > 0, "the size is a positive integer");
      for (const value of [42, null, undefined, "text", { list: [1, Number.NaN, [true]] }, Float64Array.of(1, 2.5)]) {
        equal(await port.run(echo, value), value, "output");
      }
    },

    "more tasks than places all come back, each to its caller": async ({ port }) => {
      const numbers = Array.from({ length: 3 * port.size + 2 }, (_, i) => i);
      const outputs = await Promise.all(numbers.map((n) => port.run(echo, n)));
      equal(outputs, numbers, "outputs");
    },

    "progress is heard in its order, before the result": async ({ port }) => {
      const heard: Progress[] = [];
      const result = await port.run(counting, 3, { onProgress: (progress) => heard.push(progress) });
      equal(result, 3, "result");
      const expected = [0, 1, 2].map((done) => ({ phase: "counting", done, total: 3 }));
      equal(heard, expected, "progress");
    },

    "an expected error comes back with code, message and details, and harms no other task": async ({ port }) => {
      const failed = failsWith("NOT_FOUND", () => port.run(failing, "expected"), "the failing task");
      const [error, other] = await Promise.all([failed, port.run(echo, 1)]);
      equal(error.details, { kind: "model", id: "m-1" }, "details");
      equal(error.message, 'no model "m-1": register it first', "message");
      equal(other, 1, "the other task");
    },

    "any other error comes back with its name and message": async ({ port }) => {
      let caught: unknown;
      try {
        await port.run(failing, "bug");
      } catch (error) {
        caught = error;
      }
      if (!(caught instanceof Error)) throw new ContractViolation("expected the task's error, but it succeeded");
      equal([caught.name, caught.message], ["RangeError", "a bug in the task"], "error");
      equal(await port.run(echo, 2), 2, "a task afterwards");
    },

    "a signal that has fired keeps a task from starting": async ({ port }) => {
      let begun = false;
      const options = { signal: AbortSignal.abort(), onProgress: () => (begun = true) };
      await failsWith("ABORTED", () => port.run(counting, 1, options), "a task whose signal had fired");
      equal(begun, false, "begun");
    },

    "a signal ends a running task, and its place is free again": async ({ port }) => {
      for (let round = 0; round < 2; round++) await end(await fill(port));
      equal(await port.run(echo, 3), 3, "a task afterwards");
    },

    "a signal takes a waiting task out of the queue": async ({ port }) => {
      const blockers = await fill(port);
      const controller = new AbortController();
      let begun = false;
      const waiting = port.run(counting, 1, { signal: controller.signal, onProgress: () => (begun = true) });
      const next = port.run(echo, 4);
      controller.abort();
      await failsWith("ABORTED", () => waiting, "the waiting task");
      await end(blockers);
      equal(await next, 4, "the task behind it");
      equal(begun, false, "begun");
    },

    "closing waits for what was handed in and refuses more": async ({ port }) => {
      const blockers = await fill(port);
      const waiting = port.run(echo, 5);
      let closed = false;
      const closing = port.close().then(() => (closed = true));
      const error = await failsWith("UNAVAILABLE", () => port.run(echo, 6), "a task for a closed pool");
      equal(error.details, { resource: "pool" }, "details");
      equal(closed, false, "closed while tasks run");
      await end(blockers);
      equal(await waiting, 5, "the task that waited");
      await closing;
      await port.close();
    },
  });
}
