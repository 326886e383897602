import { choice, type ChoiceParameter } from "../parameter.ts";

/** One bar: prices in the asset's currency, volume in units of the asset; NaN or left out is missing. */
export interface Bar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/**
 * The number of a bar that a one-series indicator reads: one of its own, or `"median"` (high + low) / 2, `"typical"`
 * (high + low + close) / 3, `"weighted"` (high + low + 2 close) / 4, `"average"` (open + high + low + close) / 4.
 */
export type PriceSource = "close" | "open" | "high" | "low" | "volume" | "median" | "typical" | "weighted" | "average";

/** All {@link PriceSource}s. */
export const priceSources: readonly PriceSource[] = Object.freeze([
  "close",
  "open",
  "high",
  "low",
  "volume",
  "median",
  "typical",
  "weighted",
  "average",
]);

/** The number of `bar` that `source` names. */
export function priceOf(bar: Bar, source: PriceSource): number {
  switch (source) {
    case "close":
      return bar.close;
    case "open":
      return bar.open;
    case "high":
      return bar.high;
    case "low":
      return bar.low;
    case "volume":
      return bar.volume;
    case "median":
      return (bar.high + bar.low) / 2;
    case "typical":
      return (bar.high + bar.low + bar.close) / 3;
    case "weighted":
      return (bar.high + bar.low + bar.close * 2) / 4;
    case "average":
      return (bar.high + bar.low + bar.close + bar.open) / 4;
  }
}

/** The numbers of a bar that {@link priceOf} reads. */
export function inputsOf(source: PriceSource): readonly (keyof Bar)[] {
  if (source === "median") return ["high", "low"];
  if (source === "typical" || source === "weighted") return ["high", "low", "close"];
  return source === "average" ? ["open", "high", "low", "close"] : [source];
}

/** The declaration of a parameter `source`, the close unless told. */
export function sourceParameter(defaultSource: PriceSource = "close"): ChoiceParameter<PriceSource> {
  return choice(defaultSource, priceSources);
}
