import { InProcessPool, type RunOptions } from "@plimsoll/core";
import { runJobs } from "../run-jobs.ts";
import { wholeNumber } from "../whole-number.ts";
import {
  directionSign,
  type Objective,
  objectiveTask,
  outcomeOf,
  type SearchOptions,
  type SearchResult,
  searchResult,
  type TrialReport,
  trialSeed,
} from "./objective.ts";
import type { ParameterValues } from "./search-space.ts";
import { knownRecord, readRecords, type TrialRecord } from "./trial-record.ts";

/** Options of searches that give every trial the full resource. */
export interface TrialsOptions<Data = undefined> extends SearchOptions<Data> {
  /** How many trials. */
  readonly trials: number;
}

/** What a searcher knows when it proposes a trial. */
export interface TrialHistory {
  /** Trials that have ended, in order. */
  readonly records: readonly TrialRecord[];
  /** Parameters of trials of the same batch, which run at the same time. */
  readonly pending: readonly ParameterValues[];
}

/**
 * Runs trials in batches: those of a batch are proposed one after the other from what earlier batches gave, and then run
 * on as many threads as there are. The batch, not the pool, decides what a proposal knows, so the pool changes nothing.
 */
export async function runTrials<Data>(
  propose: (trial: number, history: TrialHistory) => ParameterValues,
  batch: number,
  objective: Objective<Data>,
  options: TrialsOptions<Data>,
): Promise<SearchResult> {
  const task = objectiveTask(objective, options);
  const pool = options.pool ?? new InProcessPool();
  const evaluate = (trial: number, parameters: ParameterValues, run: RunOptions): Promise<number | TrialReport> =>
    pool.run(
      task,
      {
        trial,
        parameters,
        seed: trialSeed(options.seed, trial),
        resource: null,
        state: undefined,
        data: options.data as Data,
      },
      run,
    );
  return searchTrials(propose, batch, evaluate, options);
}

/** {@link runTrials} with any way to evaluate a trial, which may itself use the pool. */
export async function searchTrials(
  propose: (trial: number, history: TrialHistory) => ParameterValues,
  batch: number,
  evaluate: (trial: number, parameters: ParameterValues, run: RunOptions) => Promise<number | TrialReport>,
  options: Omit<TrialsOptions<unknown>, "data">,
): Promise<SearchResult> {
  const total = wholeNumber("trials", options.trials, 1);
  const sign = directionSign(options.direction);
  const known = readRecords(options.records);
  const records: TrialRecord[] = [];
  for (let first = 0; first < total; first += batch) {
    const count = Math.min(batch, total - first);
    const pending: ParameterValues[] = [];
    for (let i = 0; i < count; i++) pending.push(propose(first + i, { records, pending }));
    const done = await runJobs(
      { module: "", name: "trial", run: async (index: number) => trialRecord(index) },
      count,
      (i) => i,
      {
        // trials queue for the pool's threads by themselves; here they only need to be handed in
        pool: new InProcessPool({ size: options.pool === undefined ? 1 : options.pool.size + 1 }),
        signal: options.signal,
        phase: "trials",
        onProgress: ({ phase, done }) => options.onProgress?.({ phase, done: first + done, total }),
      },
    );
    async function trialRecord(index: number): Promise<TrialRecord> {
      const trial = first + index;
      const parameters = pending[index]!;
      const earlier = knownRecord(known, trial, parameters);
      if (earlier !== undefined) return earlier;
      const { score, error } = await outcomeOf(() => evaluate(trial, parameters, { signal: options.signal }));
      const record: TrialRecord = {
        trial,
        parameters,
        status: score === null ? "failed" : "complete",
        score,
        ...(error === undefined ? {} : { error }),
      };
      options.onRecord?.(record);
      return record;
    }
    records.push(...done);
  }
  return searchResult(records, sign);
}
