import type { Evidence } from "../choice-set/evidence.ts";
import { concentration, equalWeightNormalizedVariance } from "../estimate/normalized-variance.ts";
import { dayNumber } from "../input/local-time.ts";
import type { PriceTable } from "../input/price-table.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient } from "./finding.ts";

/**
 * Share of diversifiable variance that is left, 1 / N for N equal weights. Goetzmann & Kumar (2008): four stocks on average,
 * one quarter of investors holds one, so that the others hold five: mean .25 + .75 / 5 = .40, standard deviation .346.
 */
const population: Population = { mean: 0.4, standardDeviation: 0.346 };
const prior: number = Math.hypot(population.mean, population.standardDeviation);
const yearOfDays = 252;

/**
 * Under-diversification: how much of the variance that diversification removes an investor still carries.
 *
 * The normalised variance NV of the long positions (Goetzmann & Kumar 2008), over at most 252 daily returns up to the last day
 * with positions, less the average correlation rho of the universe (given, or every asset with a price) below which no
 * spreading gets: (NV - rho) / (1 - rho), 1 for a single stock, 1 / N for N equal ones, 0 for endlessly many. A snapshot:
 * value and interval, no p-value. `sumSquaredActiveWeights` is sum (w - w_m)^2, with `marketWeights` if given, else with
 * weights of nought. A fund looks like one stock.
 */
export const underDiversification: Detector = {
  key: "underDiversification",
  method: "normalised variance less average correlation (Goetzmann & Kumar 2008)",
  minimumSampleSize: 20,
  detect: ({ account, context, prices }: Evidence, options: DetectorOptions): Finding => {
    const { assets, quantities, days } = account;
    let row = days.length - 1;
    const valueOf = (column: number): number => {
      const cell = row * assets.length + column;
      return quantities[cell]! > 0 ? quantities[cell]! * account.prices[cell]! : 0;
    };
    const total = (): number => assets.reduce((sum, _, column) => sum + valueOf(column), 0);
    while (row >= 0 && !(total() > 0)) row--;
    if (row < 0) return insufficient(underDiversification, { sampleSize: 0 });
    const money = total();
    const positions = assets
      .map((asset, column) => ({ asset, weight: valueOf(column) / money }))
      .filter(({ weight }) => weight > 0);

    const { table } = prices;
    const window = windowOf(
      table,
      positions.map(({ asset }) => asset),
      days[row]!,
    );
    const priced = positions.filter(({ asset }) => window.covers(asset));
    const share = priced.reduce((sum, { weight }) => sum + weight, 0);
    const market = context.marketWeights ?? {};
    const counts = {
      holdings: positions.length,
      largestWeight: Math.max(...positions.map(({ weight }) => weight)),
      effectiveHoldings: 1 / positions.reduce((sum, { weight }) => sum + weight * weight, 0),
      sumSquaredActiveWeights: [...new Set([...positions.map(({ asset }) => asset), ...Object.keys(market)])].reduce(
        (sum, asset) => sum + ((positions.find((own) => own.asset === asset)?.weight ?? 0) - (market[asset] ?? 0)) ** 2,
        0,
      ),
      pricedShare: share,
    };
    const confounds = ["external-accounts", "funds-count-as-one-asset"];
    // what can't be valued can't be judged: half of the money at least must have prices
    if (window.returns < underDiversification.minimumSampleSize || share < 0.5) {
      return insufficient(underDiversification, { sampleSize: Math.max(0, window.returns), counts, confounds });
    }
    const universe = (context.universe ?? table.assets).map((entry) =>
      typeof entry === "string" ? entry : entry.asset,
    );
    const others = [...new Set(universe)].filter((asset) => window.covers(asset));
    const found = concentration(
      Float64Array.from(priced, ({ weight }) => weight / share),
      window.matrix(priced.map(({ asset }) => asset)),
      window.matrix(others),
      window.returns,
    );
    // prices that never move have no variance to spread
    if (Number.isNaN(found.excess)) {
      return insufficient(underDiversification, { sampleSize: window.returns, counts, confounds });
    }
    return assessed(
      underDiversification,
      { effect: found.excess, standardError: found.standardError, pValue: null },
      population,
      prior,
      {
        sampleSize: window.returns,
        confounds,
        counts: {
          ...counts,
          normalizedVariance: found.normalizedVariance,
          averageCorrelation: found.averageCorrelation,
          equalWeightNormalizedVariance: equalWeightNormalizedVariance(priced.length, found.averageCorrelation),
        },
      },
      options,
    );
  },
};

interface Window {
  /** Number of joint returns. */
  readonly returns: number;
  /** Whether an asset has a price on every day of the window. */
  readonly covers: (asset: string) => boolean;
  /** Returns of assets that are covered, row-major. */
  readonly matrix: (assets: readonly string[]) => Float64Array;
}

/** The last year of days up to `day` on which all those of `assets` that have a price on the day had one. */
function windowOf(table: PriceTable, assets: readonly string[], day: string): Window {
  const end = table.rowBefore(day) + (table.days[table.rowBefore(day) + 1] === dayNumber(day) ? 1 : 0);
  const known = (asset: string, row: number): boolean => !Number.isNaN(table.close(row, table.column(asset)));
  const current = assets.filter((asset) => known(asset, end));
  let start = end;
  while (start > 0 && end - start < yearOfDays && current.every((asset) => known(asset, start - 1))) start--;
  const returns = current.length === 0 ? 0 : end - start;
  const covers = (asset: string): boolean => {
    for (let row = start; row <= end; row++) if (!known(asset, row)) return false;
    return true;
  };
  return {
    returns,
    covers,
    matrix: (wanted) => {
      const columns = wanted.map((asset) => table.column(asset));
      const out = new Float64Array(returns * columns.length);
      for (let row = 0; row < returns; row++) {
        columns.forEach((column, at) => {
          out[row * columns.length + at] = table.close(start + row + 1, column) / table.close(start + row, column) - 1;
        });
      }
      return out;
    },
  };
}
