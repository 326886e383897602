import type { Observations } from "../observations.ts";

/** States from the calmest to the wildest: by the sum over columns of their variances; a state without rows comes last. */
export function byDispersion({ columns, values }: Observations, labels: Int32Array, states: number): readonly number[] {
  const counts = new Float64Array(states);
  const means = new Float64Array(states * columns);
  const squares = new Float64Array(states);
  labels.forEach((k, t) => {
    if (k < 0) return;
    counts[k]!++;
    for (let j = 0; j < columns; j++) means[k * columns + j]! += values[t * columns + j]!;
  });
  labels.forEach((k, t) => {
    if (k < 0) return;
    for (let j = 0; j < columns; j++) {
      squares[k]! += (values[t * columns + j]! - means[k * columns + j]! / counts[k]!) ** 2;
    }
  });
  const dispersion = squares.map((square, k) => (counts[k] === 0 ? Infinity : square / counts[k]!));
  return Array.from({ length: states }, (_, k) => k).sort((a, b) =>
    dispersion[a] === dispersion[b] ? a - b : dispersion[a]! - dispersion[b]!,
  );
}

/** Share of the rows in each state; rows without a label (-1) don't count. */
export function shares(labels: Int32Array, states: number): number[] {
  const counts = new Array<number>(states).fill(0);
  let total = 0;
  for (const label of labels) {
    if (label < 0) continue;
    counts[label]!++;
    total++;
  }
  return counts.map((count) => count / total);
}

/** Shares of moves from each state to each; a state that is never left, or never visited, keeps itself. */
export function transitionShares(path: Int32Array, states: number): number[][] {
  const counts = Array.from({ length: states }, () => new Array<number>(states).fill(0));
  for (let t = 1; t < path.length; t++) counts[path[t - 1]!]![path[t]!]!++;
  return counts.map((row, from) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, to) => (total === 0 ? Number(from === to) : count / total));
  });
}
