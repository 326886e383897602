/** Rows at which one path is in state i and another in state j: states x otherStates, row-major. */
export function contingency(a: Int32Array, b: Int32Array, states: number, otherStates: number): Float64Array {
  const table = new Float64Array(states * otherStates);
  a.forEach((state, t) => {
    table[state * otherStates + b[t]!]! += 1;
  });
  return table;
}

/**
 * Adjusted Rand index of two paths (Hubert & Arabie 1985): 1 where they cut the rows alike, 0 in the mean of paths that
 * have nothing to do with each other; no naming of states is needed.
 */
export function adjustedRand(a: Int32Array, b: Int32Array): number {
  const states = Math.max(...a, 0) + 1;
  const otherStates = Math.max(...b, 0) + 1;
  const table = contingency(a, b, states, otherStates);
  const rows = new Float64Array(states);
  const columns = new Float64Array(otherStates);
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  let together = 0;
  table.forEach((count, index) => {
    rows[Math.floor(index / otherStates)]! += count;
    columns[index % otherStates]! += count;
    together += pairs(count);
  });
  let first = 0;
  for (const count of rows) first += pairs(count);
  let second = 0;
  for (const count of columns) second += pairs(count);
  const expected = a.length > 1 ? (first * second) / pairs(a.length) : 0;
  const most = (first + second) / 2;
  // both paths hold one state, or each row has its own: they agree
  return most === expected ? 1 : (together - expected) / (most - expected);
}

/** Share of rows at which two paths are in the same state. */
export function equalShare(a: Int32Array, b: Int32Array): number {
  let equal = 0;
  a.forEach((state, t) => {
    if (state === b[t]) equal += 1;
  });
  return equal / a.length;
}
