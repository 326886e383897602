import type { JobQueue } from "../ports/job-queue.ts";
import { equal, failsWith } from "./assertions.ts";
import { casesOf, type ContractCase, type ContractSubject } from "./contract.ts";

const lease = { leaseFor: 10_000 };

/** The contract of `JobQueue`: an adapter passes all cases, or is wrong. */
export function jobQueueContract(subject: ContractSubject<JobQueue>): readonly ContractCase[] {
  return casesOf(subject, {
    "a job is taken, done, and its result kept": async ({ port }) => {
      equal(await port.take(["fit"], lease), undefined, "job of an empty queue");
      equal(await port.status("j-1"), undefined, "status of an unknown job");
      equal(await port.enqueue("fit", { window: [1, 2] }, { id: "j-1" }), true, "enqueued");
      const waiting = { id: "j-1", kind: "fit", state: "waiting", attempts: 0, result: null, error: null };
      equal(await port.status("j-1"), waiting, "status while waiting");
      equal(await port.take(["other"], lease), undefined, "job of another kind");
      const job = await port.take(["other", "fit"], lease);
      equal([job!.id, job!.kind, job!.payload, job!.attempt], ["j-1", "fit", { window: [1, 2] }, 1], "job");
      equal(await port.take(["fit"], lease), undefined, "a job that is held");
      equal(await port.status("j-1"), { ...waiting, state: "running", attempts: 1 }, "status while running");
      await port.complete(job!, { sharpe: 1.5 });
      const done = { ...waiting, state: "done", attempts: 1, result: { sharpe: 1.5 } };
      equal(await port.status("j-1"), done, "status when done");
      equal(await port.take(["fit"], lease), undefined, "a job that is done");
    },

    "an id is enqueued once": async ({ port, other }) => {
      const enqueue = (queue: JobQueue) => queue.enqueue("fit", 1, { id: "j-1" });
      const news = await Promise.all([enqueue(port), enqueue(other)]);
      equal(news.filter(Boolean).length, 1, "times enqueued at the same time");
      const job = await port.take(["fit"], lease);
      equal(await enqueue(port), false, "enqueued while running");
      await port.complete(job!);
      equal(await enqueue(port), false, "enqueued when done");
      equal((await port.status("j-1"))!.result, null, "result when none was given");
    },

    "jobs come in the order in which they became ready": async ({ port, clock }) => {
      await port.enqueue("k", null, { id: "late", delay: 500 });
      await port.enqueue("k", null, { id: "first" });
      await port.enqueue("k", null, { id: "second" });
      clock.advance(100);
      await port.enqueue("k", null, { id: "third" });
      const next = async () => (await port.take(["k"], lease))?.id;
      equal([await next(), await next(), await next(), await next()], ["first", "second", "third", undefined], "order");
      clock.advance(399);
      equal(await next(), undefined, "before the delay is over");
      clock.advance(1);
      equal(await next(), "late", "when the delay is over");
    },

    "each job goes to one worker": async ({ port, other }) => {
      const ids = Array.from({ length: 12 }, (_, i) => `j-${i}`);
      for (const id of ids) await port.enqueue("k", null, { id });
      const taken = await Promise.all(ids.map((_, i) => (i % 2 === 0 ? port : other).take(["k"], lease)));
      equal(taken.map((job) => job!.id).sort(), [...ids].sort(), "jobs taken at the same time");
    },

    "a failed job is tried again, and is dead in the end": async ({ port, clock }) => {
      await port.enqueue("k", null, { id: "j-1", attempts: 2 });
      await port.fail((await port.take(["k"], lease))!, "no network", { retryIn: 1000 });
      const failed = { id: "j-1", kind: "k", state: "waiting", attempts: 1, result: null, error: "no network" };
      equal(await port.status("j-1"), failed, "status after a failure");
      equal(await port.take(["k"], lease), undefined, "job before its second try");
      clock.advance(1000);
      const second = await port.take(["k"], lease);
      equal(second!.attempt, 2, "second try");
      await port.fail(second!, "no disk");
      equal(await port.status("j-1"), { ...failed, state: "dead", attempts: 2, error: "no disk" }, "status in the end");
      clock.advance(1e9);
      equal(await port.take(["k"], lease), undefined, "a dead job");
    },

    "a job whose worker is silent goes to another one": async ({ port, clock }) => {
      await port.enqueue("k", null, { id: "j-1", attempts: 2 });
      const first = await port.take(["k"], lease);
      clock.advance(9_999);
      equal(await port.take(["k"], lease), undefined, "before the lease is over");
      clock.advance(1);
      const second = await port.take(["k"], lease);
      equal([second!.id, second!.attempt], ["j-1", 2], "when the lease is over");
      await failsWith("CONFLICT", () => port.complete(first!), "completing after the lease");
      await failsWith("CONFLICT", () => port.fail(first!, "late"), "failing after the lease");
      await failsWith("CONFLICT", () => port.extend(first!, lease), "extending after the lease");
      await port.complete(second!, "second");
      await failsWith("CONFLICT", () => port.complete(second!), "completing twice");
      equal((await port.status("j-1"))!.result, "second", "result");
      await failsWith("CONFLICT", () => port.complete({ ...second!, id: "unknown" }), "completing an unknown job");
    },

    "a worker that is silent at the last attempt leaves a dead job": async ({ port, clock }) => {
      await port.enqueue("k", null, { id: "j-1", attempts: 1 });
      const job = await port.take(["k"], lease);
      clock.advance(10_000);
      await failsWith("CONFLICT", () => port.complete(job!), "completing after the lease");
      equal((await port.status("j-1"))!.state, "dead", "state");
      equal(await port.take(["k"], lease), undefined, "a dead job");
    },

    "a lease can be extended": async ({ port, clock }) => {
      await port.enqueue("k", null, { id: "j-1" });
      const job = await port.take(["k"], lease);
      clock.advance(9_000);
      await port.extend(job!, lease);
      clock.advance(9_000);
      equal(await port.take(["k"], lease), undefined, "a job whose lease was extended");
      await port.complete(job!);
      equal((await port.status("j-1"))!.state, "done", "state");
    },

    "what can't be queued is INVALID_INPUT": async ({ port }) => {
      const options = { id: "j-1" };
      await failsWith("INVALID_INPUT", () => port.enqueue("", 1, options), "an empty kind");
      await failsWith("INVALID_INPUT", () => port.enqueue("k", NaN, options), "a payload that is not JSON");
      await failsWith("INVALID_INPUT", () => port.enqueue("k", 1, { id: "" }), "an empty id");
      await failsWith("INVALID_INPUT", () => port.enqueue("k", 1, { ...options, delay: -1 }), "a negative delay");
      await failsWith("INVALID_INPUT", () => port.enqueue("k", 1, { ...options, attempts: 0 }), "no attempts");
      equal(await port.status("j-1"), undefined, "status after failed calls");
      await port.enqueue("k", { list: [1] }, options);
      await failsWith("INVALID_INPUT", () => port.take(["k"], { leaseFor: 0 }), "a lease of no length");
      const job = await port.take<{ list: number[] }>(["k"], lease);
      job!.payload.list.push(2);
      await failsWith("INVALID_INPUT", () => port.complete(job!, 1n), "a result that is not JSON");
      await failsWith("INVALID_INPUT", () => port.fail(job!, "x", { retryIn: -1 }), "a negative pause");
      await failsWith("INVALID_INPUT", () => port.extend(job!, { leaseFor: NaN }), "an extension of no length");
      await port.fail(job!, "again");
      equal((await port.take(["k"], lease))!.payload, { list: [1] }, "payload after a worker changed its copy");
    },
  });
}
