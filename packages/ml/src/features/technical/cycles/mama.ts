import type { Feature, FeatureState } from "../../feature.ts";
import { real } from "../../parameter.ts";
import { inputsOf, priceOf, sourceParameter, type Bar, type PriceSource } from "../bar.ts";
import type { Sourced } from "../one-series.ts";
import { DominantCycle } from "./dominant-cycle.ts";

/** The parameters of the MESA adaptive average. */
export interface MesaParameters extends Sourced {
  /** Largest factor, at least the smallest. @defaultValue 0.5 */
  readonly fast: number;
  /** Smallest factor. @defaultValue 0.05 */
  readonly slow: number;
}

const withheld = 32;

class MesaAverage implements FeatureState<Bar> {
  private readonly source: PriceSource;
  private readonly cycle: DominantCycle;
  private readonly fast: number;
  private readonly slow: number;
  private seen = 0;
  private phase = 0;
  // begins at 0, as in TA-Lib: forgotten after some dozens of bars
  private average = 0;
  private following = 0;

  constructor({ source, fast, slow }: MesaParameters) {
    this.source = source;
    this.cycle = new DominantCycle(12);
    this.fast = fast;
    this.slow = slow;
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    const price = priceOf(bar, this.source);
    if (this.seen <= withheld) this.seen++;
    if (this.cycle.next(price)) this.follow(price);
    const ready = this.seen > withheld;
    out[at] = ready ? this.average : NaN;
    out[at + 1] = ready ? this.following : NaN;
  }

  private follow(price: number): void {
    const { inPhase, quadrature } = this.cycle;
    const phase = inPhase === 0 ? 0 : (Math.atan(quadrature / inPhase) * 180) / Math.PI;
    const turn = Math.max(this.phase - phase, 1);
    this.phase = phase;
    const factor = Math.max(this.fast / turn, this.slow);
    this.average = factor * price + (1 - factor) * this.average;
    this.following = (factor / 2) * this.average + (1 - factor / 2) * this.following;
  }
}

/** MESA adaptive moving average: `"mama-0.5-0.05"` gives the average and `-following`, which follows it at half the pace. */
export const mama: Feature<Bar, "mama", MesaParameters> = {
  kind: "mama",
  title: "MESA adaptive moving average",
  source: "Ehlers (2001), TA-Lib MAMA",
  parameters: { fast: real(0.5, 0.01, 0.99), slow: real(0.05, 0.01, 0.99), source: sourceParameter() },
  check: ({ fast, slow }) => (slow <= fast ? undefined : `slow ${slow} must not be above fast ${fast}`),
  inputs: ({ source }) => inputsOf(source),
  outputs: ["", "following"],
  lookback: () => withheld,
  memory: "fading",
  start: (parameters) => new MesaAverage(parameters),
};
