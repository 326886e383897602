/** A path of states and its log-probability together with the observations. */
export interface DecodedPath {
  readonly path: Int32Array;
  readonly logProbability: number;
}

/**
 * The most probable state path (Viterbi 1967); ties go to the lower state. `logDensities` is rows x states; `bounds` holds
 * the first row of each sequence, then the number of rows.
 */
export function viterbi(
  logDensities: Float64Array,
  bounds: Int32Array,
  start: Float64Array,
  transition: Float64Array,
): DecodedPath {
  const states = start.length;
  const rows = bounds.at(-1)!;
  const logTransition = transition.map(Math.log);
  const path = new Int32Array(rows);
  const from = new Uint16Array(rows * states);
  let current = new Float64Array(states);
  let next = new Float64Array(states);
  let logProbability = 0;
  for (let sequence = 0; sequence + 1 < bounds.length; sequence++) {
    const first = bounds[sequence]!;
    const end = bounds[sequence + 1]!;
    for (let k = 0; k < states; k++) current[k] = Math.log(start[k]!) + logDensities[first * states + k]!;
    for (let t = first + 1; t < end; t++) {
      for (let j = 0; j < states; j++) {
        let best = -Infinity;
        let origin = 0;
        for (let i = 0; i < states; i++) {
          const score = current[i]! + logTransition[i * states + j]!;
          if (score > best) {
            best = score;
            origin = i;
          }
        }
        next[j] = best + logDensities[t * states + j]!;
        from[t * states + j] = origin;
      }
      [current, next] = [next, current];
    }
    let state = 0;
    for (let k = 1; k < states; k++) if (current[k]! > current[state]!) state = k;
    logProbability += current[state]!;
    for (let t = end - 1; t >= first; t--) {
      path[t] = state;
      state = from[t * states + state]!;
    }
  }
  return { path, logProbability };
}
