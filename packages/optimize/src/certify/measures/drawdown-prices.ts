/**
 * Fits prices of each period's loss to a measure of drawdowns, R = max of sum q_t D_t over some weights q >= 0 of the
 * dates: prices p_t >= 0 that fall by at most q_t after t support R, since D_t is the largest sum of losses that ends with
 * t. `gauge` is the least factor that q must be divided by to lie below allowed weights.
 */
export function fitDrawdownPrices(prices: ArrayLike<number>, gauge: (weights: Float64Array) => number): Float64Array {
  const count = prices.length;
  const fitted = Float64Array.from(prices).map((price) => Math.max(0, price));
  const weights = new Float64Array(count);
  for (let t = 0; t < count; t += 1) weights[t] = Math.max(0, fitted[t]! - (fitted[t + 1] ?? 0));
  const factor = Math.max(1, gauge(weights));
  return fitted.map((price) => price / factor);
}

/** Maximum drawdown: weights of sum 1 at most. */
export function sumGauge(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0);
}

/** Average drawdown: no weight above 1 / count. */
export function averageGauge(weights: Float64Array): number {
  return weights.length * weights.reduce((most, weight) => Math.max(most, weight), 0);
}

/** Conditional drawdown: sum 1 at most, no weight above 1 / (tail count). */
export function tailGauge(tail: number): (weights: Float64Array) => number {
  return (weights) => Math.max(sumGauge(weights), tail * averageGauge(weights));
}

/** Ulcer index: root mean square 1 / count at most. */
export function rootGauge(weights: Float64Array): number {
  return Math.sqrt(weights.length * weights.reduce((sum, weight) => sum + weight * weight, 0));
}

/**
 * Entropic drawdown: probabilities of relative entropy -ln tail at most from uniform ones. Weights of less than 1 in all are
 * filled up where they are least, which gives the probabilities above them that have the least entropy; and as entropy is
 * convex, mixing with uniform probabilities brings it down at least in proportion.
 */
export function entropyGauge(tail: number): (weights: Float64Array) => number {
  const allowed = -Math.log(tail);
  return (weights) => {
    const total = Math.max(1, sumGauge(weights));
    const filled = filledUp(weights.map((weight) => weight / total));
    return total * Math.max(1, relativeEntropy(filled, 1) / allowed);
  };
}

/** max(weight, c) with the c at which the sum is 1. */
function filledUp(weights: Float64Array): Float64Array {
  const sorted = weights.slice().sort();
  let above = sumGauge(weights);
  // the k least are raised
  let level = 0;
  for (let k = 1; k <= sorted.length; k += 1) {
    above -= sorted[k - 1]!;
    level = (1 - above) / k;
    if (k === sorted.length || level <= sorted[k]!) break;
  }
  return weights.map((weight) => Math.max(weight, level));
}

/** sum p ln(p count), p = weights / total. */
export function relativeEntropy(weights: Float64Array, total: number): number {
  let entropy = 0;
  for (const weight of weights)
    if (weight > 0) entropy += (weight / total) * Math.log((weight / total) * weights.length);
  return entropy;
}
