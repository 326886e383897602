import { InProcessPool, invalidInput, type PoolTask } from "@plimsoll/core";
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
  type TrialJob,
  type TrialOutcome,
  type TrialReport,
  trialSeed,
} from "./objective.ts";
import { randomProposer } from "./random-search.ts";
import { type ParameterValues, readSearchSpace, type SearchSpace } from "./search-space.ts";
import { knownRecord, readRecords, type TrialRecord } from "./trial-record.ts";

/** One step of a bracket: how many trials run, and on how much. */
export interface Rung {
  readonly trials: number;
  readonly resource: number;
}

/** What searches that prune have in common. */
export interface ResourceOptions<Data = undefined> extends SearchOptions<Data> {
  /**
   * The least resource a trial gets (rounds, rows, ...), a whole number.
   * @defaultValue 1
   */
  readonly minResource?: number | undefined;
  /** The most a trial gets, a whole number. */
  readonly maxResource: number;
  /**
   * One in so many trials goes on from rung to rung, with so many times the resource; at least 2.
   * @defaultValue 3
   */
  readonly reduction?: number | undefined;
}

/** Options of {@link successiveHalving}. */
export interface SuccessiveHalvingOptions<Data = undefined> extends ResourceOptions<Data> {
  /** How many trials start. */
  readonly trials: number;
}

/** The checked resources and how often the least fits into the most. */
export function readResources(options: ResourceOptions<unknown>): {
  readonly most: number;
  readonly reduction: number;
  readonly steps: number;
} {
  const reduction = wholeNumber("reduction", options.reduction ?? 3, 2);
  const least = wholeNumber("minResource", options.minResource ?? 1, 1);
  const most = wholeNumber("maxResource", options.maxResource, 1);
  if (most < least) {
    throw invalidInput("maxResource", `maxResource: expected at least minResource, ${least}, was ${most}`);
  }
  let steps = 0;
  while (least * reduction ** (steps + 1) <= most) steps++;
  return { most, reduction, steps };
}

/**
 * The rungs of a bracket: floor(trials / reduction^i) trials at maxResource / reduction^(steps - i), rounded to whole
 * numbers (Jamieson & Talwalkar 2016; Li et al. 2018, algorithm 1). It ends early where no trial would be left.
 */
export function bracketRungs(trials: number, most: number, reduction: number, steps: number): Rung[] {
  const rungs: Rung[] = [];
  for (let i = 0; i <= steps; i++) {
    const left = Math.floor(trials / reduction ** i);
    if (left >= 1) rungs.push({ trials: left, resource: Math.round(most / reduction ** (steps - i)) });
  }
  return rungs;
}

/** One trial on its way up. */
interface Climber {
  readonly trial: number;
  readonly parameters: ParameterValues;
  rungs: { readonly resource: number; readonly score: number | null }[];
  state: unknown;
  error: TrialOutcome["error"];
}

/** Runs brackets one after the other; trials of a rung run side by side and the rung ends when all have. */
export async function runBrackets<Data>(
  space: SearchSpace,
  brackets: readonly (readonly Rung[])[],
  objective: Objective<Data>,
  options: ResourceOptions<Data>,
): Promise<SearchResult> {
  const sign = directionSign(options.direction);
  const known = readRecords(options.records);
  const task = objectiveTask(objective, options);
  const pool = options.pool ?? new InProcessPool();
  const propose = randomProposer(readSearchSpace(space), options.seed);
  const total = brackets.flat().reduce((sum, { trials }) => sum + trials, 0);
  let done = 0;

  const climb = async (climber: Climber, { resource }: Rung, last: boolean): Promise<void> => {
    const { trial, parameters } = climber;
    const earlier = knownRecord(known, trial, parameters);
    const rung = earlier?.rungs?.find((rung) => rung.resource === resource);
    if (rung !== undefined) {
      climber.rungs = [...climber.rungs, rung];
      if (rung.score === null) climber.error = earlier?.error;
      return;
    }
    const outcome = await outcomeOf(() => {
      const job: TrialJob<Data> = {
        trial,
        parameters,
        seed: trialSeed(options.seed, trial),
        resource,
        state: climber.state,
        data: options.data as Data,
      };
      return pool.run<TrialJob<Data>, number | TrialReport>(task, job, { signal: options.signal });
    });
    climber.rungs = [...climber.rungs, { resource, score: outcome.score }];
    climber.state = outcome.state;
    climber.error = outcome.error;
    options.onRecord?.(recordOf(climber, last));
  };

  const records: TrialRecord[] = [];
  for (const rungs of brackets) {
    const all = Array.from({ length: rungs[0]!.trials }, (_, i): Climber => {
      const trial = records.length + i;
      return {
        trial,
        parameters: propose(trial, { records, pending: [] }),
        rungs: [],
        state: undefined,
        error: undefined,
      };
    });
    let running = all;
    const complete = new Set<Climber>();
    for (const [step, rung] of rungs.entries()) {
      const last = step === rungs.length - 1;
      running = promoted(running, rung.trials, sign);
      const climbing: PoolTask<number, void> = {
        module: "",
        name: "trial",
        run: (index) => climb(running[index]!, rung, last),
      };
      await runJobs(climbing, running.length, (index) => index, {
        pool: new InProcessPool({ size: options.pool === undefined ? 1 : options.pool.size + 1 }),
        signal: options.signal,
        phase: "trials",
        onProgress: ({ phase, done: inRung }) => options.onProgress?.({ phase, done: done + inRung, total }),
      });
      done += rung.trials;
      if (last) for (const climber of running) complete.add(climber);
    }
    records.push(...all.map((climber) => recordOf(climber, complete.has(climber))));
  }
  return searchResult(records, sign);
}

/** The best of the trials that didn't fail; ties go to the first. */
function promoted(climbers: Climber[], count: number, sign: 1 | -1): Climber[] {
  if (climbers.every(({ rungs }) => rungs.length === 0)) return climbers;
  const score = ({ rungs }: Climber): number => rungs.at(-1)!.score!;
  return climbers
    .filter(({ error }) => error === undefined)
    .sort((a, b) => sign * (score(b) - score(a)) || a.trial - b.trial)
    .slice(0, count)
    .sort((a, b) => a.trial - b.trial);
}

function recordOf({ trial, parameters, rungs, error }: Climber, last: boolean): TrialRecord {
  const score = rungs.at(-1)!.score;
  const status = score === null ? "failed" : last ? "complete" : "pruned";
  return { trial, parameters, status, score, rungs, ...(error === undefined ? {} : { error }) };
}

/**
 * Starts many random trials on little, and lets the best `1 / reduction` of each rung go on with `reduction` times as much
 * (Jamieson & Talwalkar 2016): most trials are pruned early. The objective gets the `resource` to spend in all and the
 * `state` that the trial left at the rung before, if it gave one (a resumed search starts such trials anew).
 *
 * Rungs wait for all their trials, so that the same seed gives the same trials on any pool. Only trials that reach the last
 * rung are `complete`. Otherwise as {@link randomSearch}.
 *
 * @example
 * ```ts
 * import { successiveHalving } from "@plimsoll/ml";
 *
 * // the score comes nearer to its limit, x, the longer a trial runs
 * const { records } = await successiveHalving(
 *   { x: { kind: "uniform", low: 0, high: 1 } },
 *   ({ parameters: { x }, resource }) => Number(x) - 1 / resource!,
 *   { trials: 9, maxResource: 9, seed: 7 },
 * );
 * console.log(records.filter(({ status }) => status === "pruned").length); // 8
 * console.log(records.map(({ rungs }) => rungs!.length).sort().join("")); // 111111223
 * ```
 */
export async function successiveHalving<Data = undefined>(
  space: SearchSpace,
  objective: Objective<Data>,
  options: SuccessiveHalvingOptions<Data>,
): Promise<SearchResult> {
  const { most, reduction, steps } = readResources(options);
  const rungs = bracketRungs(wholeNumber("trials", options.trials, 1), most, reduction, steps);
  return runBrackets(space, [rungs], objective, options);
}
