/** A price for being in that lies between the last gain that is in and the first that is out; 0 where no limit binds. */
export function priceBetween(gains: Float64Array, least: number, most: number): number {
  const count = gains.length;
  let positive = 0;
  for (let t = 0; t < count; t++) if (gains[t]! > 0) positive++;
  if (positive >= least && positive <= most) return 0;
  const take = positive > most ? most : least;
  const sorted = gains.slice().sort();
  // everyone has to come in: a price below each gain
  if (take >= count) return count > 0 ? 2 * Math.min(sorted[0]!, 0) : 0;
  if (take <= 0) return sorted[count - 1]!;
  return 0.5 * (sorted[count - take]! + sorted[count - take - 1]!);
}
