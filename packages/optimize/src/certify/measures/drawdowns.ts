import type { DrawdownGauge } from "../../risks/risk-shape.ts";
import { averageGauge, entropyGauge, fitDrawdownPrices, rootGauge, sumGauge, tailGauge } from "./drawdown-prices.ts";
import { entropicTilt } from "./entropic-tilt.ts";
import type { PricedMeasure } from "./priced.ts";

/** A measure of the drawdowns of the uncompounded path, the start included. */
export function drawdownMeasure(gauge: DrawdownGauge, count: number): PricedMeasure {
  const most = gaugeOf(gauge, count);
  return {
    value: (losses) => measureOf(gauge, pathOf(losses).depths),
    prices(losses) {
      const { depths, peaks } = pathOf(losses);
      const weights = weightsOf(gauge, depths);
      const prices = new Float64Array(count);
      // a drawdown is the sum of the losses since its peak
      for (let t = 0; t < count; t += 1)
        if (weights[t]! > 0) for (let s = peaks[t]!; s <= t; s += 1) prices[s] = prices[s]! + weights[t]!;
      return prices;
    },
    fit: (prices) => fitDrawdownPrices(prices, most),
  };
}

/** Drawdown of each date, and the first date whose loss is part of it. */
function pathOf(losses: Float64Array): { readonly depths: Float64Array; readonly peaks: Int32Array } {
  const depths = new Float64Array(losses.length);
  const peaks = new Int32Array(losses.length);
  let depth = 0;
  let start = 0;
  for (let t = 0; t < losses.length; t += 1) {
    depth += losses[t]!;
    if (!(depth > 0)) {
      depth = 0;
      start = t + 1;
    }
    depths[t] = depth;
    peaks[t] = start;
  }
  return { depths, peaks };
}

function gaugeOf(gauge: DrawdownGauge, count: number): (weights: Float64Array) => number {
  switch (gauge.kind) {
    case "average":
      return averageGauge;
    case "root-mean-square":
      return rootGauge;
    case "entropic":
      return entropyGauge(gauge.tail);
    case "tail":
      return gauge.count <= 1 ? sumGauge : tailGauge(gauge.count / count);
  }
}

function measureOf(gauge: DrawdownGauge, depths: Float64Array): number {
  const count = depths.length;
  switch (gauge.kind) {
    case "average":
      return depths.reduce((sum, depth) => sum + depth, 0) / count;
    case "root-mean-square":
      return Math.sqrt(depths.reduce((sum, depth) => sum + depth * depth, 0) / count);
    case "entropic":
      return entropicTilt(depths, gauge.tail).value;
    case "tail": {
      const weights = weightsOf(gauge, depths);
      return depths.reduce((sum, depth, t) => sum + weights[t]! * depth, 0);
    }
  }
}

/** The weights of dates at which the drawdowns reach the measure. */
function weightsOf(gauge: DrawdownGauge, depths: Float64Array): Float64Array {
  const count = depths.length;
  const weights = new Float64Array(count);
  switch (gauge.kind) {
    case "average":
      return weights.fill(1 / count);
    case "root-mean-square": {
      const risk = measureOf(gauge, depths);
      return risk > 0 ? depths.map((depth) => depth / (count * risk)) : weights;
    }
    case "entropic":
      return entropicTilt(depths, gauge.tail).probabilities;
    case "tail": {
      const share = 1 / Math.max(1, gauge.count);
      const order = Int32Array.from(depths, (_, t) => t).sort((a, b) => depths[b]! - depths[a]!);
      let left = 1;
      for (const t of order) {
        if (left <= 0) break;
        weights[t] = Math.min(share, left);
        left -= share;
      }
      return weights;
    }
  }
}
