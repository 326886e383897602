import { type Domains, NEGATIVE, POSITIVE } from "./program.ts";
import { AT_FAR, AT_NEAR, FAR, NEAR, SHARED, WHOLE, ZERO } from "./relaxation-states.ts";

/**
 * What an undecided variable costs at a price theta for being in: a linear p |x| up to s and 1/2 d x^2 + theta beyond,
 * s = sqrt(2 theta / d) cut to the bounds, p = 1/2 d s + theta / s.
 */
export class PerspectivePenalty {
  theta = 0;
  readonly domains: Domains;
  readonly d: Float64Array;
  /** sqrt(d) */
  readonly root: Float64Array;

  constructor(domains: Domains, n: number) {
    this.domains = domains;
    this.d = new Float64Array(n);
    this.root = new Float64Array(n);
  }

  setDiagonal(d: Float64Array): void {
    this.d.set(d);
    for (let j = 0; j < d.length; j++) this.root[j] = Math.sqrt(d[j]!);
  }

  near(j: number, sign: number): number {
    return sign > 0 ? this.domains.positiveLow[j]! : -this.domains.negativeHigh[j]!;
  }

  far(j: number, sign: number): number {
    return sign > 0 ? this.domains.positiveHigh[j]! : -this.domains.negativeLow[j]!;
  }

  /** s: where being shared ends. */
  turn(j: number, sign: number): number {
    const near = this.near(j, sign);
    if (this.theta <= 0) return near;
    const far = this.far(j, sign);
    const d = this.d[j]!;
    const s = d > 0 ? Math.sqrt((2 * this.theta) / d) : far;
    return s < near ? near : s > far ? far : s;
  }

  slope(j: number, s: number): number {
    return s > 0 ? 0.5 * this.d[j]! * s + this.theta / s : 0;
  }

  /** Ends of the hull of what variable j may be when it is in. */
  low(j: number, branch: number): number {
    const { positiveLow, negativeLow, negativeHigh } = this.domains;
    return branch === POSITIVE || !(negativeLow[j]! <= negativeHigh[j]!) ? positiveLow[j]! : negativeLow[j]!;
  }

  high(j: number, branch: number): number {
    const { positiveLow, positiveHigh, negativeHigh } = this.domains;
    return branch === NEGATIVE || positiveLow[j]! > positiveHigh[j]! ? negativeHigh[j]! : positiveHigh[j]!;
  }

  /** Where an undecided variable of state `own` goes, given its value and r. */
  moved(j: number, own: number, signs: Int8Array, value: number, price: number, flat: number): number {
    if (own === ZERO) {
      const wanted = price > 0 ? 1 : -1;
      if (wanted !== signs[j] && this.near(j, wanted) <= this.far(j, wanted)) signs[j] = wanted;
    }
    const sign = signs[j]!;
    const near = this.near(j, sign);
    const far = this.far(j, sign);
    // nothing it could be
    if (near > far) return ZERO;
    const pull = sign * price;
    if (own === ZERO && this.theta >= 0 && pull <= flat) return ZERO;
    const s = this.turn(j, sign);
    const p = this.slope(j, s);
    const d = this.d[j]!;
    const length = sign * value;
    const between = s <= 0 ? WHOLE : s >= far ? FAR : s <= near ? NEAR : SHARED;
    switch (own) {
      case ZERO:
        return pull > p + flat ? between : ZERO;
      case SHARED:
      case NEAR:
      case FAR:
        if (length < -1e-14) return ZERO;
        if (length > s * (1 + 1e-10)) return s >= far ? AT_FAR : s <= near && near > 0 ? AT_NEAR : WHOLE;
        return between === WHOLE ? (length > 0 ? WHOLE : ZERO) : between;
      case WHOLE:
        if (length > far + 1e-13) return AT_FAR;
        if (length < s - 1e-13) return s <= near ? (near > 0 ? AT_NEAR : ZERO) : between;
        return WHOLE;
      case AT_NEAR:
        if (s > near) return between;
        if (pull > d * near + flat) return near < far ? WHOLE : AT_NEAR;
        return pull < p - flat ? NEAR : AT_NEAR;
      default:
        if (s >= far) return pull < p - flat ? FAR : AT_FAR;
        return pull < d * far - flat ? WHOLE : AT_FAR;
    }
  }
}
