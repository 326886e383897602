export {
  type AcerbiSzekelyInput,
  type AcerbiSzekelyResult,
  acerbiSzekelyTest,
  type PredictiveLaw,
  type ShortfallStatistic,
} from "./acerbi-szekely.ts";
export { backtestVaR, type VaRBacktest, type VaRBacktestInput } from "./backtest-var.ts";
export { type BerkowitzResult, berkowitzTest } from "./berkowitz.ts";
export {
  conditionalCoverageTest,
  countTransitions,
  independenceTest,
  type TransitionCounts,
} from "./christoffersen.ts";
export { dieboldMariano, type DieboldMarianoResult } from "./diebold-mariano.ts";
export { type DurationResult, type DurationSimulation, durationTest } from "./duration.ts";
export type { DynamicQuantileResult } from "./dynamic-quantile.ts";
export { type EsRegressionInput, type EsRegressionResult, esRegressionTest } from "./es-regression.ts";
export type { ForecastInput, ShortfallForecasts, VaRForecasts } from "./forecast-record.ts";
export { type ExceptionCount, kupiecAcceptance, kupiecTest } from "./kupiec.ts";
export { type McNeilFreyInput, type McNeilFreyResult, mcneilFreyTest } from "./mcneil-frey.ts";
export { type ModelConfidenceSet, modelConfidenceSet, type ModelConfidenceSetOptions } from "./model-confidence-set.ts";
export { type MultinomialInput, type MultinomialResult, multinomialVaRTest } from "./multinomial.ts";
export { fisslerZieglerScores } from "./scores.ts";
export type { ChiSquareResult, TestResult } from "./test-result.ts";
export { type TrafficLight, trafficLight } from "./traffic-light.ts";
