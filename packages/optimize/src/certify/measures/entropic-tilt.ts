/** EVaR of losses with the probabilities that attain it: those of relative entropy -ln tail that raise the mean loss most. */
export interface EntropicTilt {
  readonly value: number;
  readonly probabilities: Float64Array;
}

const steps = 100;

/**
 * Of probabilities p_s = exp(u loss_s) / sum, relative entropy grows with u, by u times the variance of the loss: the u at
 * which it is -ln tail is found by Newton's method inside a bracket. Then EVaR = (ln mean exp(u loss) - ln tail) / u, the
 * least over all u, so that what u misses counts squared only.
 */
export function entropicTilt(losses: Float64Array, tail: number): EntropicTilt {
  const count = losses.length;
  let most = -Infinity;
  let ties = 0;
  let mean = 0;
  for (const loss of losses) {
    mean += loss / count;
    if (loss > most) [most, ties] = [loss, 1];
    else if (loss === most) ties += 1;
  }
  const probabilities = new Float64Array(count);
  // the largest loss alone has the tail's mass
  if (ties >= tail * count || !(most > mean)) {
    for (let s = 0; s < count; s += 1) probabilities[s] = losses[s] === most ? 1 / ties : 0;
    return { value: most, probabilities };
  }
  const allowed = -Math.log(tail);
  let low = 0;
  let high = Infinity;
  let u = 1 / (most - mean);
  let value = most;
  for (let step = 0; step < steps; step += 1) {
    let sum = 0;
    for (let s = 0; s < count; s += 1) {
      const weight = Math.exp(u * (losses[s]! - most));
      probabilities[s] = weight;
      sum += weight;
    }
    let below = 0;
    for (let s = 0; s < count; s += 1) {
      probabilities[s] = probabilities[s]! / sum;
      below += probabilities[s]! * (losses[s]! - most);
    }
    let variance = 0;
    for (let s = 0; s < count; s += 1) variance += probabilities[s]! * (losses[s]! - most - below) ** 2;
    const logMean = Math.log(sum / count);
    value = most + (logMean + allowed) / u;
    const excess = u * below - logMean - allowed;
    if (Math.abs(excess) <= 1e-12 * allowed) break;
    if (excess > 0) high = u;
    else low = u;
    const newton = u - excess / (u * variance);
    const next = newton > low && newton < high ? newton : high < Infinity ? (low + high) / 2 : 4 * u;
    if (next === u) break;
    u = next;
  }
  return { value, probabilities };
}
