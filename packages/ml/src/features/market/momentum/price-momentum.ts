import type { Feature } from "../../feature.ts";
import type { MarketRow } from "../market-row.ts";
import { overWindow } from "../over-window.ts";
import { checkSkip, type Skipped, skipped } from "../parameters.ts";

/** Return over `window` rows without the last `skip`: `"price-momentum-252-21"` is 12-1 momentum of daily rows. */
export const priceMomentum: Feature<MarketRow, "price-momentum", Skipped> = overWindow<"price-momentum", Skipped>({
  kind: "price-momentum",
  title: "Return over a window, without its last rows",
  source: "Jegadeesh & Titman (1993); 12-1 as in Fama & French (1996)",
  parameters: skipped(252, 21),
  check: checkSkip,
  inputs: ["close"],
  size: ({ window }) => window + 1,
  needsBefore: false,
  enter: ({ close }, _before, values, at) => {
    values[at] = close;
  },
  statistic: (window, { skip }) => window.values[window.at(skip)]! / window.values[window.at(window.size - 1)]! - 1,
});

/** Mean over standard deviation of the log returns of `window` rows without the last `skip`: `"risk-adjusted-momentum-252-21"`; 0 for a price at rest. */
export const riskAdjustedMomentum: Feature<MarketRow, "risk-adjusted-momentum", Skipped> = overWindow<
  "risk-adjusted-momentum",
  Skipped
>({
  kind: "risk-adjusted-momentum",
  title: "Momentum in units of its volatility",
  source: "Rachev, Jasic, Stoyanov & Fabozzi (2007)",
  parameters: skipped(252, 21),
  check: ({ window, skip }) => (skip + 1 < window ? undefined : "skip must be at least 2 below window"),
  inputs: ["close"],
  size: ({ window }) => window + 1,
  needsBefore: false,
  enter: ({ close }, _before, values, at) => {
    values[at] = Math.log(close);
  },
  statistic: (window, { skip }) => {
    const count = window.size - 1 - skip;
    const level = (lag: number): number => window.values[window.at(lag)]!;
    const mean = (level(skip) - level(window.size - 1)) / count;
    let squares = 0;
    for (let lag = skip; lag < window.size - 1; lag++) squares += (level(lag) - level(lag + 1) - mean) ** 2;
    // a price that grows evenly has no spread but rounding
    const deviation = Math.sqrt(squares / (count - 1));
    return deviation > 1e-12 * Math.abs(mean) ? mean / deviation : 0;
  },
});

/**
 * Share of falling less share of rising rows, times the sign of the momentum: `"information-discreteness-252-21"`; low
 * (continuous) momentum lasts longer.
 */
export const informationDiscreteness: Feature<MarketRow, "information-discreteness", Skipped> = overWindow<
  "information-discreteness",
  Skipped
>({
  kind: "information-discreteness",
  title: "How jumpily momentum came about",
  source: "Da, Gurun & Warachka (2014)",
  parameters: skipped(252, 21),
  check: checkSkip,
  inputs: ["close"],
  size: ({ window }) => window + 1,
  needsBefore: false,
  enter: ({ close }, _before, values, at) => {
    values[at] = close;
  },
  statistic: (window, { skip }) => {
    let falls = 0;
    for (let lag = skip; lag < window.size - 1; lag++) {
      falls -= Math.sign(window.values[window.at(lag)]! - window.values[window.at(lag + 1)]!);
    }
    const momentum = window.values[window.at(skip)]! - window.values[window.at(window.size - 1)]!;
    return falls === 0 ? 0 : (Math.sign(momentum) * falls) / (window.size - 1 - skip);
  },
});
