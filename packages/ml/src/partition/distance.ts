/** Squared Euclidean distance of row `t` of `values` and row `k` of `centres`, both with `columns` columns. */
export function squaredDistance(
  values: Float64Array,
  t: number,
  centres: Float64Array,
  k: number,
  columns: number,
): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += (values[t * columns + j]! - centres[k * columns + j]!) ** 2;
  return sum;
}

/** The centre nearest to row `t`; ties go to the lower index. */
export function nearestCentre(values: Float64Array, t: number, centres: Float64Array, columns: number): number {
  let best = 0;
  let least = Infinity;
  for (let k = 0; k * columns < centres.length; k++) {
    const distance = squaredDistance(values, t, centres, k, columns);
    if (distance < least) {
      least = distance;
      best = k;
    }
  }
  return best;
}
