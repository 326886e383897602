import { type ActiveSetResult, ActiveSetSolver } from "./active-set.ts";
import { crossedLimits, rayOf } from "./certificates.ts";
import { type HessianOperator, hessianOperator } from "./hessian.ts";
import { solveByInteriorPoint } from "./interior-point.ts";
import { type KktFactor, kktFactor, sharedKktFactor } from "./kkt.ts";
import { type ActiveGuess, solveByBlocks } from "./pdas.ts";
import {
  assertQuadraticProgram,
  isFactorHessian,
  type QuadraticOptions,
  type QuadraticProgram,
  type QuadraticSolution,
} from "./program.ts";
import { refineAtActiveSet } from "./refine.ts";
import { judge } from "./residuals.ts";
import { judgeRounded, passes } from "./rounding.ts";

/**
 * Minimises 1/2 x'Qx + c'x subject to rowLower <= A x <= rowUpper and lower <= x <= upper, Q positive semidefinite.
 *
 * Every answer is judged on the raw data before it is called optimal: feasibility, stationarity and gap, each relative
 * to the size of its own terms, so the judgement doesn't change with units. An infeasible program comes back with
 * multipliers that prove it, an unbounded one with a ray.
 *
 * Order of methods under `auto`: factor form with more than 500 variables, primal-dual blocks, with more than 2000 the
 * interior point; shorts allowed in most variables, or a start inside most bounds, primal-dual blocks; else the active set. Where one doesn't reach the tolerance the next one continues from
 * its answer.
 *
 * @throws RangeError where the shapes disagree, a coefficient is not finite, or the Hessian is not symmetric.
 *
 * @example
 * ```ts
 * import { solveQuadratic } from "@plimsoll/numeric";
 *
 * const solution = solveQuadratic({
 *   size: 2,
 *   hessian: Float64Array.of(0.04, 0, 0, 0.01),
 *   linear: new Float64Array(2),
 *   rows: { count: 1, matrix: Float64Array.of(1, 1), lower: Float64Array.of(1), upper: Float64Array.of(1) },
 *   lower: new Float64Array(2),
 *   upper: new Float64Array(2).fill(Infinity),
 * });
 * console.log(solution.status, Array.from(solution.x, (weight) => weight.toFixed(4)));
 * // optimal [ '0.2000', '0.8000' ]
 * ```
 */
export function solveQuadratic(program: QuadraticProgram, options: QuadraticOptions = {}): QuadraticSolution {
  assertQuadraticProgram(program);
  if (options.warmStart !== undefined && options.warmStart.x.length !== program.size) {
    throw new RangeError(`expected warmStart.x to have ${program.size} entries, had ${options.warmStart.x.length}`);
  }
  const hessian = hessianOperator(program.hessian, program.size);
  const tolerance = options.tolerance ?? 1e-9;
  const crossed = crossedLimits(program);
  if (crossed !== undefined) {
    const x = program.lower.map((low, j) =>
      Number.isFinite(low) ? low : Number.isFinite(program.upper[j]!) ? program.upper[j]! : 0,
    );
    const found = {
      status: "infeasible",
      x,
      y: new Float64Array(program.rows?.count ?? 0),
      iterations: 0,
      certificate: crossed,
    } as const;
    return report(program, hessian, found, "limits", tolerance);
  }
  const context: Context = { program, hessian, tolerance, options };
  let best: QuadraticSolution | undefined;
  for (const method of [
    ...order(program, options),
    ...((options.method ?? "auto") === "auto" ? [inOwnSizes, refined] : []),
  ]) {
    const solution = method(context, best);
    if (solution.status !== "iteration-limit") return solution;
    if (best === undefined || error(solution) < error(best)) best = solution;
  }
  return best!;
}

interface Context {
  readonly program: QuadraticProgram;
  readonly hessian: HessianOperator;
  readonly tolerance: number;
  readonly options: QuadraticOptions;
}

type Method = (context: Context, earlier: QuadraticSolution | undefined) => QuadraticSolution;

function order(program: QuadraticProgram, options: QuadraticOptions): readonly Method[] {
  switch (options.method ?? "auto") {
    case "active-set":
      return [activeSet];
    case "pdas":
      return [blocks];
    case "interior-point":
      return [interiorPoint];
    case "auto":
      break;
  }
  if (isFactorHessian(program.hessian) && program.size > 500) {
    // a block step costs less than an interior step, but with many caps there are more of them
    return program.size > 2000 ? [interiorPoint, activeSet, afresh] : [blocks, interiorPoint, activeSet, afresh];
  }
  const mostlyFree =
    program.size >= 20 &&
    (options.warmStart === undefined ? mostlyShort(program) : mostlyInside(program, options.warmStart.x));
  if (mostlyFree) return [blocks, activeSet, interiorPoint, afresh];
  const started = options.warmStart !== undefined || manyAtBounds(program);
  return started ? [activeSet, interiorPoint, afresh] : [activeSet, interiorPoint];
}

/** Whether some row takes so many variables to their other bound that a vertex is far from any answer. */
function manyAtBounds({ size, lower, upper, rows }: QuadraticProgram): boolean {
  if (rows === undefined || size <= farVertex) return false;
  for (let i = 0; i < rows.count; i++) {
    let activity = 0,
      largest = 0;
    for (let j = 0; j < size; j++) {
      const coefficient = rows.matrix[i * size + j]!;
      if (coefficient === 0) continue;
      activity += coefficient * (lower[j]! > -Infinity ? lower[j]! : Math.min(0, upper[j]!));
      largest = Math.max(largest, Math.abs(coefficient) * (upper[j]! - lower[j]!));
    }
    const short = Math.max(rows.lower[i]! - activity, activity - rows.upper[i]!, 0);
    if (short > farVertex * largest) return true;
  }
  return false;
}

/** Working-set changes from which on a start by coordinates is cheaper. */
const farVertex = 20;

function mostlyShort({ size, lower, upper }: QuadraticProgram): boolean {
  let count = 0;
  for (let j = 0; j < size; j++) if (lower[j]! < 0 && upper[j]! > 0) count++;
  return 2 * count > size;
}

// so many free variables that a factor of their own size is better made at once than grown
function mostlyInside({ size, lower, upper }: QuadraticProgram, x: Float64Array): boolean {
  let count = 0;
  for (let j = 0; j < size; j++) if (x[j]! > lower[j]! && x[j]! < upper[j]!) count++;
  return count > 0.3 * size;
}

function activeSet(
  { program, hessian, tolerance, options }: Context,
  earlier: QuadraticSolution | undefined,
): QuadraticSolution {
  const solver = new ActiveSetSolver(program, hessian);
  const x = earlier?.x ?? options.warmStart?.x ?? (manyAtBounds(program) ? solver.approach().x : undefined);
  const found = solver.solve({
    ...(x === undefined ? {} : { x }),
    ...(options.maxIterations === undefined ? {} : { maxIterations: options.maxIterations }),
  });
  return report(program, hessian, found, "active-set", tolerance);
}

// from a vertex of its own: a start may lead astray
function afresh({ program, hessian, tolerance }: Context): QuadraticSolution {
  return report(program, hessian, new ActiveSetSolver(program, hessian).solve(), "active-set", tolerance);
}

/** Curvature of a column, in the largest one's, below which it counts as that. */
const leastCurvature = 1e-10;

// where curvatures are far apart: in variables whose curvature is 1
function inOwnSizes(
  { program, hessian, tolerance }: Context,
  earlier: QuadraticSolution | undefined,
): QuadraticSolution {
  const { size: n, rows } = program;
  if (isFactorHessian(program.hessian)) return earlier!;
  const values = program.hessian;
  let largest = 0;
  for (let j = 0; j < n; j++) largest = Math.max(largest, values[j * n + j]!);
  const sizes = Float64Array.from({ length: n }, (_, j) =>
    largest > 0 ? 1 / Math.sqrt(Math.max(values[j * n + j]!, leastCurvature * largest)) : 1,
  );
  const scaled: QuadraticProgram = {
    size: n,
    hessian: values.map((value, k) => value * sizes[Math.floor(k / n)]! * sizes[k % n]!),
    linear: program.linear.map((value, j) => value * sizes[j]!),
    lower: program.lower.map((value, j) => value / sizes[j]!),
    upper: program.upper.map((value, j) => value / sizes[j]!),
    ...(rows === undefined ? {} : { rows: { ...rows, matrix: rows.matrix.map((value, k) => value * sizes[k % n]!) } }),
  };
  const found = new ActiveSetSolver(scaled).solve();
  // certificates and rays are those of other variables
  if (found.status !== "converged") return earlier!;
  const x = found.x.map((value, j) => value * sizes[j]!);
  return report(program, hessian, { ...found, x }, "active-set", tolerance);
}

// what is left where only multipliers or slopes of the smallest curvatures lack digits
function refined({ program, hessian, tolerance }: Context, earlier: QuadraticSolution | undefined): QuadraticSolution {
  const found = refineAtActiveSet(program, hessian, earlier!.x, earlier!.rowDuals);
  if (found === undefined) return earlier!;
  const { iterations, method } = earlier!;
  return report(program, hessian, { ...found, status: "converged", iterations }, method, tolerance);
}

function blocks({ program, hessian, tolerance, options }: Context): QuadraticSolution {
  const kkt = sharedKktFactor(program.hessian, program.size);
  const guess = options.warmStart === undefined ? undefined : guessFrom(program, options.warmStart.x);
  const found = solveByBlocks(program, hessian, kkt, guess, options.maxIterations ?? 100);
  return report(program, hessian, found, "pdas", tolerance);
}

// the interior point names the active set, block steps or the active set method make it exact
function interiorPoint({ program, hessian, tolerance, options }: Context): QuadraticSolution {
  const kkt = kktFactor(program.hessian, program.size);
  const limit = options.maxIterations ?? 100;
  let iterations = 0;
  const named = (solution: QuadraticSolution): QuadraticSolution => ({
    ...solution,
    method: "interior-point",
    iterations: iterations + solution.iterations,
  });
  let inner = solveByInteriorPoint(program, hessian, kkt, limit, 1e-6);
  // most active sets show early; the others need the full accuracy
  for (const target of [1e-9, 1e-13]) {
    iterations += inner.iterations;
    const exact = named(polish(program, hessian, kkt, inner.guess, tolerance));
    if (exact.status === "optimal") return exact;
    if (inner.converged) inner = solveByInteriorPoint(program, hessian, kkt, limit, target);
  }
  iterations += inner.iterations;
  const found = new ActiveSetSolver(program, hessian).solve({ x: snapped(program, inner.x, inner.guess) });
  return named(report(program, hessian, found, "interior-point", tolerance));
}

function polish(
  program: QuadraticProgram,
  hessian: HessianOperator,
  kkt: KktFactor,
  guess: ActiveGuess,
  tolerance: number,
): QuadraticSolution {
  return report(program, hessian, solveByBlocks(program, hessian, kkt, guess, 20), "interior-point", tolerance);
}

function snapped({ lower, upper }: QuadraticProgram, x: Float64Array, guess: ActiveGuess): Float64Array {
  return x.map((value, j) => (guess.bounds[j] === 1 ? lower[j]! : guess.bounds[j] === 2 ? upper[j]! : value));
}

function guessFrom({ size, lower, upper, rows }: QuadraticProgram, x: Float64Array): ActiveGuess {
  const at = (value: number, low: number, high: number, scale: number): number =>
    value <= low + 1e-9 * scale ? 1 : value >= high - 1e-9 * scale ? 2 : 0;
  const bounds = new Int8Array(size);
  for (let j = 0; j < size; j++) bounds[j] = at(x[j]!, lower[j]!, upper[j]!, Math.abs(x[j]!));
  const states = new Int8Array(rows?.count ?? 0);
  for (let i = 0; i < states.length; i++) {
    let sum = 0,
      scale = 0;
    for (let j = 0; j < size; j++) {
      sum += rows!.matrix[i * size + j]! * x[j]!;
      scale += Math.abs(rows!.matrix[i * size + j]! * x[j]!);
    }
    states[i] = at(sum, rows!.lower[i]!, rows!.upper[i]!, scale);
  }
  return { bounds, rows: states };
}

function report(
  program: QuadraticProgram,
  hessian: HessianOperator,
  found: ActiveSetResult,
  method: string,
  tolerance: number,
): QuadraticSolution {
  const judgement =
    found.status === "infeasible"
      ? { ...judge(program, hessian, found.x, found.y), x: found.x }
      : judgeRounded(program, hessian, found.x, found.y, tolerance);
  const { x } = judgement;
  const { rowDuals, boundDuals, objective, residuals } = judgement;
  const base = { x, rowDuals, boundDuals, objective, iterations: found.iterations, method, residuals };
  if (found.certificate !== undefined) return { ...base, status: "infeasible", certificate: found.certificate };
  if (passes(judgement, tolerance)) return { ...base, status: "optimal" };
  // a point far out points the way itself
  for (const direction of [found.ray, found.x]) {
    const ray = direction === undefined ? undefined : rayOf(program, hessian, direction);
    if (ray !== undefined) return { ...base, status: "unbounded", ray };
  }
  return { ...base, status: "iteration-limit" };
}

function error({ residuals }: QuadraticSolution): number {
  const worst = Math.max(residuals.primal, residuals.dual, residuals.gap);
  return Number.isNaN(worst) ? Infinity : worst;
}
