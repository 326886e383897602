/**
 * Positions of the points that a line of about `budget` points keeps: the first, the last, the lowest and the highest
 * of all, both sides of every gap, and in between those of the largest triangle (S. Steinarsson, Downsampling Time
 * Series for Visual Representation, 2013). `null` marks a gap; one position of each gap is kept so that it stays one.
 */
export function thinLine(x: readonly number[], y: readonly (number | null)[], budget: number): number[] {
  if (y.length <= budget) return y.map((_, position) => position);
  const runs: { from: number; to: number }[] = [];
  let present = 0;
  let lowest = -1;
  let highest = -1;
  for (let i = 0; i < y.length; i++) {
    const value = y[i]!;
    if (value === null) continue;
    present++;
    if (lowest < 0 || value < y[lowest]!) lowest = i;
    if (highest < 0 || value > y[highest]!) highest = i;
    const run = runs.at(-1);
    if (run?.to === i) run.to = i + 1;
    else runs.push({ from: i, to: i + 1 });
  }
  const kept = new Set<number>(present > 0 ? [lowest, highest] : []);
  for (const { from, to } of runs) {
    if (from > 0) kept.add(from - 1);
    for (const position of largestTriangles(x, y, from, to, Math.round((budget * (to - from)) / present)))
      kept.add(position);
  }
  return [...kept].sort((a, b) => a - b);
}

function largestTriangles(
  x: readonly number[],
  y: readonly (number | null)[],
  from: number,
  to: number,
  budget: number,
): number[] {
  const last = to - 1;
  if (to - from <= 2 || budget <= 2) return [from, last];
  const kept = [from];
  const width = (to - from - 2) / (budget - 2);
  for (let bucket = 0; bucket < budget - 2; bucket++) {
    const start = from + 1 + Math.floor(bucket * width);
    const end = Math.max(start + 1, from + 1 + Math.floor((bucket + 1) * width));
    const nextEnd = Math.min(to, Math.max(end + 1, from + 1 + Math.floor((bucket + 2) * width)));
    let meanX = 0;
    let meanY = 0;
    for (let i = end; i < nextEnd; i++) {
      meanX += x[i]! / (nextEnd - end);
      meanY += y[i]! / (nextEnd - end);
    }
    const anchor = kept.at(-1)!;
    let best = start;
    let largest = -1;
    for (let i = start; i < end; i++) {
      const area = Math.abs((x[anchor]! - meanX) * (y[i]! - y[anchor]!) - (x[anchor]! - x[i]!) * (meanY - y[anchor]!));
      if (area > largest) [largest, best] = [area, i];
    }
    kept.push(best);
  }
  kept.push(last);
  return kept;
}

/** Positions of the rows that a stack of at most `budget` rows keeps: the ends, and in each bucket the row furthest (1-norm) from the one kept before. */
export function thinRows(rows: readonly (readonly number[])[], budget: number): number[] {
  if (rows.length <= budget) return rows.map((_, position) => position);
  const kept = [0];
  const width = (rows.length - 2) / (budget - 2);
  for (let bucket = 0; bucket < budget - 2; bucket++) {
    const start = 1 + Math.floor(bucket * width);
    const end = Math.max(start + 1, 1 + Math.floor((bucket + 1) * width));
    const anchor = rows[kept.at(-1)!]!;
    let best = start;
    let furthest = -1;
    for (let i = start; i < end; i++) {
      const distance = rows[i]!.reduce((sum, value, j) => sum + Math.abs(value - anchor[j]!), 0);
      if (distance > furthest) [furthest, best] = [distance, i];
    }
    kept.push(best);
  }
  kept.push(rows.length - 1);
  return kept;
}
