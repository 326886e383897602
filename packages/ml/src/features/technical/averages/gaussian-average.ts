import { Ring } from "../rolling/ring.ts";
import type { Series } from "../one-series.ts";

/** Average with the weights of a bell whose top is at the share `offset` of the window (Arnaud Legoux & Kouzis-Loukas 2009). */
export class GaussianAverage implements Series {
  private readonly past: Ring;
  private readonly weights: Float64Array;

  constructor(window: number, offset: number, width: number) {
    this.past = new Ring(window);
    const top = offset * (window - 1);
    const deviation = window / width;
    const bell = Float64Array.from({ length: window }, (_, i) => Math.exp(-((i - top) ** 2) / (2 * deviation ** 2)));
    const total = bell.reduce((sum, weight) => sum + weight, 0);
    this.weights = bell.map((weight) => weight / total);
  }

  next(value: number): number {
    const { past, weights } = this;
    past.push(value);
    if (!past.full) return NaN;
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += weights[i]! * past.back(weights.length - 1 - i);
    return sum;
  }
}
