import { blocksOf } from "./cones/blocks.ts";
import { Embedding, type Measures } from "./embedding.ts";
import { equilibrate, type Equilibrated } from "./equilibrate.ts";
import { KktSystem } from "./kkt-system.ts";
import { copyPoint, type Point } from "./point.ts";
import { assertConicProgram, type ConicOptions, type ConicProgram, type ConicSolution } from "./program.ts";
import { addSymmetricProduct } from "./sparse-matrix.ts";

/** Residuals below which an iterate that rounding stopped is still called optimal. */
const ACCEPTABLE = 1e-7;
/** Residual of a proof of infeasibility or unboundedness, with the value that it proves scaled to 1. */
const PROOF = 1e-9;
/** Merit that is no more than rounding: of two such iterates the later is nearer to the optimum. */
const ROUNDING = 1e-13;
/** Iterations without a better iterate after which rounding has taken over. */
const PATIENCE = 10;

/** Where an interior point method stands. */
export interface ConicProgress {
  readonly iteration: number;
  /** Largest of the relative residuals and the gap. */
  readonly gap: number;
}

/**
 * Solves a conic program step by step: yields once an iteration, so that a caller can stop, and returns the solution.
 * See {@link solveConic}.
 *
 * @example
 * ```ts
 * import { conicSteps, sparseFromDense } from "@plimsoll/numeric";
 *
 * const rows = sparseFromDense(Float64Array.of(-1), 1, 1);
 * const program = { size: 1, linear: Float64Array.of(1), rows, limits: Float64Array.of(-2), cones: [{ kind: "nonnegative", size: 1 }] } as const;
 * const steps = conicSteps(program);
 * let step = steps.next();
 * while (!step.done) step = steps.next();
 * console.log(step.value.x[0]!.toFixed(6)); // 2.000000
 * ```
 */
export function* conicSteps(
  program: ConicProgram,
  options: ConicOptions = {},
): Generator<ConicProgress, ConicSolution> {
  const { tolerance = 1e-10, maxIterations = 200 } = options;
  assertConicProgram(program);
  const blocks = blocksOf(program.cones);
  const scaled = equilibrate(program, blocks);
  const embedding = new Embedding(scaled, blocks, new KktSystem(scaled, blocks));
  embedding.start();
  let best: { readonly point: Point; readonly measures: Measures; readonly merit: number } | undefined;
  let sinceBest = 0;
  let iteration = 0;
  for (; iteration < maxIterations; iteration++) {
    const measures = embedding.measure();
    const merit = Math.max(measures.primal, measures.dual, measures.gap);
    const proof = Math.min(measures.infeasible, measures.unbounded);
    if (proof <= PROOF && !(merit <= ACCEPTABLE)) {
      const status = measures.infeasible <= measures.unbounded ? "infeasible" : "unbounded";
      return unscaled(program, scaled, embedding.point, measures, status, iteration);
    }
    // slower progress is rounding
    if (best !== undefined && best.merit <= ACCEPTABLE && merit > 0.95 * best.merit) sinceBest++;
    else sinceBest = 0;
    if (best === undefined || merit < best.merit || merit <= ROUNDING)
      best = { point: copyPoint(embedding.point), measures, merit };
    if (merit <= tolerance || sinceBest > PATIENCE) break;
    yield { iteration, gap: merit };
    if (embedding.advance() === 0) break;
  }
  const { point, measures, merit } = best!;
  const status = merit <= Math.max(tolerance, ACCEPTABLE) ? "optimal" : "iteration-limit";
  return unscaled(program, scaled, point, measures, status, iteration);
}

/**
 * Minimises 1/2 x'Px + q'x subject to A x + s = b, s in a product of zero, nonnegative, second-order, exponential and power
 * cones: an interior point method on the homogeneous embedding (Goulart and Chen 2024), with Nesterov-Todd scaling for
 * symmetric cones and that of Dahl and Andersen (2022) for the others, on a sparse factorisation.
 *
 * Rows and columns are scaled within; tell small numbers from zeros all the same, since residuals are relative to the
 * largest terms of the scaled program. Proofs of infeasibility and unboundedness come as `duals` and `x`.
 *
 * @throws RangeError for shapes that disagree, numbers that aren't finite, or a negative diagonal of P. P itself isn't checked
 * for being positive semidefinite.
 *
 * @example
 * ```ts
 * import { solveConic, sparseFromDense } from "@plimsoll/numeric";
 *
 * // least t with |(3, 4) + x (1, 0)| <= t: rows t, 3 + x, 4
 * const rows = sparseFromDense(Float64Array.of(-1, 0, 0, -1, 0, 0), 3, 2);
 * const { status, x } = solveConic({
 *   size: 2,
 *   linear: Float64Array.of(1, 0),
 *   rows,
 *   limits: Float64Array.of(0, 3, 4),
 *   cones: [{ kind: "second-order", size: 3 }],
 * });
 * console.log(status, x[0]!.toFixed(6), x[1]!.toFixed(6)); // optimal 4.000000 -3.000000
 * ```
 */
export function solveConic(program: ConicProgram, options: ConicOptions = {}): ConicSolution {
  const steps = conicSteps(program, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function unscaled(
  program: ConicProgram,
  { columnScales, rowScales, costScale, linear, limits }: Equilibrated,
  { x, z, s, tau }: Point,
  measures: Measures,
  status: ConicSolution["status"],
  iterations: number,
): ConicSolution {
  const along = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  // proofs are scaled to -b'z = 1 and -q'x = 1
  const divisor = status === "infeasible" ? -along(limits, z) / costScale : tau;
  const ray = status === "unbounded" ? -along(linear, x) / costScale : divisor;
  const point = x.map((value, j) => (value * columnScales[j]!) / ray);
  const duals = z.map((value, i) => (value * rowScales[i]!) / (costScale * divisor));
  let objective = along(program.linear, point);
  if (program.quadratic !== undefined) {
    const product = new Float64Array(point.length);
    addSymmetricProduct(program.quadratic, 0.5, point, product);
    objective += along(product, point);
  }
  return {
    status,
    x: point,
    duals,
    slacks: s.map((value, i) => value / (rowScales[i]! * ray)),
    objective,
    iterations,
    primalResidual: measures.primal,
    dualResidual: measures.dual,
    gap: measures.gap,
  };
}
