import { type QuadraticProgram, solveQuadratic } from "@plimsoll/numeric";
import { columnsOf, type Polyhedron, weightsOf } from "../../program/polyhedron.ts";
import type { Solving } from "../solving.ts";
import type { ProspectFunction } from "./prospect-function.ts";

/** A portfolio with its value. */
export interface Valued {
  readonly weights: Float64Array;
  readonly value: number;
}

/** A linear piece: the function is about value + slopes'(x - x of the piece). */
interface Piece {
  readonly x: Float64Array;
  readonly value: number;
  readonly slopes: Float64Array;
}

/** How long to climb. */
export interface Climb {
  readonly steps: number;
  /** Improvement that ends it, relative to what slopes promise for a unit of weight. */
  readonly tolerance: number;
}

/** Pieces that are kept after a step that improves, and at most. */
const kept = 10;
const mostPieces = 40;
const shortest = 1 / 1024;

/**
 * Climbs from a portfolio to a local maximum over a polyhedron: a step maximises the least of linear pieces, those of
 * the portfolio and of points nearby across the kinks where outcomes change ranks, less a quadratic with the curvature
 * that past steps have shown (BFGS): a proximal bundle method. A step that doesn't improve adds its piece.
 */
export function* ascend(
  prospect: ProspectFunction,
  polyhedron: Polyhedron,
  from: Float64Array,
  { steps, tolerance }: Climb,
): Solving<Valued> {
  const { columns } = polyhedron;
  let x = columnsOf(polyhedron, from);
  const pieceAt = (at: Float64Array): Piece => {
    const slopes = new Float64Array(polyhedron.size);
    const value = prospect.slopes(weightsOf(polyhedron, at), slopes);
    return { x: at, value, slopes: Float64Array.from(polyhedron.owner, (owner) => (owner < 0 ? 0 : slopes[owner]!)) };
  };
  let here = pieceAt(x);
  const unit = here.slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0) || 1;
  const curvature = new Float64Array(columns * columns);
  for (let j = 0; j < columns; j += 1) curvature[j * columns + j] = 1;
  let pieces: Piece[] = [here];
  let failures = 0;
  for (let done = 0; done < steps; done += 1) {
    yield { phase: "climb", done, total: steps };
    const model = stepModel(polyhedron, curvature, pieces, here, unit);
    const solution = solveQuadratic(model);
    if (solution.status !== "optimal" && solution.status !== "iteration-limit") break;
    const promised = solution.x[columns]! * unit;
    if (!(promised > tolerance * unit)) break;
    let share = 1;
    let next: Piece;
    for (;;) {
      const length = share;
      const at = x.map((value, j) => value + length * (solution.x[j]! - value));
      next = pieceAt(at);
      if (next.value > here.value + 1e-4 * share * promised || share <= shortest || failures > 0) break;
      share /= 4;
    }
    if (next.value > here.value + 1e-4 * share * promised) {
      learnCurvature(curvature, here, next, unit);
      x = next.x;
      here = next;
      failures = 0;
      pieces = [next, ...pieces].slice(0, kept);
      continue;
    }
    failures += 1;
    if (failures > mostPieces + 10) break;
    // where even its own piece promises too much the step gets shorter
    if (failures % 4 === 0) for (let k = 0; k < curvature.length; k += 1) curvature[k]! *= 2;
    pieces = [here, next, ...pieces.slice(1)].slice(0, mostPieces);
  }
  return { weights: weightsOf(polyhedron, x), value: here.value };
}

/** max t - 1/2 (x - here)'C(x - here), t at most each piece, counted from here and never below 0 there; units of slopes. */
function stepModel(
  { columns, lower, upper, rows }: Polyhedron,
  curvature: Float64Array,
  pieces: readonly Piece[],
  here: Piece,
  unit: number,
): QuadraticProgram {
  const size = columns + 1;
  const hessian = new Float64Array(size * size);
  const linear = new Float64Array(size);
  for (let i = 0; i < columns; i += 1) {
    for (let j = 0; j < columns; j += 1) {
      const value = curvature[i * columns + j]!;
      hessian[i * size + j] = value;
      linear[i]! -= value * here.x[j]!;
    }
  }
  linear[columns] = -1;
  const count = rows.count + pieces.length;
  const matrix = new Float64Array(count * size);
  const rowLower = new Float64Array(count).fill(-Infinity);
  const rowUpper = new Float64Array(count).fill(Infinity);
  for (let k = 0; k < rows.count; k += 1) {
    matrix.set(rows.matrix.subarray(k * columns, (k + 1) * columns), k * size);
    rowLower[k] = rows.lower[k]!;
    rowUpper[k] = rows.upper[k]!;
  }
  pieces.forEach((piece, position) => {
    const k = rows.count + position;
    let constant = (piece.value - here.value) / unit;
    let offset = 0;
    for (let j = 0; j < columns; j += 1) {
      const slope = piece.slopes[j]! / unit;
      matrix[k * size + j] = slope;
      constant += slope * (here.x[j]! - piece.x[j]!);
      offset += slope * here.x[j]!;
    }
    matrix[k * size + columns] = -1;
    rowLower[k] = offset - Math.max(0, constant);
  });
  return {
    size,
    hessian,
    linear,
    rows: { count, matrix, lower: rowLower, upper: rowUpper },
    lower: Float64Array.from([...lower, -Infinity]),
    upper: Float64Array.from([...upper, Infinity]),
  };
}

/** BFGS, damped so that it stays positive definite (Powell 1978). */
function learnCurvature(curvature: Float64Array, from: Piece, to: Piece, unit: number): void {
  const size = from.x.length;
  const step = to.x.map((value, j) => value - from.x[j]!);
  const bent = new Float64Array(size);
  let whole = 0;
  let seen = 0;
  const change = to.slopes.map((slope, j) => (from.slopes[j]! - slope) / unit);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) bent[i]! += curvature[i * size + j]! * step[j]!;
    whole += bent[i]! * step[i]!;
    seen += change[i]! * step[i]!;
  }
  if (!(whole > 0)) return;
  const share = seen >= 0.2 * whole ? 1 : (0.8 * whole) / (whole - seen);
  const mixed = change.map((value, i) => share * value + (1 - share) * bent[i]!);
  const product = share * seen + (1 - share) * whole;
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1)
      curvature[i * size + j]! += (mixed[i]! * mixed[j]!) / product - (bent[i]! * bent[j]!) / whole;
}
