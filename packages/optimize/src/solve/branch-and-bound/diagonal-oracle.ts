import { choleskyFactor } from "@plimsoll/numeric";

/**
 * A diagonal d >= 0 with Q - diag(d) positive semidefinite that makes w'd large: the semidefinite program's dual
 * min <Q, V'V> with |v_i|^2 >= w_i by coordinate descent at low rank (the mixing method, Wang, Chang & Kolter 2017),
 * where d_i = Q_ii - |g_i| / |v_i|, g_i = sum of Q_ij v_j over j != i, then shrunk until Cholesky confirms it.
 * undefined where no share of it holds.
 *
 * @yields between sweeps and factorisations.
 */
export function* diagonalFor(
  hessian: Float64Array,
  n: number,
  weights: Float64Array,
  sweeps = 30,
): Generator<undefined, Float64Array | undefined> {
  const rank = Math.min(n, Math.ceil(Math.sqrt(2 * n)) + 1);
  const root = weights.map((w) => Math.sqrt(Math.max(w, 0)));
  const v = new Float64Array(n * rank);
  let state = 12345;
  for (let i = 0; i < n; i++) {
    let norm = 0;
    for (let a = 0; a < rank; a++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const value = state / 4294967296 - 0.5;
      v[i * rank + a] = value;
      norm += value * value;
    }
    const scale = root[i]! / Math.sqrt(norm);
    for (let a = 0; a < rank; a++) v[i * rank + a] = v[i * rank + a]! * scale;
  }
  const g = new Float64Array(rank);
  const d = new Float64Array(n);
  let work = 0;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let change = 0,
      size = 0;
    for (let i = 0; i < n; i++) {
      g.fill(0);
      for (let j = 0; j < n; j++) {
        const value = hessian[i * n + j]!;
        if (j === i || value === 0) continue;
        for (let a = 0; a < rank; a++) g[a] = g[a]! + value * v[j * rank + a]!;
      }
      let norm = 0;
      for (let a = 0; a < rank; a++) norm += g[a]! * g[a]!;
      norm = Math.sqrt(norm);
      const own = hessian[i * n + i]!;
      // where the free minimiser is long enough already, the multiplier is 0
      const length = Math.max(root[i]!, norm / own);
      d[i] = length > root[i]! || root[i] === 0 ? 0 : own - norm / length;
      const scale = norm > 0 ? -length / norm : 0;
      for (let a = 0; a < rank; a++) {
        const next = g[a]! * scale;
        const before = v[i * rank + a]!;
        change += (next - before) ** 2;
        size += next * next;
        v[i * rank + a] = next;
      }
    }
    if (change < 1e-9 * size) break;
    // about 2 million operations at a time
    work += n * n * rank;
    if (work > 2e6) {
      work = 0;
      yield;
    }
  }
  const shifted = new Float64Array(n * n);
  const lower = new Float64Array(n * n);
  const holds = (share: number): boolean => {
    shifted.set(hessian);
    for (let j = 0; j < n; j++) shifted[j * n + j] = hessian[j * n + j]! * (1 - 1e-9) - share * d[j]!;
    return choleskyFactor(shifted, n, lower) === n;
  };
  let low = 0,
    high = 1;
  if (holds(1)) low = 1;
  else {
    for (let round = 0; round < 9; round++) {
      const middle = 0.5 * (low + high);
      yield;
      if (holds(middle)) low = middle;
      else high = middle;
    }
  }
  if (low === 0) return undefined;
  for (let j = 0; j < n; j++) d[j] = d[j]! * low;
  return d;
}
