import { invalidInput, type TableSpec } from "@plimsoll/core";
import {
  conditionalCoverageTest,
  countTransitions,
  independenceTest,
  type TransitionCounts,
} from "./christoffersen.ts";
import { durationTest, type DurationResult } from "./duration.ts";
import { dynamicQuantileTest, type DynamicQuantileResult } from "./dynamic-quantile.ts";
import { type ForecastRecord, readRecord, type VaRForecasts } from "./forecast-record.ts";
import { kupiecTest } from "./kupiec.ts";
import { quantileScores } from "./scores.ts";
import { type ChiSquareResult, chiSquareResult } from "./test-result.ts";
import { trafficLight, type TrafficLight } from "./traffic-light.ts";

/** What is asked of {@link backtestVaR}. */
export interface VaRBacktestInput extends VaRForecasts {
  /** Past exceptions among the regressors of the dynamic quantile test. @defaultValue 4 */
  readonly dynamicQuantileLags?: number;
  /**
   * Periods of Kupiec's ratio inside conditional coverage: all of them, as it is usually reported, or those that have a
   * predecessor, the sample of the independence ratio.
   * @defaultValue "all"
   */
  readonly conditionalCoverageSample?: "all" | "transitions";
  /**
   * Simulates the p-value of the duration test with exceptions of probability 1 - confidence, for few exceptions.
   * @defaultValue the chi-square law
   */
  readonly durationSimulation?: { readonly seed: number | string; readonly draws?: number };
}

/** Every test of a series of value-at-risk forecasts. */
export interface VaRBacktest {
  readonly observations: number;
  readonly exceptions: number;
  /** observations x (1 - confidence). */
  readonly expected: number;
  /** exceptions / observations. */
  readonly rate: number;
  readonly confidence: number;
  /** Positions of the exceptions, and their dates where the returns have dates. */
  readonly exceptionIndices: readonly number[];
  readonly exceptionDates: readonly string[] | null;
  readonly transitions: TransitionCounts;
  /** Frequency. */
  readonly kupiec: ChiSquareResult;
  /** Memory of one period. */
  readonly independence: ChiSquareResult;
  /** Both. */
  readonly conditionalCoverage: ChiSquareResult;
  readonly trafficLight: TrafficLight;
  /** Memory of any length; `null` with fewer than two exceptions. */
  readonly duration: DurationResult | null;
  /** Whether exceptions were foreseeable. */
  readonly dynamicQuantile: DynamicQuantileResult;
  /** Mean quantile (tick) loss, for comparing models on the same returns: lower is better. */
  readonly quantileScore: number;
  readonly table: TableSpec;
}

/** Every test by the key it has in the result: the table is made from it. */
const tests: readonly {
  readonly key: "kupiec" | "independence" | "conditionalCoverage" | "duration" | "dynamicQuantile";
  readonly label: string;
}[] = [
  { key: "kupiec", label: "Kupiec, frequency" },
  { key: "independence", label: "Christoffersen, independence" },
  { key: "conditionalCoverage", label: "Christoffersen, conditional coverage" },
  { key: "duration", label: "Christoffersen-Pelletier, durations" },
  { key: "dynamicQuantile", label: "Engle-Manganelli, dynamic quantile" },
];

/**
 * Tests value-at-risk forecasts against what happened: are exceptions as frequent as promised, independent, unforeseeable.
 *
 * An exception is a return below minus its forecast; `forecasts[t]` must have been made before `returns[t]`. Statistics are
 * those of definitions 20 and 21, each with its p-value under right forecasts. NaN in returns or forecasts, lengths that
 * differ and a confidence outside (0, 1) throw `INVALID_INPUT`; too few periods throw `NOT_ENOUGH_DATA`.
 *
 * @example
 * ```ts
 * import { backtestVaR } from "@plimsoll/risk";
 *
 * const returns = Array.from({ length: 250 }, (_, t) => (t % 25 === 0 ? -0.03 : 0.001));
 * const { exceptions, kupiec, trafficLight } = backtestVaR({ returns, forecasts: returns.map(() => 0.02) });
 * console.log(exceptions, kupiec.statistic.toFixed(3), trafficLight.zone); // 10 12.955 red
 * ```
 */
export function backtestVaR(input: VaRBacktestInput): VaRBacktest {
  const record = readRecord(input);
  const lags = input.dynamicQuantileLags ?? 4;
  if (!Number.isInteger(lags) || lags < 0) {
    throw invalidInput(
      "dynamicQuantileLags",
      `dynamicQuantileLags: expected a whole number of at least 0, was ${lags}`,
    );
  }
  const { exceptions, confidence } = record;
  const observations = record.returns.length;
  const transitions = countTransitions(record.hits);
  const kupiec = kupiecTest({ observations, exceptions, confidence });
  const independence = independenceTest(transitions);
  const results = {
    kupiec,
    independence,
    conditionalCoverage:
      input.conditionalCoverageSample === "transitions"
        ? conditionalCoverageTest(transitions, { confidence })
        : chiSquareResult(kupiec.statistic + independence.statistic, 2),
    duration: durationTest(
      record.hits,
      input.durationSimulation === undefined ? {} : { simulate: { rate: record.tail, ...input.durationSimulation } },
    ),
    dynamicQuantile: dynamicQuantileTest(record, lags),
  };
  const light = trafficLight({ observations, exceptions, confidence });
  const exceptionIndices = indicesOf(record);
  const scores = quantileScores(record);
  return {
    observations,
    exceptions,
    expected: observations * record.tail,
    rate: exceptions / observations,
    confidence,
    exceptionIndices,
    exceptionDates: record.dates === null ? null : exceptionIndices.map((t) => record.dates![t]!),
    transitions,
    ...results,
    trafficLight: light,
    quantileScore: scores.reduce((sum, score) => sum + score, 0) / observations,
    table: {
      title: `Backtest of ${confidence * 100} % value at risk`,
      columns: [
        { key: "test", label: "Test" },
        { key: "statistic", label: "Statistic", format: "number", digits: 3 },
        { key: "pValue", label: "p-value", format: "number", digits: 4 },
      ],
      rows: tests.map(({ key, label }) => ({
        test: label,
        statistic: results[key]?.statistic ?? null,
        pValue: results[key]?.pValue ?? null,
      })),
      note: `${exceptions} exceptions in ${observations} periods, ${(observations * record.tail).toFixed(1)} expected; Basel zone ${light.zone}.`,
    },
  };
}

function indicesOf({ hits }: ForecastRecord): readonly number[] {
  const indices: number[] = [];
  for (let t = 0; t < hits.length; t++) if (hits[t] === 1) indices.push(t);
  return indices;
}
