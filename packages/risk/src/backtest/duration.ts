import { invalidInput } from "@plimsoll/core";
import { findMinimum, RandomStream } from "@plimsoll/numeric";
import { checkHits } from "./christoffersen.ts";
import { type ChiSquareResult, chiSquareResult } from "./test-result.ts";

/** A test of the times between exceptions. */
export interface DurationResult extends ChiSquareResult {
  /** Weibull shape b: below 1 exceptions cluster, 1 is no memory, above 1 they keep apart. */
  readonly shape: number;
}

/** How the p-value of a small sample is simulated. */
export interface DurationSimulation {
  readonly seed: number | string;
  /** Simulated series. @defaultValue 999 */
  readonly draws?: number;
  /** Probability of an exception under the hypothesis. @defaultValue the observed share */
  readonly rate?: number;
}

/** Shapes outside this range on a log scale aren't distinguished. */
const LOG_SHAPE = 4;

/**
 * Whether the days between exceptions have no memory: Weibull against exponential durations (Christoffersen & Pelletier 2004).
 *
 * The first and the last spell are censored unless the series begins or ends with an exception. Likelihood ratio with one
 * degree of freedom. `null` with fewer than two exceptions: there is no complete spell. The chi-square law is poor for few
 * exceptions and, because days are whole, for frequent ones: with `simulate` the p-value is the share of independent series, as long as this one, whose statistic is at least as
 * large (Dufour 2006, as the authors do); series with fewer than two exceptions are drawn again.
 *
 * @param hits One entry a period, 1 or true for an exception.
 *
 * @example
 * ```ts
 * import { durationTest } from "@plimsoll/risk";
 *
 * const clustered = Array.from({ length: 300 }, (_, t) => (t % 100 < 5 ? 1 : 0));
 * const result = durationTest(clustered);
 * console.log(result !== null && result.shape < 1, result !== null && result.pValue < 0.01); // true true
 * ```
 */
export function durationTest(
  hits: ArrayLike<number | boolean>,
  options: {
    /** @defaultValue the chi-square law */
    readonly simulate?: DurationSimulation;
  } = {},
): DurationResult | null {
  checkHits(hits);
  const spells = readSpells(hits);
  if (spells === null) return null;
  const { statistic, shape } = fitWeibull(spells);
  const result = { ...chiSquareResult(statistic, 1), shape };
  return options.simulate === undefined
    ? result
    : { ...result, pValue: simulated(result.statistic, hits.length, spells.complete + 1, options.simulate) };
}

function simulated(
  statistic: number,
  periods: number,
  exceptions: number,
  { seed, draws = 999, rate = exceptions / periods }: DurationSimulation,
): number {
  if (!Number.isInteger(draws) || draws < 1) {
    throw invalidInput("simulate.draws", `simulate.draws: expected a positive whole number, was ${draws}`);
  }
  // a rate this low would draw series with fewer than two exceptions nearly always
  if (!(rate > 0.1 / periods && rate < 1)) {
    throw invalidInput("simulate.rate", `simulate.rate: expected a probability above ${0.1 / periods}, was ${rate}`);
  }
  const stream = RandomStream.of(seed);
  const drawn = new Uint8Array(periods);
  let atLeast = 0;
  for (let draw = 0; draw < draws;) {
    for (let t = 0; t < periods; t++) drawn[t] = stream.uniform() < rate ? 1 : 0;
    const spells = readSpells(drawn);
    if (spells === null) continue;
    draw++;
    if (Math.max(0, fitWeibull(spells).statistic) >= statistic) atLeast++;
  }
  return (1 + atLeast) / (1 + draws);
}

function fitWeibull({ all, complete, sumOfLogs }: Spells): { readonly statistic: number; readonly shape: number } {
  const logLikelihood = (shape: number): number => {
    let total = 0;
    for (const spell of all) total += spell ** shape;
    return complete * (Math.log(complete / total) + Math.log(shape) - 1) + (shape - 1) * sumOfLogs;
  };
  const { x } = findMinimum((logShape) => -logLikelihood(Math.exp(logShape)), -LOG_SHAPE, LOG_SHAPE, {
    tolerance: 1e-10,
  });
  const shape = Math.exp(x);
  return { statistic: 2 * (logLikelihood(shape) - logLikelihood(1)), shape };
}

interface Spells {
  readonly all: readonly number[];
  /** How many are not censored, and the sum of their logarithms. */
  readonly complete: number;
  readonly sumOfLogs: number;
}

function readSpells(hits: ArrayLike<number | boolean>): Spells | null {
  const at: number[] = [];
  for (let t = 0; t < hits.length; t++) if (Number(hits[t]) === 1) at.push(t);
  if (at.length < 2) return null;
  const complete = at.slice(1).map((time, i) => time - at[i]!);
  const all = [...complete];
  if (at[0]! > 0) all.push(at[0]!);
  const rest = hits.length - 1 - at.at(-1)!;
  if (rest > 0) all.push(rest);
  return { all, complete: complete.length, sumOfLogs: complete.reduce((sum, spell) => sum + Math.log(spell), 0) };
}
