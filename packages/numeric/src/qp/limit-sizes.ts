/** The largest and the smallest absolute value among limits, other than 0 and Infinity; 1 where there are none. */
export function limitSizes(
  lower: Float64Array,
  upper: Float64Array,
): { readonly magnitude: number; readonly grain: number } {
  let magnitude = 0,
    grain = Infinity;
  for (const limits of [lower, upper]) {
    for (let j = 0; j < limits.length; j++) {
      const size = Math.abs(limits[j]!);
      if (size === 0 || size === Infinity) continue;
      magnitude = Math.max(magnitude, size);
      grain = Math.min(grain, size);
    }
  }
  return magnitude > 0 ? { magnitude, grain } : { magnitude: 1, grain: 1 };
}
