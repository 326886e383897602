import { Ring } from "../rolling/ring.ts";
import { HilbertFilter } from "./hilbert-filter.ts";

const degrees = 180 / Math.PI;

/**
 * Ehlers's measure of the dominant cycle by the Hilbert transform (Rocket Science for Traders, 2001), with TA-Lib's start: the first
 * `skip` prices only fill the smoother.
 */
export class DominantCycle {
  /** Prices smoothed with weights 4, 3, 2, 1. */
  smooth: number = NaN;
  inPhase: number = 0;
  quadrature: number = 0;
  /** Smoothed cycle length in bars; 0 before it is measured. */
  length: number = 0;
  private readonly skip: number;
  private seen = 0;
  private readonly prices: Ring;
  private readonly detrender: HilbertFilter;
  private readonly quadratures: HilbertFilter;
  private readonly aheadInPhase: HilbertFilter;
  private readonly aheadQuadrature: HilbertFilter;
  private previousI = 0;
  private previousQ = 0;
  private real = 0;
  private imaginary = 0;
  private period = 0;

  constructor(skip: number) {
    this.skip = skip;
    this.prices = new Ring(4);
    this.detrender = new HilbertFilter();
    this.quadratures = new HilbertFilter();
    this.aheadInPhase = new HilbertFilter();
    this.aheadQuadrature = new HilbertFilter();
  }

  /** Whether the transform has begun. */
  next(price: number): boolean {
    const { prices } = this;
    prices.push(price);
    if (this.seen < this.skip) {
      this.seen++;
      return false;
    }
    this.smooth = (4 * price + 3 * prices.back(1) + 2 * prices.back(2) + prices.back(3)) / 10;
    const scale = 0.075 * this.period + 0.54;
    this.quadrature = this.quadratures.next(this.detrender.next(this.smooth, scale), scale);
    // what went into the quadrature three bars ago lies in phase with it now
    this.inPhase = this.quadratures.past.back(3);
    const i = 0.2 * (this.inPhase - this.aheadQuadrature.next(this.quadrature, scale)) + 0.8 * this.previousI;
    const q = 0.2 * (this.quadrature + this.aheadInPhase.next(this.inPhase, scale)) + 0.8 * this.previousQ;
    this.measure(i, q);
    this.previousI = i;
    this.previousQ = q;
    return true;
  }

  private measure(i: number, q: number): void {
    this.real = 0.2 * (i * this.previousI + q * this.previousQ) + 0.8 * this.real;
    this.imaginary = 0.2 * (i * this.previousQ - q * this.previousI) + 0.8 * this.imaginary;
    const before = this.period;
    let period = before;
    if (this.imaginary !== 0 && this.real !== 0) period = 360 / (Math.atan(this.imaginary / this.real) * degrees);
    period = Math.max(Math.min(period, 1.5 * before), 0.67 * before);
    period = Math.min(Math.max(period, 6), 50);
    this.period = 0.2 * period + 0.8 * before;
    this.length = 0.33 * this.period + 0.67 * this.length;
  }
}
