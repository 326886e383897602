/** Buffers of one forward-backward pass over `rows` observations and `states` states. */
export interface ForwardBackwardWorkspace {
  readonly rows: number;
  readonly states: number;
  /** First row of each sequence, ascending from 0, then `rows`. */
  readonly bounds: Int32Array;
  readonly logDensities: Float64Array;
  /** Densities relative to `largest` of their row; rows x states. */
  readonly densities: Float64Array;
  /** P(state | x_1..x_t); rows x states. */
  readonly filtered: Float64Array;
  /** P(state | x_1..x_T); rows x states. */
  readonly smoothed: Float64Array;
  /** Sum over t of P(state_t = i, state_(t+1) = j | x_1..x_T); states x states. */
  readonly transitions: Float64Array;
  /** p(x_t | x_1..x_(t-1)) is `scales[t]` e^`largest[t]`. */
  readonly scales: Float64Array;
  readonly largest: Float64Array;
  readonly backward: Float64Array;
}

export function createWorkspace(
  rows: number,
  states: number,
  bounds: Int32Array = Int32Array.of(0, rows),
): ForwardBackwardWorkspace {
  return {
    rows,
    states,
    bounds,
    logDensities: new Float64Array(rows * states),
    densities: new Float64Array(rows * states),
    filtered: new Float64Array(rows * states),
    smoothed: new Float64Array(rows * states),
    transitions: new Float64Array(states * states),
    scales: new Float64Array(rows),
    largest: new Float64Array(rows),
    backward: new Float64Array(2 * states),
  };
}

/**
 * The scaled forward pass (Rabiner 1989, section V.A): fills `densities`, `filtered`, `scales` and `largest` from
 * `logDensities` and returns the log-likelihood. It reads the past only: `filtered[t]` does not change when later rows do.
 */
export function forward(workspace: ForwardBackwardWorkspace, start: Float64Array, transition: Float64Array): number {
  const { states, bounds, logDensities, densities, filtered, scales, largest: peaks } = workspace;
  let logLikelihood = 0;
  // logarithms are taken of products of scales, a few at a time
  let product = 1;
  for (let sequence = 0; sequence + 1 < bounds.length; sequence++) {
    const from = bounds[sequence]!;
    const to = bounds[sequence + 1]!;
    for (let t = from; t < to; t++) {
      const offset = t * states;
      let largest = -Infinity;
      for (let j = 0; j < states; j++) {
        let prior = 0;
        if (t === from) prior = start[j]!;
        else for (let i = 0; i < states; i++) prior += filtered[offset - states + i]! * transition[i * states + j]!;
        filtered[offset + j] = prior;
        // an unreachable state must not set the scale: the others could underflow to a likelihood of zero
        if (prior > 0 && logDensities[offset + j]! > largest) largest = logDensities[offset + j]!;
      }
      let total = 0;
      for (let j = 0; j < states; j++) {
        const prior = filtered[offset + j]!;
        const logDensity = logDensities[offset + j]!;
        const density = prior > 0 ? (logDensity === largest ? 1 : Math.exp(logDensity - largest)) : 0;
        densities[offset + j] = density;
        filtered[offset + j] = prior * density;
        total += prior * density;
      }
      scales[t] = total;
      peaks[t] = largest;
      logLikelihood += largest;
      product *= total;
      if (!(product > 1e-200)) {
        logLikelihood += Math.log(product / total) + Math.log(total);
        product = 1;
      }
      for (let j = 0; j < states; j++) filtered[offset + j]! /= total;
    }
  }
  return logLikelihood + Math.log(product);
}

/** The backward pass after {@link forward}: fills `smoothed` and the expected `transitions`. It looks ahead. */
export function backward(workspace: ForwardBackwardWorkspace, transition: Float64Array): void {
  const { states, bounds, densities, filtered, smoothed, transitions, scales, backward: beta } = workspace;
  transitions.fill(0);
  for (let sequence = 0; sequence + 1 < bounds.length; sequence++) {
    const from = bounds[sequence]!;
    const last = bounds[sequence + 1]! - 1;
    beta.fill(1);
    // `beta` holds two rows: the one read (later) and the one written (earlier)
    let later = 0;
    for (let k = 0; k < states; k++) smoothed[last * states + k] = filtered[last * states + k]!;
    for (let t = last - 1; t >= from; t--) {
      const offset = t * states;
      const next = offset + states;
      const earlier = states - later;
      const scale = 1 / scales[t + 1]!;
      for (let i = 0; i < states; i++) {
        const weight = filtered[offset + i]!;
        let sum = 0;
        for (let j = 0; j < states; j++) {
          const term = transition[i * states + j]! * densities[next + j]! * beta[later + j]! * scale;
          sum += term;
          transitions[i * states + j]! += weight * term;
        }
        beta[earlier + i] = sum;
        smoothed[offset + i] = weight * sum;
      }
      later = earlier;
    }
  }
}
