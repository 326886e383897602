import { invalidInput } from "@plimsoll/core";
import { findRoot, luFactor, luSolve, normalCdf } from "@plimsoll/numeric";

/** Options of {@link CusumDetector}. */
export interface CusumOptions {
  /** Mean of the rows while nothing has changed. */
  readonly target: number;
  /** Standard deviation of the rows while nothing has changed, > 0. */
  readonly deviation: number;
  /** Half the shift that shall be found soonest, in standard deviations, >= 0. @defaultValue 0.5 */
  readonly slack?: number;
  /** Sum at which it gives an alarm, in standard deviations, > 0. @defaultValue 5 */
  readonly threshold?: number;
}

/** What one row adds to the sums. */
export interface CusumUpdate {
  /** Sum of what exceeds target + slack since it was last 0, in standard deviations. */
  readonly upper: number;
  /** Sum of what falls short of target - slack since it was last 0, in standard deviations. */
  readonly lower: number;
  readonly alarm: "upward" | "downward" | null;
  /** Row from which the mean seems to have moved, counted from 0: the one after the sum was last 0; `null` without an alarm. */
  readonly changedAt: number | null;
}

/** A detector between two rows, as plain JSON. */
export interface CusumState {
  readonly kind: "cusum";
  readonly options: Required<CusumOptions>;
  readonly rows: number;
  readonly upper: number;
  readonly lower: number;
  readonly upperSince: number;
  readonly lowerSince: number;
}

const positive = (name: string, value: number, least: "0" | "above 0"): void => {
  if (Number.isFinite(value) && (least === "0" ? value >= 0 : value > 0)) return;
  throw invalidInput(name, `${name}: expected a finite number ${least === "0" ? ">= 0" : "> 0"}, was ${value}`);
};

/**
 * Page's two-sided cumulative sum for a shift of the mean (Page 1954): S = max(0, S + z - slack) and its mirror, alarm where
 * a sum exceeds `threshold`, then both start again from 0.
 *
 * The past only. A NaN is missing and changes nothing. Slack .5 and threshold 5 find a shift of one standard deviation
 * after 10.4 rows on average, with a false alarm every 465 normal rows; other pairs by {@link cusumRunLength} and
 * {@link cusumThreshold}.
 *
 * @example
 * ```ts
 * import { CusumDetector } from "@plimsoll/ml";
 *
 * const detector = CusumDetector.start({ target: 0, deviation: 1 });
 * const alarms = Array.from({ length: 60 }, (_, day) => detector.update(day < 40 ? 0 : 2)).filter((x) => x.alarm !== null);
 * console.log(alarms[0]!.alarm, alarms[0]!.changedAt); // upward 40
 * ```
 */
export class CusumDetector {
  #state: CusumState;

  private constructor(state: CusumState) {
    this.#state = state;
  }

  /** A detector that has seen nothing. @throws `INVALID_INPUT` for bad options */
  static start(options: CusumOptions): CusumDetector {
    const { target, deviation, slack = 0.5, threshold = 5 } = options;
    if (!Number.isFinite(target)) throw invalidInput("target", `target: expected a finite number, was ${target}`);
    positive("deviation", deviation, "above 0");
    positive("slack", slack, "0");
    positive("threshold", threshold, "above 0");
    return new CusumDetector({
      kind: "cusum",
      options: { target, deviation, slack, threshold },
      rows: 0,
      upper: 0,
      lower: 0,
      upperSince: 0,
      lowerSince: 0,
    });
  }

  /** The detector that {@link CusumDetector.toJSON} wrote; it goes on with the same answers. */
  static fromJSON(state: CusumState): CusumDetector {
    for (const name of ["rows", "upper", "lower", "upperSince", "lowerSince"] as const) {
      positive(name, state[name], "0");
    }
    const detector = CusumDetector.start(state.options);
    detector.#state = { ...state, options: detector.#state.options };
    return detector;
  }

  /** The present state as plain JSON. */
  toJSON(): CusumState {
    return this.#state;
  }

  /** Takes the next value. @throws `INVALID_INPUT` for an infinite one */
  update(value: number): CusumUpdate {
    const { options, rows, upper, lower, upperSince, lowerSince } = this.#state;
    if (Math.abs(value) === Infinity) throw invalidInput("value", `expected a finite number or NaN, was ${value}`);
    if (Number.isNaN(value)) {
      this.#state = { ...this.#state, rows: rows + 1 };
      return { upper, lower, alarm: null, changedAt: null };
    }
    const z = (value - options.target) / options.deviation;
    const up = Math.max(0, upper + z - options.slack);
    const down = Math.max(0, lower - z - options.slack);
    const since = { up: up === 0 ? rows + 1 : upperSince, down: down === 0 ? rows + 1 : lowerSince };
    const alarm = up > options.threshold ? "upward" : down > options.threshold ? "downward" : null;
    this.#state =
      alarm === null
        ? { ...this.#state, rows: rows + 1, upper: up, lower: down, upperSince: since.up, lowerSince: since.down }
        : { ...this.#state, rows: rows + 1, upper: 0, lower: 0, upperSince: rows + 1, lowerSince: rows + 1 };
    const changedAt = alarm === null ? null : alarm === "upward" ? since.up : since.down;
    return { upper: up, lower: down, alarm, changedAt };
  }
}

/** States of the chain that stands for the sum. */
const cells = 150;

function oneSidedRunLength(shift: number, slack: number, threshold: number): number {
  // cell 0 is the sum at 0, cell i its neighbourhood; the last ones end at the threshold
  const width = (2 * threshold) / (2 * cells - 1);
  const system = new Float64Array(cells * cells);
  for (let i = 0; i < cells; i++) {
    const centre = i * width - slack + shift;
    for (let j = 0; j < cells; j++) {
      const above = normalCdf((j + 0.5) * width - centre);
      const below = j === 0 ? 0 : normalCdf((j - 0.5) * width - centre);
      system[i * cells + j] = Number(i === j) - (above - below);
    }
  }
  return luSolve(luFactor(system, cells), new Float64Array(cells).fill(1))[0]!;
}

/**
 * Mean number of normal rows until the two-sided CUSUM gives an alarm, from sums of 0, when the mean has moved by `shift`
 * standard deviations: a Markov chain on a grid of the sum (Brook & Evans 1972), the two sides joined by
 * 1/ARL = 1/ARL(up) + 1/ARL(down) (exact for slack > 0 as both sums can't be positive at once at an alarm).
 *
 * @throws `INVALID_INPUT` for a negative slack or a threshold that is not positive
 *
 * @example
 * ```ts
 * import { cusumRunLength } from "@plimsoll/ml";
 *
 * console.log(cusumRunLength({ slack: 0.5, threshold: 5 }).toFixed(0)); // 465
 * ```
 */
export function cusumRunLength(options: {
  readonly slack: number;
  readonly threshold: number;
  /** In standard deviations. @defaultValue 0 */
  readonly shift?: number;
}): number {
  const { slack, threshold, shift = 0 } = options;
  positive("slack", slack, "0");
  positive("threshold", threshold, "above 0");
  const upward = oneSidedRunLength(shift, slack, threshold);
  return 1 / (1 / upward + 1 / (shift === 0 ? upward : oneSidedRunLength(-shift, slack, threshold)));
}

/**
 * The threshold at which the two-sided CUSUM gives a false alarm every `runLength` normal rows on average.
 *
 * @throws `INVALID_INPUT` for a negative slack or a run length outside 10 to 1e6
 *
 * @example
 * ```ts
 * import { cusumThreshold } from "@plimsoll/ml";
 *
 * console.log(cusumThreshold({ slack: 0.5, runLength: 465.4 }).toFixed(2)); // 5.00
 * ```
 */
export function cusumThreshold(options: { readonly slack: number; readonly runLength: number }): number {
  const { slack, runLength } = options;
  positive("slack", slack, "0");
  if (!(runLength >= 10 && runLength <= 1e6)) {
    throw invalidInput("runLength", `runLength: expected from 10 to 1000000 rows, was ${runLength}`);
  }
  const excess = (threshold: number): number => Math.log(cusumRunLength({ slack, threshold }) / runLength);
  let high = 1;
  while (excess(high) < 0) high *= 2;
  return findRoot(excess, 1e-3, high, { tolerance: 1e-7 });
}
