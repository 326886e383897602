import { ActiveSetSolver, type QuadraticProgram } from "@plimsoll/numeric";
import type { CardinalityProgram } from "../../program/cardinality-program.ts";
import { type Domains, NEGATIVE, OUT, UNDECIDED } from "./program.ts";

/** The best point found, by solving the program on supports; each support is tried once. */
export class Incumbent {
  x: Float64Array | undefined;
  value: number = Infinity;
  /** Quadratic programs solved. */
  tried = 0;
  readonly #program: CardinalityProgram;
  readonly #domains: Domains;
  readonly #seen = new Set<string>();

  constructor(program: CardinalityProgram, domains: Domains) {
    this.#program = program;
    this.#domains = domains;
  }

  /** Tries the variables that `branches` has in (signs as branched; a free sign follows `hint`); true if that improved. */
  trySupport(branches: Int8Array, hint: Float64Array): boolean {
    const { size: n, hessian, linear, rows } = this.#program;
    const { counted, positiveLow, positiveHigh, negativeLow, negativeHigh } = this.#domains;
    const support: number[] = [];
    const lows: number[] = [];
    const highs: number[] = [];
    let key = "";
    for (let j = 0; j < n; j++) {
      const branch = branches[j]!;
      if (counted[j] !== 0 && (branch === OUT || branch === UNDECIDED)) continue;
      const two = counted[j] !== 0 && negativeLow[j]! <= negativeHigh[j]!;
      const positive = positiveLow[j]! <= positiveHigh[j]!;
      const negative = two && (branch === NEGATIVE || !positive || (branch < 2 && hint[j]! < 0));
      // an interval through 0 needs no sign
      const through = two && positive && branch < 2 && negativeHigh[j] === 0 && positiveLow[j] === 0;
      support.push(j);
      lows.push(through || negative ? negativeLow[j]! : positiveLow[j]!);
      highs.push(through || !negative ? positiveHigh[j]! : negativeHigh[j]!);
      if (lows.at(-1)! > highs.at(-1)!) return false;
      key += `${j}${negative ? "-" : ""},`;
    }
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    const k = support.length;
    const m = rows?.count ?? 0;
    if (k === 0) {
      for (let i = 0; i < m; i++) if (rows!.lower[i]! > 0 || rows!.upper[i]! < 0) return false;
      return this.#accept(new Float64Array(n));
    }
    const sub = new Float64Array(k * k);
    const matrix = new Float64Array(m * k);
    for (let a = 0; a < k; a++) {
      for (let b = 0; b < k; b++) sub[a * k + b] = hessian[support[a]! * n + support[b]!]!;
      for (let i = 0; i < m; i++) matrix[i * k + a] = rows!.matrix[i * n + support[a]!]!;
    }
    const program: QuadraticProgram = {
      size: k,
      hessian: sub,
      linear: Float64Array.from(support, (j) => linear[j]!),
      lower: Float64Array.from(lows),
      upper: Float64Array.from(highs),
      ...(m > 0 ? { rows: { count: m, matrix, lower: rows!.lower, upper: rows!.upper } } : {}),
    };
    this.tried++;
    const found = new ActiveSetSolver(program).solve();
    if (found.status !== "converged") return false;
    const x = new Float64Array(n);
    support.forEach((j, a) => {
      x[j] = found.x[a]!;
    });
    return this.#accept(x);
  }

  #accept(x: Float64Array): boolean {
    const { size: n, hessian, linear, rows } = this.#program;
    for (let i = 0; i < (rows?.count ?? 0); i++) {
      let activity = 0,
        size = 0;
      for (let j = 0; j < n; j++) {
        const term = rows!.matrix[i * n + j]! * x[j]!;
        activity += term;
        size += Math.abs(term);
      }
      if (Math.max(rows!.lower[i]! - activity, activity - rows!.upper[i]!) > 1e-10 * Math.max(size, Number.MIN_VALUE))
        return false;
    }
    let value = 0;
    for (let i = 0; i < n; i++) {
      if (x[i] === 0) continue;
      let product = 0;
      for (let j = 0; j < n; j++) product += hessian[i * n + j]! * x[j]!;
      value += x[i]! * (0.5 * product + linear[i]!);
    }
    if (!(value < this.value)) return false;
    this.value = value;
    this.x = x;
    return true;
  }
}
