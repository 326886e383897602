/** A bar with its parts, and what was usual before it: the mean of body, range and shadows over the bars before. */
export class Candle {
  open: number = NaN;
  high: number = NaN;
  low: number = NaN;
  close: number = NaN;
  /** Upper and lower end of the body, its length, and 1 for white (a rise or none), -1 for black. */
  top: number = NaN;
  bottom: number = NaN;
  body: number = NaN;
  color: number = 0;
  range: number = NaN;
  upperShadow: number = NaN;
  lowerShadow: number = NaN;
  /** Means over the ten bars before this one, and the range over five. */
  usualBody: number = NaN;
  usualRange: number = NaN;
  usualShadows: number = NaN;
  recentRange: number = NaN;

  get white(): boolean {
    return this.color === 1;
  }

  get black(): boolean {
    return this.color === -1;
  }

  get long(): boolean {
    return this.body > this.usualBody;
  }

  get short(): boolean {
    return this.body < this.usualBody;
  }

  get doji(): boolean {
    return this.body <= 0.1 * this.usualRange;
  }

  /** What counts as a very short shadow is shorter than this. */
  get shadowLimit(): number {
    return 0.1 * this.usualRange;
  }

  get bareTop(): boolean {
    return this.upperShadow < this.shadowLimit;
  }

  get bareBottom(): boolean {
    return this.lowerShadow < this.shadowLimit;
  }

  /** What counts as a short shadow is shorter than this: half the usual sum of both. */
  get halfShadows(): number {
    return this.usualShadows / 2;
  }

  get near(): number {
    return 0.2 * this.recentRange;
  }

  get far(): number {
    return 0.6 * this.recentRange;
  }

  get equal(): number {
    return 0.05 * this.recentRange;
  }
}
