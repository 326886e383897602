import { attemptAsync, invalidInput, PlimsollError, type PoolTask, type RunOptions } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { type ParallelOptions, taskFrom } from "../run-jobs.ts";
import type { ParameterValues } from "./search-space.ts";
import type { TrialRecord } from "./trial-record.ts";

/** One trial as the objective gets it; it can cross to another thread. */
export interface TrialJob<Data = undefined> {
  readonly trial: number;
  readonly parameters: ParameterValues;
  /** A seed of the trial's own. */
  readonly seed: number;
  /** How much to spend (rounds, rows, ...), for searches that spend more on better trials; else `null`. */
  readonly resource: number | null;
  /** What the same trial left when it was scored at a smaller resource, so that it can go on from there. */
  readonly state: unknown;
  /** The option `data`. */
  readonly data: Data;
}

/** The score of a trial, with what it needs to go on at a larger resource. */
export interface TrialReport {
  readonly score: number;
  readonly state?: unknown;
}

/** How good a trial is: a function on this thread, or a task for a pool. */
export type Objective<Data = undefined> =
  | ((job: TrialJob<Data>, options: RunOptions) => number | TrialReport | Promise<number | TrialReport>)
  | PoolTask<TrialJob<Data>, number | TrialReport>;

/** Options that every search has. */
export interface SearchOptions<Data = undefined> extends ParallelOptions {
  /** The same seed gives the same trials, at any concurrency. */
  readonly seed: number | string;
  /**
   * Whether large or small scores are good.
   * @defaultValue "maximize"
   */
  readonly direction?: "maximize" | "minimize" | undefined;
  /** Handed to each trial with its parameters, such as the rows to fit on; it crosses threads by structured clone. */
  readonly data?: Data | undefined;
  /**
   * Records of an earlier run of the same search: what they hold is not run again.
   * @defaultValue []
   */
  readonly records?: readonly TrialRecord[] | undefined;
  /** Called with each new record as soon as it is known, in the order in which trials end: what a resumed search needs. */
  readonly onRecord?: ((record: TrialRecord) => void) | undefined;
}

/** What a search found. */
export interface SearchResult {
  /** The best complete trial; ties go to the first. */
  readonly best: TrialRecord & { readonly score: number };
  /** All trials in order. */
  readonly records: readonly TrialRecord[];
  /** How many trials were made: the best of many is better than it will be, so a deflated Sharpe ratio needs this number. */
  readonly trials: number;
  readonly direction: "maximize" | "minimize";
}

/** Score of one trial, or why there is none. */
export type TrialOutcome =
  | { readonly score: number; readonly state: unknown; readonly error?: undefined }
  | {
      readonly score: null;
      readonly state?: undefined;
      readonly error: { readonly code: string; readonly message: string };
    };

/** The objective as a task whose expected failures are outcomes. */
export function objectiveTask<Data>(
  objective: Objective<Data>,
  options: ParallelOptions,
): PoolTask<TrialJob<Data>, number | TrialReport> {
  return taskFrom(objective, "objective", options, (run, job: TrialJob<Data>, runOptions) => run(job, runOptions));
}

/** Runs one trial; only `ABORTED`, a pool that is gone and bugs are thrown. */
export async function outcomeOf(run: () => Promise<number | TrialReport>): Promise<TrialOutcome> {
  const result = await attemptAsync(run);
  if (!result.success) {
    const { code, message } = result.error;
    if (code === "ABORTED" || code === "UNAVAILABLE") throw result.error;
    return { score: null, error: { code, message } };
  }
  const { score, state } = typeof result.data === "number" ? { score: result.data, state: undefined } : result.data;
  if (Number.isFinite(score)) return { score, state };
  return { score: null, error: { code: "INVALID_INPUT", message: `score: expected a finite number, was ${score}` } };
}

/** The seed of a trial. */
export function trialSeed(seed: number | string, trial: number): number {
  return RandomStream.of(seed)
    .substream("trial")
    .substream(trial)
    .integer(2 ** 31);
}

/** +1 where large scores are good, -1 where small ones are. */
export function directionSign(direction: SearchOptions["direction"] = "maximize"): 1 | -1 {
  if (direction === "maximize") return 1;
  if (direction === "minimize") return -1;
  throw invalidInput("direction", `direction: expected "maximize" or "minimize", was ${JSON.stringify(direction)}`);
}

/** The result of a search; an error where no trial is complete. */
export function searchResult(records: readonly TrialRecord[], sign: 1 | -1): SearchResult {
  let best: (TrialRecord & { readonly score: number }) | undefined;
  for (const record of records) {
    const { score } = record;
    if (record.status !== "complete" || score === null) continue;
    if (best === undefined || sign * score > sign * best.score) best = { ...record, score };
  }
  if (best !== undefined) {
    return { best, records, trials: records.length, direction: sign === 1 ? "maximize" : "minimize" };
  }
  const reason = records.find(({ error }) => error !== undefined)?.error?.message ?? "there were none";
  throw new PlimsollError("NOT_ENOUGH_DATA", `none of ${records.length} trials succeeded: ${reason}`, {
    argument: "objective",
    required: 1,
    available: 0,
  });
}
