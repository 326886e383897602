import type { Feature, FeatureFamily, RequestOf } from "../feature.ts";
import type { MarketRow } from "./market-row.ts";
import { simpleReturn, logReturn, excessReturn } from "./returns/return.ts";
import { overnightReturn, intradayReturn } from "./returns/day-and-night.ts";
import { fractionalDifferenceFeature } from "./returns/fractional-difference.ts";
import { priceMomentum, riskAdjustedMomentum, informationDiscreteness } from "./momentum/price-momentum.ts";
import { highNearness } from "./momentum/high-nearness.ts";
import { averageDistance } from "./momentum/average-distance.ts";
import { shortTermReversal, longTermReversal, maximumReturn } from "./reversal/reversal.ts";
import { realisedVolatility, downsideVolatility, realisedSkewness, realisedKurtosis } from "./volatility/realised.ts";
import { parkinson } from "./volatility/parkinson.ts";
import { garmanKlass } from "./volatility/garman-klass.ts";
import { rogersSatchell } from "./volatility/rogers-satchell.ts";
import { yangZhang } from "./volatility/yang-zhang.ts";
import { ewmaVolatility } from "./volatility/ewma-volatility.ts";
import { volatilityRatio } from "./volatility/volatility-ratio.ts";
import { beta, shrunkBeta, downsideBeta, marketAlpha, idiosyncraticVolatility } from "./dependence/beta.ts";
import { marketCorrelation, coskewness, autocorrelation } from "./dependence/correlation.ts";
import { amihud, dollarVolume, zeroReturnShare } from "./liquidity/amihud.ts";
import { rollSpread } from "./liquidity/roll-spread.ts";
import { corwinSchultz, abdiRanaldo } from "./liquidity/range-spreads.ts";
import { volumeVolatility } from "./liquidity/volume-volatility.ts";

/** A request for a market feature, as JSON: its kind and the parameters that are no defaults. */
export type MarketFeature =
  | RequestOf<typeof simpleReturn>
  | RequestOf<typeof logReturn>
  | RequestOf<typeof excessReturn>
  | RequestOf<typeof overnightReturn>
  | RequestOf<typeof intradayReturn>
  | RequestOf<typeof fractionalDifferenceFeature>
  | RequestOf<typeof priceMomentum>
  | RequestOf<typeof riskAdjustedMomentum>
  | RequestOf<typeof informationDiscreteness>
  | RequestOf<typeof highNearness>
  | RequestOf<typeof averageDistance>
  | RequestOf<typeof shortTermReversal>
  | RequestOf<typeof longTermReversal>
  | RequestOf<typeof maximumReturn>
  | RequestOf<typeof realisedVolatility>
  | RequestOf<typeof downsideVolatility>
  | RequestOf<typeof realisedSkewness>
  | RequestOf<typeof realisedKurtosis>
  | RequestOf<typeof parkinson>
  | RequestOf<typeof garmanKlass>
  | RequestOf<typeof rogersSatchell>
  | RequestOf<typeof yangZhang>
  | RequestOf<typeof ewmaVolatility>
  | RequestOf<typeof volatilityRatio>
  | RequestOf<typeof beta>
  | RequestOf<typeof shrunkBeta>
  | RequestOf<typeof downsideBeta>
  | RequestOf<typeof marketAlpha>
  | RequestOf<typeof idiosyncraticVolatility>
  | RequestOf<typeof marketCorrelation>
  | RequestOf<typeof coskewness>
  | RequestOf<typeof autocorrelation>
  | RequestOf<typeof amihud>
  | RequestOf<typeof dollarVolume>
  | RequestOf<typeof zeroReturnShare>
  | RequestOf<typeof rollSpread>
  | RequestOf<typeof corwinSchultz>
  | RequestOf<typeof abdiRanaldo>
  | RequestOf<typeof volumeVolatility>;

/** Every market feature: names, schema, tests and docs are made from this table. */
export const marketTable: readonly Feature<MarketRow>[] = Object.freeze([
  simpleReturn,
  logReturn,
  excessReturn,
  overnightReturn,
  intradayReturn,
  fractionalDifferenceFeature,
  priceMomentum,
  riskAdjustedMomentum,
  informationDiscreteness,
  highNearness,
  averageDistance,
  shortTermReversal,
  longTermReversal,
  maximumReturn,
  realisedVolatility,
  downsideVolatility,
  realisedSkewness,
  realisedKurtosis,
  parkinson,
  garmanKlass,
  rogersSatchell,
  yangZhang,
  ewmaVolatility,
  volatilityRatio,
  beta,
  shrunkBeta,
  downsideBeta,
  marketAlpha,
  idiosyncraticVolatility,
  marketCorrelation,
  coskewness,
  autocorrelation,
  amihud,
  dollarVolume,
  zeroReturnShare,
  rollSpread,
  corwinSchultz,
  abdiRanaldo,
  volumeVolatility,
]);

/** The family of features that read prices, volume and the market: {@link MarketRow}s. */
export const marketFamily: FeatureFamily<MarketRow> = {
  name: "market",
  inputs: ["open", "high", "low", "close", "volume", "market"],
  features: marketTable,
  checkRow: (row) => {
    for (const input of ["open", "high", "low", "close", "market"] as const) {
      if (row[input] <= 0) return `${input} ${row[input]} is not above 0: these features take logarithms of prices`;
    }
    if (row.high < row.low) return `high ${row.high} is below low ${row.low}: are the columns in their order?`;
    return row.volume < 0 ? `volume ${row.volume} is negative` : undefined;
  },
};
