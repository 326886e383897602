import { denseValues, diagonalOfForm } from "../problem/quadratic-form.ts";
import type { CardinalityProgram, CountLimit } from "./cardinality-program.ts";
import { hasImpact } from "./charge.ts";
import type { ConvexGoal } from "./goal.ts";
import { HoldingColumns } from "./holding-columns.ts";
import type { Program } from "./program.ts";

/** A convex quadratic goal with holding rules as the bare program that branch and bound takes. */
export interface HoldingProgram {
  /** The weights come first, then what kinked costs, absolute values and soft limits need. */
  readonly bare: CardinalityProgram;
  /** Objective value of the goal from that of the bare program. */
  readonly valueOf: (bareValue: number) => number;
  /** What the bare value lacks of the goal's, or of its square where the goal is a root, in the bare program's unit. */
  readonly offset: number;
  /** The bare value, offset included, of a value of the goal. */
  readonly bareOf: (value: number) => number;
}

/** Why a goal and program have no bare form. */
export type HoldingProgramOrReason = HoldingProgram | { readonly unsupported: string };

/** Puts a goal and a program with holding rules into the form that branch and bound takes; says why where there is none. */
export function holdingProgramOf(goal: ConvexGoal, program: Program): HoldingProgramOrReason {
  const { size, rows, absolutes, caps } = program;
  const quadratic = goal.risk?.quadratic;
  const { charges } = goal;
  const soft = [...rows, ...absolutes].some(({ penalty }) => penalty < Infinity);
  const flat = goal.linear.every((value) => value === 0) && charges.length === 0 && !soft;
  if (program.implications.length > 0) return { unsupported: "cardinality where one holding implies another" };
  if (program.largeIssuers.length > 0) return { unsupported: "cardinality under a limit on large issuers" };
  if ((goal.tickets ?? []).length > 0) return { unsupported: "cardinality with fixed costs" };
  if (charges.some(hasImpact)) return { unsupported: "cardinality with a three-halves cost" };
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
  const mean = diagonalOfForm(form).reduce((sum, value) => sum + value, 0) / size;
  // the square of a root has the same minimiser
  const factor = quadratic.root ? 1 : goal.coefficient;
  const scale = 2 * factor * (mean > 0 ? mean : 1);
  const dense = denseValues(form);
  const linear = goal.linear.slice();
  const curvature = new Float64Array(size);
  let constant = 0;
  if (centre !== undefined) {
    for (let i = 0; i < size; i += 1) {
      let product = 0;
      for (let j = 0; j < size; j += 1) product += dense[i * size + j]! * centre[j]!;
      linear[i] = linear[i]! - 2 * factor * product;
      constant += factor * product * centre[i]!;
    }
  }
  for (const { quadratic: own, centres } of charges) {
    for (let i = 0; i < size; i += 1) {
      curvature[i] = curvature[i]! + own[i]!;
      linear[i] = linear[i]! - 2 * own[i]! * centres[i]!;
      constant += own[i]! * centres[i]! ** 2;
    }
  }
  const { counted, smallest, minCount, maxCount, groups } = holdingRules(program, lower, upper);
  const range = {
    lower: lower.map((value, i) => (counted[i] === 1 ? Math.min(0, value) : value)),
    upper: upper.map((value, i) => (counted[i] === 1 ? Math.max(0, value) : value)),
  };
  const columns = new HoldingColumns(program, charges, linear, range);
  const all = columns.count;
  const hessian = new Float64Array(all * all);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) hessian[i * all + j] = (2 * factor * dense[i * size + j]!) / scale;
    hessian[i * all + i]! += (2 * curvature[i]!) / scale;
  }
  const longer = <Values extends Float64Array | Uint8Array>(own: Values, target: Values): Values => {
    target.set(own);
    return target;
  };
  const bare: CardinalityProgram = {
    size: all,
    hessian,
    linear: Float64Array.from(columns.cost, (value) => value / scale),
    lower: longer(lower, new Float64Array(all)),
    upper: Float64Array.from([...upper, ...columns.room]),
    smallest: longer(smallest, new Float64Array(all)),
    counted: longer(counted, new Uint8Array(all)),
    minCount,
    maxCount,
    groups,
    ...columns.rows(),
  };
  constant += columns.constant;
  const valueOf = (bareValue: number): number => {
    const square = bareValue * scale + constant;
    return quadratic.root ? goal.coefficient * Math.sqrt(Math.max(0, square)) : square;
  };
  const bareOf = (value: number): number => (quadratic.root ? (value / goal.coefficient) ** 2 : value) / scale;
  return { bare, valueOf, offset: constant / scale, bareOf };
}

interface HoldingRules {
  readonly counted: Uint8Array;
  readonly smallest: Float64Array;
  readonly minCount: number;
  readonly maxCount: number;
  readonly groups: readonly CountLimit[];
}

function holdingRules({ size, counts, floors }: Program, lower: Float64Array, upper: Float64Array): HoldingRules {
  const smallest = new Float64Array(size);
  const counted = new Uint8Array(size);
  for (const { asset, floor } of floors) {
    smallest[asset] = Math.max(smallest[asset]!, floor);
    counted[asset] = 1;
  }
  const groups: CountLimit[] = [];
  for (const { assets, min, max } of counts) {
    groups.push({ members: assets, min, max });
    for (const asset of assets) counted[asset] = 1;
  }
  const all = counted.reduce((sum, value) => sum + value, 0);
  const everywhere = groups.filter((group) => group.members.length === all);
  // a bound that excludes 0 holds whether or not the asset counts
  for (let i = 0; i < size; i += 1) {
    if (counted[i] === 1 && (lower[i]! > 0 || upper[i]! < 0)) groups.push({ members: Int32Array.of(i), min: 1 });
  }
  return {
    counted,
    smallest,
    minCount: Math.max(0, ...everywhere.map((group) => group.min ?? 0)),
    maxCount: Math.min(all, ...everywhere.map((group) => group.max ?? all)),
    groups: groups.filter((group) => !everywhere.includes(group)),
  };
}

/** The most that an exact budget and the other lower bounds leave for one weight. */
function impliedUpper(program: Program, i: number): number {
  if (program.budget === undefined) return Infinity;
  let left = program.budget;
  for (let j = 0; j < program.size; j += 1) if (j !== i) left -= Math.min(0, program.lower[j]!);
  return Math.max(left, 0);
}
