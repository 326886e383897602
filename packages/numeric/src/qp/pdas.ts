import type { ActiveSetResult } from "./active-set.ts";
import type { HessianOperator } from "./hessian.ts";
import type { KktFactor } from "./kkt.ts";
import type { QuadraticProgram } from "./program.ts";
import { RowSchur } from "./row-schur.ts";

const free = 0;
const atLower = 1;
const atUpper = 2;

/** A first guess of the active set: 0 free, 1 at the lower limit, 2 at the upper limit. */
export interface ActiveGuess {
  readonly bounds: Int8Array;
  readonly rows: Int8Array;
}

/**
 * Primal-dual active set (block pivoting; Bergounioux, Ito & Kunisch 1999; Judice & Pires 1994): solve with the guessed
 * set, move every variable and row whose sign is wrong, repeat. Finds the answer in a few factorisations or not at all:
 * gives up when the number of wrong signs stops falling, or where the free block is not positive definite.
 */
export function solveByBlocks(
  program: QuadraticProgram,
  hessian: HessianOperator,
  kkt: KktFactor,
  guess: ActiveGuess | undefined,
  maxIterations: number,
): ActiveSetResult {
  const n = program.size;
  const rows = program.rows;
  const m = rows?.count ?? 0;
  const { lower, upper, linear } = program;
  const state = new Int8Array(n);
  const rowState = new Int8Array(m);
  for (let j = 0; j < n; j++) {
    const own = lower[j] === upper[j] ? atLower : (guess?.bounds[j] ?? free);
    state[j] = (own === atLower && lower[j] === -Infinity) || (own === atUpper && upper[j] === Infinity) ? free : own;
  }
  for (let i = 0; i < m; i++) {
    const own = rows!.lower[i] === rows!.upper[i] ? atLower : (guess?.rows[i] ?? free);
    rowState[i] =
      (own === atLower && rows!.lower[i] === -Infinity) || (own === atUpper && rows!.upper[i] === Infinity)
        ? free
        : own;
  }
  const schur = new RowSchur(n, kkt, rows?.matrix ?? new Float64Array(0), m);
  const barrier = new Float64Array(n);
  const extra = new Float64Array(m);
  const active = new Int32Array(m);
  const x = new Float64Array(n);
  const y = new Float64Array(m);
  const dx = new Float64Array(n);
  const dy = new Float64Array(m);
  const gradient = new Float64Array(n);
  const shortage = new Float64Array(m);
  const indices = new Int32Array(n);
  const values = new Float64Array(n);
  let best = Infinity;
  let patience = 6;
  let iterations = 0;
  for (; iterations < maxIterations; iterations++) {
    for (let j = 0; j < n; j++) {
      barrier[j] = state[j] === free ? 0 : Infinity;
      x[j] = state[j] === atLower ? lower[j]! : state[j] === atUpper ? upper[j]! : 0;
    }
    let count = 0;
    for (let i = 0; i < m; i++) if (rowState[i] !== free) active[count++] = i;
    if (!kkt.factor(barrier, 1e-12)) break;
    schur.prepare(active, count, extra);
    y.fill(0);
    // the first solve from x_F = 0, then corrections by the residual: one of relative size 1e-9 leaves rounding only
    for (let round = 0; round < 3; round++) {
      residual();
      for (let j = 0; j < n; j++) dx[j] = state[j] === free ? -gradient[j]! : 0;
      schur.solve(dx, shortage, dy);
      for (let j = 0; j < n; j++) if (state[j] === free) x[j] = x[j]! + dx[j]!;
      for (let a = 0; a < count; a++) y[active[a]!] = y[active[a]!]! + dy[active[a]!]!;
      if (round > 0 && small(dx, x)) break;
    }
    residual();
    const wrong = update();
    if (wrong === 0) {
      for (let j = 0; j < n; j++) x[j] = Math.min(Math.max(x[j]!, lower[j]!), upper[j]!);
      return { status: "converged", x, y, iterations: iterations + 1 };
    }
    if (wrong < best) {
      best = wrong;
      patience = 6;
    } else if (--patience === 0) break;
  }
  for (let j = 0; j < n; j++) x[j] = Math.min(Math.max(x[j]!, lower[j]!), upper[j]!);
  return { status: "iteration-limit", x, y, iterations };

  // gradient = Qx + c - A'y, shortage = limit - Ax of the active rows
  function residual(): void {
    let entries = 0;
    for (let j = 0; j < n; j++) {
      if (x[j] === 0) continue;
      indices[entries] = j;
      values[entries++] = x[j]!;
    }
    gradient.set(linear);
    hessian.addProduct(gradient, indices, values, entries);
    for (let i = 0; i < m; i++) {
      const row = i * n;
      const value = y[i]!;
      if (value !== 0) for (let j = 0; j < n; j++) gradient[j] = gradient[j]! - value * rows!.matrix[row + j]!;
      let sum = 0;
      for (let j = 0; j < n; j++) sum += rows!.matrix[row + j]! * x[j]!;
      shortage[i] = (rowState[i] === atUpper ? rows!.upper[i]! : rowState[i] === atLower ? rows!.lower[i]! : 0) - sum;
    }
  }

  function small(step: Float64Array, of: Float64Array): boolean {
    let a = 0,
      b = 0;
    for (let j = 0; j < n; j++) {
      a = Math.max(a, Math.abs(step[j]!));
      b = Math.max(b, Math.abs(of[j]!));
    }
    return a <= 1e-9 * b;
  }

  function update(): number {
    let largest = 0,
      scale = 0;
    for (let j = 0; j < n; j++) {
      largest = Math.max(largest, Math.abs(x[j]!));
      scale = Math.max(scale, Math.abs(gradient[j]!));
    }
    for (let i = 0; i < m; i++) scale = Math.max(scale, Math.abs(y[i]!));
    const near = 1e-13 * largest;
    const flat = 1e-14 * scale;
    let wrong = 0;
    for (let j = 0; j < n; j++) {
      if (lower[j] === upper[j]) continue;
      const own = state[j]!;
      let next = own;
      if (own === free) next = x[j]! < lower[j]! - near ? atLower : x[j]! > upper[j]! + near ? atUpper : free;
      else if (own === atLower ? gradient[j]! < -flat : gradient[j]! > flat) next = free;
      if (next !== own) {
        state[j] = next;
        wrong++;
      }
    }
    for (let i = 0; i < m; i++) {
      const low = rows!.lower[i]!;
      const high = rows!.upper[i]!;
      if (low === high) continue;
      const own = rowState[i]!;
      let next = own;
      if (own === free) {
        const activity = -shortage[i]!;
        const margin = 1e-13 * Math.max(largest, Math.abs(activity));
        next = activity < low - margin ? atLower : activity > high + margin ? atUpper : free;
      } else if (own === atLower ? y[i]! < 0 : y[i]! > 0) next = free;
      if (next !== own) {
        rowState[i] = next;
        wrong++;
      }
    }
    return wrong;
  }
}
