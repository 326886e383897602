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

/** A sum of prior x density below this may have lost its digits: the row is scaled anew. */
const LEAST = 1e-280;

/**
 * Below this a filtered probability counts as 0 in the backward pass, where its state's factor could be as large as the
 * inverse; factors are held below the second number, so that none overflows.
 */
const NEVER = 1e-300;
const MOST = 1e290;

/** Densities of all rows relative to the largest of their row. */
function scaleDensities({ rows, states, logDensities, densities, largest: peaks }: ForwardBackwardWorkspace): void {
  for (let t = 0; t < rows; t++) {
    const offset = t * states;
    let largest = -Infinity;
    for (let j = 0; j < states; j++) if (logDensities[offset + j]! > largest) largest = logDensities[offset + j]!;
    peaks[t] = largest;
    for (let j = 0; j < states; j++) {
      const logDensity = logDensities[offset + j]!;
      densities[offset + j] = logDensity === largest ? 1 : Math.exp(logDensity - largest);
    }
  }
}

/**
 * Scales a row anew whose likely states can't be reached (their prior is 0 or all but 0), so that the others don't
 * underflow: `filtered` holds the prior. Returns the sum of prior x density.
 */
function rescaleRow(workspace: ForwardBackwardWorkspace, t: number): number {
  const { states, logDensities, densities, filtered, largest: peaks } = workspace;
  const offset = t * states;
  let best = -Infinity;
  let largest = -Infinity;
  for (let j = 0; j < states; j++) {
    const weight = Math.log(filtered[offset + j]!) + logDensities[offset + j]!;
    if (weight > best) {
      best = weight;
      largest = logDensities[offset + j]!;
    }
  }
  // no state can have shown this row: its likelihood is 0, and the prior stays
  const impossible = largest === -Infinity;
  peaks[t] = largest;
  let total = 0;
  for (let j = 0; j < states; j++) {
    const density = impossible ? 1 : filtered[offset + j]! > 0 ? Math.exp(logDensities[offset + j]! - largest) : 0;
    densities[offset + j] = density;
    total += filtered[offset + j]! * density;
  }
  return total;
}

/**
 * The scaled forward pass (Rabiner 1989, section V.A): fills `densities`, `filtered`, `scales` and `largest` from
 * `logDensities` and returns the log-likelihood. It reads the past only: `filtered[t]` does not change when later rows do.
 */
export function forward(workspace: ForwardBackwardWorkspace, start: Float64Array, transition: Float64Array): number {
  const { states, bounds, densities, filtered, scales, largest: peaks } = workspace;
  scaleDensities(workspace);
  const step = states === 2 ? forwardTwo : states === 3 ? forwardThree : forwardAny;
  for (let sequence = 0; sequence + 1 < bounds.length; sequence++) {
    const from = bounds[sequence]!;
    const to = bounds[sequence + 1]!;
    filtered.set(start, from * states);
    // the careful step takes the first row, and every row at which the quick one stops
    for (let t = from; t < to;) {
      const offset = t * states;
      if (t > from) {
        for (let j = 0; j < states; j++) {
          let prior = 0;
          for (let i = 0; i < states; i++) prior += filtered[offset - states + i]! * transition[i * states + j]!;
          filtered[offset + j] = prior;
        }
      }
      let total = 0;
      for (let j = 0; j < states; j++) total += filtered[offset + j]! * densities[offset + j]!;
      if (!(total > LEAST)) total = rescaleRow(workspace, t);
      for (let j = 0; j < states; j++) filtered[offset + j] = (filtered[offset + j]! * densities[offset + j]!) / total;
      scales[t] = total;
      t = step(transition, densities, filtered, scales, states, t + 1, to);
    }
  }
  let logLikelihood = 0;
  // logarithms are taken of products of scales, a few at a time
  let product = 1;
  for (let t = 0; t < scales.length; t++) {
    logLikelihood += peaks[t]!;
    const next = product * scales[t]!;
    if (next > 1e-200) product = next;
    else {
      logLikelihood += Math.log(product);
      product = scales[t]!;
    }
  }
  return logLikelihood + Math.log(product);
}

/** Goes on from row t - 1 and returns the row at which it stopped: the end, or one that must be scaled anew. */
function forwardAny(
  transition: Float64Array,
  densities: Float64Array,
  filtered: Float64Array,
  scales: Float64Array,
  states: number,
  from: number,
  to: number,
): number {
  for (let t = from; t < to; t++) {
    const offset = t * states;
    let total = 0;
    for (let j = 0; j < states; j++) {
      let prior = 0;
      for (let i = 0; i < states; i++) prior += filtered[offset - states + i]! * transition[i * states + j]!;
      const joint = prior * densities[offset + j]!;
      filtered[offset + j] = joint;
      total += joint;
    }
    if (!(total > LEAST)) return t;
    scales[t] = total;
    for (let j = 0; j < states; j++) filtered[offset + j]! /= total;
  }
  return to;
}

/** {@link forwardAny} for two states, all but the rows in registers. */
function forwardTwo(
  transition: Float64Array,
  densities: Float64Array,
  filtered: Float64Array,
  scales: Float64Array,
  _states: number,
  from: number,
  to: number,
): number {
  const [a00, a01, a10, a11] = transition as unknown as [number, number, number, number];
  let f0 = filtered[2 * from - 2]!;
  let f1 = filtered[2 * from - 1]!;
  for (let t = from; t < to; t++) {
    const joint0 = (f0 * a00 + f1 * a10) * densities[2 * t]!;
    const joint1 = (f0 * a01 + f1 * a11) * densities[2 * t + 1]!;
    const total = joint0 + joint1;
    if (!(total > LEAST)) return t;
    scales[t] = total;
    f0 = joint0 / total;
    f1 = joint1 / total;
    filtered[2 * t] = f0;
    filtered[2 * t + 1] = f1;
  }
  return to;
}

/** {@link forwardAny} for three states, all but the rows in registers. */
function forwardThree(
  transition: Float64Array,
  densities: Float64Array,
  filtered: Float64Array,
  scales: Float64Array,
  _states: number,
  from: number,
  to: number,
): number {
  type Nine = [number, number, number, number, number, number, number, number, number];
  const [a00, a01, a02, a10, a11, a12, a20, a21, a22] = transition as unknown as Nine;
  let f0 = filtered[3 * from - 3]!;
  let f1 = filtered[3 * from - 2]!;
  let f2 = filtered[3 * from - 1]!;
  for (let t = from; t < to; t++) {
    const at = 3 * t;
    const joint0 = (f0 * a00 + f1 * a10 + f2 * a20) * densities[at]!;
    const joint1 = (f0 * a01 + f1 * a11 + f2 * a21) * densities[at + 1]!;
    const joint2 = (f0 * a02 + f1 * a12 + f2 * a22) * densities[at + 2]!;
    const total = joint0 + joint1 + joint2;
    if (!(total > LEAST)) return t;
    scales[t] = total;
    f0 = joint0 / total;
    f1 = joint1 / total;
    f2 = joint2 / total;
    filtered[at] = f0;
    filtered[at + 1] = f1;
    filtered[at + 2] = f2;
  }
  return to;
}

/** The backward pass after {@link forward}: fills `smoothed` and the expected `transitions`. It looks ahead. */
export function backward(workspace: ForwardBackwardWorkspace, transition: Float64Array): void {
  const { states, bounds, filtered, smoothed, transitions } = workspace;
  transitions.fill(0);
  for (let sequence = 0; sequence + 1 < bounds.length; sequence++) {
    const from = bounds[sequence]!;
    const last = bounds[sequence + 1]! - 1;
    for (let k = 0; k < states; k++) smoothed[last * states + k] = filtered[last * states + k]!;
    if (states === 2) backwardTwo(workspace, transition, from, last);
    else if (states === 3) backwardThree(workspace, transition, from, last);
    else backwardAny(workspace, transition, from, last);
    normalizeRows(smoothed, states, from, last);
  }
  // the factor that all rows share
  for (let index = 0; index < transitions.length; index++) transitions[index]! *= transition[index]!;
}

/**
 * Makes laws of smoothed rows that aren't: where the later rows speak for a state by more than the range of numbers, factors
 * were cut off above. Rows that hold nothing at all keep to their neighbour after them.
 */
function normalizeRows(smoothed: Float64Array, states: number, from: number, last: number): void {
  for (let t = last - 1; t >= from; t--) {
    const offset = t * states;
    let total = 0;
    for (let j = 0; j < states; j++) total += smoothed[offset + j]!;
    if (Math.abs(total - 1) < 1e-6) continue;
    for (let j = 0; j < states; j++) {
      smoothed[offset + j] = total > 0 ? smoothed[offset + j]! / total : smoothed[offset + states + j]!;
    }
  }
}

/** Rows before `last` down to `from`; adds to `transitions` the sums that lack the factor `transition`. */
function backwardAny(
  { states, densities, filtered, smoothed, transitions, scales, backward: beta }: ForwardBackwardWorkspace,
  transition: Float64Array,
  from: number,
  last: number,
): void {
  beta.fill(1);
  // the second half of `beta` holds density x beta / scale of the row after
  for (let t = last - 1; t >= from; t--) {
    const offset = t * states;
    const scale = 1 / scales[t + 1]!;
    for (let j = 0; j < states; j++) {
      const next = offset + states + j;
      beta[states + j] = filtered[next]! > NEVER ? Math.min(MOST, densities[next]! * beta[j]! * scale) : 0;
    }
    for (let i = 0; i < states; i++) {
      const weight = filtered[offset + i]!;
      let sum = 0;
      for (let j = 0; j < states; j++) {
        const later = beta[states + j]!;
        sum += transition[i * states + j]! * later;
        transitions[i * states + j]! += weight * later;
      }
      beta[i] = sum;
      smoothed[offset + i] = weight * sum;
    }
  }
}

/** {@link backwardAny} for two states, all but the rows in registers. */
function backwardTwo(
  { densities, filtered, smoothed, transitions, scales }: ForwardBackwardWorkspace,
  transition: Float64Array,
  from: number,
  last: number,
): void {
  const [a00, a01, a10, a11] = transition as unknown as [number, number, number, number];
  let beta0 = 1;
  let beta1 = 1;
  let sum00 = 0;
  let sum01 = 0;
  let sum10 = 0;
  let sum11 = 0;
  for (let t = last - 1; t >= from; t--) {
    const scale = 1 / scales[t + 1]!;
    const later0 = filtered[2 * t + 2]! > NEVER ? Math.min(MOST, densities[2 * t + 2]! * beta0 * scale) : 0;
    const later1 = filtered[2 * t + 3]! > NEVER ? Math.min(MOST, densities[2 * t + 3]! * beta1 * scale) : 0;
    const weight0 = filtered[2 * t]!;
    const weight1 = filtered[2 * t + 1]!;
    sum00 += weight0 * later0;
    sum01 += weight0 * later1;
    sum10 += weight1 * later0;
    sum11 += weight1 * later1;
    beta0 = a00 * later0 + a01 * later1;
    beta1 = a10 * later0 + a11 * later1;
    smoothed[2 * t] = weight0 * beta0;
    smoothed[2 * t + 1] = weight1 * beta1;
  }
  transitions[0]! += sum00;
  transitions[1]! += sum01;
  transitions[2]! += sum10;
  transitions[3]! += sum11;
}

/** {@link backwardAny} for three states, all but the rows in registers. */
function backwardThree(
  { densities, filtered, smoothed, transitions, scales }: ForwardBackwardWorkspace,
  transition: Float64Array,
  from: number,
  last: number,
): void {
  type Nine = [number, number, number, number, number, number, number, number, number];
  const [a00, a01, a02, a10, a11, a12, a20, a21, a22] = transition as unknown as Nine;
  let beta0 = 1;
  let beta1 = 1;
  let beta2 = 1;
  let sum00 = 0;
  let sum01 = 0;
  let sum02 = 0;
  let sum10 = 0;
  let sum11 = 0;
  let sum12 = 0;
  let sum20 = 0;
  let sum21 = 0;
  let sum22 = 0;
  for (let t = last - 1; t >= from; t--) {
    const at = 3 * t;
    const scale = 1 / scales[t + 1]!;
    const later0 = filtered[at + 3]! > NEVER ? Math.min(MOST, densities[at + 3]! * beta0 * scale) : 0;
    const later1 = filtered[at + 4]! > NEVER ? Math.min(MOST, densities[at + 4]! * beta1 * scale) : 0;
    const later2 = filtered[at + 5]! > NEVER ? Math.min(MOST, densities[at + 5]! * beta2 * scale) : 0;
    const weight0 = filtered[at]!;
    const weight1 = filtered[at + 1]!;
    const weight2 = filtered[at + 2]!;
    sum00 += weight0 * later0;
    sum01 += weight0 * later1;
    sum02 += weight0 * later2;
    sum10 += weight1 * later0;
    sum11 += weight1 * later1;
    sum12 += weight1 * later2;
    sum20 += weight2 * later0;
    sum21 += weight2 * later1;
    sum22 += weight2 * later2;
    beta0 = a00 * later0 + a01 * later1 + a02 * later2;
    beta1 = a10 * later0 + a11 * later1 + a12 * later2;
    beta2 = a20 * later0 + a21 * later1 + a22 * later2;
    smoothed[at] = weight0 * beta0;
    smoothed[at + 1] = weight1 * beta1;
    smoothed[at + 2] = weight2 * beta2;
  }
  [sum00, sum01, sum02, sum10, sum11, sum12, sum20, sum21, sum22].forEach((sum, index) => {
    transitions[index]! += sum;
  });
}
