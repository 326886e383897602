import { invalidInput } from "@plimsoll/core";
import { fitGeneralisedPareto, sorted } from "@plimsoll/numeric";
import { type ReturnInput, returnSeries, type WeightInput } from "../input/return-series.ts";

/** Options of {@link tailDiagnostics}. */
export interface TailDiagnosticOptions {
  /** Fractions by asset, for a panel; the portfolio is brought back to them every period. */
  readonly weights?: WeightInput;
  /**
   * Numbers of losses above the threshold to look at, ascending, each at least 5 and below the number of observations.
   * @defaultValue 30 of them, evenly spaced from 2 % (at least 10) to 25 % of the observations
   */
  readonly exceedances?: readonly number[];
}

/** What a threshold would give. Losses are positive fractions. */
export interface ThresholdDiagnostic {
  /** Losses above the threshold. */
  readonly exceedances: number;
  /** The next largest loss. */
  readonly threshold: number;
  /** Mean excess over it: rises in a straight line over thresholds where the law is generalised Pareto. */
  readonly meanExcess: number;
  readonly meanExcessError: number;
  /** Tail index 1 / xi of Hill (1975); `null` where the threshold isn't a loss. */
  readonly hill: number | null;
  readonly hillError: number | null;
  /** xi of the fit: steady over good thresholds; `null` where there is none. */
  readonly shape: number | null;
  readonly shapeError: number | null;
  /** beta - xi u, steady over good thresholds. */
  readonly modifiedScale: number | null;
}

/**
 * How the extreme-value tail depends on its threshold: mean excess, Hill's index and the parameters of the fit, as data for
 * the plots by which a threshold is chosen (McNeil, Frey & Embrechts 2015, section 5.2).
 *
 * Input and errors as in `valueAtRisk`.
 *
 * @example
 * ```ts
 * import { tailDiagnostics } from "@plimsoll/risk";
 *
 * // losses of a Pareto law with index 3
 * const returns = Array.from({ length: 1000 }, (_, i) => 0.01 - 0.01 * ((i + 0.5) / 1000) ** (-1 / 3));
 * const [first] = tailDiagnostics(returns, { exceedances: [100] });
 * console.log(first?.shape?.toFixed(1)); // 0.3
 * ```
 */
export function tailDiagnostics(
  returns: ReturnInput,
  options: TailDiagnosticOptions = {},
): readonly ThresholdDiagnostic[] {
  const { series } = returnSeries(returns, options.weights, { minimum: 20 });
  const n = series.length;
  const losses = sorted(series).map((value) => -value);
  const low = Math.max(10, Math.round(0.02 * n));
  const high = Math.max(low, Math.floor(0.25 * n));
  const counts =
    options.exceedances ??
    [...new Set(Array.from({ length: 30 }, (_, i) => Math.round(low + ((high - low) * i) / 29)))].filter((k) => k < n);
  return counts.map((count, i) => {
    if (!Number.isInteger(count) || count < 5 || count >= n) {
      throw invalidInput(
        `exceedances[${i}]`,
        `exceedances[${i}]: expected a whole number from 5 to ${n - 1}, was ${count}`,
        { received: String(count) },
      );
    }
    return diagnose(losses, count);
  });
}

function diagnose(losses: Float64Array, count: number): ThresholdDiagnostic {
  const threshold = losses[count]!;
  const excesses = losses.subarray(0, count).map((loss) => loss - threshold);
  const meanExcess = excesses.reduce((sum, value) => sum + value, 0) / count;
  const spread = excesses.reduce((sum, value) => sum + (value - meanExcess) ** 2, 0) / (count - 1);
  let hill: number | null = null;
  if (threshold > 0) {
    let logs = 0;
    for (let i = 0; i < count; i++) logs += Math.log(losses[i]! / threshold);
    hill = logs > 0 ? count / logs : null;
  }
  const positive = excesses.filter((value) => value > 0);
  let fit: ReturnType<typeof fitGeneralisedPareto> | null = null;
  try {
    fit = fitGeneralisedPareto(positive);
  } catch (error) {
    // no fit is itself what the diagnostic reports
    if (!(error instanceof RangeError)) throw error;
  }
  return {
    exceedances: count,
    threshold,
    meanExcess,
    meanExcessError: Math.sqrt(spread / count),
    hill,
    hillError: hill === null ? null : hill / Math.sqrt(count),
    shape: fit?.shape ?? null,
    shapeError: fit === null ? null : Math.sqrt(fit.covariance[0]),
    modifiedScale: fit === null ? null : fit.scale - fit.shape * threshold,
  };
}
