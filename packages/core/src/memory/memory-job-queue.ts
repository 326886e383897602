import { invalidInput, PlimsollError } from "../errors.ts";
import { checkName } from "../ports/check-name.ts";
import type { Clock } from "../ports/clock.ts";
import type { EnqueueOptions, Job, JobQueue, JobState, JobStatus } from "../ports/job-queue.ts";
import { encodeJson } from "../ports/json.ts";

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly payload: string;
  readonly maximum: number;
  state: JobState;
  attempts: number;
  /** When it may be taken (waiting), or when the lease is over (running). */
  due: number;
  /** Breaks ties of `due`: the order of becoming ready. */
  turn: number;
  result: string;
  error: string | null;
}

/** A {@link JobQueue} in memory. */
export class MemoryJobQueue implements JobQueue {
  readonly #clock: Clock;
  readonly #rows = new Map<string, Row>();
  #turns = 0;

  constructor(options: { readonly clock: Clock }) {
    this.#clock = options.clock;
  }

  async enqueue(kind: string, payload: unknown, options: EnqueueOptions): Promise<boolean> {
    const { id, delay = 0, attempts = 3 } = options;
    checkName(kind, "kind");
    checkName(id, "id");
    if (!(delay >= 0)) throw invalidInput("delay", `delay of job "${id}": expected milliseconds from 0, was ${delay}`);
    if (!Number.isInteger(attempts) || attempts < 1) {
      throw invalidInput("attempts", `attempts of job "${id}": expected 1, 2, 3, ..., was ${attempts}`);
    }
    const text = encodeJson(payload, `payload of job "${id}"`);
    if (this.#rows.has(id)) return false;
    const due = this.#clock.now() + delay;
    const turn = ++this.#turns;
    const fresh = { state: "waiting", attempts: 0, due, turn, result: "null", error: null } as const;
    this.#rows.set(id, { id, kind, payload: text, maximum: attempts, ...fresh });
    return true;
  }

  async take<Payload>(
    kinds: readonly string[],
    options: { readonly leaseFor: number },
  ): Promise<Job<Payload> | undefined> {
    const now = this.#clock.now();
    const due = this.#leaseEnd(options.leaseFor);
    this.#expire(now);
    let next: Row | undefined;
    for (const row of this.#rows.values()) {
      if (row.state !== "waiting" || row.due > now || !kinds.includes(row.kind)) continue;
      if (next === undefined || row.due < next.due || (row.due === next.due && row.turn < next.turn)) next = row;
    }
    if (next === undefined) return undefined;
    next.state = "running";
    next.attempts++;
    next.due = due;
    return {
      id: next.id,
      kind: next.kind,
      payload: JSON.parse(next.payload) as Payload,
      attempt: next.attempts,
      lease: leaseOf(next),
    };
  }

  async complete(job: Job, result: unknown = null): Promise<void> {
    const text = encodeJson(result, `result of job "${job.id}"`);
    const row = this.#held(job);
    row.state = "done";
    row.result = text;
  }

  async fail(job: Job, error: string, options: { readonly retryIn?: number | undefined } = {}): Promise<void> {
    const { retryIn = 0 } = options;
    if (!(retryIn >= 0)) throw invalidInput("retryIn", `retryIn: expected milliseconds from 0, was ${retryIn}`);
    const row = this.#held(job);
    this.#giveBack(row, error, this.#clock.now() + retryIn);
  }

  async extend(job: Job, options: { readonly leaseFor: number }): Promise<void> {
    const due = this.#leaseEnd(options.leaseFor);
    this.#held(job).due = due;
  }

  async status(id: string): Promise<JobStatus | undefined> {
    this.#expire(this.#clock.now());
    const row = this.#rows.get(id);
    if (row === undefined) return undefined;
    const { kind, state, attempts, error } = row;
    return { id, kind, state, attempts, result: JSON.parse(row.result) as unknown, error };
  }

  #leaseEnd(leaseFor: number): number {
    if (leaseFor > 0) return this.#clock.now() + leaseFor;
    throw invalidInput("leaseFor", `leaseFor: expected milliseconds above 0, was ${leaseFor}`);
  }

  #held(job: Job): Row {
    this.#expire(this.#clock.now());
    const row = this.#rows.get(job.id);
    if (row?.state === "running" && leaseOf(row) === job.lease) return row;
    throw new PlimsollError(
      "CONFLICT",
      `job "${job.id}" is no longer held under this lease: its time was over, or it has ended; drop the work or extend earlier`,
      { stream: job.id, expectedVersion: job.attempt, actualVersion: row?.attempts ?? 0 },
    );
  }

  /** Takes back what its holders have held for too long. */
  #expire(now: number): void {
    for (const row of this.#rows.values()) {
      if (row.state === "running" && row.due <= now) this.#giveBack(row, "the worker's lease was over", row.due);
    }
  }

  #giveBack(row: Row, error: string, due: number): void {
    row.error = error;
    row.state = row.attempts < row.maximum ? "waiting" : "dead";
    row.due = due;
    row.turn = ++this.#turns;
  }
}

/** Each taking of a job has an attempt number of its own, which makes the lease unique. */
const leaseOf = (row: Row): string => `${row.id}#${row.attempts}`;
