import { binomialDistribution } from "@plimsoll/numeric";
import { checkConfidence } from "../input/checks.ts";
import { tailOf } from "./forecast-record.ts";
import { checkCounts, type ExceptionCount } from "./kupiec.ts";

/** The zone of the Basel committee. */
export interface TrafficLight {
  readonly zone: "green" | "yellow" | "red";
  /** Probability of at most this many exceptions when the forecasts are right. */
  readonly cumulativeProbability: number;
  /** Factor on capital; the committee tabulates it for 250 observations at 99 % only, `null` otherwise. */
  readonly multiplier: number | null;
}

/** Basel Committee (1996), table 2: 3 plus the factor of the yellow zone. */
const multipliers = [3, 3, 3, 3, 3, 3.4, 3.5, 3.65, 3.75, 3.85, 4] as const;

/**
 * Basel traffic light: yellow where at most that many exceptions have probability 95 %, red from 99.99 % (Basel Committee 1996).
 *
 * @example
 * ```ts
 * import { trafficLight } from "@plimsoll/risk";
 *
 * const { zone, cumulativeProbability, multiplier } = trafficLight({ observations: 250, exceptions: 9 });
 * console.log(zone, cumulativeProbability.toFixed(5), multiplier); // yellow 0.99975 3.85
 * ```
 */
export function trafficLight({ observations, exceptions, confidence = 0.99 }: ExceptionCount): TrafficLight {
  checkConfidence(confidence);
  checkCounts(observations, exceptions);
  const tail = tailOf(confidence);
  const cumulativeProbability = binomialDistribution(observations, tail).cdf(exceptions);
  const tabulated = observations === 250 && tail === 0.01;
  return {
    zone: cumulativeProbability < 0.95 ? "green" : cumulativeProbability < 0.9999 ? "yellow" : "red",
    cumulativeProbability,
    multiplier: tabulated ? multipliers[Math.min(exceptions, 10)]! : null,
  };
}
