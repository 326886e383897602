import { columnMeans, covarianceMatrix, RandomStream } from "@plimsoll/numeric";
import type { ProspectGoal } from "../../program/goal.ts";
import type { Polyhedron } from "../../program/polyhedron.ts";
import { solveLinear } from "../linear/solve-linear.ts";
import { QuadraticFamily } from "../quadratic/quadratic-family.ts";
import type { Solving } from "../solving.ts";

/** Portfolios of the mean-variance frontier; risk tolerances grow by this. */
const tolerances = 10;
const growth = 3;
/** Steps of the grid over two or three assets, and mixtures drawn for each start. */
const gridSteps = [0, 0, 256, 48] as const;
const drawn = 8;

/**
 * Where to climb from: the mean-variance frontier of the scenarios, the portfolios of greatest weight in each asset, a grid
 * where there are three assets at most, and mixtures of all these that are drawn. Undefined where nothing is feasible.
 */
export function* startingPortfolios(
  { scenarios, starts, seed }: ProspectGoal,
  polyhedron: Polyhedron,
): Solving<readonly Float64Array[] | undefined> {
  const { rows, values } = scenarios;
  const { size } = polyhedron;
  const mean = columnMeans(values, rows, size);
  const covariance = covarianceMatrix(values, rows, size);
  const corners: Float64Array[] = [];
  for (let i = 0; i < size; i += 1) {
    yield { phase: "starts", done: i, total: size };
    const corner = yield* solveLinear(
      polyhedron,
      Float64Array.from({ length: size }, (_, j) => (j === i ? -1 : 0)),
    );
    if (corner.status === "infeasible") return undefined;
    if (corner.status === "optimal") corners.push(corner.weights);
  }
  const frontier: Float64Array[] = [];
  const family = new QuadraticFamily(polyhedron, { form: "dense", size, values: covariance });
  const largest = mean.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const variance = covariance.reduce((sum, value) => sum + Math.abs(value), 0) / covariance.length;
  for (let k = 0; k <= tolerances; k += 1) {
    yield { phase: "starts", done: k, total: tolerances };
    const tolerance = k === 0 ? 0 : (variance / largest) * growth ** (k - tolerances / 2);
    const point = family.solve(mean.map((value) => -tolerance * value));
    if (point.status === "optimal") frontier.push(point.weights);
  }
  const found = [...frontier, ...corners, middleOf(corners, size)];
  if (size <= 3) found.push(...grid(corners, gridSteps[size]!));
  const random = RandomStream.of(seed);
  const known = found.slice(0, frontier.length + corners.length);
  for (let k = 0; k < starts * drawn; k += 1) {
    const parts = known.map(() => random.exponential() ** 3);
    found.push(mixture(known, parts));
  }
  return found;
}

function middleOf(corners: readonly Float64Array[], size: number): Float64Array {
  return corners.length === 0 ? new Float64Array(size) : mixture(corners, Array<number>(corners.length).fill(1));
}

/** Portfolios weighted by parts. */
function mixture(portfolios: readonly Float64Array[], parts: readonly number[]): Float64Array {
  const total = parts.reduce((sum, part) => sum + part, 0);
  const mixed = new Float64Array(portfolios[0]!.length);
  portfolios.forEach((weights, k) => {
    for (let i = 0; i < mixed.length; i += 1) mixed[i] = mixed[i]! + (parts[k]! / total) * weights[i]!;
  });
  return mixed;
}

/** Mixtures of up to three corners in even steps. */
function grid(corners: readonly Float64Array[], steps: number): readonly Float64Array[] {
  if (corners.length < 2) return [];
  const found: Float64Array[] = [];
  for (let a = 0; a <= steps; a += 1)
    for (let b = corners.length === 2 ? steps - a : 0; a + b <= steps; b += 1)
      found.push(mixture(corners, corners.length === 2 ? [a, b] : [a, b, steps - a - b]));
  return found;
}
