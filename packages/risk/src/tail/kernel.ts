import {
  argsort,
  type BandwidthRule,
  kernelBandwidth,
  kernelDensity,
  kernelQuantile,
  mean,
  normalCdf,
  normalPdf,
  quantilePosition,
  quantileSorted,
  sorted,
  standardDeviation,
} from "@plimsoll/numeric";
import { PlimsollError } from "@plimsoll/core";
import * as z from "zod";
import { shortfallError } from "./standard-errors.ts";
import { compounded, type TailEstimate, type TailInput, type TailMethod } from "./tail-method.ts";

/** The empirical distribution smoothed by a Gaussian kernel. */
export interface KernelSpec {
  readonly kind: "kernel";
  /** A rule of numeric's `kernelBandwidth`, or the width itself as a return. @defaultValue "silverman" */
  readonly bandwidth?: BandwidthRule | number;
}

const schema: z.ZodType<KernelSpec> = z.strictObject({
  kind: z.literal("kernel"),
  bandwidth: z.exactOptional(z.union([z.enum(["silverman", "scott"]), z.number().gt(0)])),
});

interface Smoothed {
  readonly rule: BandwidthRule | number;
  readonly bandwidth: number;
  /** (quantile - x_i) / bandwidth. */
  readonly distances: Float64Array;
  readonly quantile: number;
}

function smooth({ series, tail }: TailInput, { bandwidth: rule = "silverman" }: KernelSpec): Smoothed {
  const bandwidth = typeof rule === "number" ? rule : kernelBandwidth(series, rule);
  // a constant series has no width to smooth by
  if (bandwidth === 0) return { rule, bandwidth, distances: new Float64Array(series.length), quantile: mean(series) };
  const quantile = kernelQuantile(series, tail, bandwidth);
  return { rule, bandwidth, distances: series.map((value) => (quantile - value) / bandwidth), quantile };
}

/** The derivative of the bandwidth by each return. */
function bandwidthGradient(series: Float64Array, rule: BandwidthRule | number, bandwidth: number): Float64Array {
  if (typeof rule === "number") {
    throw new PlimsollError(
      "UNSUPPORTED",
      "method.bandwidth: a given width does not move with the weights, so risk has no contributions: name a rule",
      { feature: "contributions with a given bandwidth" },
    );
  }
  const n = series.length;
  const deviation = standardDeviation(series);
  const ascending = sorted(series);
  const spread = (quantileSorted(ascending, 0.75) - quantileSorted(ascending, 0.25)) / 1.34;
  if (rule === "scott" || !(spread > 0) || deviation <= spread) {
    const center = mean(series);
    return series.map((value) => (bandwidth * (value - center)) / ((n - 1) * deviation ** 2));
  }
  const order = argsort(series);
  const gradient = new Float64Array(n);
  const scale = bandwidth / (spread * 1.34);
  for (const [probability, sign] of [
    [0.75, 1],
    [0.25, -1],
  ] as const) {
    const { lower, upper, fraction } = quantilePosition(n, probability, 7);
    gradient[order[lower]!]! += sign * (1 - fraction) * scale;
    gradient[order[upper]!]! += sign * fraction * scale;
  }
  return gradient;
}

function gradient(input: TailInput, state: Smoothed, own: Float64Array, byBandwidth: number): Float64Array {
  const { rule, bandwidth } = state;
  if (bandwidth === 0) return new Float64Array(own.length).fill(-1 / own.length);
  const width = bandwidthGradient(input.series, rule, bandwidth);
  return own.map((slope, i) => slope + byBandwidth * width[i]!);
}

function conventionsOf({ rule, bandwidth }: Smoothed): Record<string, string | number> {
  return { bandwidthRule: typeof rule === "number" ? "given" : rule, bandwidth };
}

function valueAtRisk(input: TailInput, spec: KernelSpec): TailEstimate {
  const state = smooth(input, spec);
  const { quantile, bandwidth, distances } = state;
  const n = input.series.length;
  const density = bandwidth === 0 ? Infinity : kernelDensity(input.series, quantile, bandwidth);
  return {
    value: -quantile,
    standardError: Math.sqrt((input.tail * (1 - input.tail)) / n) / density,
    gradient: () => {
      const mass = distances.map(normalPdf);
      const total = mass.reduce((sum, value) => sum + value, 0);
      const byBandwidth = -distances.reduce((sum, distance, i) => sum + mass[i]! * distance, 0) / total;
      return gradient(
        input,
        state,
        mass.map((value) => -value / total),
        byBandwidth,
      );
    },
    conventions: { ...conventionsOf(state), standardError: "kernel density at the quantile" },
  };
}

function expectedShortfall(input: TailInput, spec: KernelSpec): TailEstimate {
  const state = smooth(input, spec);
  const { quantile, bandwidth, distances } = state;
  const { series, tail } = input;
  const n = series.length;
  let value = 0;
  for (let i = 0; i < n; i++) {
    value -= (series[i]! * normalCdf(distances[i]!) - bandwidth * normalPdf(distances[i]!)) / (n * tail);
  }
  if (bandwidth === 0) value = -quantile;
  return {
    value,
    standardError: shortfallError(series, tail, -quantile, value),
    // by the envelope theorem the quantile, where the tail mean is minimal, may stand still
    gradient: () =>
      gradient(
        input,
        state,
        distances.map((distance) => -normalCdf(distance) / (n * tail)),
        distances.reduce((sum, distance) => sum + normalPdf(distance), 0) / (n * tail),
      ),
    conventions: { ...conventionsOf(state), standardError: "Manistre & Hancock (2005)" },
  };
}

/** VaR = -q with mean Phi((q - x_i) / h) = a; ES = -(1 / a) mean (x_i Phi(d_i) - h phi(d_i)), d_i = (q - x_i) / h. */
export const kernelMethod: TailMethod<KernelSpec> = {
  kind: "kernel",
  schema,
  minimum: 2,
  scaling: "square-root-of-time",
  valueAtRisk,
  expectedShortfall,
  sampler: (input, spec) => {
    const { bandwidth } = smooth(input, spec);
    const { series } = input;
    return compounded(input.horizon, (stream) => series[stream.integer(series.length)]! + bandwidth * stream.normal());
  },
};
