import type { LinearRows } from "@plimsoll/numeric";
import { type Program, rowScale } from "./program.ts";

/**
 * The linear part of a program in the shape that QP and LP solvers take: columns with bounds, dense rows. Where a
 * program has rows of absolute values, each weight is split into pieces at their centres, w = anchor + sum of pieces,
 * on each of which |w - centre| is linear. The split needs no further rows: pieces out of order only overstate the
 * absolute values, and every weight has a representation in order.
 */
export interface Polyhedron {
  /** Number of weights. */
  readonly size: number;
  /** Number of columns; `size` where nothing is split. */
  readonly columns: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** The program's rows, then its rows of absolute values; each divided by its largest coefficient. */
  readonly rows: LinearRows;
  /** What each row was divided by. */
  readonly rowScales: Float64Array;
  /** Weight that each column is a piece of. */
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

/** The polyhedron of a program. */
export function polyhedronOf(program: Program): Polyhedron {
  const { size, rows, absolutes } = program;
  const anchor = new Float64Array(size);
  const pieces: Piece[] = [];
  for (let i = 0; i < size; i += 1) splitWeight(program, i, anchor, pieces);
  const columns = pieces.length;
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
    for (let j = 0; j < columns; j += 1) matrix[k * columns + j] = coefficients[pieces[j]!.owner]! / scale;
    lower[k] = (row.lower - offset) / scale;
    upper[k] = (row.upper - offset) / scale;
  });
  absolutes.forEach((row, position) => {
    const k = rows.length + position;
    let offset = 0;
    for (let i = 0; i < size; i += 1) offset += row.scales[i]! * Math.abs(anchor[i]! - row.centres[i]!);
    const scale = rowScale(row.scales, -Infinity, row.upper);
    rowScales[k] = scale;
    for (let j = 0; j < columns; j += 1) {
      const { owner, inside } = pieces[j]!;
      matrix[k * columns + j] = (row.scales[owner]! * Math.sign(inside - row.centres[owner]!)) / scale;
    }
    upper[k] = (row.upper - offset) / scale;
  });
  return {
    size,
    columns,
    lower: Float64Array.from(pieces, (piece) => piece.lower),
    upper: Float64Array.from(pieces, (piece) => piece.upper),
    rows: { count, matrix, lower, upper },
    rowScales,
    owner: Int32Array.from(pieces, (piece) => piece.owner),
    anchor,
  };
}

/** Weights of a point in columns. */
export function weightsOf(polyhedron: Polyhedron, x: Float64Array): Float64Array {
  const weights = polyhedron.anchor.slice();
  for (let j = 0; j < polyhedron.columns; j += 1) weights[polyhedron.owner[j]!]! += x[j]!;
  return weights;
}

function splitWeight(program: Program, i: number, anchor: Float64Array, pieces: Piece[]): void {
  const lower = program.lower[i]!;
  const upper = program.upper[i]!;
  const centres = program.absolutes.filter((row) => row.scales[i]! > 0).map((row) => row.centres[i]!);
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
