import { linearRegression, studentTDistribution, variance } from "@plimsoll/numeric";
import { readSeries, type SeriesInput } from "../../read-series.ts";
import { type ChiSquareTest, chiSquareTest } from "./test-result.ts";

/** One coefficient of the sign-bias regression against zero. */
export interface SignBiasEffect {
  readonly coefficient: number;
  readonly standardError: number;
  /** Coefficient over standard error, Student's t. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
}

/** Whether good and bad news of the day before are left in the squares. */
export interface SignBiasTest {
  /** A bad day before, whatever its size. */
  readonly sign: SignBiasEffect;
  /** The size of a bad day before. */
  readonly negativeSize: SignBiasEffect;
  /** The size of a good day before. */
  readonly positiveSize: SignBiasEffect;
  /** All three together: T x R^2, chi-square with 3 degrees of freedom. */
  readonly joint: ChiSquareTest;
}

/**
 * The sign and size bias tests of Engle & Ng (1993): squared standardised residuals z_t^2 on a constant, [z_(t-1) < 0],
 * [z_(t-1) < 0] z_(t-1) and [z_(t-1) >= 0] z_(t-1).
 *
 * A symmetric volatility model that meets asymmetric data shows here; fit `gjr-garch` or `egarch` then.
 *
 * @throws `INVALID_INPUT` for NaN, `NOT_ENOUGH_DATA` for fewer than 20 residuals
 *
 * @example
 * ```ts
 * import { signBias } from "@plimsoll/ml";
 *
 * const z = Array.from({ length: 300 }, (_, day) => Math.sin(day * 12.9898) * 1.4);
 * console.log(signBias(z).joint.degreesOfFreedom); // 3
 * ```
 */
export function signBias(standardizedResiduals: SeriesInput): SignBiasTest {
  const z = readSeries(standardizedResiduals, "standardizedResiduals", 20);
  const rows = z.length - 1;
  const regressors = new Float64Array(rows * 4);
  const squares = new Float64Array(rows);
  for (let t = 0; t < rows; t++) {
    const before = z[t]!;
    regressors.set([1, Number(before < 0), Math.min(before, 0), Math.max(before, 0)], t * 4);
    squares[t] = z[t + 1]! ** 2;
  }
  const fit = linearRegression(regressors, rows, 4, squares);
  const law = studentTDistribution(fit.degreesOfFreedom);
  const effect = (column: number): SignBiasEffect => {
    const coefficient = fit.coefficients[column]!;
    const standardError = fit.standardErrors[column]!;
    const statistic = coefficient / standardError;
    return { coefficient, standardError, statistic, pValue: 2 * law.survival(Math.abs(statistic)) };
  };
  const share = 1 - fit.residualSumOfSquares / (variance(squares, { ddof: 0 }) * rows);
  return {
    sign: effect(1),
    negativeSize: effect(2),
    positiveSize: effect(3),
    joint: chiSquareTest(rows * share, 3),
  };
}
