import type { HessianOperator } from "./hessian.ts";
import type { KktFactor } from "./kkt.ts";
import type { ActiveGuess } from "./pdas.ts";
import type { QuadraticProgram } from "./program.ts";
import { RowSchur } from "./row-schur.ts";

/** Where the interior point ended, with its guess of the active set for a finishing method. */
export interface InteriorPoint {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly guess: ActiveGuess;
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Mehrotra predictor-corrector (1992; Gondzio's form for bounds on both sides). Rows with two different limits carry a
 * slack with those bounds. Each step factors Q + D once; D comes from the bounds, plus a proximal term that keeps free
 * variables of a singular Q in place. Stops where primal and dual residuals and the gap, each relative, are below `target`.
 */
export function solveByInteriorPoint(
  program: QuadraticProgram,
  hessian: HessianOperator,
  kkt: KktFactor,
  maxIterations: number,
  target: number,
): InteriorPoint {
  const n = program.size;
  const rows = program.rows;
  const m = rows?.count ?? 0;
  const matrix = rows?.matrix ?? new Float64Array(0);
  const total = n + m;
  // x and slacks side by side; an equality's slack is fixed
  const low = new Float64Array(total);
  const high = new Float64Array(total);
  low.set(program.lower);
  high.set(program.upper);
  if (rows !== undefined) {
    low.set(rows.lower, n);
    high.set(rows.upper, n);
  }
  const fixed = new Uint8Array(total);
  let magnitude = 0,
    pairs = 0;
  for (let j = 0; j < total; j++) {
    if (low[j] === high[j]) fixed[j] = 1;
    else pairs += (low[j]! > -Infinity ? 1 : 0) + (high[j]! < Infinity ? 1 : 0);
    if (Number.isFinite(low[j]!)) magnitude = Math.max(magnitude, Math.abs(low[j]!));
    if (Number.isFinite(high[j]!)) magnitude = Math.max(magnitude, Math.abs(high[j]!));
  }
  if (magnitude === 0) magnitude = 1;
  let curvature = 0,
    slope = 0;
  for (let j = 0; j < n; j++) {
    curvature = Math.max(curvature, hessian.diagonal[j]!);
    slope = Math.max(slope, Math.abs(program.linear[j]!));
  }
  const price = Math.max(curvature * magnitude, slope) || 1;

  const v = new Float64Array(total);
  const y = new Float64Array(m);
  const zl = new Float64Array(total);
  const zu = new Float64Array(total);
  const rowSize = new Float64Array(m).fill(1);
  for (let i = 0; i < m; i++) {
    let largest = 0;
    for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(matrix[i * n + j]!));
    if (largest > 0) rowSize[i] = largest;
  }
  start();

  const schur = new RowSchur(n, kkt, matrix, m);
  const barrier = new Float64Array(n);
  const extra = new Float64Array(m);
  const all = Int32Array.from({ length: m }, (_, i) => i);
  const qx = new Float64Array(n);
  const dualResidual = new Float64Array(total);
  const primalResidual = new Float64Array(m);
  const complementLower = new Float64Array(total);
  const complementUpper = new Float64Array(total);
  const step = new Float64Array(total);
  const dy = new Float64Array(m);
  const dzl = new Float64Array(total);
  const dzu = new Float64Array(total);
  const right = new Float64Array(n);
  const rowRight = new Float64Array(m);
  const proximal = 1e-11 * (curvature > 0 ? curvature : price / magnitude);

  let iterations = 0;
  let converged = false;
  let last = Infinity;
  let stalled = 0;
  for (; iterations < maxIterations; iterations++) {
    residuals();
    const mu = gap() / Math.max(1, pairs);
    const error = worst(mu);
    if (error <= target) {
      converged = true;
      break;
    }
    if (error > 0.9 * last) {
      if (++stalled > 6 || !Number.isFinite(error)) break;
    } else stalled = 0;
    last = Math.min(last, error);
    for (let j = 0; j < n; j++) barrier[j] = fixed[j] ? Infinity : diagonalOf(j) + proximal;
    for (let i = 0; i < m; i++) {
      const d = fixed[n + i] ? Infinity : diagonalOf(n + i);
      extra[i] = d === Infinity ? 0 : d > 0 ? 1 / d : 1e30;
    }
    if (!kkt.factor(barrier, 0)) break;
    schur.prepare(all, m, extra);
    // predictor
    for (let j = 0; j < total; j++) {
      complementLower[j] = -zl[j]! * (v[j]! - low[j]!);
      complementUpper[j] = -zu[j]! * (high[j]! - v[j]!);
    }
    direction();
    const affinePrimal = longest(1);
    const affineDual = longestDual(1);
    let affine = 0;
    for (let j = 0; j < total; j++) {
      if (fixed[j]) continue;
      if (low[j]! > -Infinity) affine += (zl[j]! + affineDual * dzl[j]!) * (v[j]! - low[j]! + affinePrimal * step[j]!);
      if (high[j]! < Infinity) affine += (zu[j]! + affineDual * dzu[j]!) * (high[j]! - v[j]! - affinePrimal * step[j]!);
    }
    const sigma = mu > 0 ? Math.min(1, (affine / Math.max(1, pairs) / mu) ** 3) : 0;
    // corrector
    for (let j = 0; j < total; j++) {
      complementLower[j] = sigma * mu - zl[j]! * (v[j]! - low[j]!) - step[j]! * dzl[j]!;
      complementUpper[j] = sigma * mu - zu[j]! * (high[j]! - v[j]!) + step[j]! * dzu[j]!;
    }
    direction();
    const back = Math.max(0.9, 1 - mu / (price * magnitude));
    const damp = Math.min(0.9995, Math.max(0.99, back));
    // one length for both: with a quadratic objective the dual residual depends on x
    const length = Math.min(longest(damp), longestDual(damp));
    for (let j = 0; j < total; j++) {
      if (fixed[j]) continue;
      v[j] = v[j]! + length * step[j]!;
      if (low[j]! > -Infinity) zl[j] = zl[j]! + length * dzl[j]!;
      if (high[j]! < Infinity) zu[j] = zu[j]! + length * dzu[j]!;
    }
    for (let i = 0; i < m; i++) y[i] = y[i]! + length * dy[i]!;
  }
  const x = v.slice(0, n);
  for (let j = 0; j < n; j++) x[j] = Math.min(Math.max(x[j]!, program.lower[j]!), program.upper[j]!);
  return { x, y, guess: guess(), iterations, converged };

  function start(): void {
    const place = (share: number): number => {
      for (let j = 0; j < n; j++) {
        const a = low[j]!;
        const b = high[j]!;
        if (fixed[j]) v[j] = a;
        else if (a > -Infinity) v[j] = a + Math.min(share * magnitude, (b - a) / 2);
        else v[j] = b < Infinity ? b - share * magnitude : 0;
      }
      let shortage = 0;
      for (let i = 0; i < m; i++) {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += matrix[i * n + j]! * v[j]!;
        shortage += Math.max(low[n + i]! - sum, sum - high[n + i]!, 0) / rowSize[i]!;
        const a = low[n + i]!;
        const b = high[n + i]!;
        const room = Math.min(share * magnitude * rowSize[i]!, (b - a) / 2);
        v[n + i] = a === b ? a : Math.min(Math.max(sum, a + room), b - room);
      }
      return shortage;
    };
    let best = 1,
      least = Infinity;
    for (const share of [1, 1 / Math.sqrt(n), 1 / n]) {
      const shortage = place(share);
      if (shortage < 0.5 * least) {
        least = shortage;
        best = share;
      }
    }
    place(best);
    for (let j = 0; j < total; j++) {
      if (fixed[j]) continue;
      const own = j < n ? price : price / rowSize[j - n]!;
      if (low[j]! > -Infinity) zl[j] = own;
      if (high[j]! < Infinity) zu[j] = own;
    }
  }

  function diagonalOf(j: number): number {
    return (
      (low[j]! > -Infinity ? zl[j]! / (v[j]! - low[j]!) : 0) + (high[j]! < Infinity ? zu[j]! / (high[j]! - v[j]!) : 0)
    );
  }

  function gap(): number {
    let sum = 0;
    for (let j = 0; j < total; j++) {
      if (fixed[j]) continue;
      if (low[j]! > -Infinity) sum += zl[j]! * (v[j]! - low[j]!);
      if (high[j]! < Infinity) sum += zu[j]! * (high[j]! - v[j]!);
    }
    return sum;
  }

  function residuals(): void {
    hessian.multiply(qx, v.subarray(0, n));
    for (let j = 0; j < n; j++) dualResidual[j] = -(qx[j]! + program.linear[j]! - zl[j]! + zu[j]!);
    for (let i = 0; i < m; i++) {
      const row = i * n;
      const value = y[i]!;
      let sum = 0;
      for (let j = 0; j < n; j++) {
        sum += matrix[row + j]! * v[j]!;
        dualResidual[j] = dualResidual[j]! + value * matrix[row + j]!;
      }
      primalResidual[i] = v[n + i]! - sum;
      dualResidual[n + i] = fixed[n + i] ? 0 : -(value - zl[n + i]! + zu[n + i]!);
    }
  }

  function worst(mu: number): number {
    let objective = 0,
      largest = 0,
      primal = 0,
      dual = 0;
    for (let j = 0; j < n; j++) {
      objective += Math.abs(v[j]! * program.linear[j]!) + Math.abs(v[j]! * qx[j]!);
      largest = Math.max(largest, Math.abs(v[j]!));
    }
    for (let j = 0; j < n; j++) {
      if (!fixed[j])
        dual = Math.max(
          dual,
          Math.abs(dualResidual[j]!) / (Math.abs(qx[j]!) + Math.abs(program.linear[j]!) + zl[j]! + zu[j]! + 1e-300),
        );
    }
    for (let i = 0; i < m; i++)
      primal = Math.max(primal, Math.abs(primalResidual[i]!) / (rowSize[i]! * (largest || magnitude)));
    return Math.max(primal, dual, (mu * pairs) / (objective || price * magnitude));
  }

  // K dx - A'dy = r1, A dx + E dy = r2
  function direction(): void {
    for (let j = 0; j < n; j++) {
      let value = dualResidual[j]!;
      if (!fixed[j]) {
        if (low[j]! > -Infinity) value += complementLower[j]! / (v[j]! - low[j]!);
        if (high[j]! < Infinity) value -= complementUpper[j]! / (high[j]! - v[j]!);
      }
      right[j] = fixed[j] ? 0 : value;
    }
    for (let i = 0; i < m; i++) {
      const s = n + i;
      let value = primalResidual[i]!;
      if (!fixed[s]) {
        let r3 = dualResidual[s]!;
        if (low[s]! > -Infinity) r3 += complementLower[s]! / (v[s]! - low[s]!);
        if (high[s]! < Infinity) r3 -= complementUpper[s]! / (high[s]! - v[s]!);
        step[s] = r3;
        value += r3 * extra[i]!;
      }
      rowRight[i] = value;
    }
    schur.solve(right, rowRight, dy);
    for (let j = 0; j < n; j++) step[j] = right[j]!;
    for (let i = 0; i < m; i++) step[n + i] = fixed[n + i] ? 0 : (step[n + i]! - dy[i]!) * extra[i]!;
    for (let j = 0; j < total; j++) {
      if (fixed[j]) continue;
      if (low[j]! > -Infinity) dzl[j] = (complementLower[j]! - zl[j]! * step[j]!) / (v[j]! - low[j]!);
      if (high[j]! < Infinity) dzu[j] = (complementUpper[j]! + zu[j]! * step[j]!) / (high[j]! - v[j]!);
    }
  }

  function longest(damp: number): number {
    let length = 1;
    for (let j = 0; j < total; j++) {
      if (fixed[j]) continue;
      const d = step[j]!;
      if (d < 0 && low[j]! > -Infinity) length = Math.min(length, (-damp * (v[j]! - low[j]!)) / d);
      else if (d > 0 && high[j]! < Infinity) length = Math.min(length, (damp * (high[j]! - v[j]!)) / d);
    }
    return length;
  }

  function longestDual(damp: number): number {
    let length = 1;
    for (let j = 0; j < total; j++) {
      if (fixed[j]) continue;
      if (dzl[j]! < 0 && low[j]! > -Infinity) length = Math.min(length, (-damp * zl[j]!) / dzl[j]!);
      if (dzu[j]! < 0 && high[j]! < Infinity) length = Math.min(length, (-damp * zu[j]!) / dzu[j]!);
    }
    return length;
  }

  // a limit is active where its multiplier is larger than its distance, each in its own scale
  function guess(): ActiveGuess {
    const bounds = new Int8Array(n);
    const rowStates = new Int8Array(m);
    for (let j = 0; j < total; j++) {
      const unit = j < n ? price / magnitude : price / magnitude / rowSize[j - n]! ** 2;
      let own = 0;
      if (fixed[j]) own = 1;
      else if (low[j]! > -Infinity && zl[j]! > unit * (v[j]! - low[j]!)) own = 1;
      else if (high[j]! < Infinity && zu[j]! > unit * (high[j]! - v[j]!)) own = 2;
      if (j < n) bounds[j] = own;
      else rowStates[j - n] = own;
    }
    return { bounds, rows: rowStates };
  }
}
