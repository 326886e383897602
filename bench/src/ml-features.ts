/** Technical indicators: a batch over 5000 bars, and one bar at a time. */
import { technicalFeatures, technicalStream } from "@plimsoll/ml";
import { RandomStream } from "@plimsoll/numeric";
import type { Benchmark } from "./benchmark.ts";

const length = 5_000;
const random = RandomStream.of("technical indicators");
const bars = {
  open: new Float64Array(length),
  high: new Float64Array(length),
  low: new Float64Array(length),
  close: new Float64Array(length),
  volume: new Float64Array(length),
};
let price = 100;
for (let t = 0; t < length; t++) {
  const open = price * Math.exp(0.005 * random.normal());
  price = open * Math.exp(0.015 * random.normal());
  bars.open[t] = open;
  bars.close[t] = price;
  bars.high[t] = Math.max(open, price) * (1 + 0.01 * random.uniform());
  bars.low[t] = Math.min(open, price) * (1 - 0.01 * random.uniform());
  bars.volume[t] = Math.round(1e6 * Math.exp(0.4 * random.normal()));
}

// 50 indicators, those of TA-Lib's reference run and the channels: bench/peers/technical_indicators.py has the same
const fifty = [
  ..."sma-20 ema-12 ema-26 wma-10 dema-10 tema-10 kama-30 t3-5 trima-10 hma-20 zlema-30 mama rsi-14 cmo-14".split(" "),
  ..."momentum-10 roc-10 ppo-12-26 apo-12-26 trix-30 macd atr-14 natr-14 true-range adx-14 adxr-14 dx-14".split(" "),
  ..."plus-di-14 minus-di-14 cci-14 williams-r-14 ultimate-oscillator sar obv ad adosc-3-10 mfi-14".split(" "),
  ..."stddev-20 linear-regression-slope-14 bop aroon-14 beta-5 correlation-30 bollinger-20-2".split(" "),
  ..."stochastic-14-3-3 stochastic-rsi-14-5-3 ht-period keltner-20-10-2 donchian-20 supertrend-10-3 cmf-20".split(" "),
];

function updates(include: readonly string[] | undefined): () => void {
  const stream = technicalStream(include === undefined ? {} : { include });
  const rows = Array.from({ length: 1_000 }, (_, t) => ({
    open: bars.open[t]!,
    high: bars.high[t]!,
    low: bars.low[t]!,
    close: bars.close[t]!,
    volume: bars.volume[t]!,
  }));
  return () => {
    for (const row of rows) stream.update(row);
  };
}

export const benchmarks: readonly Benchmark[] = [
  {
    name: "50 technical indicators on 5000 bars",
    target: 25,
    run: () => technicalFeatures(bars, { include: fifty }),
  },
  { name: "all technical indicators on 5000 bars", run: () => technicalFeatures(bars) },
  { name: "1000 updates of 50 technical indicators", target: 20, run: updates(fifty) },
  { name: "1000 updates of all technical indicators", run: updates(undefined) },
];
