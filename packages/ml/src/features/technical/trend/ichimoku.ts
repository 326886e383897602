import type { Feature, FeatureState } from "../../feature.ts";
import { count } from "../../parameter.ts";
import type { Bar } from "../bar.ts";
import { Delay } from "../rolling/delay.ts";
import { PriceRange } from "../rolling/price-range.ts";

/** The parameters of the Ichimoku cloud, in bars. */
export interface IchimokuParameters {
  /** @defaultValue 9 */
  readonly conversion: number;
  /** @defaultValue 26 */
  readonly base: number;
  /** Bars of the second span. @defaultValue 52 */
  readonly span: number;
  /** How far charts draw the spans ahead and the close behind. @defaultValue 26 */
  readonly displacement: number;
}

class Ichimoku implements FeatureState<Bar> {
  private readonly conversion: PriceRange;
  private readonly base: PriceRange;
  private readonly span: PriceRange;
  private readonly pastA: Delay;
  private readonly pastB: Delay;
  private readonly pastClose: Delay;

  constructor({ conversion, base, span, displacement }: IchimokuParameters) {
    this.conversion = new PriceRange(conversion);
    this.base = new PriceRange(base);
    this.span = new PriceRange(span);
    this.pastA = new Delay(displacement);
    this.pastB = new Delay(displacement);
    this.pastClose = new Delay(displacement);
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    this.conversion.next(bar);
    this.base.next(bar);
    this.span.next(bar);
    const conversion = (this.conversion.high + this.conversion.low) / 2;
    const base = (this.base.high + this.base.low) / 2;
    const leadA = (conversion + base) / 2;
    const leadB = (this.span.high + this.span.low) / 2;
    out[at] = conversion;
    out[at + 1] = base;
    out[at + 2] = this.pastA.next(leadA);
    out[at + 3] = this.pastB.next(leadB);
    out[at + 4] = leadA;
    out[at + 5] = leadB;
    out[at + 6] = bar.close - this.pastClose.next(bar.close);
  }
}

/**
 * Ichimoku cloud, every line as of t: `"ichimoku-9-26-52-26"` gives
 * - `-conversion` and `-base`, the middles of the last 9 and 26 bars,
 * - `-span-a` and `-span-b`, the cloud that a chart shows at t: what was computed `displacement` bars ago,
 * - `-lead-a` and `-lead-b`, what is computed at t and will be drawn `displacement` bars ahead,
 * - `-lagging`, the close at t less the close `displacement` bars ago: the comparison for which charts draw the close behind. The chart's own
 *   line would put the close of t at t - `displacement`, which nobody could know then.
 */
export const ichimoku: Feature<Bar, "ichimoku", IchimokuParameters> = {
  kind: "ichimoku",
  title: "Ichimoku cloud, every line as of t",
  source: "Hosoda (1969)",
  parameters: { conversion: count(9, 1), base: count(26, 1), span: count(52, 1), displacement: count(26, 0) },
  inputs: () => ["high", "low", "close"],
  outputs: ["conversion", "base", "span-a", "span-b", "lead-a", "lead-b", "lagging"],
  lookback: ({ conversion, base, span, displacement }) => Math.max(conversion, base, span) - 1 + displacement,
  memory: "window",
  start: (parameters) => new Ichimoku(parameters),
};
