import { chiSquareDistribution } from "@plimsoll/numeric";

/** A statistic that is chi-square under its null hypothesis. */
export interface ChiSquareTest {
  readonly statistic: number;
  /** Probability of a statistic at least as large under the null hypothesis. */
  readonly pValue: number;
  readonly degreesOfFreedom: number;
}

/** The test of a statistic with its chi-square law; rounding below 0 counts as 0. */
export function chiSquareTest(statistic: number, degreesOfFreedom: number): ChiSquareTest {
  const positive = Math.max(0, statistic);
  return { statistic: positive, pValue: chiSquareDistribution(degreesOfFreedom).survival(positive), degreesOfFreedom };
}
