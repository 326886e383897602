/** The worst-case mean of losses within a relative entropy of -ln tail from uniform probabilities. */
export interface EntropicTilt {
  readonly value: number;
  /** One for each loss, sum 1. */
  readonly probabilities: Float64Array;
  /** The temperature t of probabilities ~ exp(loss / t); 0 where the largest loss alone has the tail's mass. */
  readonly temperature: number;
}

/**
 * EVaR by its dual: KL(softmax(L / t) || uniform) = -ln tail, by a bracketed Newton iteration in ln(1 / t), which the
 * last temperature starts. The entropy has slope variance(L / t) there.
 */
export function entropicTilt(losses: Float64Array, tail: number, start = 0): EntropicTilt {
  const count = losses.length;
  let top = -Infinity;
  let bottom = Infinity;
  for (let i = 0; i < count; i += 1) {
    top = Math.max(top, losses[i]!);
    bottom = Math.min(bottom, losses[i]!);
  }
  const spread = top - bottom;
  let ties = 0;
  for (let i = 0; i < count; i += 1) if (losses[i]! >= top - 1e-14 * spread) ties += 1;
  if (!(spread > 0) || ties >= tail * count * (1 - 1e-12)) {
    const probabilities = losses.map((loss) => (loss >= top - 1e-14 * spread ? 1 / ties : 0));
    return { value: top, probabilities, temperature: 0 };
  }
  const budget = -Math.log(tail);
  const probabilities = new Float64Array(count);
  let rate = start > 0 ? 1 / start : Math.sqrt(2 * budget) / spread;
  let below = 0;
  let above = Infinity;
  let logMean = 0;
  for (let iteration = 0; iteration < 100; iteration += 1) {
    let total = 0;
    let first = 0;
    let second = 0;
    for (let i = 0; i < count; i += 1) {
      const shifted = losses[i]! - top;
      const weight = Math.exp(rate * shifted);
      probabilities[i] = weight;
      total += weight;
      first += weight * shifted;
      second += weight * shifted * shifted;
    }
    const mean = first / total;
    logMean = Math.log(total / count);
    for (let i = 0; i < count; i += 1) probabilities[i]! /= total;
    const excess = rate * mean - logMean - budget;
    if (Math.abs(excess) <= 1e-14 * (budget + rate * Math.abs(mean) + Math.abs(logMean))) break;
    if (excess < 0) below = rate;
    else above = rate;
    const slope = rate * rate * Math.max(second / total - mean * mean, 0);
    const step = Math.min(Math.max(-excess / slope, -2), 2);
    let next = rate * Math.exp(step);
    if (!(next > below && next < above)) next = above === Infinity ? rate * 4 : (below + above) / 2;
    if (!(next > below && next < above)) break;
    rate = next;
  }
  return { value: top + (logMean + budget) / rate, probabilities, temperature: 1 / rate };
}
