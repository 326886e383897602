/**
 * The most probable state path and its log-probability together with the observations (Viterbi 1967); ties go to the
 * lower state. `logDensities` is rows x states.
 */
export function viterbi(
  logDensities: Float64Array,
  rows: number,
  start: Float64Array,
  transition: Float64Array,
): { readonly path: Int32Array; readonly logProbability: number } {
  const states = start.length;
  const logTransition = transition.map(Math.log);
  const from = new Uint16Array(rows * states);
  let current = new Float64Array(states);
  let next = new Float64Array(states);
  for (let k = 0; k < states; k++) current[k] = Math.log(start[k]!) + logDensities[k]!;
  for (let t = 1; t < rows; t++) {
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
  const path = new Int32Array(rows);
  let state = 0;
  for (let k = 1; k < states; k++) if (current[k]! > current[state]!) state = k;
  const logProbability = current[state]!;
  for (let t = rows - 1; t >= 0; t--) {
    path[t] = state;
    state = from[t * states + state]!;
  }
  return { path, logProbability };
}
