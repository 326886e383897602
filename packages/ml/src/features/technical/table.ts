import type { Feature, FeatureFamily, RequestOf } from "../feature.ts";
import type { Bar } from "./bar.ts";
import { alma } from "./averages/alma.ts";
import { dema } from "./averages/dema.ts";
import { ema } from "./averages/ema.ts";
import { hma } from "./averages/hma.ts";
import { kama } from "./averages/kama.ts";
import { rma } from "./averages/rma.ts";
import { sma } from "./averages/sma.ts";
import { t3 } from "./averages/t3.ts";
import { tema } from "./averages/tema.ts";
import { trima } from "./averages/trima.ts";
import { wma } from "./averages/wma.ts";
import { zlema } from "./averages/zlema.ts";
import { htPeriod, htPhase, htPhasor, htSine, htTrendline, htTrendMode } from "./cycles/hilbert.ts";
import { mama } from "./cycles/mama.ts";
import { awesomeOscillator, acceleratorOscillator } from "./momentum/awesome-oscillator.ts";
import { bop } from "./momentum/bop.ts";
import { cci } from "./momentum/cci.ts";
import { cmo } from "./momentum/cmo.ts";
import { coppock } from "./momentum/coppock.ts";
import { dpo } from "./momentum/dpo.ts";
import { efficiencyRatio } from "./momentum/efficiency-ratio.ts";
import { elderRay } from "./momentum/elder-ray.ts";
import { forecastOscillator } from "./momentum/forecast-oscillator.ts";
import { imi } from "./momentum/imi.ts";
import { macd, macdExtended, macdFixed } from "./momentum/macd.ts";
import { momentum } from "./momentum/momentum.ts";
import { apo, ppo, pvo } from "./momentum/price-oscillators.ts";
import { qstick } from "./momentum/qstick.ts";
import { roc, rocp, rocr } from "./momentum/rate-of-change.ts";
import { rsi } from "./momentum/rsi.ts";
import { smi } from "./momentum/stochastic-momentum.ts";
import { stochasticRsi } from "./momentum/stochastic-rsi.ts";
import { stochastic, stochasticFast, kdj } from "./momentum/stochastic.ts";
import { trix } from "./momentum/trix.ts";
import { tsi } from "./momentum/tsi.ts";
import { ultimateOscillator } from "./momentum/ultimate-oscillator.ts";
import { verticalHorizontal } from "./momentum/vertical-horizontal.ts";
import { williamsR } from "./momentum/williams-r.ts";
import { averagePrice, medianPrice, typicalPrice, weightedClose, heikinAshi } from "./price/price.ts";
import { max, min, sum, midpoint, midprice } from "./statistics/extremes.ts";
import {
  linearRegression,
  linearRegressionSlope,
  linearRegressionIntercept,
  linearRegressionAngle,
  tsf,
} from "./statistics/linear-regression.ts";
import { correlation, beta } from "./statistics/pair.ts";
import { percentRank } from "./statistics/rank.ts";
import { variance, stddev, zscore, meanDeviation } from "./statistics/spread.ts";
import { aroon, aroonOscillator } from "./trend/aroon.ts";
import { dx, adx, adxr } from "./trend/directional-index.ts";
import { plusDi, minusDi, plusDm, minusDm } from "./trend/directional-indicators.ts";
import { ichimoku } from "./trend/ichimoku.ts";
import { sar, sarExtended } from "./trend/sar.ts";
import { supertrend } from "./trend/supertrend.ts";
import { vortex } from "./trend/vortex.ts";
import { accelerationBands } from "./volatility/acceleration-bands.ts";
import { atr } from "./volatility/atr.ts";
import { averageRange } from "./volatility/average-range.ts";
import { bollinger } from "./volatility/bollinger.ts";
import { chaikinVolatility } from "./volatility/chaikin-volatility.ts";
import { choppiness } from "./volatility/choppiness.ts";
import { donchian } from "./volatility/donchian.ts";
import { keltner } from "./volatility/keltner.ts";
import { massIndex } from "./volatility/mass-index.ts";
import { natr } from "./volatility/natr.ts";
import { relativeVolatility } from "./volatility/relative-volatility.ts";
import { trueRange } from "./volatility/true-range.ts";
import { ad } from "./volume/ad.ts";
import { adosc } from "./volume/adosc.ts";
import { anchoredVwap } from "./volume/anchored-vwap.ts";
import { cmf } from "./volume/cmf.ts";
import { forceIndex } from "./volume/force-index.ts";
import { marketFacilitation } from "./volume/market-facilitation.ts";
import { mfi } from "./volume/mfi.ts";
import { nvi } from "./volume/nvi.ts";
import { obv } from "./volume/obv.ts";
import { pvi } from "./volume/pvi.ts";
import { pvt } from "./volume/pvt.ts";
import { relativeVolume } from "./volume/relative-volume.ts";
import { vwap } from "./volume/vwap.ts";
import { vwma } from "./volume/vwma.ts";
import { williamsAd } from "./volume/williams-ad.ts";

/** A technical indicator as plain JSON, told apart by `kind`; parameters left out have their defaults. */
export type TechnicalFeature =
  | RequestOf<typeof alma>
  | RequestOf<typeof dema>
  | RequestOf<typeof ema>
  | RequestOf<typeof hma>
  | RequestOf<typeof kama>
  | RequestOf<typeof rma>
  | RequestOf<typeof sma>
  | RequestOf<typeof t3>
  | RequestOf<typeof tema>
  | RequestOf<typeof trima>
  | RequestOf<typeof wma>
  | RequestOf<typeof zlema>
  | RequestOf<typeof awesomeOscillator>
  | RequestOf<typeof acceleratorOscillator>
  | RequestOf<typeof bop>
  | RequestOf<typeof cci>
  | RequestOf<typeof cmo>
  | RequestOf<typeof coppock>
  | RequestOf<typeof dpo>
  | RequestOf<typeof efficiencyRatio>
  | RequestOf<typeof elderRay>
  | RequestOf<typeof forecastOscillator>
  | RequestOf<typeof imi>
  | RequestOf<typeof macd>
  | RequestOf<typeof macdExtended>
  | RequestOf<typeof macdFixed>
  | RequestOf<typeof momentum>
  | RequestOf<typeof apo>
  | RequestOf<typeof ppo>
  | RequestOf<typeof pvo>
  | RequestOf<typeof qstick>
  | RequestOf<typeof roc>
  | RequestOf<typeof rocp>
  | RequestOf<typeof rocr>
  | RequestOf<typeof rsi>
  | RequestOf<typeof smi>
  | RequestOf<typeof stochasticRsi>
  | RequestOf<typeof stochastic>
  | RequestOf<typeof stochasticFast>
  | RequestOf<typeof kdj>
  | RequestOf<typeof trix>
  | RequestOf<typeof tsi>
  | RequestOf<typeof ultimateOscillator>
  | RequestOf<typeof verticalHorizontal>
  | RequestOf<typeof williamsR>
  | RequestOf<typeof aroon>
  | RequestOf<typeof aroonOscillator>
  | RequestOf<typeof dx>
  | RequestOf<typeof adx>
  | RequestOf<typeof adxr>
  | RequestOf<typeof plusDi>
  | RequestOf<typeof minusDi>
  | RequestOf<typeof plusDm>
  | RequestOf<typeof minusDm>
  | RequestOf<typeof ichimoku>
  | RequestOf<typeof sar>
  | RequestOf<typeof sarExtended>
  | RequestOf<typeof supertrend>
  | RequestOf<typeof vortex>
  | RequestOf<typeof accelerationBands>
  | RequestOf<typeof atr>
  | RequestOf<typeof averageRange>
  | RequestOf<typeof bollinger>
  | RequestOf<typeof chaikinVolatility>
  | RequestOf<typeof choppiness>
  | RequestOf<typeof donchian>
  | RequestOf<typeof keltner>
  | RequestOf<typeof massIndex>
  | RequestOf<typeof natr>
  | RequestOf<typeof relativeVolatility>
  | RequestOf<typeof trueRange>
  | RequestOf<typeof ad>
  | RequestOf<typeof adosc>
  | RequestOf<typeof anchoredVwap>
  | RequestOf<typeof cmf>
  | RequestOf<typeof forceIndex>
  | RequestOf<typeof marketFacilitation>
  | RequestOf<typeof mfi>
  | RequestOf<typeof nvi>
  | RequestOf<typeof obv>
  | RequestOf<typeof pvi>
  | RequestOf<typeof pvt>
  | RequestOf<typeof relativeVolume>
  | RequestOf<typeof vwap>
  | RequestOf<typeof vwma>
  | RequestOf<typeof williamsAd>
  | RequestOf<typeof max>
  | RequestOf<typeof min>
  | RequestOf<typeof sum>
  | RequestOf<typeof midpoint>
  | RequestOf<typeof midprice>
  | RequestOf<typeof linearRegression>
  | RequestOf<typeof linearRegressionSlope>
  | RequestOf<typeof linearRegressionIntercept>
  | RequestOf<typeof linearRegressionAngle>
  | RequestOf<typeof tsf>
  | RequestOf<typeof correlation>
  | RequestOf<typeof beta>
  | RequestOf<typeof percentRank>
  | RequestOf<typeof variance>
  | RequestOf<typeof stddev>
  | RequestOf<typeof zscore>
  | RequestOf<typeof meanDeviation>
  | RequestOf<typeof htPeriod>
  | RequestOf<typeof htPhase>
  | RequestOf<typeof htPhasor>
  | RequestOf<typeof htSine>
  | RequestOf<typeof htTrendline>
  | RequestOf<typeof htTrendMode>
  | RequestOf<typeof mama>
  | RequestOf<typeof averagePrice>
  | RequestOf<typeof medianPrice>
  | RequestOf<typeof typicalPrice>
  | RequestOf<typeof weightedClose>
  | RequestOf<typeof heikinAshi>;

/** Every technical indicator: names, schema, tests and docs are made from this table. */
export const technicalTable: readonly Feature<Bar>[] = Object.freeze([
  alma,
  dema,
  ema,
  hma,
  kama,
  rma,
  sma,
  t3,
  tema,
  trima,
  wma,
  zlema,
  awesomeOscillator,
  acceleratorOscillator,
  bop,
  cci,
  cmo,
  coppock,
  dpo,
  efficiencyRatio,
  elderRay,
  forecastOscillator,
  imi,
  macd,
  macdExtended,
  macdFixed,
  momentum,
  apo,
  ppo,
  pvo,
  qstick,
  roc,
  rocp,
  rocr,
  rsi,
  smi,
  stochasticRsi,
  stochastic,
  stochasticFast,
  kdj,
  trix,
  tsi,
  ultimateOscillator,
  verticalHorizontal,
  williamsR,
  aroon,
  aroonOscillator,
  dx,
  adx,
  adxr,
  plusDi,
  minusDi,
  plusDm,
  minusDm,
  ichimoku,
  sar,
  sarExtended,
  supertrend,
  vortex,
  accelerationBands,
  atr,
  averageRange,
  bollinger,
  chaikinVolatility,
  choppiness,
  donchian,
  keltner,
  massIndex,
  natr,
  relativeVolatility,
  trueRange,
  ad,
  adosc,
  anchoredVwap,
  cmf,
  forceIndex,
  marketFacilitation,
  mfi,
  nvi,
  obv,
  pvi,
  pvt,
  relativeVolume,
  vwap,
  vwma,
  williamsAd,
  max,
  min,
  sum,
  midpoint,
  midprice,
  linearRegression,
  linearRegressionSlope,
  linearRegressionIntercept,
  linearRegressionAngle,
  tsf,
  correlation,
  beta,
  percentRank,
  variance,
  stddev,
  zscore,
  meanDeviation,
  htPeriod,
  htPhase,
  htPhasor,
  htSine,
  htTrendline,
  htTrendMode,
  mama,
  averagePrice,
  medianPrice,
  typicalPrice,
  weightedClose,
  heikinAshi,
]);

/** The family of technical indicators, which read {@link Bar}s. */
export const technicalFamily: FeatureFamily<Bar> = {
  name: "technical",
  inputs: ["open", "high", "low", "close", "volume"],
  features: technicalTable,
  checkRow: ({ high, low, volume }) => {
    if (high < low) return `high ${high} is below low ${low}: are the columns in their order?`;
    return volume < 0 ? `volume ${volume} is negative` : undefined;
  },
};
