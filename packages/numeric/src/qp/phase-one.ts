import type { FarkasCertificate, QuadraticProgram } from "./program.ts";
import { AT_LOWER, AT_UPPER, BASIC, HELD, SUPERBASIC } from "./states.ts";
import type { WorkingSet } from "./working-set.ts";

/** How the search for a feasible start ended. */
export type PhaseOneResult =
  | { readonly status: "feasible"; readonly iterations: number }
  | { readonly status: "infeasible"; readonly iterations: number; readonly certificate: FarkasCertificate }
  | { readonly status: "iteration-limit"; readonly iterations: number };

/**
 * Bounded simplex on the sum of infeasibilities of the basic variables. Ties between entering variables go to the
 * lower `score`, so that the start is also cheap. Superbasic variables have to be none.
 */
export function findFeasible(
  set: WorkingSet,
  program: QuadraticProgram,
  score: Float64Array,
  maxIterations: number,
): PhaseOneResult {
  const { n, m, x, lower, upper, state } = set;
  const { starts, entryRow, entryValue } = set.sparse;
  const sigma = new Float64Array(m);
  const pi = new Float64Array(m);
  const image = new Float64Array(m);
  const tolerance = 1e-11 * set.magnitude;
  let idle = 0;
  let fresh = false;
  for (let iterations = 0; ; iterations++) {
    if (set.stale) {
      if (!set.refactor()) return { status: "iteration-limit", iterations };
      set.restoreRows();
    }
    let infeasible = 0;
    for (let p = 0; p < m; p++) {
      const b = set.basis[p]!;
      const value = x[b]!;
      sigma[p] = value < lower[b]! - tolerance ? -1 : value > upper[b]! + tolerance ? 1 : 0;
      if (sigma[p] !== 0) infeasible++;
    }
    if (infeasible === 0) return { status: "feasible", iterations };
    if (iterations >= maxIterations) return { status: "iteration-limit", iterations };
    set.multipliers(sigma, pi);
    dropRounding(pi);
    // entering variable
    let entering = -1,
      best = 0,
      bestScore = Infinity,
      rate = 0;
    const careful = idle > 20;
    for (let j = 0; j < n + m; j++) {
      const own = state[j]!;
      if (own === BASIC || own === SUPERBASIC || lower[j] === upper[j]) continue;
      let d = 0,
        size = 0;
      if (j >= n) {
        d = pi[j - n]!;
        size = Math.abs(d);
      } else {
        for (let e = starts[j]!; e < starts[j + 1]!; e++) {
          const term = pi[entryRow[e]!]! * entryValue[e]!;
          d -= term;
          size += Math.abs(term);
        }
      }
      if (own === AT_LOWER ? d >= 0 : own === AT_UPPER ? d <= 0 : d === 0) continue;
      const amount = Math.abs(d);
      if (amount <= 1e-10 * size) continue;
      const preference = j < n ? score[j]! : Infinity;
      if (amount > best * (1 + 1e-9) || (amount > best * (1 - 1e-9) && preference < bestScore)) {
        entering = j;
        best = Math.max(best, amount);
        bestScore = preference;
        rate = d;
        if (careful) break;
      }
    }
    if (entering < 0 && !fresh && m > 1) {
      // the proof deserves exact multipliers
      if (!set.refactor()) return { status: "iteration-limit", iterations };
      set.restoreRows();
      fresh = true;
      continue;
    }
    if (entering < 0) {
      const certificate = farkas(program, set, pi);
      return certificate === undefined
        ? { status: "iteration-limit", iterations }
        : { status: "infeasible", iterations, certificate };
    }
    fresh = false;
    const direction = rate < 0 ? 1 : -1;
    set.image(entering, image);
    // ratio test in two passes: the widest step within the tolerance, then the largest pivot among those it meets
    const range = upper[entering]! - lower[entering]!;
    const own =
      state[entering] === HELD
        ? direction > 0
          ? upper[entering]! - x[entering]!
          : x[entering]! - lower[entering]!
        : range;
    let widest = own;
    for (let p = 0; p < m; p++) {
      const step = ratio(set, sigma, p, -direction * image[p]!, tolerance);
      if (step < widest) widest = step;
    }
    if (widest === Infinity) return { status: "iteration-limit", iterations };
    let leaving = -1,
      pivot = 0,
      step = own;
    if (own > widest) {
      for (let p = 0; p < m; p++) {
        const speed = -direction * image[p]!;
        const exact = ratio(set, sigma, p, speed, 0);
        if (exact <= widest && Math.abs(speed) > pivot * (careful ? 10 : 1)) {
          leaving = p;
          pivot = Math.abs(speed);
          step = Math.max(0, exact);
        }
      }
    }
    idle = step > tolerance ? 0 : idle + 1;
    for (let p = 0; p < m; p++) x[set.basis[p]!] = x[set.basis[p]!]! - direction * step * image[p]!;
    if (leaving < 0) {
      x[entering] = direction > 0 ? upper[entering]! : lower[entering]!;
      state[entering] = direction > 0 ? AT_UPPER : AT_LOWER;
      continue;
    }
    x[entering] = x[entering]! + direction * step;
    const b = set.basis[leaving]!;
    const rising = -direction * image[leaving]! > 0;
    const atLower = rising ? sigma[leaving]! < 0 : sigma[leaving]! <= 0;
    set.pivot(leaving, entering, image);
    state[b] = atLower ? AT_LOWER : AT_UPPER;
    x[b] = atLower ? lower[b]! : upper[b]!;
  }
}

// rows that say the same leave multipliers of rounding behind, by which no column enters
function dropRounding(pi: Float64Array): void {
  let largest = 0;
  for (let i = 0; i < pi.length; i++) largest = Math.max(largest, Math.abs(pi[i]!));
  for (let i = 0; i < pi.length; i++) if (Math.abs(pi[i]!) <= 1e-14 * largest) pi[i] = 0;
}

// how far position p can go at `speed` before it meets the bound that should stop it
function ratio(set: WorkingSet, sigma: Float64Array, p: number, speed: number, tolerance: number): number {
  if (Math.abs(speed) < 1e-11) return Infinity;
  const b = set.basis[p]!;
  const value = set.x[b]!;
  if (speed > 0) {
    if (sigma[p]! > 0) return Infinity;
    const limit = sigma[p]! < 0 ? set.lower[b]! : set.upper[b]!;
    return (limit + tolerance - value) / speed;
  }
  if (sigma[p]! < 0) return Infinity;
  const limit = sigma[p]! > 0 ? set.upper[b]! : set.lower[b]!;
  return (limit - tolerance - value) / speed;
}

/** The multipliers `pi` of an optimal phase one as a contradiction, checked on the raw data. */
function farkas(program: QuadraticProgram, set: WorkingSet, pi: Float64Array): FarkasCertificate | undefined {
  const n = program.size;
  const rows = program.rows!;
  const y = new Float64Array(rows.count);
  const z = new Float64Array(n);
  const size = new Float64Array(n);
  let largest = 0;
  let scaled = 0;
  for (let i = 0; i < rows.count; i++) scaled = Math.max(scaled, Math.abs(pi[i]!));
  for (let i = 0; i < rows.count; i++) {
    const value = pi[i]!;
    const limit = value > 0 ? rows.lower[i]! : rows.upper[i]!;
    if (Math.abs(value) <= 1e-11 * scaled || !Number.isFinite(limit)) continue;
    y[i] = value * set.rowScale[i]!;
    largest = Math.max(largest, Math.abs(y[i]!));
    for (let j = 0; j < n; j++) {
      const term = rows.matrix[i * n + j]! * y[i]!;
      z[j] = z[j]! - term;
      size[j] = size[j]! + Math.abs(term);
    }
  }
  let violation = 0,
    terms = 0;
  for (let j = 0; j < n; j++) {
    if (Math.abs(z[j]!) <= 1e-11 * size[j]!) z[j] = 0;
    largest = Math.max(largest, Math.abs(z[j]!));
  }
  if (largest === 0) return undefined;
  const add = (values: Float64Array, low: Float64Array, high: Float64Array): boolean => {
    for (let i = 0; i < values.length; i++) {
      values[i] = values[i]! / largest;
      const value = values[i]!;
      if (value === 0) continue;
      const limit = value > 0 ? low[i]! : high[i]!;
      if (!Number.isFinite(limit)) return false;
      violation += value * limit;
      terms += Math.abs(value * limit);
    }
    return true;
  };
  if (!add(y, rows.lower, rows.upper) || !add(z, program.lower, program.upper)) return undefined;
  return violation > 1e-11 * terms ? { rows: y, bounds: z, violation } : undefined;
}
