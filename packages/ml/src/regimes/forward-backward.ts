/** Buffers of one forward-backward pass over `rows` observations and `states` states. */
export interface ForwardBackwardWorkspace {
  readonly rows: number;
  readonly states: number;
  readonly logDensities: Float64Array;
  /** Densities relative to the largest of their row; rows x states. */
  readonly densities: Float64Array;
  /** P(state | x_1..x_t); rows x states. */
  readonly filtered: Float64Array;
  /** P(state | x_1..x_T); rows x states. */
  readonly smoothed: Float64Array;
  /** Sum over t of P(state_t = i, state_(t+1) = j | x_1..x_T); states x states. */
  readonly transitions: Float64Array;
  readonly scales: Float64Array;
  readonly backward: Float64Array;
}

export function createWorkspace(rows: number, states: number): ForwardBackwardWorkspace {
  return {
    rows,
    states,
    logDensities: new Float64Array(rows * states),
    densities: new Float64Array(rows * states),
    filtered: new Float64Array(rows * states),
    smoothed: new Float64Array(rows * states),
    transitions: new Float64Array(states * states),
    scales: new Float64Array(rows),
    backward: new Float64Array(2 * states),
  };
}

/**
 * The scaled forward pass (Rabiner 1989, section V.A): fills `densities`, `filtered` and `scales` from `logDensities`
 * and returns the log-likelihood. It reads the past only: `filtered[t]` does not change when later rows do.
 */
export function forward(workspace: ForwardBackwardWorkspace, start: Float64Array, transition: Float64Array): number {
  const { rows, states, logDensities, densities, filtered, scales } = workspace;
  let logLikelihood = 0;
  for (let t = 0; t < rows; t++) {
    const offset = t * states;
    let largest = -Infinity;
    for (let j = 0; j < states; j++) {
      let prior = 0;
      if (t === 0) prior = start[j]!;
      else for (let i = 0; i < states; i++) prior += filtered[offset - states + i]! * transition[i * states + j]!;
      filtered[offset + j] = prior;
      // an unreachable state must not set the scale: the others could underflow to a likelihood of zero
      if (prior > 0 && logDensities[offset + j]! > largest) largest = logDensities[offset + j]!;
    }
    let total = 0;
    for (let j = 0; j < states; j++) {
      const prior = filtered[offset + j]!;
      const density = prior > 0 ? Math.exp(logDensities[offset + j]! - largest) : 0;
      densities[offset + j] = density;
      filtered[offset + j] = prior * density;
      total += prior * density;
    }
    scales[t] = total;
    logLikelihood += Math.log(total) + largest;
    for (let j = 0; j < states; j++) filtered[offset + j]! /= total;
  }
  return logLikelihood;
}

/** The backward pass after {@link forward}: fills `smoothed` and the expected `transitions`. It looks ahead. */
export function backward(workspace: ForwardBackwardWorkspace, transition: Float64Array): void {
  const { rows, states, densities, filtered, smoothed, transitions, scales, backward: beta } = workspace;
  transitions.fill(0);
  beta.fill(1);
  // `beta` holds two rows: the one read (later) and the one written (earlier)
  let later = 0;
  for (let k = 0; k < states; k++) smoothed[(rows - 1) * states + k] = filtered[(rows - 1) * states + k]!;
  for (let t = rows - 2; t >= 0; t--) {
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
