import type { Feature, FeatureMemory, FeatureState } from "../../feature.ts";
import { inputsOf, priceOf, sourceParameter, type Bar, type PriceSource } from "../bar.ts";
import type { Sourced } from "../one-series.ts";
import { CyclePhase } from "./cycle-phase.ts";
import { DominantCycle } from "./dominant-cycle.ts";
import { Trendline } from "./trendline.ts";

/** Bars that TA-Lib withholds while the transform settles. */
const measured = 32;
const phased = 63;

class CycleLength implements FeatureState<Bar> {
  private readonly source: PriceSource;
  private readonly cycle: DominantCycle;
  private seen = 0;

  constructor(source: PriceSource) {
    this.source = source;
    this.cycle = new DominantCycle(12);
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    this.cycle.next(priceOf(bar, this.source));
    if (this.seen <= measured) this.seen++;
    out[at] = this.seen > measured ? this.cycle.length : NaN;
  }
}

class Phasor implements FeatureState<Bar> {
  private readonly source: PriceSource;
  private readonly cycle: DominantCycle;
  private seen = 0;

  constructor(source: PriceSource) {
    this.source = source;
    this.cycle = new DominantCycle(12);
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    this.cycle.next(priceOf(bar, this.source));
    if (this.seen <= measured) this.seen++;
    const ready = this.seen > measured;
    out[at] = ready ? this.cycle.inPhase : NaN;
    out[at + 1] = ready ? this.cycle.quadrature : NaN;
  }
}

class Phase implements FeatureState<Bar> {
  private readonly source: PriceSource;
  private readonly phase: CyclePhase;
  private seen = 0;

  constructor(source: PriceSource) {
    this.source = source;
    this.phase = new CyclePhase();
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    this.phase.next(priceOf(bar, this.source));
    if (this.seen <= phased) this.seen++;
    out[at] = this.seen > phased ? this.phase.phase : NaN;
  }
}

class SineWave implements FeatureState<Bar> {
  private readonly source: PriceSource;
  private readonly phase: CyclePhase;
  private seen = 0;

  constructor(source: PriceSource) {
    this.source = source;
    this.phase = new CyclePhase();
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    this.phase.next(priceOf(bar, this.source));
    if (this.seen <= phased) this.seen++;
    const ready = this.seen > phased;
    out[at] = ready ? Math.sin((this.phase.phase * Math.PI) / 180) : NaN;
    out[at + 1] = ready ? Math.sin(((this.phase.phase + 45) * Math.PI) / 180) : NaN;
  }
}

class InstantaneousTrend implements FeatureState<Bar> {
  private readonly source: PriceSource;
  private readonly cycle: DominantCycle;
  private readonly trend: Trendline;
  private seen = 0;

  constructor(source: PriceSource) {
    this.source = source;
    this.cycle = new DominantCycle(37);
    this.trend = new Trendline();
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const price = priceOf(bar, this.source);
    out[at] = NaN;
    if (this.seen <= phased) this.seen++;
    if (!this.cycle.next(price)) this.trend.keep(price);
    else {
      const line = this.trend.next(price, this.cycle.length);
      if (this.seen > phased) out[at] = line;
    }
  }
}

class TrendMode implements FeatureState<Bar> {
  private readonly source: PriceSource;
  private readonly phase: CyclePhase;
  private readonly trend: Trendline;
  private seen = 0;
  private days = 0;
  private previousPhase = 0;
  private sine = 0;
  private lead = 0;

  constructor(source: PriceSource) {
    this.source = source;
    this.phase = new CyclePhase();
    this.trend = new Trendline();
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const price = priceOf(bar, this.source);
    out[at] = NaN;
    if (this.seen <= phased) this.seen++;
    if (!this.phase.next(price)) {
      this.trend.keep(price);
      return;
    }
    const mode = this.mode(this.trend.next(price, this.phase.cycle.length));
    if (this.seen > phased) out[at] = mode;
  }

  private mode(line: number): number {
    const { phase, cycle } = this.phase;
    const sine = Math.sin((phase * Math.PI) / 180);
    const lead = Math.sin(((phase + 45) * Math.PI) / 180);
    let trend = 1;
    const crossed = (sine > lead && this.sine <= this.lead) || (sine < lead && this.sine >= this.lead);
    if (crossed) {
      this.days = 0;
      trend = 0;
    }
    this.sine = sine;
    this.lead = lead;
    this.days++;
    if (this.days < 0.5 * cycle.length) trend = 0;
    const turn = phase - this.previousPhase;
    this.previousPhase = phase;
    // the phase moves at the cycle's own pace: no trend
    if (cycle.length !== 0 && turn > (0.67 * 360) / cycle.length && turn < (1.5 * 360) / cycle.length) trend = 0;
    if (line !== 0 && Math.abs((cycle.smooth - line) / line) >= 0.015) trend = 1;
    return trend;
  }
}

function hilbert<Kind extends string>(
  kind: Kind,
  title: string,
  source: string,
  outputs: readonly string[],
  lookback: number,
  start: (source: PriceSource) => FeatureState<Bar>,
): Feature<Bar, Kind, Sourced> {
  const memory: FeatureMemory = "fading";
  return {
    kind,
    title,
    source,
    parameters: { source: sourceParameter() },
    inputs: (parameters) => inputsOf(parameters.source),
    outputs,
    lookback: () => lookback,
    memory,
    start: (parameters) => start(parameters.source),
  };
}

/** Length of the dominant cycle in bars, from 6 to 50: `"ht-period"`. */
export const htPeriod: Feature<Bar, "ht-period", Sourced> = hilbert(
  "ht-period",
  "Dominant cycle length by the Hilbert transform",
  "Ehlers (2001), TA-Lib HT_DCPERIOD",
  [""],
  measured,
  (source) => new CycleLength(source),
);

/** Phase of the dominant cycle in degrees, from -45 to 315: `"ht-phase"`. */
export const htPhase: Feature<Bar, "ht-phase", Sourced> = hilbert(
  "ht-phase",
  "Dominant cycle phase in degrees",
  "Ehlers (2001), TA-Lib HT_DCPHASE",
  [""],
  phased,
  (source) => new Phase(source),
);

/** Components of the Hilbert transform: `"ht-phasor"` gives `-in-phase` and `-quadrature`. */
export const htPhasor: Feature<Bar, "ht-phasor", Sourced> = hilbert(
  "ht-phasor",
  "Components of the Hilbert transform",
  "Ehlers (2001), TA-Lib HT_PHASOR",
  ["in-phase", "quadrature"],
  measured,
  (source) => new Phasor(source),
);

/** Sine of the phase and of the phase 45 degrees ahead: `"ht-sine"` gives the sine and `-lead`. */
export const htSine: Feature<Bar, "ht-sine", Sourced> = hilbert(
  "ht-sine",
  "Sine of the dominant cycle's phase, and 45 degrees ahead",
  "Ehlers (2001), TA-Lib HT_SINE",
  ["", "lead"],
  phased,
  (source) => new SineWave(source),
);

/** Instantaneous trendline, prices without the dominant cycle: `"ht-trendline"`. */
export const htTrendline: Feature<Bar, "ht-trendline", Sourced> = hilbert(
  "ht-trendline",
  "Instantaneous trendline",
  "Ehlers (2001), TA-Lib HT_TRENDLINE",
  [""],
  phased,
  (source) => new InstantaneousTrend(source),
);

/** Whether prices trend (1) or cycle (0): `"ht-trend-mode"`. */
export const htTrendMode: Feature<Bar, "ht-trend-mode", Sourced> = hilbert(
  "ht-trend-mode",
  "Whether prices trend (1) or cycle (0)",
  "Ehlers (2001), TA-Lib HT_TRENDMODE",
  [""],
  phased,
  (source) => new TrendMode(source),
);
