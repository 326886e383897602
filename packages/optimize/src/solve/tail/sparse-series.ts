/**
 * The portfolio's return in each scenario, reading held assets only; undefined where so many are held that reading all is
 * as fast.
 */
export function sparseSeries(
  values: Float64Array,
  rows: number,
  size: number,
  weights: Float64Array,
): Float64Array | undefined {
  let count = 0;
  for (let i = 0; i < size; i += 1) if (weights[i] !== 0) count += 1;
  if (2 * count > size) return undefined;
  const held = new Int32Array(count);
  const amounts = new Float64Array(count);
  for (let i = 0, at = 0; i < size; i += 1) {
    if (weights[i] === 0) continue;
    held[at] = i;
    amounts[at] = weights[i]!;
    at += 1;
  }
  const series = new Float64Array(rows);
  for (let s = 0; s < rows; s += 1) {
    const from = s * size;
    let even = 0;
    let odd = 0;
    let at = 0;
    for (; at + 1 < count; at += 2) {
      even += values[from + held[at]!]! * amounts[at]!;
      odd += values[from + held[at + 1]!]! * amounts[at + 1]!;
    }
    if (at < count) even += values[from + held[at]!]! * amounts[at]!;
    series[s] = even + odd;
  }
  return series;
}
