import type { LimitedRows } from "./cardinality-program.ts";
import type { Charge } from "./charge.ts";
import { absoluteValue, type Program, rowScale } from "./program.ts";

/**
 * The linear part of a program in the shape that QP and LP solvers take: columns with bounds and costs, dense rows. Where
 * there are rows of absolute values or costs with a kink, each weight is split into pieces at their centres,
 * w = anchor + sum of pieces, on each of which |w - centre| is linear. The split needs no further rows: pieces out of
 * order only overstate absolute values and costs, and every weight has a representation in order. A limit that may be
 * broken at a price has a column of its own for the violation.
 */
export interface Polyhedron {
  /** Number of weights. */
  readonly size: number;
  /** Number of columns; `size` where nothing is split. */
  readonly columns: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Cost of a unit of each column: slopes of charges and penalties. */
  readonly cost: Float64Array;
  /** The program's rows, then its rows of absolute values; each divided by its largest coefficient. */
  readonly rows: LimitedRows;
  /** What each row was divided by. */
  readonly rowScales: Float64Array;
  /** Weight that each column is a piece of; -1 for violations, which come last. */
  readonly owner: Int32Array;
  /** Weights at which all pieces are 0. */
  readonly anchor: Float64Array;
}

interface Piece {
  readonly owner: number;
  readonly lower: number;
  readonly upper: number;
  /** A weight inside the piece. */
  readonly inside: number;
}

/** The polyhedron of a program and the kinks of charges; their smooth parts are not in it. */
export function polyhedronOf(program: Program, charges: readonly Charge[] = []): Polyhedron {
  const { size, rows, absolutes } = program;
  const anchor = new Float64Array(size);
  const pieces: Piece[] = [];
  const kinked = charges.filter(({ above, below }) => above.some(isNonzero) || below.some(isNonzero));
  for (let i = 0; i < size; i += 1) splitWeight(program, kinked, i, anchor, pieces);
  const soft = softLimits(program);
  const columns = pieces.length + soft.length;
  const count = rows.length + absolutes.length;
  const matrix = new Float64Array(count * columns);
  const lower = new Float64Array(count).fill(-Infinity);
  const upper = new Float64Array(count).fill(Infinity);
  const rowScales = new Float64Array(count);
  rows.forEach((row, k) => {
    const { coefficients } = row;
    let offset = 0;
    for (let i = 0; i < size; i += 1) offset += coefficients[i]! * anchor[i]!;
    const scale = rowScale(coefficients, row.lower, row.upper);
    rowScales[k] = scale;
    pieces.forEach(({ owner }, j) => (matrix[k * columns + j] = coefficients[owner]! / scale));
    lower[k] = (row.lower - offset) / scale;
    upper[k] = (row.upper - offset) / scale;
  });
  absolutes.forEach((row, position) => {
    const k = rows.length + position;
    const { above, below, centres } = row;
    const largest = above.map((value, i) => Math.max(value, below[i]!));
    const scale = rowScale(largest, -Infinity, row.upper);
    rowScales[k] = scale;
    pieces.forEach(({ owner, inside }, j) => {
      matrix[k * columns + j] = slopeAt(row, owner, inside) / scale;
    });
    upper[k] = (row.upper - absoluteValue({ above, below, centres }, anchor)) / scale;
  });
  soft.forEach(({ row, sign }, position) => {
    matrix[row * columns + pieces.length + position] = sign;
  });
  const owned = Float64Array.from(pieces, ({ owner, inside }) =>
    kinked.reduce((slope, charge) => slope + slopeAt(charge, owner, inside), 0),
  );
  return {
    size,
    columns,
    lower: Float64Array.from([...pieces.map((piece) => piece.lower), ...soft.map(() => 0)]),
    upper: Float64Array.from([...pieces.map((piece) => piece.upper), ...soft.map(() => Infinity)]),
    cost: Float64Array.from([...owned, ...soft.map(({ row, penalty }) => penalty * rowScales[row]!)]),
    rows: { count, matrix, lower, upper },
    rowScales,
    owner: Int32Array.from([...pieces.map((piece) => piece.owner), ...soft.map(() => -1)]),
    anchor,
  };
}

/** linear'w as costs of columns, beside the polyhedron's own. */
export function columnCosts({ columns, owner, cost }: Polyhedron, linear: Float64Array): Float64Array {
  const costs = cost.slice();
  for (let j = 0; j < columns; j += 1) if (owner[j]! >= 0) costs[j]! += linear[owner[j]!]!;
  return costs;
}

/** The polyhedron with its own costs multiplied: for searches that weigh linear terms against risk. */
export function withCostTimes(polyhedron: Polyhedron, factor: number): Polyhedron {
  return { ...polyhedron, cost: polyhedron.cost.map((value) => value * factor) };
}

/** Sides of limits that may be broken at a price: what a unit of violation does to the row. */
function softLimits({ rows, absolutes }: Program): readonly { row: number; sign: 1 | -1; penalty: number }[] {
  const soft: { row: number; sign: 1 | -1; penalty: number }[] = [];
  rows.forEach(({ penalty, lower, upper }, row) => {
    if (penalty === Infinity) return;
    if (lower > -Infinity) soft.push({ row, sign: 1, penalty });
    if (upper < Infinity) soft.push({ row, sign: -1, penalty });
  });
  absolutes.forEach(({ penalty }, k) => {
    if (penalty < Infinity) soft.push({ row: rows.length + k, sign: -1, penalty });
  });
  return soft;
}

/** d/dw of a kinked function of one weight, at a weight inside a piece. */
function slopeAt({ above, below, centres }: Kinked, owner: number, inside: number): number {
  return inside > centres[owner]! ? above[owner]! : -below[owner]!;
}

type Kinked = Pick<Charge, "above" | "below" | "centres">;

function isNonzero(value: number): boolean {
  return value !== 0;
}

/** Columns of weights, pieces filled in order; violations 0. */
export function columnsOf({ columns, owner, anchor, lower, upper }: Polyhedron, weights: Float64Array): Float64Array {
  const x = new Float64Array(columns);
  const left = weights.map((weight, i) => weight - anchor[i]!);
  for (let j = 0; j < columns && owner[j]! >= 0; j += 1) {
    const i = owner[j]!;
    // the last piece of a weight takes what is left
    x[j] = owner[j + 1] === i ? Math.min(Math.max(left[i]!, lower[j]!), upper[j]!) : left[i]!;
    left[i] = left[i]! - x[j]!;
  }
  return x;
}

/** Weights of a point in columns. */
export function weightsOf(polyhedron: Polyhedron, x: Float64Array): Float64Array {
  const weights = polyhedron.anchor.slice();
  const { columns, owner } = polyhedron;
  for (let j = 0; j < columns && owner[j]! >= 0; j += 1) weights[owner[j]!]! += x[j]!;
  return weights;
}

function splitWeight(
  program: Program,
  charges: readonly Charge[],
  i: number,
  anchor: Float64Array,
  pieces: Piece[],
): void {
  const lower = program.lower[i]!;
  const upper = program.upper[i]!;
  const kinked: readonly Kinked[] = [...program.absolutes, ...charges];
  const centres = kinked.filter(({ above, below }) => above[i] !== -below[i]!).map((row) => row.centres[i]!);
  if (centres.length === 0) {
    pieces.push({ owner: i, lower, upper, inside: 0 });
    return;
  }
  const breaks = [...new Set(centres)].filter((centre) => centre > lower && centre < upper).sort((a, b) => a - b);
  if (breaks.length === 0) {
    const start = Math.min(Math.max(0, lower), upper);
    anchor[i] = start;
    pieces.push({ owner: i, lower: lower - start, upper: upper - start, inside: midpoint(lower, upper) });
    return;
  }
  const first = breaks[0]!;
  anchor[i] = first;
  pieces.push({ owner: i, lower: lower - first, upper: 0, inside: midpoint(lower, first) });
  breaks.forEach((start, k) => {
    const end = breaks[k + 1] ?? upper;
    pieces.push({ owner: i, lower: 0, upper: end - start, inside: midpoint(start, end) });
  });
}

function midpoint(lower: number, upper: number): number {
  if (lower === -Infinity) return upper === Infinity ? 0 : upper - 1;
  return upper === Infinity ? lower + 1 : (lower + upper) / 2;
}
