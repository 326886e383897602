import { poissonTerm } from "./stirling.ts";

/** Both tails of the regularised incomplete gamma function, and x times the density. */
export interface GammaTails {
  lower: number;
  upper: number;
  term: number;
}

/**
 * P(a, x), Q(a, x) and x^a e^-x / Gamma(a), for a > 0 and 0 < x < Infinity, written to `out`.
 *
 * Power series below a + 1, continued fraction above (DLMF 8.11.4, 8.9.2); the tail that is computed keeps its relative
 * accuracy, the other is its complement. The work grows with the root of a.
 */
export function regularisedGamma(a: number, x: number, out: GammaTails): void {
  const base = poissonTerm(a, x);
  out.term = a * base;
  if (x < a + 1) {
    let sum = 1;
    let part = 1;
    for (let k = 1; part > sum * 1e-18; k++) {
      part *= x / (a + k);
      sum += part;
    }
    out.lower = Math.min(1, base * sum);
    out.upper = 1 - out.lower;
    return;
  }
  out.upper = Math.min(1, out.term * upperFraction(a, x));
  out.lower = 1 - out.upper;
}

/** Gamma(a, x) / (x^a e^-x) by the modified Lentz algorithm (Thompson & Barnett 1986). */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let k = 1; ; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    const factor = c * d;
    value *= factor;
    if (!(Math.abs(factor - 1) > 1e-16)) return value;
  }
}

/** Lentz's guard against a vanishing denominator. */
export function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
