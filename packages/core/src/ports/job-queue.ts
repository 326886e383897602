/** What a new job may say about itself. */
export interface EnqueueOptions {
  /** The job's id; enqueuing an id that the queue has, in any state, adds nothing. */
  readonly id: string;
  /**
   * Milliseconds until it may first be taken.
   * @defaultValue 0
   */
  readonly delay?: number | undefined;
  /**
   * How often it is tried before it is dead.
   * @defaultValue 3
   */
  readonly attempts?: number | undefined;
}

/** A job that a worker holds. */
export interface Job<Payload = unknown> {
  readonly id: string;
  /** What is to be done, such as `"backtest"`. */
  readonly kind: string;
  readonly payload: Payload;
  /** 1 on the first try. */
  readonly attempt: number;
  /** Proves that the holder is still the holder. */
  readonly lease: string;
}

/** Where a job stands. */
export type JobState = "waiting" | "running" | "done" | "dead";

/** A job seen from outside. */
export interface JobStatus {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  /** How often it was taken. */
  readonly attempts: number;
  /** What the worker returned; `null` until done. */
  readonly result: unknown;
  /** The message of the last failure; `null` if none. */
  readonly error: string | null;
}

/**
 * Work for later, done at least once. A worker takes a job for a while; if it neither completes, fails nor extends it in
 * that time (it crashed), the job goes to another one.
 *
 * Jobs that may be taken come in the order in which they became ready. Payloads and results are JSON, copied in and out.
 *
 * @throws `CONFLICT` from `complete`, `fail` and `extend` when the lease is over and the job no longer the caller's
 */
export interface JobQueue {
  /** Adds a job; says whether it was new. */
  enqueue(kind: string, payload: unknown, options: EnqueueOptions): Promise<boolean>;
  /** The next job of one of these kinds, held for `leaseFor` milliseconds; `undefined` when none is ready. */
  take<Payload>(kinds: readonly string[], options: { readonly leaseFor: number }): Promise<Job<Payload> | undefined>;
  complete(job: Job, result?: unknown): Promise<void>;
  /** Gives the job back after a failure: it is tried again after `retryIn` milliseconds, or dead when its attempts are used up. */
  fail(job: Job, error: string, options?: { readonly retryIn?: number | undefined }): Promise<void>;
  /** Holds the job for `leaseFor` milliseconds from now; the same lease stays valid. */
  extend(job: Job, options: { readonly leaseFor: number }): Promise<void>;
  status(id: string): Promise<JobStatus | undefined>;
}
