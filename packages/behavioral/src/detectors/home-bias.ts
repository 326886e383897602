import type { DailyAccount } from "../choice-set/daily-account.ts";
import type { Evidence } from "../choice-set/evidence.ts";
import type { Domicile } from "../input/behavior-input.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient, notIdentifiable } from "./finding.ts";

/**
 * French & Poterba (1991, table 1): shares at home .938, .9811 and .820 of American, Japanese and British investors, whose
 * markets were 2941.3, 1632.9 and 849.8 of 6158.7; 1 - w_f / w_f* is .881, .974 and .791. Mean and spread are those of the
 * three.
 */
const population: Population = { mean: 0.882, standardDeviation: 0.092 };
const prior: number = Math.hypot(population.mean, population.standardDeviation);
const yearOfDays = 252;

/**
 * Home bias, 1 - w_f / w_f*: the foreign share of the positions against that of the world market. 0 holds the world, 1
 * nothing foreign, below 0 more of it than the world does.
 *
 * A snapshot of the last day with positions: value and interval, no p-value. The error is the standard deviation of the daily
 * value over the last 252 days, how far the snapshot wanders. Short positions and assets without a country in
 * `domicile.assetCountries` are left out; `knownShare` says how much is covered.
 */
export const homeBias: Detector = {
  key: "homeBias",
  method: "foreign share against the world market's (French & Poterba 1991)",
  minimumSampleSize: 1,
  detect: ({ context: { domicile }, account }: Evidence, options: DetectorOptions): Finding => {
    if (domicile === undefined) return notIdentifiable(homeBias, ["domicile"]);
    const days: { homeShare: number; knownShare: number; holdings: number }[] = [];
    for (let row = account.days.length - 1; row >= 0 && days.length < yearOfDays; row--) {
      const shares = sharesOn(account, row, domicile);
      if (shares.holdings > 0) days.push(shares);
    }
    const last = days[0];
    if (last === undefined) return insufficient(homeBias, { sampleSize: 0 });
    const known = days.filter(({ knownShare }) => knownShare > 0);
    if (last.knownShare === 0) return notIdentifiable(homeBias, ["domicile.assetCountries"]);
    const abroad = 1 - domicile.homeMarketShare;
    const effects = known.map(({ homeShare }) => 1 - (1 - homeShare) / abroad);
    const mean = effects.reduce((sum, value) => sum + value, 0) / effects.length;
    const variance = effects.reduce((sum, value) => sum + (value - mean) ** 2, 0) / effects.length;
    return assessed(
      homeBias,
      { effect: effects[0]!, standardError: Math.sqrt(variance), pValue: null },
      population,
      prior,
      {
        sampleSize: known.length,
        confounds: ["hedging", "external-accounts", "tax"],
        counts: {
          foreignShare: 1 - last.homeShare,
          foreignMarketShare: abroad,
          knownShare: last.knownShare,
          holdings: last.holdings,
        },
      },
      options,
    );
  },
};

function sharesOn(
  { assets, quantities, prices }: DailyAccount,
  row: number,
  { country, assetCountries }: Domicile,
): { readonly homeShare: number; readonly knownShare: number; readonly holdings: number } {
  let home = 0;
  let known = 0;
  let all = 0;
  let holdings = 0;
  assets.forEach((asset, column) => {
    const quantity = quantities[row * assets.length + column]!;
    if (quantity <= 0) return;
    const value = quantity * prices[row * assets.length + column]!;
    const origin = assetCountries[asset];
    holdings += 1;
    all += value;
    if (origin !== undefined) known += value;
    if (origin === country) home += value;
  });
  return { homeShare: known > 0 ? home / known : 0, knownShare: all > 0 ? known / all : 0, holdings };
}
