import type { Feature } from "../../feature.ts";
import { choice, count } from "../../parameter.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";
import type { Windowed } from "../parameters.ts";

/** Parameters of {@link rollSpread}. */
export interface RollSpreadParameters extends Windowed {
  /** `price`: in money, from price changes; `relative`: a share of the price, from log returns. */
  readonly unit: "price" | "relative";
}

/**
 * Bid-ask spread from the bounce of prices, 2 sqrt(-cov(dp_t, dp_(t-1))) with the covariance (ddof 1) of `window` pairs:
 * `"roll-spread-21"`, `"roll-spread-21-relative"`; NaN where the covariance is positive.
 */
export const rollSpread: Feature<MarketRow, "roll-spread", RollSpreadParameters> = overWindow<
  "roll-spread",
  RollSpreadParameters
>({
  kind: "roll-spread",
  title: "Bid-ask spread from the bounce of prices",
  source: "Roll (1984)",
  parameters: { window: count(21, 2), unit: choice("price", ["price", "relative"]) },
  inputs: ["close"],
  size: ({ window }) => window + 2,
  needsBefore: false,
  enter: ({ close }, _before, values, at) => {
    values[at] = close;
  },
  statistic: (window, { window: pairs, unit }) => {
    const price = (lag: number): number => window.values[window.at(lag)]!;
    const change = (lag: number): number =>
      unit === "price" ? price(lag) - price(lag + 1) : Math.log(price(lag) / price(lag + 1));
    let x = 0;
    let y = 0;
    for (let lag = 0; lag < pairs; lag++) {
      x += change(lag);
      y += change(lag + 1);
    }
    let products = 0;
    for (let lag = 0; lag < pairs; lag++) products += (change(lag) - x / pairs) * (change(lag + 1) - y / pairs);
    const covariance = products / (pairs - 1);
    return covariance > 0 ? NaN : 2 * Math.sqrt(Math.abs(covariance));
  },
});
