import { invalidInput } from "../errors.ts";
import { PricePanel } from "../panel/price-panel.ts";
import { isDaily, type BarField, type BarInterval, type BarSeries } from "./bars.ts";

/**
 * One {@link BarSeries} for each asset of a panel, its prices as closes; missing prices become no bars.
 *
 * @param options.interval - what one row covers; `"day"` for a panel of days and `"minute"` for one of instants, unless given
 * @throws `INVALID_INPUT` when the interval does not go with the panel's axis
 *
 * @example
 * ```ts
 * import { barsFromPanel, MemoryMarketDataRepository, panelFromBars, PricePanel } from "@plimsoll/core";
 *
 * const prices = PricePanel.of({ dates: ["2024-01-30", "2024-01-31"], assets: ["VTI"], values: [[241], [237.1]] });
 * const repository = new MemoryMarketDataRepository();
 * await repository.saveBars(barsFromPanel(prices), { knownAt: "2024-01-31T22:00:00Z" });
 * const again = panelFromBars([await repository.readBars({ asset: "VTI" })]);
 * console.log(again.dates, again.column("VTI")); // [ '2024-01-30', '2024-01-31' ] Float64Array(2) [ 241, 237.1 ]
 * ```
 */
export function barsFromPanel(
  panel: PricePanel,
  options: { readonly interval?: BarInterval | undefined } = {},
): readonly BarSeries[] {
  const { interval = panel.axis === "day" ? "day" : "minute" } = options;
  if (isDaily(interval) !== (panel.axis === "day")) {
    throw invalidInput("interval", `interval: ${interval} bars can't come from a panel of ${panel.axis}s`);
  }
  return panel.assets.map((asset) => {
    const prices = panel.column(asset);
    const rows = Array.from(prices.keys()).filter((row) => !Number.isNaN(prices[row]!));
    const missing = (): Float64Array => new Float64Array(rows.length).fill(NaN);
    return {
      asset,
      interval,
      index: Float64Array.from(rows, (row) => panel.index[row]!),
      open: missing(),
      high: missing(),
      low: missing(),
      close: Float64Array.from(rows, (row) => prices[row]!),
      volume: missing(),
    };
  });
}

/**
 * A panel of one number of each bar, over all times that any series has; NaN where a series has no bar.
 *
 * @param field - the number; the close unless given
 * @throws `INVALID_INPUT` for series of different intervals, an asset twice, or no series at all
 */
export function panelFromBars(series: readonly BarSeries[], field: BarField = "close"): PricePanel {
  const interval = series[0]?.interval;
  if (interval === undefined) throw invalidInput("series", "series: expected the bars of at least one asset, was none");
  const other = series.find((one) => one.interval !== interval);
  if (other !== undefined) {
    throw invalidInput(
      "series",
      `series: ${series[0]!.asset} has ${interval} bars, ${other.asset} has ${other.interval} bars; give bars of one interval`,
    );
  }
  const index = Float64Array.from(new Set(series.flatMap((one) => Array.from(one.index)))).sort();
  const rows = new Map(Array.from(index, (time, row) => [time, row]));
  const columns = series.length;
  const values = new Float64Array(index.length * columns).fill(NaN);
  series.forEach((one, column) => {
    one.index.forEach((time, i) => {
      values[rows.get(time)! * columns + column] = one[field][i]!;
    });
  });
  return PricePanel.of({
    dates: { axis: isDaily(interval) ? "day" : "instant", index },
    assets: series.map((one) => one.asset),
    values,
  });
}
