/** Drawdowns of a cumulated path with the point before each that it is counted from. */
export interface DrawdownPath {
  /** One for each point, the first 0. */
  readonly depths: Float64Array;
  readonly peaks: Int32Array;
}

/** Loss of each point from the highest one up to it. */
export function drawdownsOf(path: Float64Array): DrawdownPath {
  const depths = new Float64Array(path.length);
  const peaks = new Int32Array(path.length);
  let peak = 0;
  for (let t = 1; t < path.length; t += 1) {
    if (path[t]! >= path[peak]!) peak = t;
    peaks[t] = peak;
    depths[t] = path[peak]! - path[t]!;
  }
  return { depths, peaks };
}
