import type { ScaleOptions } from "@observablehq/plot";
import { digitsFor, formatNumber, formatPercent } from "./format.ts";
import type { Frame } from "./frame.ts";

/** A step of 1, 2, 2.5 or 5 times a power of ten that cuts `span` into about `count` parts. */
function niceStep(span: number, count: number): number {
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((step) => step >= raw * 0.999)!;
}

/** An axis of values: its domain in whole steps, its ticks, its text. */
export interface ValueAxis {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly type: "linear" | "log";
  readonly format: (value: number) => string;
  /** Pixel of a value between `bottom` (start of the domain) and `top` (its end). */
  readonly position: (value: number, bottom: number, top: number) => number;
}

/** How many ticks fit: one for about 45 pixels. */
function tickCount(frame: Frame): number {
  return Math.max(3, Math.round((frame.height - frame.margin.top - frame.margin.bottom) / 45));
}

/** A linear axis over `[low, high]`, widened to whole steps. */
export function linearAxis(low: number, high: number, unit: "percent" | "number", count: number): ValueAxis {
  const flat = high - low <= 1e-12 * Math.max(1e-12, Math.abs(high), Math.abs(low));
  const from = flat ? low - Math.max(Math.abs(low) * 0.1, 0.01) : low;
  const to = flat ? high + Math.max(Math.abs(high) * 0.1, 0.01) : high;
  const step = niceStep(to - from, count);
  const start = Math.floor(from / step + 1e-9);
  const end = Math.ceil(to / step - 1e-9);
  const ticks = Array.from({ length: end - start + 1 }, (_, i) => (start + i) * step);
  const digits = digitsFor(unit === "percent" ? [step * 100] : [step]);
  const domain = [start * step, end * step] as const;
  return {
    domain,
    ticks,
    type: "linear",
    format: (value) => (unit === "percent" ? formatPercent(value, digits) : formatNumber(value, digits)),
    position: (value, bottom, top) => bottom + ((value - domain[0]) / (domain[1] - domain[0])) * (top - bottom),
  };
}

const LOGARITHMIC_FACTORS = [
  [1],
  [1, 3],
  [1, 2, 5],
  [1, 1.5, 2, 3, 5, 7],
  [1, 1.1, 1.2, 1.3, 1.5, 1.7, 2, 2.5, 3, 4, 5, 6, 7, 8, 9],
];

function logarithmicTicks([low, high]: readonly [number, number], factors: readonly number[]): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of factors) {
      const tick = factor * 10 ** power;
      if (tick >= low * 0.9999 && tick <= high * 1.0001) ticks.push(tick);
    }
  }
  return ticks;
}

/** A logarithmic axis over positive `[low, high]`, with ticks at the powers of ten, or at round parts of them where those are too few. */
export function logarithmicAxis(low: number, high: number): ValueAxis {
  const domain = low < high ? ([low, high] as const) : ([low / 1.1, high * 1.1] as const);
  const candidates = LOGARITHMIC_FACTORS.map((factors) => logarithmicTicks(domain, factors));
  const ticks = candidates.find((found) => found.length >= 4) ?? candidates.at(-1)!;
  return {
    domain,
    ticks,
    type: "log",
    format: (value) => formatNumber(value, digitsFor([value])),
    position: (value, bottom, top) =>
      bottom + (Math.log(value / domain[0]) / Math.log(domain[1] / domain[0])) * (top - bottom),
  };
}

/** The axis of the values in `frame`: linear from their least to their greatest, or logarithmic. */
export function valueAxis(
  values: readonly (number | null)[],
  frame: Frame,
  options: {
    readonly unit: "percent" | "number";
    readonly scale?: "linear" | "logarithmic" | undefined;
    readonly include?: number;
  },
): ValueAxis {
  let low = options.include ?? Infinity;
  let high = options.include ?? -Infinity;
  for (const value of values) {
    if (value === null) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return options.scale === "logarithmic"
    ? logarithmicAxis(low, high)
    : linearAxis(low, high, options.unit, tickCount(frame));
}

/** The axis as Plot's scale options; grid and text are drawn by the frame marks. */
export function toScale(axis: ValueAxis): ScaleOptions {
  return { type: axis.type, domain: [...axis.domain], label: null, axis: null };
}
