/** An estimate as it stands at one look. */
export interface RunningEstimate {
  /** The estimate of what is zero under the hypothesis. */
  readonly estimate: number;
  /** Its variance, > 0. */
  readonly variance: number;
}

/**
 * Evidence against zero that stays valid however often one looks (definition 46): the likelihood ratio mixed over
 * N(0, tau^2), Lambda = sqrt(v / (v + tau^2)) exp(t^2 tau^2 / (2 v (v + tau^2))) (Robbins 1970; Johari et al. 2022).
 *
 * Under the hypothesis it ever reaches 1 / alpha with probability at most alpha. `priorStandardDeviation` tau > 0 has to
 * be fixed before looking: it says which sizes of effect are found soonest, not whether the test holds. Without
 * information (`variance` Infinity) it is 1; it is capped at 1e300. Throws `RangeError` for a variance or tau that is not
 * positive, or an estimate that is NaN.
 *
 * @example
 * ```ts
 * import { alwaysValidEvidence } from "@plimsoll/behavioral";
 *
 * console.log(alwaysValidEvidence({ estimate: 0.9, variance: 0.04 }, 0.74) >= 20); // true: an alert at 5 %
 * console.log(alwaysValidEvidence({ estimate: 0.4, variance: 0.04 }, 0.74) >= 20); // false, though z = 2
 * ```
 */
export function alwaysValidEvidence({ estimate, variance }: RunningEstimate, priorStandardDeviation: number): number {
  if (Number.isNaN(estimate)) throw new RangeError("expected an estimate, was NaN");
  if (!(variance > 0)) throw new RangeError(`expected a variance above 0, was ${variance}`);
  const tau2 = priorStandardDeviation * priorStandardDeviation;
  if (!(tau2 > 0)) throw new RangeError(`expected a prior standard deviation above 0, was ${priorStandardDeviation}`);
  if (variance === Infinity) return 1;
  const total = variance + tau2;
  const logarithm = 0.5 * Math.log(variance / total) + (estimate * estimate * tau2) / (2 * variance * total);
  return Math.min(Math.exp(logarithm), 1e300);
}
