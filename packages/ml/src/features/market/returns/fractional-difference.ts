import type { Feature } from "../../feature.ts";
import { count, real } from "../../parameter.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";

/** Parameters of the fractional difference. */
export interface FractionalDifferenceParameters {
  readonly order: number;
  /** Weights, in rows. */
  readonly window: number;
}

/** Fractional difference of ln close over a fixed window: `"fractional-difference-0.4-100"`. */
export const fractionalDifferenceFeature: Feature<MarketRow, "fractional-difference", FractionalDifferenceParameters> =
  overWindow<"fractional-difference", FractionalDifferenceParameters>({
    kind: "fractional-difference",
    title: "Fractional difference of ln close",
    source: "Lopez de Prado (2018), section 5.5; Hosking (1981)",
    parameters: { order: real(0.4, 0), window: count(100, 1) },
    inputs: ["close"],
    size: ({ window }) => window,
    needsBefore: false,
    enter: ({ close }, _before, values, at) => {
      values[at] = Math.log(close);
    },
    statistic: (window, { order }) => {
      let weight = 1;
      let sum = window.values[window.newest]!;
      for (let lag = 1; lag < window.size; lag++) {
        weight *= -(order - lag + 1) / lag;
        sum += weight * window.values[window.at(lag)]!;
      }
      return sum;
    },
  });
