import { nonZero } from "./regularised-gamma.ts";
import { betaTerm } from "./stirling.ts";

/** Both tails of the regularised incomplete beta function, and x (1 - x) times the density. */
export interface BetaTails {
  lower: number;
  upper: number;
  term: number;
}

/**
 * I_x(a, b), 1 - I_x(a, b) and x^a y^b / B(a, b) for a, b > 0 and x + y = 1, both positive, written to `out`.
 *
 * Continued fraction on the side of the mean where it converges fast; that tail keeps its relative accuracy, the
 * other is its complement. The work grows with the root of the larger parameter.
 */
export function regularisedBeta(a: number, b: number, x: number, y: number, out: BetaTails): void {
  const term = betaTerm(a, b, x, y);
  out.term = term;
  if (x < (a + 1) / (a + b + 2)) {
    out.lower = Math.min(1, term / fraction(a, b, x, y));
    out.upper = 1 - out.lower;
  } else {
    out.upper = Math.min(1, term / fraction(b, a, y, x));
    out.lower = 1 - out.upper;
  }
}

/**
 * The continued fraction whose terms stay positive up to the mean, so that nothing cancels (DiDonato & Morris 1992, ACM
 * TOMS 18, BFRAC), by the modified Lentz algorithm (Thompson & Barnett 1986).
 */
function fraction(a: number, b: number, x: number, y: number): number {
  const drift = a * y - b * x + 1;
  let value = nonZero((a * drift) / (a + 1));
  let c = value;
  let d = 0;
  for (let m = 1; ; m++) {
    const before = a + 2 * m - 1;
    const numerator = ((a + m - 1) / before) * ((a + b + m - 1) / before) * m * (b - m) * x * x;
    const denominator = m + (m * (b - m) * x) / before + ((a + m) * (drift + m * (1 + y))) / (a + 2 * m + 1);
    d = 1 / nonZero(denominator + numerator * d);
    c = nonZero(denominator + numerator / c);
    const factor = c * d;
    value *= factor;
    if (!(Math.abs(factor - 1) > 2e-16)) return value;
  }
}
