/** Inverse of a small matrix, which is overwritten: Gauss-Jordan with row pivoting; undefined where it is singular. */
export function invert(work: Float64Array, m: number): Float64Array | undefined {
  const result = new Float64Array(m * m);
  for (let i = 0; i < m; i++) result[i * m + i] = 1;
  for (let p = 0; p < m; p++) {
    let at = p;
    for (let i = p + 1; i < m; i++) if (Math.abs(work[i * m + p]!) > Math.abs(work[at * m + p]!)) at = i;
    const pivot = work[at * m + p]!;
    if (Math.abs(pivot) < 1e-13) return undefined;
    if (at !== p) {
      for (const matrix of [work, result]) {
        const held = matrix.slice(p * m, p * m + m);
        matrix.copyWithin(p * m, at * m, at * m + m);
        matrix.set(held, at * m);
      }
    }
    for (let i = 0; i < m; i++) {
      work[p * m + i] = work[p * m + i]! / pivot;
      result[p * m + i] = result[p * m + i]! / pivot;
    }
    for (let q = 0; q < m; q++) {
      const ratio = work[q * m + p]!;
      if (q === p || ratio === 0) continue;
      for (let i = p; i < m; i++) work[q * m + i] = work[q * m + i]! - ratio * work[p * m + i]!;
      for (let i = 0; i < m; i++) result[q * m + i] = result[q * m + i]! - ratio * result[p * m + i]!;
    }
  }
  return result;
}
