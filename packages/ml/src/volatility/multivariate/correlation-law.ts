import { logGamma } from "@plimsoll/numeric";
import { digamma } from "../distributions/digamma.ts";

/** The joint law of standardised residuals given their correlations. */
export type JointLaw = "normal" | "student-t";

/** One row under a joint law, from the squared length q = z'R^-1 z in n dimensions and ln|R|. */
export interface RowLikelihood {
  readonly value: number;
  /** Weight of z z' in the score: 1 for the normal. */
  readonly weight: number;
  /** Derivative by the degrees of freedom; 0 for the normal. */
  readonly byFreedom: number;
}

/** ln density of the normal, or of Student's t with unit variances (`freedom` above 2; `Infinity` is the normal). */
export function rowLikelihood(n: number, squared: number, logDeterminant: number, freedom: number): RowLikelihood {
  if (freedom === Infinity) {
    return { value: -0.5 * (n * Math.log(2 * Math.PI) + logDeterminant + squared), weight: 1, byFreedom: 0 };
  }
  const spread = freedom - 2;
  const rest = Math.log1p(squared / spread);
  const half = (freedom + n) / 2;
  return {
    value:
      logGamma(half) -
      logGamma(freedom / 2) -
      (n / 2) * Math.log(Math.PI * spread) -
      0.5 * logDeterminant -
      half * rest,
    weight: (freedom + n) / (spread + squared),
    byFreedom:
      0.5 * (digamma(half) - digamma(freedom / 2)) -
      n / (2 * spread) -
      0.5 * rest +
      (half * squared) / (spread * (spread + squared)),
  };
}
