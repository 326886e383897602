import { robustScale } from "./statistics.ts";
import type { PricePanel } from "../panel/price-panel.ts";

/** The prices of one asset that are not missing. */
export interface History {
  readonly asset: string;
  /** Rows of the panel, ascending. */
  readonly rows: Int32Array;
  readonly prices: Float64Array;
}

/** The history of each asset. */
export function historiesOf(panel: PricePanel): History[] {
  return panel.assets.map((asset) => {
    const column = panel.column(asset);
    const rows = new Int32Array(column.length);
    let count = 0;
    column.forEach((price, row) => {
      if (Number.isNaN(price)) return;
      rows[count] = row;
      column[count] = price;
      count += 1;
    });
    return { asset, rows: rows.subarray(0, count), prices: column.subarray(0, count) };
  });
}

/**
 * How far the log return that leads to each price lies from the median of all, in robust standard deviations; NaN for
 * the first price and where a price is not positive. `undefined` with fewer than `minimumReturns` returns, or when all
 * are equal.
 */
export function robustScores(prices: Float64Array, minimumReturns: number): Float64Array | undefined {
  const steps = prices.map((price, i) => {
    const before = prices[i - 1] ?? Number.NaN;
    return before > 0 && price > 0 ? Math.log(price / before) : Number.NaN;
  });
  const sample = steps.filter((step) => !Number.isNaN(step));
  if (sample.length < Math.max(1, minimumReturns)) return undefined;
  const { center, scale } = robustScale(sample);
  return scale > 0 ? steps.map((step) => (step - center) / scale) : undefined;
}
