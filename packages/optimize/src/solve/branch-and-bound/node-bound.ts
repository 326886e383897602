import { ActiveSetSolver } from "@plimsoll/numeric";
import { DualBound } from "./dual-bound.ts";
import type { CardinalityProgram } from "../../program/cardinality-program.ts";
import { type Domains, NEGATIVE, OUT, POSITIVE, UNDECIDED } from "./program.ts";
import { PerspectiveRelaxation } from "./relaxation.ts";

/** What the plain relaxation of a node says: `empty` with multipliers that prove it, or where x and y now are. */
export type PlainOutcome =
  | { readonly status: "empty"; readonly y: Float64Array }
  | { readonly status: "solved" }
  | { readonly status: "unclear" };

/** The relaxation of a node and the bound that its multipliers give. */
export class NodeBound {
  readonly relaxation: PerspectiveRelaxation;
  readonly dual: DualBound;
  /** The separable part of Q. */
  d: Float64Array;
  readonly #program: CardinalityProgram;
  readonly #domains: Domains;
  readonly #zero: Float64Array;

  constructor(program: CardinalityProgram, domains: Domains, d: Float64Array) {
    this.#program = program;
    this.#domains = domains;
    this.d = d;
    this.relaxation = new PerspectiveRelaxation(program, domains, d);
    this.dual = new DualBound(program.size);
    this.#zero = new Float64Array(program.size);
  }

  useDiagonal(d: Float64Array): void {
    this.d = d;
    this.relaxation.setDiagonal(d);
  }

  /** The bound of the relaxation's x and y, whatever they are; multipliers without a limit are set to 0 first. */
  evaluate(branches: Int8Array, least: number, most: number): number {
    const { relaxation } = this;
    const rows = this.#program.rows;
    const { y } = relaxation;
    let lost = false;
    let fixed = 0;
    for (let i = 0; i < y.length; i++) {
      const value = y[i]!;
      if (value === 0) continue;
      const limit = value > 0 ? rows!.lower[i]! : rows!.upper[i]!;
      if (Number.isFinite(limit)) fixed += value * limit;
      else {
        y[i] = 0;
        lost = true;
      }
    }
    if (lost) relaxation.refresh();
    fixed -= 0.5 * relaxation.curvature + relaxation.margin;
    return this.dual.evaluate(this.#domains, branches, relaxation.r, this.d, fixed, least, most);
  }

  /** The relaxation without perspective by the active set, which always ends; x and y become its answer. */
  solvePlain(branches: Int8Array, least: number, most: number): PlainOutcome {
    const { size: n, hessian, linear, rows } = this.#program;
    const { lower, upper } = this.#hull(branches, most);
    const found = new ActiveSetSolver({
      size: n,
      hessian,
      linear,
      lower,
      upper,
      ...(rows === undefined ? {} : { rows }),
    }).solve();
    const { relaxation } = this;
    if (found.status !== "infeasible") {
      relaxation.x.set(found.x);
      relaxation.y.set(found.y);
      relaxation.refresh();
      return { status: "solved" };
    }
    const y = found.certificate!.rows;
    const r = new Float64Array(n);
    let fixed = 0;
    let size = 0;
    for (let i = 0; i < y.length; i++) {
      const value = y[i]!;
      if (value === 0) continue;
      const term = value * (value > 0 ? rows!.lower[i]! : rows!.upper[i]!);
      fixed += term;
      size += Math.abs(term);
      for (let j = 0; j < n; j++) {
        const coefficient = value * rows!.matrix[i * n + j]!;
        r[j] = r[j]! + coefficient;
        size += Math.abs(coefficient) * Math.max(Math.abs(lower[j]!), Math.abs(upper[j]!));
      }
    }
    const violation = this.dual.evaluate(this.#domains, branches, r, this.#zero, fixed, least, most);
    // more than rounding; otherwise the gains are those of the relaxation again
    if (violation > 1e-10 * size) return { status: "empty", y };
    this.evaluate(branches, least, most);
    return { status: "unclear" };
  }

  // the smallest box around what every variable may be
  #hull(branches: Int8Array, most: number): { readonly lower: Float64Array; readonly upper: Float64Array } {
    const n = this.#program.size;
    const { counted, positiveLow, positiveHigh, negativeLow, negativeHigh } = this.#domains;
    const lower = new Float64Array(n);
    const upper = new Float64Array(n);
    for (let j = 0; j < n; j++) {
      const branch = branches[j]!;
      if (branch === OUT || (branch === UNDECIDED && most <= 0)) continue;
      const positive = branch !== NEGATIVE && positiveLow[j]! <= positiveHigh[j]!;
      const negative = counted[j] !== 0 && branch !== POSITIVE && negativeLow[j]! <= negativeHigh[j]!;
      if (!positive && !negative) continue;
      lower[j] = negative ? negativeLow[j]! : positiveLow[j]!;
      upper[j] = positive ? positiveHigh[j]! : negativeHigh[j]!;
      if (branch === UNDECIDED) {
        lower[j] = Math.min(0, lower[j]!);
        upper[j] = Math.max(0, upper[j]!);
      }
    }
    return { lower, upper };
  }
}
