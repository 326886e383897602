import type { ForecastRecord, ShortfallForecasts } from "./forecast-record.ts";
import { readShortfallRecord } from "./forecast-record.ts";

/** (a - [r < -VaR]) (r + VaR) of each period: the loss that the right quantile minimises on average (Koenker & Bassett 1978). */
export function quantileScores({ returns, forecasts, tail, hits }: ForecastRecord): Float64Array {
  return returns.map((value, t) => (tail - hits[t]!) * (value + forecasts[t]!));
}

/**
 * Scores of forecasts of value at risk and expected shortfall together, one a period; the right pair has the lowest mean.
 *
 * FZ0 of Patton, Ziegel & Chen (2019), the member of Fissler & Ziegel's (2016) family whose differences don't depend on the
 * unit: with v = -VaR, e = -ES, S = 1(r <= v) (r - v)/(a e) + v/e + ln(-e) - 1 (definition 23). Compare two models with
 * `dieboldMariano`, several with `modelConfidenceSet`. Throws `INVALID_INPUT` for lengths that differ, NaN, ES <= 0.
 *
 * @example
 * ```ts
 * import { fisslerZieglerScores } from "@plimsoll/risk";
 *
 * const scores = fisslerZieglerScores({
 *   returns: [-0.03, 0.01],
 *   valueAtRisk: [0.02, 0.02],
 *   expectedShortfall: [0.025, 0.025],
 *   confidence: 0.975,
 * });
 * console.log(Array.from(scores, (score) => score.toFixed(4)).join(" ")); // 12.1111 -3.8889
 * ```
 */
export function fisslerZieglerScores(input: ShortfallForecasts): Float64Array {
  const { returns, forecasts, shortfalls, tail } = readShortfallRecord(input);
  return returns.map((value, t) => {
    const v = -forecasts[t]!;
    const e = -shortfalls[t]!;
    return (value <= v ? (value - v) / (tail * e) : 0) + v / e + Math.log(-e) - 1;
  });
}
