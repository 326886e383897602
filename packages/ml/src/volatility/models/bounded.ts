/** How far inside, relative to the width, free numbers stay: rounding must not reach an end. */
const INSIDE = 1e-9;

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** A number strictly between two ends, from any number, by a logistic curve. */
export function toBounded(free: number, lower: number, upper: number): number {
  return lower + (upper - lower) * (INSIDE + (1 - 2 * INSIDE) * logistic(free));
}

function shareOf(value: number, lower: number, upper: number): number {
  return ((value - lower) / (upper - lower) - INSIDE) / (1 - 2 * INSIDE);
}

/** The free number of a bounded one; one at an end is moved inside by 1e-8 of the width. */
export function fromBounded(value: number, lower: number, upper: number): number {
  const share = Math.max(1e-8, Math.min(1 - 1e-8, shareOf(value, lower, upper)));
  return Math.log(share / (1 - share));
}

/** The derivative of a bounded number by its free one. */
export function boundedSlope(value: number, lower: number, upper: number): number {
  const share = shareOf(value, lower, upper);
  return (upper - lower) * (1 - 2 * INSIDE) * share * (1 - share);
}
