import type { Feature } from "../../feature.ts";
import { count } from "../../parameter.ts";
import { averageParameter, type AverageKind } from "../averages/average-kind.ts";
import type { Bar, PriceSource } from "../bar.ts";
import { oneSeries, type Series, type Sourced } from "../one-series.ts";
import { averageGap, gapLookback, type AverageGap } from "./gap.ts";

/** The parameters of a price oscillator. */
export interface OscillatorParameters extends Sourced {
  /** In bars, less than `slow`. @defaultValue 12 */
  readonly fast: number;
  /** @defaultValue 26 */
  readonly slow: number;
  /** @defaultValue "ema" */
  readonly average: AverageKind;
}

class Oscillator implements Series {
  private readonly gap: AverageGap;
  private readonly relative: boolean;

  constructor(gap: AverageGap, relative: boolean) {
    this.gap = gap;
    this.relative = relative;
  }

  next(value: number): number {
    const { gap } = this;
    gap.next(value);
    if (!this.relative) return gap.fast - gap.slow;
    return gap.slow === 0 ? 0 : ((gap.fast - gap.slow) / gap.slow) * 100;
  }
}

function oscillator<Kind extends string>(
  kind: Kind,
  title: string,
  source: string,
  relative: boolean,
  price: PriceSource,
): Feature<Bar, Kind, OscillatorParameters> {
  return oneSeries<Kind, OscillatorParameters>({
    kind,
    title,
    source,
    parameters: { fast: count(12, 1), slow: count(26, 2), average: averageParameter("ema") },
    price,
    check: ({ fast, slow }) => (fast < slow ? undefined : `fast ${fast} must be below slow ${slow}`),
    lookback: ({ fast, slow, average }) => gapLookback(average, fast, slow),
    memory: "fading",
    series: ({ fast, slow, average }) => new Oscillator(averageGap(average, fast, slow), relative),
  });
}

/** Absolute price oscillator, fast average less slow: `"apo-12-26"`, with other averages `"apo-12-26-sma"`. */
export const apo: Feature<Bar, "apo", OscillatorParameters> = oscillator(
  "apo",
  "Absolute price oscillator",
  "TA-Lib APO",
  false,
  "close",
);

/** Percentage price oscillator, fast average over slow less 1, in per cent: `"ppo-12-26"`; 0 where the slow one is 0. */
export const ppo: Feature<Bar, "ppo", OscillatorParameters> = oscillator(
  "ppo",
  "Percentage price oscillator",
  "TA-Lib PPO",
  true,
  "close",
);

/** Percentage volume oscillator: `"pvo-12-26"`; 0 where the slow average is 0. */
export const pvo: Feature<Bar, "pvo", OscillatorParameters> = oscillator(
  "pvo",
  "Percentage volume oscillator",
  "TA-Lib PVO",
  true,
  "volume",
);
