import type { CardinalityProgram } from "../../program/cardinality-program.ts";

/** In which branch a variable is. */
export const UNDECIDED = 0;
export const OUT = -1;
export const IN = 1;
export const POSITIVE = 2;
export const NEGATIVE = 3;

/** The values that a variable may take when it is in: one or two intervals. */
export interface Domains {
  /** Empty where positiveLow > positiveHigh. An interval that spans 0 is kept here whole. */
  readonly positiveLow: Float64Array;
  readonly positiveHigh: Float64Array;
  readonly negativeLow: Float64Array;
  readonly negativeHigh: Float64Array;
  readonly counted: Uint8Array;
}

/** Throws a RangeError unless shapes agree and bounds are finite. */
export function assertCardinalityProgram(program: CardinalityProgram): void {
  const n = program.size;
  const shapes: readonly (readonly [string, ArrayLike<number> | undefined, number])[] = [
    ["hessian", program.hessian, n * n],
    ["linear", program.linear, n],
    ["lower", program.lower, n],
    ["upper", program.upper, n],
    ["smallest", program.smallest, n],
    ["counted", program.counted, n],
    ["rows.matrix", program.rows?.matrix, n * (program.rows?.count ?? 0)],
    ["rows.lower", program.rows?.lower, program.rows?.count ?? 0],
    ["rows.upper", program.rows?.upper, program.rows?.count ?? 0],
  ];
  for (const [name, values, length] of shapes) {
    if (values !== undefined && values.length !== length) {
      throw new RangeError(`expected ${name} to have ${length} entries, had ${values.length}`);
    }
  }
  for (let j = 0; j < n; j++) {
    if (!Number.isFinite(program.lower[j]) || !Number.isFinite(program.upper[j])) {
      throw new RangeError(`expected finite bounds, variable ${j} has ${program.lower[j]} and ${program.upper[j]}`);
    }
    if (program.lower[j]! > program.upper[j]! && program.counted?.[j] === 0) {
      throw new RangeError(
        `expected lower <= upper where a variable isn't counted, ${j} has ${program.lower[j]} and ${program.upper[j]}`,
      );
    }
  }
  for (const group of program.groups ?? []) {
    for (const member of group.members) {
      if (!(member >= 0 && member < n)) throw new RangeError(`expected group members below ${n}, was ${member}`);
      if (program.counted?.[member] === 0)
        throw new RangeError(`expected group members to be counted, ${member} isn't`);
    }
  }
}

/** The domains of a program. */
export function domainsOf(program: CardinalityProgram): Domains {
  const n = program.size;
  const positiveLow = new Float64Array(n);
  const positiveHigh = new Float64Array(n);
  const negativeLow = new Float64Array(n);
  const negativeHigh = new Float64Array(n);
  const counted = program.counted ?? new Uint8Array(n).fill(1);
  for (let j = 0; j < n; j++) {
    const low = program.lower[j]!;
    const high = program.upper[j]!;
    const least = program.smallest?.[j] ?? 0;
    if (counted[j] === 0) {
      positiveLow[j] = low;
      positiveHigh[j] = high;
      negativeLow[j] = 1;
      continue;
    }
    positiveLow[j] = Math.max(low, least);
    positiveHigh[j] = high >= 0 ? high : -1;
    negativeLow[j] = low < 0 ? low : 1;
    negativeHigh[j] = Math.min(high, -least);
    if (high < 0 || (high === 0 && low < 0)) {
      positiveLow[j] = 1;
      positiveHigh[j] = -1;
    }
    if (low >= 0) negativeLow[j] = negativeHigh[j]! + 1;
    else if (least === 0) positiveLow[j] = Math.max(low, 0);
  }
  return { positiveLow, positiveHigh, negativeLow, negativeHigh, counted };
}
