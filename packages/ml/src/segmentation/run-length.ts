import { invalidInput } from "@plimsoll/core";
import { logGamma } from "@plimsoll/numeric";
import * as z from "zod";

/** What is believed of a segment before its first row: normal with unknown mean and variance, by column. */
export interface SegmentPrior {
  /** Expected mean, one for all columns or one each. */
  readonly mean: number | readonly number[];
  /** Expected variance of a row around its segment's mean, > 0, one for all columns or one each. */
  readonly variance: number | readonly number[];
  /** How many rows the expected mean counts for, > 0. @defaultValue 1 */
  readonly meanWeight?: number;
  /** How many rows the expected variance counts for, > 0. @defaultValue 2 */
  readonly varianceWeight?: number;
}

/** Options of {@link RunLengthDetector}. */
export interface RunLengthOptions {
  /** Mean length of a segment in rows, > 1: a change comes with probability 1 / this at each row. */
  readonly expectedRun: number;
  readonly prior: SegmentPrior;
  /** Run lengths with less probability are forgotten, from 0 to below 1. @defaultValue 1e-9 */
  readonly forget?: number;
}

/** What one row tells of change. */
export interface RunLengthUpdate {
  /** The most probable number of rows in the present segment, this one included. */
  readonly runLength: number;
  /** Probability that the present segment began within the last `recent` rows, by `recent` as asked of the detector. */
  readonly changeProbability: number;
  /** ln p(row | rows before it), the predictive log score; 0 for a missing row. */
  readonly logPredictive: number;
}

/** A detector between two rows, as plain JSON. */
export interface RunLengthState {
  readonly kind: "run-length";
  readonly options: RunLengthOptions;
  readonly columns: number;
  readonly recent: number;
  readonly rows: number;
  /** Lengths of the run still thought possible, ascending, with their log-probabilities. */
  readonly runs: readonly number[];
  readonly logProbabilities: readonly number[];
  /** By run and column: weight of the mean, mean, weight of the variance, sum of squares. */
  readonly statistics: readonly number[];
}

const perColumn = z.union([z.number(), z.array(z.number())]);
export const RunLengthStateSchema: z.ZodType<RunLengthState> = z.strictObject({
  kind: z.literal("run-length"),
  options: z.strictObject({
    expectedRun: z.number().gt(1),
    prior: z.strictObject({
      mean: perColumn,
      variance: perColumn,
      meanWeight: z.number().positive().exactOptional(),
      varianceWeight: z.number().positive().exactOptional(),
    }),
    forget: z.number().min(0).lt(1).exactOptional(),
  }),
  columns: z.number().int().min(1),
  recent: z.number().int().min(1),
  rows: z.number().int().min(0),
  runs: z.array(z.number().int().min(0)),
  logProbabilities: z.array(z.number()),
  statistics: z.array(z.number()),
});

const fields = 4;

/**
 * Online detection of changes in mean or variance: the exact posterior of how long the present segment has lasted, with
 * the normal-inverse-gamma law of each column integrated out (Adams & MacKay 2007).
 *
 * `update` takes one row and uses the past only. Columns are independent within a segment and change together. A row with a
 * NaN is missing: the run grows, nothing else is learnt. The cost of a row grows with the run lengths not yet forgotten.
 *
 * @example
 * ```ts
 * import { RunLengthDetector } from "@plimsoll/ml";
 *
 * const detector = RunLengthDetector.start({ expectedRun: 100, prior: { mean: 0, variance: 1 } });
 * const level = Array.from({ length: 60 }, (_, day) => (day < 40 ? 0 : 6) + Math.sin(day * 12.9898));
 * console.log(level.map((x) => detector.update(x).runLength).at(-1)); // 20
 * ```
 */
export class RunLengthDetector {
  readonly #options: RunLengthOptions;
  readonly #columns: number;
  readonly #recent: number;
  readonly #prior: Float64Array;
  readonly #logForget: number;
  #rows: number;
  #runs: number[];
  #log: number[];
  #statistics: Float64Array;

  private constructor(state: RunLengthState) {
    const { options, columns } = state;
    this.#options = options;
    this.#columns = columns;
    this.#recent = state.recent;
    this.#prior = priorStatistics(options.prior, columns);
    this.#logForget = Math.log(options.forget ?? 1e-9);
    this.#rows = state.rows;
    this.#runs = [...state.runs];
    this.#log = [...state.logProbabilities];
    this.#statistics = Float64Array.from(state.statistics);
  }

  /**
   * A detector that has seen nothing.
   *
   * @throws `INVALID_INPUT` for bad options
   */
  static start(
    options: RunLengthOptions & {
      /** Number of columns of a row. @defaultValue 1 */
      readonly columns?: number;
      /** How far back a beginning counts for `changeProbability`, in rows. @defaultValue 5 */
      readonly recent?: number;
    },
  ): RunLengthDetector {
    const { columns = 1, recent = 5, expectedRun, prior, forget = 1e-9 } = options;
    if (!(expectedRun > 1)) throw invalidInput("expectedRun", `expected a number > 1, was ${expectedRun}`);
    if (!(forget >= 0 && forget < 1)) throw invalidInput("forget", `expected from 0 to below 1, was ${forget}`);
    for (const [name, value] of [
      ["columns", columns],
      ["recent", recent],
    ] as const) {
      if (!Number.isInteger(value) || value < 1) throw invalidInput(name, `expected a whole number >= 1, was ${value}`);
    }
    return new RunLengthDetector({
      kind: "run-length",
      options: { expectedRun, prior, forget },
      columns,
      recent,
      rows: 0,
      // before the first row a segment has just begun
      runs: [0],
      logProbabilities: [0],
      statistics: [...priorStatistics(prior, columns)],
    });
  }

  /** The detector that {@link RunLengthDetector.toJSON} wrote; it goes on with the same answers. */
  static fromJSON(json: unknown): RunLengthDetector {
    const parsed = RunLengthStateSchema.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw invalidInput(issue.path.join("."), `not a run-length detector: ${issue.path.join(".")}: ${issue.message}`);
    }
    const { runs, logProbabilities, statistics, columns } = parsed.data;
    if (runs.length !== logProbabilities.length || statistics.length !== runs.length * columns * fields) {
      throw invalidInput("statistics", "not a run-length detector: the sizes of its arrays do not agree");
    }
    return new RunLengthDetector(parsed.data);
  }

  /** The present state as plain JSON. */
  toJSON(): RunLengthState {
    return {
      kind: "run-length",
      options: this.#options,
      columns: this.#columns,
      recent: this.#recent,
      rows: this.#rows,
      runs: [...this.#runs],
      logProbabilities: [...this.#log],
      statistics: [...this.#statistics],
    };
  }

  /** Posterior of the number of rows in the present segment: lengths, ascending, and their probabilities. */
  get posterior(): { readonly lengths: readonly number[]; readonly probabilities: readonly number[] } {
    return { lengths: [...this.#runs], probabilities: this.#log.map(Math.exp) };
  }

  /**
   * Takes the next row, a number or one a column.
   *
   * @throws `INVALID_INPUT` for a row of the wrong width or an infinite value
   */
  update(row: number | ArrayLike<number>): RunLengthUpdate {
    const values = typeof row === "number" ? [row] : Array.from(row);
    if (values.length !== this.#columns) {
      throw invalidInput("row", `expected ${this.#columns} values, there are ${values.length}`);
    }
    const infinite = values.find((value) => Math.abs(value) === Infinity);
    if (infinite !== undefined) throw invalidInput("row", `expected finite numbers or NaN, there is ${infinite}`);
    const logPredictive = this.#advance(values, values.some(Number.isNaN));
    let best = 0;
    let changeProbability = 0;
    this.#log.forEach((log, i) => {
      if (log > this.#log[best]!) best = i;
      if (this.#runs[i]! <= this.#recent) changeProbability += Math.exp(log);
    });
    return { runLength: this.#runs[best]!, changeProbability: Math.min(1, changeProbability), logPredictive };
  }

  #advance(values: readonly number[], missing: boolean): number {
    const block = this.#columns * fields;
    const hazard = this.#rows === 0 ? 0 : 1 / this.#options.expectedRun;
    // a change at this row: it is the first of a new segment, drawn from the prior
    const runs = hazard > 0 ? [1] : [];
    const log = hazard > 0 ? [Math.log(hazard) + (missing ? 0 : logPredictiveOf(this.#prior, 0, values))] : [];
    const kept = hazard > 0 ? [-1] : [];
    const stay = Math.log1p(-hazard);
    this.#runs.forEach((run, i) => {
      runs.push(run + 1);
      kept.push(i);
      log.push(this.#log[i]! + stay + (missing ? 0 : logPredictiveOf(this.#statistics, i * block, values)));
    });
    const evidence = logSum(log);
    const alive = log.map((_, i) => i).filter((i) => log[i]! - evidence >= this.#logForget);
    const next = new Float64Array(alive.length * block);
    alive.forEach((i, place) => {
      const source = kept[i]! < 0 ? this.#prior : this.#statistics;
      const from = Math.max(0, kept[i]!) * block;
      next.set(source.subarray(from, from + block), place * block);
      if (!missing) learn(next, place * block, values);
    });
    this.#runs = alive.map((i) => runs[i]!);
    const total = logSum(alive.map((i) => log[i]!));
    this.#log = alive.map((i) => log[i]! - total);
    this.#statistics = next;
    this.#rows++;
    return missing ? 0 : evidence;
  }
}

function priorStatistics(prior: SegmentPrior, columns: number): Float64Array {
  const { mean, variance, meanWeight = 1, varianceWeight = 2 } = prior;
  const read = (value: number | readonly number[], name: string): readonly number[] => {
    const list = typeof value === "number" ? new Array<number>(columns).fill(value) : value;
    if (list.length !== columns) {
      throw invalidInput(`prior.${name}`, `expected ${columns} values, there are ${list.length}`);
    }
    return list;
  };
  const means = read(mean, "mean");
  const variances = read(variance, "variance");
  means.forEach((value) => {
    if (!Number.isFinite(value)) throw invalidInput("prior.mean", `expected a finite number, was ${value}`);
  });
  for (const [name, value] of [
    ...variances.map((value) => ["variance", value] as const),
    ["meanWeight", meanWeight] as const,
    ["varianceWeight", varianceWeight] as const,
  ]) {
    if (!(value > 0 && Number.isFinite(value))) {
      throw invalidInput(`prior.${name}`, `expected a finite number > 0, was ${value}`);
    }
  }
  return Float64Array.from(
    means.flatMap((value, j) => [meanWeight, value, varianceWeight, varianceWeight * variances[j]!]),
  );
}

/** Student's t with `varianceWeight` degrees of freedom, by column (Murphy 2007, section 3). */
function logPredictiveOf(statistics: Float64Array, at: number, values: readonly number[]): number {
  let sum = 0;
  for (let j = 0; j < values.length; j++) {
    const k = at + j * fields;
    const freedom = statistics[k + 2]!;
    const spread = (statistics[k + 3]! * (1 + 1 / statistics[k]!)) / freedom;
    const squared = (values[j]! - statistics[k + 1]!) ** 2 / (freedom * spread);
    sum +=
      logGamma((freedom + 1) / 2) -
      logGamma(freedom / 2) -
      0.5 * Math.log(Math.PI * freedom * spread) -
      ((freedom + 1) / 2) * Math.log1p(squared);
  }
  return sum;
}

function learn(statistics: Float64Array, at: number, values: readonly number[]): void {
  for (let j = 0; j < values.length; j++) {
    const k = at + j * fields;
    const weight = statistics[k]!;
    const away = values[j]! - statistics[k + 1]!;
    statistics[k] = weight + 1;
    statistics[k + 1]! += away / (weight + 1);
    statistics[k + 2]! += 1;
    statistics[k + 3]! += (weight * away * away) / (weight + 1);
  }
}

function logSum(values: readonly number[]): number {
  let largest = -Infinity;
  for (const value of values) largest = Math.max(largest, value);
  if (largest === -Infinity) return -Infinity;
  let sum = 0;
  for (const value of values) sum += Math.exp(value - largest);
  return largest + Math.log(sum);
}
