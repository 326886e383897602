import { PlimsollError, invalidInput } from "@plimsoll/core";
import { RandomStream, stationaryBootstrapIndices } from "@plimsoll/numeric";
import { checkConfidence } from "../input/checks.ts";
import { type ForecastInput, readForecasts } from "./forecast-record.ts";

/** Options of {@link modelConfidenceSet}. */
export interface ModelConfidenceSetOptions {
  readonly seed: number | string;
  /** Probability with which the best model may be left out. @defaultValue 0.1 */
  readonly significance?: number;
  /** Largest pairwise distance, or largest distance from the mean. @defaultValue "range" */
  readonly statistic?: "range" | "max";
  /** Bootstrap samples. @defaultValue 1000 */
  readonly draws?: number;
  /** Mean block length of the stationary bootstrap. @defaultValue the root of the number of periods */
  readonly meanBlock?: number;
}

/** The models that can't be told from the best. */
export interface ModelConfidenceSet {
  /** Names of the models in the set, best mean loss first. */
  readonly included: readonly string[];
  /** Every model, the first eliminated first; the last has p-value 1. */
  readonly models: readonly {
    readonly name: string;
    readonly meanLoss: number;
    /** The model is in every set of significance at most this. */
    readonly pValue: number;
  }[];
}

/**
 * The set that holds the best model with probability 1 - significance (Hansen, Lunde & Nason 2011).
 *
 * Models are dropped one by one, the worst first, until equal expected losses can't be rejected; the law of the statistic comes
 * from a stationary bootstrap of whole periods. `losses` has one series of losses a model, all of one length, such as
 * `fisslerZieglerScores`. Throws `INVALID_INPUT` for lengths that differ, NaN, fewer than two models, and two models whose
 * losses differ by a constant.
 *
 * @example
 * ```ts
 * import { modelConfidenceSet } from "@plimsoll/risk";
 *
 * const wave = (level: number, pace: number) => Array.from({ length: 200 }, (_, t) => level + Math.sin(t * pace));
 * const { included } = modelConfidenceSet({ a: wave(1, 1.1), b: wave(1.02, 2.3), bad: wave(2, 1.7) }, { seed: 1 });
 * console.log(included.join(" ")); // a b
 * ```
 */
export function modelConfidenceSet(
  losses: Readonly<Record<string, ForecastInput>>,
  options: ModelConfidenceSetOptions,
): ModelConfidenceSet {
  const names = Object.keys(losses);
  const { significance = 0.1, statistic = "range", draws = 1000, seed } = options;
  checkConfidence(significance, "significance");
  if (names.length < 2) throw invalidInput("losses", `losses: expected at least two models, was ${names.length}`);
  if (!Number.isInteger(draws) || draws < 1) {
    throw invalidInput("draws", `draws: expected a positive whole number, was ${draws}`);
  }
  const periods = losses[names[0]!]!.length;
  if (periods < 2) {
    throw new PlimsollError("NOT_ENOUGH_DATA", `losses: at least 2 periods are needed, there are ${periods}`, {
      required: 2,
      available: periods,
      argument: "losses",
    });
  }
  const { meanBlock = Math.max(1, Math.sqrt(periods)) } = options;
  if (!(meanBlock >= 1)) throw invalidInput("meanBlock", `meanBlock: expected at least 1, was ${meanBlock}`);
  const series = names.map((name) => readForecasts(losses[name]!, periods, `losses.${name}`));
  const means = Float64Array.from(series, (values) => values.reduce((sum, value) => sum + value, 0) / periods);
  const resampled = bootstrapMeans(series, means, draws, meanBlock, RandomStream.of(seed));
  const eliminate = statistic === "range" ? worstByRange : worstByMean;
  let alive = names.map((_, i) => i);
  const models: { name: string; meanLoss: number; pValue: number }[] = [];
  let largest = 0;
  while (alive.length > 1) {
    const { worst, pValue } = eliminate(alive, means, resampled, draws, names);
    largest = Math.max(largest, pValue);
    models.push({ name: names[worst]!, meanLoss: means[worst]!, pValue: largest });
    alive = alive.filter((model) => model !== worst);
  }
  models.push({ name: names[alive[0]!]!, meanLoss: means[alive[0]!]!, pValue: 1 });
  return {
    included: models
      .filter(({ pValue }) => pValue >= significance)
      .sort((a, b) => a.meanLoss - b.meanLoss)
      .map(({ name }) => name),
    models,
  };
}

/** Resampled means minus the means, one row a draw. */
function bootstrapMeans(
  series: readonly Float64Array[],
  means: Float64Array,
  draws: number,
  meanBlock: number,
  stream: RandomStream,
): Float64Array {
  const periods = series[0]!.length;
  const out = new Float64Array(draws * series.length);
  const indices = new Int32Array(periods);
  for (let draw = 0; draw < draws; draw++) {
    stationaryBootstrapIndices(stream, periods, meanBlock, indices);
    for (let model = 0; model < series.length; model++) {
      const values = series[model]!;
      let total = 0;
      for (let t = 0; t < periods; t++) total += values[indices[t]!]!;
      out[draw * series.length + model] = total / periods - means[model]!;
    }
  }
  return out;
}

type Elimination = (
  alive: readonly number[],
  means: Float64Array,
  resampled: Float64Array,
  draws: number,
  names: readonly string[],
) => { readonly worst: number; readonly pValue: number };

const worstByRange: Elimination = (alive, means, resampled, draws, names) => {
  const models = means.length;
  const maxima = new Float64Array(draws);
  let worst = alive[0]!;
  let largest = -Infinity;
  for (const i of alive) {
    for (const j of alive) {
      if (i === j) continue;
      let squares = 0;
      for (let draw = 0; draw < draws; draw++) {
        squares += (resampled[draw * models + i]! - resampled[draw * models + j]!) ** 2;
      }
      const deviation = Math.sqrt(squares / draws);
      checkSpread(deviation, means, names, i, j);
      for (let draw = 0; draw < draws; draw++) {
        const distance = Math.abs(resampled[draw * models + i]! - resampled[draw * models + j]!) / deviation;
        if (distance > maxima[draw]!) maxima[draw] = distance;
      }
      const distance = (means[i]! - means[j]!) / deviation;
      if (distance > largest) [worst, largest] = [i, distance];
    }
  }
  return { worst, pValue: share(maxima, largest) };
};

const worstByMean: Elimination = (alive, means, resampled, draws, names) => {
  const models = means.length;
  const centres = new Float64Array(draws);
  let centre = 0;
  for (const i of alive) {
    centre += means[i]! / alive.length;
    for (let draw = 0; draw < draws; draw++) centres[draw]! += resampled[draw * models + i]! / alive.length;
  }
  const maxima = new Float64Array(draws).fill(-Infinity);
  let worst = alive[0]!;
  let largest = -Infinity;
  for (const i of alive) {
    let squares = 0;
    for (let draw = 0; draw < draws; draw++) squares += (resampled[draw * models + i]! - centres[draw]!) ** 2;
    const deviation = Math.sqrt(squares / draws);
    checkSpread(
      deviation,
      means,
      names,
      i,
      alive.find((j) => j !== i)!,
    );
    for (let draw = 0; draw < draws; draw++) {
      maxima[draw] = Math.max(maxima[draw]!, (resampled[draw * models + i]! - centres[draw]!) / deviation);
    }
    const distance = (means[i]! - centre) / deviation;
    if (distance > largest) [worst, largest] = [i, distance];
  }
  return { worst, pValue: share(maxima, largest) };
};

function checkSpread(deviation: number, means: Float64Array, names: readonly string[], i: number, j: number): void {
  if (deviation > 1e-14 * (Math.abs(means[i]!) + Math.abs(means[j]!))) return;
  throw invalidInput(
    `losses.${names[i]}`,
    `losses: "${names[i]}" differs from "${names[j]}" only by a constant: leave one of them out`,
  );
}

function share(maxima: Float64Array, value: number): number {
  let count = 0;
  for (const drawn of maxima) if (drawn >= value) count++;
  return count / maxima.length;
}
