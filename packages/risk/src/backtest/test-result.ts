import { chiSquareDistribution } from "@plimsoll/numeric";

/** A statistic and how probable one at least as extreme is when the forecasts are right. */
export interface TestResult {
  readonly statistic: number;
  /** Between 0 and 1: small values speak against the forecasts. */
  readonly pValue: number;
}

/** A likelihood-ratio, Wald or Pearson test with its chi-square law. */
export interface ChiSquareResult extends TestResult {
  readonly degreesOfFreedom: number;
}

/** The result of a statistic that is chi-square when the forecasts are right. */
export function chiSquareResult(statistic: number, degreesOfFreedom: number): ChiSquareResult {
  // a likelihood ratio of two equal likelihoods can round to -1e-16
  const positive = Math.max(0, statistic);
  return { statistic: positive, degreesOfFreedom, pValue: chiSquareDistribution(degreesOfFreedom).survival(positive) };
}

/** k ln p with 0 ln 0 = 0. */
export function timesLog(count: number, probability: number): number {
  return count === 0 ? 0 : count * Math.log(probability);
}
