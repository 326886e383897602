import { invalidInput } from "@plimsoll/core";
import { leastSquares } from "@plimsoll/numeric";
import type { ReturnPanelLike } from "../input/return-series.ts";
import { alignFactors, type FactorSelection } from "./aligned.ts";
import { designOf } from "./time-series.ts";

/** A time-series factor model that is fitted again and again. */
export interface RollingFactorInput extends FactorSelection {
  readonly returns: ReturnPanelLike;
  /** Joined to the returns by date. */
  readonly factors: ReturnPanelLike;
  /** Dates of the first fit; of every fit when rolling. */
  readonly window: number;
  /** `rolling` keeps the length, `expanding` the beginning. @defaultValue "rolling" */
  readonly growth?: "rolling" | "expanding";
  /** Dates between fits. @defaultValue 1 */
  readonly step?: number;
}

/** The fit of one window. */
export interface FactorWindow {
  /** Last date of the window: the fit knows nothing later. */
  readonly date: string;
  readonly from: string;
  /** One row an asset, one column a factor. */
  readonly loadings: readonly (readonly number[])[];
  readonly alphas: readonly number[];
  readonly rSquared: readonly number[];
}

/**
 * Loadings over time: the regressions of `factorModel`'s `time-series` kind over rolling or expanding windows.
 *
 * Throws as `factorModel` does, and for a window shorter than factors + 2.
 *
 * @example
 * ```ts
 * import { rollingFactorModel } from "@plimsoll/risk";
 *
 * const dates = Array.from({ length: 60 }, (_, t) => new Date(t * 864e5).toISOString().slice(0, 10));
 * const market = dates.map((_, t) => 0.01 * Math.sin(t * 12.9898));
 * const factors = { assets: ["MKT"], rows: 60, columns: 1, dates, values: Float64Array.from(market) };
 * const values = Float64Array.from(market.map((m, t) => (t < 30 ? 0.5 : 1.5) * m));
 * const fits = rollingFactorModel({ returns: { assets: ["a"], rows: 60, columns: 1, dates, values }, factors, window: 20 });
 * console.log(fits.length, fits[0]!.loadings[0]![0]!.toFixed(2), fits.at(-1)!.loadings[0]![0]!.toFixed(2)); // 41 0.50 1.50
 * ```
 */
export function rollingFactorModel(input: RollingFactorInput): readonly FactorWindow[] {
  const { window, growth = "rolling", step = 1 } = input;
  const data = alignFactors(input.returns, input.factors, input, (factors) => Math.max(factors + 2, window));
  const { rows, assets, factors, dates } = data;
  const k = factors.length;
  if (!Number.isInteger(window) || window < k + 2) {
    throw invalidInput("window", `window: expected at least ${k + 2} dates for ${k} factors, was ${window}`);
  }
  if (!Number.isInteger(step) || step < 1) throw invalidInput("step", `step: expected at least 1, was ${step}`);
  const columns = assets.map((_, i) =>
    Float64Array.from({ length: rows }, (_, t) => data.returns[t * assets.length + i]!),
  );
  const design = designOf(data, 0, rows);
  const windows: FactorWindow[] = [];
  for (let end = window; end <= rows; end += step) {
    const start = growth === "rolling" ? end - window : 0;
    const part = design.subarray(start * (k + 1), end * (k + 1));
    const fits = columns.map((column) => {
      const y = column.subarray(start, end);
      const { coefficients, residualSumOfSquares, rank } = leastSquares(part, end - start, k + 1, y);
      if (rank < k + 1) {
        throw invalidInput(
          "factors",
          `factors: ${factors.join(", ")} are linearly dependent from ${dates[start]} to ${dates[end - 1]}: use a longer window`,
        );
      }
      const centre = y.reduce((sum, value) => sum + value, 0) / y.length;
      const squares = y.reduce((sum, value) => sum + (value - centre) ** 2, 0);
      return { coefficients, rSquared: squares === 0 ? 0 : 1 - residualSumOfSquares / squares };
    });
    windows.push({
      date: dates[end - 1]!,
      from: dates[start]!,
      loadings: fits.map(({ coefficients }) => Array.from(coefficients.subarray(1))),
      alphas: fits.map(({ coefficients }) => coefficients[0]!),
      rSquared: fits.map(({ rSquared }) => rSquared),
    });
  }
  return windows;
}
