import { invalidInput, PlimsollError } from "@plimsoll/core";
import { checkConfidence } from "../input/checks.ts";
import { type ReturnInput, returnSeries, type WeightInput } from "../input/return-series.ts";

/** One forecast a period: `forecasts[t]` was made before `returns[t]` was known. */
export type ForecastInput = Float64Array | readonly number[];

/** Realised returns and the forecasts of value at risk that were made for them. */
export interface VaRForecasts {
  /** Simple returns, oldest first; a panel needs `weights`. */
  readonly returns: ReturnInput;
  /** Value at risk of each period, positive for a loss, of the same length as the returns. */
  readonly forecasts: ForecastInput;
  /** Of the forecasts, strictly between 0 and 1. @defaultValue 0.99 */
  readonly confidence?: number;
  /** For a panel. */
  readonly weights?: WeightInput;
}

/** {@link VaRForecasts} with the expected shortfall that was forecast beside it. */
export interface ShortfallForecasts {
  /** Simple returns, oldest first; a panel needs `weights`. */
  readonly returns: ReturnInput;
  /** Positive for a loss, one a return. */
  readonly valueAtRisk: ForecastInput;
  /** Positive, one a return. */
  readonly expectedShortfall: ForecastInput;
  /** Of the forecasts, strictly between 0 and 1. @defaultValue 0.975 */
  readonly confidence?: number;
  /** For a panel. */
  readonly weights?: WeightInput;
}

/** A clean record of value-at-risk forecasts and where they failed. */
export interface ForecastRecord {
  readonly returns: Float64Array;
  readonly forecasts: Float64Array;
  readonly dates: readonly string[] | null;
  /** 1 where the return fell below minus the forecast. */
  readonly hits: Uint8Array;
  readonly exceptions: number;
  readonly confidence: number;
  /** 1 - confidence. */
  readonly tail: number;
}

/** Finite numbers, as many as `length`; throws `INVALID_INPUT` otherwise. */
export function readForecasts(values: ForecastInput, length: number, argument: string): Float64Array {
  if (!(values instanceof Float64Array) && !Array.isArray(values)) {
    throw invalidInput(argument, `${argument}: expected an array of numbers, one for each return`);
  }
  if (values.length !== length) {
    throw invalidInput(
      argument,
      `${argument}: expected ${length} values, one for each return, was ${values.length}: pair each return with the forecast made for it`,
      { expected: String(length), received: String(values.length) },
    );
  }
  const clean = Float64Array.from(values);
  const bad = clean.findIndex((value) => !Number.isFinite(value));
  if (bad !== -1) {
    throw invalidInput(
      `${argument}[${bad}]`,
      `${argument}[${bad}]: expected a finite number, was ${clean[bad]}: leave out the periods without forecast, in returns too`,
      { received: String(clean[bad]) },
    );
  }
  return clean;
}

/** Checks forecasts of value at risk; throws `INVALID_INPUT` or `NOT_ENOUGH_DATA`. */
export function readRecord({ returns, forecasts, confidence = 0.99, weights }: VaRForecasts): ForecastRecord {
  checkConfidence(confidence);
  const { series, dates } = returnSeries(returns, weights);
  const clean = readForecasts(forecasts, series.length, "forecasts");
  const hits = Uint8Array.from(series, (value, t) => (value < -clean[t]! ? 1 : 0));
  return {
    returns: series,
    forecasts: clean,
    dates,
    hits,
    exceptions: hits.reduce((sum, hit) => sum + hit, 0),
    confidence,
    tail: tailOf(confidence),
  };
}

/** 1 - confidence without the rounding of 1 - .99. */
export function tailOf(confidence: number): number {
  return Number((1 - confidence).toPrecision(15));
}

/** A record of value at risk with its expected shortfall. */
export interface ShortfallRecord extends ForecastRecord {
  /** Positive. */
  readonly shortfalls: Float64Array;
}

/** Checks forecasts of value at risk and expected shortfall; a shortfall must be positive. */
export function readShortfallRecord(input: ShortfallForecasts): ShortfallRecord {
  const { returns, valueAtRisk: forecasts, expectedShortfall, confidence = 0.975, weights } = input;
  const record = readRecord({ returns, forecasts, confidence, ...(weights === undefined ? {} : { weights }) });
  return { ...record, shortfalls: readShortfalls(expectedShortfall, record.returns.length) };
}

/** Positive shortfalls, as many as `length`. */
export function readShortfalls(values: ForecastInput, length: number): Float64Array {
  const shortfalls = readForecasts(values, length, "expectedShortfall");
  const bad = shortfalls.findIndex((value) => !(value > 0));
  if (bad !== -1) {
    throw invalidInput(
      `expectedShortfall[${bad}]`,
      `expectedShortfall[${bad}]: expected a positive number (a loss), was ${shortfalls[bad]}`,
      { expected: "> 0", received: String(shortfalls[bad]) },
    );
  }
  return shortfalls;
}

/** Probabilities strictly between 0 and 1, at least `minimum` of them. */
export function readProbabilities(values: ForecastInput, argument: string, minimum: number): Float64Array {
  const clean = readForecasts(values, values.length, argument);
  const bad = clean.findIndex((value) => !(value > 0 && value < 1));
  if (bad !== -1) {
    throw invalidInput(
      `${argument}[${bad}]`,
      `${argument}[${bad}]: expected a probability strictly between 0 and 1, was ${clean[bad]}: the forecast law called this return impossible`,
      { received: String(clean[bad]) },
    );
  }
  if (clean.length >= minimum) return clean;
  throw new PlimsollError(
    "NOT_ENOUGH_DATA",
    `${argument}: at least ${minimum} observations are needed, there are ${clean.length}`,
    { required: minimum, available: clean.length, argument },
  );
}
