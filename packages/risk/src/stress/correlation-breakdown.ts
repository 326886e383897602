import { invalidInput } from "@plimsoll/core";
import { readMoments, type StressMoments } from "./stress-moments.ts";

/** How a covariance is stressed. */
export interface CorrelationBreakdown {
  /** Where correlations go: all to 1 (nothing diversifies), or all to 0. @defaultValue 1 */
  readonly towards?: 1 | 0;
  /** How far, between 0 (not at all) and 1 (all the way). @defaultValue 0.5 */
  readonly share?: number;
  /** Factor on every deviation. @defaultValue 1 */
  readonly volatility?: number;
}

/**
 * A covariance with correlations moved towards 1 or 0 and deviations scaled; row-major. Stays positive semidefinite, because it
 * mixes two correlation matrices.
 *
 * Throws `INVALID_INPUT` for a share outside 0..1, a negative volatility factor and bad moments.
 *
 * @example
 * ```ts
 * import { correlationBreakdown } from "@plimsoll/risk";
 *
 * const covariance = correlationBreakdown({ assets: ["a", "b"], covariance: [[0.04, 0], [0, 0.01]] }, { volatility: 2 });
 * console.log(Array.from(covariance, (entry) => entry.toFixed(2)).join(" ")); // 0.16 0.04 0.04 0.04
 * ```
 */
export function correlationBreakdown(moments: StressMoments, options: CorrelationBreakdown = {}): Float64Array {
  const { towards = 1, share = 0.5, volatility = 1 } = options;
  const { size, covariance } = readMoments(moments);
  if (!(share >= 0 && share <= 1)) throw invalidInput("share", `share: expected a number from 0 to 1, was ${share}`);
  if (!(volatility >= 0 && Number.isFinite(volatility))) {
    throw invalidInput("volatility", `volatility: expected a factor of at least 0, was ${volatility}`);
  }
  const deviations = Float64Array.from({ length: size }, (_, i) => Math.sqrt(covariance[i * size + i]!));
  return Float64Array.from({ length: size * size }, (_, at) => {
    const [i, j] = [Math.floor(at / size), at % size];
    if (i === j) return volatility ** 2 * covariance[at]!;
    const goal = towards * deviations[i]! * deviations[j]!;
    return volatility ** 2 * ((1 - share) * covariance[at]! + share * goal);
  });
}
