import { invalidInput } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { wholeNumber } from "../whole-number.ts";
import { drawPoint } from "./draw.ts";
import { directionSign, type Objective, type SearchResult } from "./objective.ts";
import { type ParzenEstimate, parzenEstimate } from "./parzen.ts";
import { runTrials, type TrialHistory, type TrialsOptions } from "./run-trials.ts";
import {
  choosePoint,
  type OrderedSpace,
  type ParameterValue,
  type ParameterValues,
  readSearchSpace,
  type SearchSpace,
} from "./search-space.ts";
import type { TrialRecord } from "./trial-record.ts";

/** How {@link tpeSearch} learns from earlier trials. */
export interface TpeSettings {
  /**
   * Trials drawn at random before it learns.
   * @defaultValue 10
   */
  readonly startTrials?: number | undefined;
  /**
   * Share of trials that count as good, at most 25 of them.
   * @defaultValue 0.15
   */
  readonly goodShare?: number | undefined;
  /**
   * Values drawn for a parameter, of which the best is tried.
   * @defaultValue 24
   */
  readonly candidates?: number | undefined;
  /**
   * Trials proposed at a time, and so the most that can run at once. A larger batch knows less of its own members; the
   * trials depend on it, and not on the pool.
   * @defaultValue 4
   */
  readonly batch?: number | undefined;
}

/** Options of {@link tpeSearch}. */
export interface TpeSearchOptions<Data = undefined> extends TrialsOptions<Data>, TpeSettings {}

const mostGood = 25;

/** Proposes the value that is likeliest among good trials relative to the others, parameter by parameter. */
export function tpeProposer(
  space: OrderedSpace,
  seed: number | string,
  sign: 1 | -1,
  settings: TpeSettings,
): (trial: number, history: TrialHistory) => ParameterValues {
  const startTrials = wholeNumber("startTrials", settings.startTrials ?? 10, 1);
  const candidates = wholeNumber("candidates", settings.candidates ?? 24, 1);
  const goodShare = settings.goodShare ?? 0.15;
  if (!(goodShare > 0 && goodShare < 1)) {
    throw invalidInput("goodShare", `goodShare: expected a share between 0 and 1, was ${goodShare}`);
  }
  const start = RandomStream.of(seed).substream("point");
  const learned = RandomStream.of(seed).substream("tpe");
  return (trial, { records, pending }) => {
    const scored = distinctPoints(records);
    if (trial < startTrials || scored.length < 2) return drawPoint(space, start.substream(trial));
    scored.sort((a, b) => sign * (b.score - a.score) || a.trial - b.trial);
    const count = Math.min(mostGood, Math.max(1, Math.ceil(goodShare * scored.length)));
    const good = scored.slice(0, count).map(({ parameters }) => parameters);
    // what failed, and what runs beside it, is not worth trying again nearby
    const others = [
      ...scored.slice(count).map(({ parameters }) => parameters),
      ...records.filter(({ score }) => score === null).map(({ parameters }) => parameters),
      ...pending,
    ];
    const random = learned.substream(trial);
    const chosen = choosePoint(space, (name, parameter) => {
      const values = (points: readonly ParameterValues[]): ParameterValue[] =>
        points.filter((point) => name in point).map((point) => point[name]!);
      const [likely, unlikely] = [parzenEstimate(parameter, values(good)), parzenEstimate(parameter, values(others))];
      return best(likely, unlikely, candidates, random.substream(name));
    });
    const tried = new Set([...records.map(({ parameters }) => parameters), ...pending].map(keyOf));
    // whole numbers and choices come back to one point: there is more to learn elsewhere
    return tried.has(keyOf(chosen)) ? drawPoint(space, start.substream(trial)) : chosen;
  };
}

/** Two points are one if and only if they have one key. */
function keyOf(parameters: ParameterValues): string {
  return JSON.stringify(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Scored points with their mean score: one tried again and again must not crowd all others out of the good ones. */
function distinctPoints(
  records: readonly TrialRecord[],
): { readonly trial: number; readonly parameters: ParameterValues; readonly score: number }[] {
  const points = new Map<string, { trial: number; parameters: ParameterValues; scores: number[] }>();
  for (const { trial, parameters, score } of records) {
    if (score === null) continue;
    const key = keyOf(parameters);
    const point = points.get(key);
    if (point === undefined) points.set(key, { trial, parameters, scores: [score] });
    else point.scores.push(score);
  }
  return [...points.values()].map(({ trial, parameters, scores }) => ({
    trial,
    parameters,
    score: scores.reduce((sum, score) => sum + score, 0) / scores.length,
  }));
}

function best(
  likely: ParzenEstimate,
  unlikely: ParzenEstimate,
  candidates: number,
  random: RandomStream,
): ParameterValue {
  let found: ParameterValue = null;
  let highest = -Infinity;
  for (let i = 0; i < candidates; i++) {
    const value = likely.draw(random);
    const gain = likely.logDensity(value) - unlikely.logDensity(value);
    if (i > 0 && !(gain > highest)) continue;
    found = value;
    highest = gain;
  }
  return found;
}

/**
 * The tree-structured Parzen estimator (Bergstra, Bardenet, Bengio & Kegl 2011): trials are split into good ones and the
 * rest, the values of each parameter get a density among either, and the value with the largest ratio of the two, which
 * has the largest expected improvement, is tried next. Conditional parameters learn from the trials that had them. Where
 * that is a point tried before, one is drawn from the space instead.
 *
 * Trials are proposed in batches, so that several can run at once and yet the same seed gives the same trials on any pool.
 * Otherwise as {@link randomSearch}.
 *
 * @example
 * ```ts
 * import { tpeSearch } from "@plimsoll/ml";
 *
 * const { best } = await tpeSearch(
 *   { x: { kind: "uniform", low: -5, high: 5 }, y: { kind: "log-uniform", low: 1e-4, high: 1 } },
 *   ({ parameters: { x, y } }) => -((Number(x) - 1) ** 2) - (Math.log10(Number(y)) + 2) ** 2,
 *   { trials: 60, seed: 7 },
 * );
 * console.log(best.score > -0.1); // true
 * ```
 */
export async function tpeSearch<Data = undefined>(
  space: SearchSpace,
  objective: Objective<Data>,
  options: TpeSearchOptions<Data>,
): Promise<SearchResult> {
  const propose = tpeProposer(readSearchSpace(space), options.seed, directionSign(options.direction), options);
  return runTrials(propose, wholeNumber("batch", options.batch ?? 4, 1), objective, options);
}
