import { denseValues, diagonalOfForm } from "../problem/quadratic-form.ts";
import type { CardinalityProgram, CountLimit } from "../solve/branch-and-bound/index.ts";
import type { ConvexGoal } from "./goal.ts";
import { type Program, rowScale } from "./program.ts";

/** A convex quadratic goal with holding rules as the bare program that branch and bound takes. */
export interface HoldingProgram {
  readonly bare: CardinalityProgram;
  /** What the bare objective has to be multiplied by. */
  readonly scale: number;
  /** Added after that. */
  readonly constant: number;
  /** Objective value of the goal from that of the bare program. */
  readonly valueOf: (bareValue: number) => number;
}

/** Why a goal and program have no bare form. */
export type HoldingProgramOrReason = HoldingProgram | { readonly unsupported: string };

/** Puts a goal and a program with holding rules into the form that branch and bound takes; says why where there is none. */
export function holdingProgramOf(goal: ConvexGoal, program: Program): HoldingProgramOrReason {
  const { size, rows, absolutes, caps, floors } = program;
  const quadratic = goal.risk?.quadratic;
  const flat = goal.linear.every((value) => value === 0);
  if (program.implications.length > 0) return { unsupported: "cardinality where one holding implies another" };
  if (program.largeIssuers.length > 0) return { unsupported: "cardinality under a limit on large issuers" };
  if ((goal.tickets ?? []).length > 0) return { unsupported: "cardinality with fixed costs" };
  if (goal.charges.length > 0) return { unsupported: "cardinality with costs" };
  if (rows.some(({ penalty }) => penalty < Infinity)) return { unsupported: "cardinality with a soft limit" };
  if (absolutes.length > 0) return { unsupported: "cardinality under turnover or gross exposure" };
  if (caps.length > 0) return { unsupported: "cardinality under a risk cap" };
  if (quadratic === undefined || goal.coefficient === 0)
    return { unsupported: "cardinality without a quadratic risk in the objective" };
  if (quadratic.root && !flat)
    return { unsupported: "cardinality with standard deviation beside a linear term: use variance" };
  const upper = program.upper.map((value, i) => Math.min(value, impliedUpper(program, i)));
  const lower = program.lower.slice();
  const open = lower.findIndex((value, i) => value === -Infinity || upper[i] === Infinity);
  if (open >= 0) return { unsupported: `cardinality without finite bounds on "${program.assets[open]}"` };
  const { form, centre } = quadratic;
  const diagonal = diagonalOfForm(form);
  const mean = diagonal.reduce((sum, value) => sum + value, 0) / size;
  // the square of a root has the same minimiser
  const factor = quadratic.root ? 1 : goal.coefficient;
  const scale = 2 * factor * (mean > 0 ? mean : 1);
  const dense = denseValues(form);
  const hessian = dense.map((value) => (2 * factor * value) / scale);
  let constant = 0;
  const linear = goal.linear.map((value) => value / scale);
  if (centre !== undefined) {
    for (let i = 0; i < size; i += 1) {
      let product = 0;
      for (let j = 0; j < size; j += 1) product += dense[i * size + j]! * centre[j]!;
      linear[i] = linear[i]! - (2 * factor * product) / scale;
      constant += factor * product * centre[i]!;
    }
  }
  const smallest = new Float64Array(size);
  const counted = new Uint8Array(size);
  for (const { asset, floor } of floors) {
    smallest[asset] = Math.max(smallest[asset]!, floor);
    counted[asset] = 1;
  }
  const groups: CountLimit[] = [];
  for (const { assets, min, max } of program.counts) {
    groups.push({ members: assets, min, max });
    for (const asset of assets) counted[asset] = 1;
  }
  const all = counted.reduce((sum, value) => sum + value, 0);
  const everywhere = groups.filter((group) => group.members.length === all);
  // a bound that excludes 0 holds whether or not the asset counts
  for (let i = 0; i < size; i += 1) {
    if (counted[i] === 1 && (lower[i]! > 0 || upper[i]! < 0)) groups.push({ members: Int32Array.of(i), min: 1 });
  }
  const bare: CardinalityProgram = {
    size,
    hessian,
    linear,
    lower,
    upper,
    smallest,
    counted,
    minCount: Math.max(0, ...everywhere.map((group) => group.min ?? 0)),
    maxCount: Math.min(all, ...everywhere.map((group) => group.max ?? all)),
    groups: groups.filter((group) => !everywhere.includes(group)),
    ...(rows.length === 0 ? {} : { rows: scaledRows(program) }),
  };
  const valueOf = (bareValue: number): number => {
    const square = bareValue * scale + constant;
    return quadratic.root ? goal.coefficient * Math.sqrt(Math.max(0, square)) : square;
  };
  return { bare, scale, constant, valueOf };
}

/** The most that an exact budget and the other lower bounds leave for one weight. */
function impliedUpper(program: Program, i: number): number {
  if (program.budget === undefined) return Infinity;
  let left = program.budget;
  for (let j = 0; j < program.size; j += 1) if (j !== i) left -= Math.min(0, program.lower[j]!);
  return Math.max(left, 0);
}

function scaledRows({ rows, size }: Program): NonNullable<CardinalityProgram["rows"]> {
  const matrix = new Float64Array(rows.length * size);
  const lower = new Float64Array(rows.length);
  const upper = new Float64Array(rows.length);
  rows.forEach((row, k) => {
    const largest = rowScale(row.coefficients, row.lower, row.upper);
    for (let j = 0; j < size; j += 1) matrix[k * size + j] = row.coefficients[j]! / largest;
    lower[k] = row.lower / largest;
    upper[k] = row.upper / largest;
  });
  return { count: rows.length, matrix, lower, upper };
}
