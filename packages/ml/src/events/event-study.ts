import { invalidInput, PlimsollError, type ReturnPanel } from "@plimsoll/core";
import { mean, standardDeviation, studentTDistribution } from "@plimsoll/numeric";
import type { SeriesInput } from "../read-series.ts";
import { readWithGaps } from "./abnormal.ts";
import { eventCase, type EventCase, type StudiedEvent, type StudyWindows } from "./event-case.ts";
import type {
  EventDay,
  EventEstimate,
  EventOutcome,
  EventStudyData,
  EventWindow,
  SkippedEvent,
} from "./event-outcome.ts";
import { cumulate, type TestBasis, testBasis, testWindow } from "./event-tests.ts";
import { checkModel, type NormalModelKind } from "./normal-model.ts";

/** Options of {@link eventStudy}. */
export interface EventStudyOptions {
  /** The market: a column of the returns by name, or a series with one value for each of their rows. */
  readonly market?: string | SeriesInput | undefined;
  /** @defaultValue "market-model" with a market, "mean-adjusted" without */
  readonly model?: NormalModelKind | undefined;
  /**
   * First and last day of the event window, relative to the event.
   * @defaultValue [-5, 5]
   */
  readonly window?: readonly [number, number] | undefined;
  /**
   * Rows of the estimation window, and rows left out between it and the event window; fewer values than `minimum` in it
   * are too few.
   * @defaultValue length 120, gap 10, minimum half the length
   */
  readonly estimation?:
    | { readonly length?: number | undefined; readonly gap?: number | undefined; readonly minimum?: number | undefined }
    | undefined;
  /**
   * What becomes of an event whose windows do not fit into the returns, or hold too few values.
   * @defaultValue "error"
   */
  readonly insufficient?: "error" | "skip" | undefined;
  /**
   * Confidence of intervals.
   * @defaultValue 0.95
   */
  readonly confidence?: number | undefined;
}

let make: (
  cases: readonly EventCase[],
  skipped: readonly SkippedEvent[],
  windows: StudyWindows,
  confidence: number,
) => EventStudy;

/** The outcome of {@link eventStudy}: immutable; `over` answers for any part of the event window. */
export class EventStudy {
  readonly model: NormalModelKind;
  /** First and last day of the event window, relative to the event. */
  readonly window: readonly [number, number];
  readonly confidence: number;
  readonly skipped: readonly SkippedEvent[];
  readonly #cases: readonly EventCase[];
  readonly #basis: TestBasis;

  static {
    make = (cases, skipped, windows, confidence) => new EventStudy(cases, skipped, windows, confidence);
  }

  private constructor(
    cases: readonly EventCase[],
    skipped: readonly SkippedEvent[],
    windows: StudyWindows,
    confidence: number,
  ) {
    this.#cases = cases;
    this.#basis = testBasis(cases);
    this.model = windows.model;
    this.window = windows.window;
    this.confidence = confidence;
    this.skipped = skipped;
    Object.freeze(this);
  }

  /** Number of events studied. */
  get count(): number {
    return this.#cases.length;
  }

  /**
   * Cumulative abnormal returns and tests from day `from` to day `to`, both included.
   * @throws `INVALID_INPUT` for days outside the event window
   */
  over(from: number, to: number): EventWindow {
    const [first, last] = this.window;
    if (!(Number.isInteger(from) && Number.isInteger(to) && from >= first && to >= from && to <= last)) {
      throw invalidInput("from", `days ${from} to ${to}: expected whole days ${first} <= from <= to <= ${last}`);
    }
    const events = this.#cases.map((one): EventOutcome => {
      const { car, deviation } = cumulate(one, from - first, to - first);
      const { alpha, beta, residualDeviation, observations, degreesOfFreedom } = one.model;
      return {
        asset: one.asset,
        date: one.date,
        alpha,
        beta,
        residualDeviation,
        observations,
        abnormal: [...one.abnormal],
        cumulative: this.#estimate(car, deviation, degreesOfFreedom),
      };
    });
    return {
      from,
      to,
      events,
      average: this.#average(events.map(({ cumulative }) => cumulative.estimate)),
      tests: testWindow(this.#basis, from - first, to - first),
    };
  }

  /** Each day of the event window: average abnormal return, its sum from the first day on, and the tests of the day. */
  days(): readonly EventDay[] {
    const [first, last] = this.window;
    return Array.from({ length: last - first + 1 }, (_, place): EventDay => {
      const sums = this.#cases.map((one) => cumulate(one, 0, place).car);
      return {
        day: first + place,
        average: this.#average(this.#cases.map(({ abnormal }) => abnormal[place]!)),
        cumulative: this.#average(sums),
        tests: testWindow(this.#basis, place, place),
      };
    });
  }

  #average(values: readonly number[]): EventEstimate | null {
    if (values.length < 2) return null;
    const numbers = Float64Array.from(values);
    return this.#estimate(mean(numbers), standardDeviation(numbers) / Math.sqrt(values.length), values.length - 1);
  }

  #estimate(estimate: number, standardError: number, degreesOfFreedom: number): EventEstimate {
    const reach = standardError * studentTDistribution(degreesOfFreedom).quantile(0.5 + this.confidence / 2);
    return { estimate, standardError, interval: [estimate - reach, estimate + reach] };
  }

  /** The study as plain JSON: every day, and the whole window. */
  toJSON(): EventStudyData {
    const [first, last] = this.window;
    return {
      kind: "event-study",
      model: this.model,
      window: this.window,
      days: this.days(),
      whole: this.over(first, last),
      skipped: this.skipped,
    };
  }
}

/**
 * How returns behave around events, beyond what a model of the time before expects: abnormal returns by event and day
 * (AR, CAR), their averages (AAR, CAAR) with standard errors and intervals, and the tests of Patell, Boehmer-Musumeci-Poulsen,
 * Kolari-Pynnonen and Corrado (MacKinlay 1997; Campbell, Lo & MacKinlay 1997, chapter 4).
 *
 * The estimation window ends `gap` rows before the event window begins. An event on a date without a row counts for the
 * first row after it. Missing returns are left out of the estimation window; within the event window they are an error,
 * or skip the event.
 *
 * @throws `INVALID_INPUT` for bad windows, an unknown asset, a date outside the returns, or a missing market;
 * `NOT_ENOUGH_DATA` where an event's windows do not fit (unless skipped), and when no event is left
 *
 * @example
 * ```ts
 * import { ReturnPanel } from "@plimsoll/core";
 * import { eventStudy } from "@plimsoll/ml";
 *
 * const rows = 60;
 * const day = (row: number) => new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
 * const noise = (row: number, asset: number) => 0.01 * Math.sin(row * (asset + 2) * 1.7 + asset);
 * const values = Array.from({ length: rows }, (_, row) => [
 *   noise(row, 0),
 *   noise(row, 0) + noise(row, 1) + (row === 50 ? 0.05 : 0),
 *   noise(row, 0) + noise(row, 2) + (row === 45 ? 0.05 : 0),
 * ]);
 * const returns = ReturnPanel.of({ dates: values.map((_, row) => day(row)), assets: ["market", "A", "B"], values });
 * const study = eventStudy(returns, [{ asset: "A", date: day(50) }, { asset: "B", date: day(45) }], {
 *   market: "market",
 *   window: [-1, 1],
 *   estimation: { length: 40, gap: 2 },
 * });
 * const { average, tests } = study.over(0, 0);
 * console.log(average!.estimate > 0.03, tests.patell.pValue < 0.01); // true true
 * ```
 */
export function eventStudy(
  returns: ReturnPanel,
  events: readonly StudiedEvent[],
  options: EventStudyOptions = {},
): EventStudy {
  const market = readMarket(returns, options.market);
  const windows = readWindows(options, market !== undefined);
  checkModel(windows.model, market !== undefined);
  const confidence = options.confidence ?? 0.95;
  if (!(confidence > 0 && confidence < 1)) {
    throw invalidInput("confidence", `confidence: expected a number between 0 and 1, was ${confidence}`);
  }
  const cases: EventCase[] = [];
  const skipped: SkippedEvent[] = [];
  events.forEach((event, i) => {
    try {
      cases.push(eventCase(returns, market, event, windows, `events[${i}]`));
    } catch (error) {
      if (options.insufficient !== "skip" || !PlimsollError.is(error, "NOT_ENOUGH_DATA")) throw error;
      skipped.push({ asset: event.asset, event: i, reason: error.message });
    }
  });
  if (cases.length === 0) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `events: none of ${events.length} can be studied: pass a longer history`,
      {
        argument: "events",
        required: 1,
        available: 0,
      },
    );
  }
  return make(cases, skipped, windows, confidence);
}

function readMarket(returns: ReturnPanel, market: string | SeriesInput | undefined): Float64Array | undefined {
  if (market === undefined) return undefined;
  if (typeof market === "string") return returns.column(market);
  const values = readWithGaps(market, "market");
  if (values.length === returns.rows) return values;
  throw invalidInput(
    "market",
    `market: expected ${returns.rows} values, one for each row of returns, was ${values.length}`,
  );
}

function readWindows(options: EventStudyOptions, hasMarket: boolean): StudyWindows {
  const [first, last] = options.window ?? [-5, 5];
  if (!(Number.isInteger(first) && Number.isInteger(last) && first <= last)) {
    throw invalidInput("window", `window: expected whole days first <= last, was [${first}, ${last}]`);
  }
  const { length = 120, gap = 10, minimum = Math.floor(length / 2) } = options.estimation ?? {};
  for (const [name, value, least] of [
    ["length", length, 3],
    ["gap", gap, 0],
    ["minimum", minimum, 0],
  ] as const) {
    if (Number.isInteger(value) && value >= least) continue;
    throw invalidInput(`estimation.${name}`, `estimation.${name}: expected a whole number >= ${least}, was ${value}`);
  }
  return {
    model: options.model ?? (hasMarket ? "market-model" : "mean-adjusted"),
    window: [first, last],
    estimationLength: length,
    gap,
    minimum,
  };
}
