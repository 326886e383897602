import type { HessianOperator } from "./hessian.ts";
import type { QuadraticProgram } from "./program.ts";
import { WorkingSet } from "./working-set.ts";

const reducedTolerance = 1e-12;
/** Rounding of a reduced cost, relative to the terms of the gradients that it is made of. */
const rounding = 2e-15;

/** A quadratic program at a point: its working set, the gradient there, and the multipliers of the rows. */
export class ReducedCosts {
  readonly program: QuadraticProgram;
  readonly hessian: HessianOperator;
  readonly set: WorkingSet;
  /** The linear term at present; the program's to begin with. */
  readonly linear: Float64Array;
  /** Qx + linear. */
  readonly gradient: Float64Array;
  /** Multiplier of each scaled row. */
  readonly pi: Float64Array;
  /** Size of the terms that each multiplier is made of. */
  readonly piTerms: Float64Array;
  /** Gradient of the basic variables, 0 for slacks. */
  readonly basicGradient: Float64Array;
  /** Entries of a sparse vector, such as a direction. */
  readonly indices: Int32Array;
  readonly values: Float64Array;
  /** Whether the gradient was computed from x rather than carried along. */
  fresh = false;
  /** Square roots of the Hessian's diagonal, and the largest of them. */
  readonly root: Float64Array;
  readonly largestRoot: number;
  #volatility = 0;

  constructor(program: QuadraticProgram, hessian: HessianOperator) {
    const n = program.size;
    this.program = program;
    this.hessian = hessian;
    this.set = new WorkingSet(program);
    const m = this.set.m;
    this.linear = program.linear.slice();
    this.gradient = new Float64Array(n);
    this.pi = new Float64Array(m);
    this.piTerms = new Float64Array(m);
    this.basicGradient = new Float64Array(m);
    this.indices = new Int32Array(n);
    this.values = new Float64Array(n);
    this.root = hessian.diagonal.map(Math.sqrt);
    this.largestRoot = this.root.reduce((most, value) => Math.max(most, value), 0);
  }

  /** The gradient anew from x. */
  refresh(): void {
    const { n, x } = this.set;
    const gradient = this.gradient;
    gradient.set(this.linear);
    let count = 0;
    for (let j = 0; j < n; j++) {
      if (x[j] === 0) continue;
      this.indices[count] = j;
      this.values[count++] = x[j]!;
    }
    this.hessian.addProduct(gradient, this.indices, this.values, count);
    this.fresh = true;
    this.measure();
  }

  /** Takes down the sum of sqrt(Q_kk) |x_k|: times sqrt(Q_jj) it bounds the size of the terms of (Qx)_j. */
  measure(): void {
    const { n, x } = this.set;
    let sum = 0;
    for (let j = 0; j < n; j++) if (x[j] !== 0) sum += this.root[j]! * Math.abs(x[j]!);
    this.#volatility = Math.max(sum, 1e-6 * this.set.grain * this.largestRoot);
  }

  /** `basicGradient`, `pi` and `piTerms` from the gradient. */
  multipliers(): void {
    const set = this.set;
    const { n, m, basis, inverse } = set;
    for (let p = 0; p < m; p++) this.basicGradient[p] = basis[p]! < n ? this.gradient[basis[p]!]! : 0;
    set.multipliers(this.basicGradient, this.pi);
    this.piTerms.fill(0);
    for (let p = 0; p < m; p++) {
      if (basis[p]! >= n) continue;
      const size = this.costScale(basis[p]!);
      for (let i = 0; i < m; i++) this.piTerms[i] = this.piTerms[i]! + size * Math.abs(inverse[p * m + i]!);
    }
  }

  /** Size of the terms of a reduced cost, without those of the multipliers. */
  costScale(j: number): number {
    return this.root[j]! * this.#volatility + Math.abs(this.linear[j]!);
  }

  /** Size of the multipliers. */
  sumPi(): number {
    let sum = 0;
    for (let i = 0; i < this.pi.length; i++) sum += Math.abs(this.pi[i]!);
    return sum;
  }

  /** The reduced cost of variable j below which it is 0, given the size of its own terms. */
  tolerance(j: number, size: number): number {
    const { n, sparse } = this.set;
    const { starts, entryRow, entryValue } = sparse;
    if (j >= n) return reducedTolerance * size + rounding * this.piTerms[j - n]!;
    let terms = size;
    for (let e = starts[j]!; e < starts[j + 1]!; e++) terms += this.piTerms[entryRow[e]!]! * Math.abs(entryValue[e]!);
    return reducedTolerance * size + rounding * terms;
  }

  /** Size of the terms of a reduced cost. */
  scale(j: number): number {
    const { n, sparse } = this.set;
    const { starts, entryRow, entryValue } = sparse;
    if (j >= n) return Math.abs(this.pi[j - n]!) + 1e-3 * this.sumPi();
    let size = this.costScale(j);
    for (let e = starts[j]!; e < starts[j + 1]!; e++) size += Math.abs(this.pi[entryRow[e]!]! * entryValue[e]!);
    return size;
  }
}
