import type { RiskMinimum } from "../risk-minimum.ts";
import { requireHighs, type Solving } from "../solving.ts";
import { bundleStep, type PlacedCut } from "./bundle-step.ts";
import { firstPortfolio } from "./first-portfolio.ts";
import { GrowingProgram, ranAway } from "./growing-program.ts";
import type { Oracle, Support } from "./oracles.ts";
import {
  cutOf,
  dot,
  equalValues,
  failedMinimum,
  minimumOf,
  type ScenarioProgram,
  valuesAt,
} from "./scenario-program.ts";

const mostIterations = 400;
/** Cuts that a step starts from beside those that held the last one. */
const remembered = 25;
/** Share of the predicted decrease at which a step is taken. */
const serious = 0.05;
/** Predicted decrease, relative to the risk, from which the linear program over all cuts gives the bound. */
const near = 1e-6;
/** Steps in a row without a better portfolio after which the linear program looks further. */
const patience = 8;
/** Relative gap at which the search ends: well inside what certificates ask for. */
const closeEnough = 1e-9;

/** Longest step that the multipliers may still have a weight take; iterations after which the gap alone decides. */
const shortStep = 2e-9;
const enough = 150;
/** Iterations after which the gap is measured against the risk even where the objective is less. */
const soon = 60;

/** Share of the risk of the first portfolio, or of equal weights, below which a portfolio counts as without any. */
const hardly = 0.1;

interface Looked extends PlacedCut {
  readonly support: Support;
  readonly value: number;
}

/**
 * Minimises a measure that is smooth but for kinks: each step minimises the best portfolio's cut with its curvature under
 * the cuts found so far, which hold the kinks. Close to the end a linear program over all cuts gives the bound and its
 * multipliers, which are exact, and its vertex is looked at too.
 */
export function* minimizeByNewtonBundle(given: ScenarioProgram, oracle: Oracle): Solving<RiskMinimum> {
  const first = firstPortfolio(given);
  if (first.status !== "optimal") return failedMinimum(given, first.status, 0);
  const { program } = first;
  const look = (at: Float64Array): Looked => {
    const support = oracle(program, valuesAt(program, at));
    return { ...cutOf(program, support.prices), at, support, value: support.value + dot(program.linear, at) };
  };
  let centre = look(first.x);
  const least = hardly * Math.min(1, Math.abs(oracle(program, equalValues(program)).value));
  let hessian = centre.support.curvature();
  const all: PlacedCut[] = [centre];
  let cuts: readonly PlacedCut[] = [];
  let bent = true;
  let fruitless = 0;
  let proof: GrowingProgram | undefined;
  try {
    for (let iteration = 1; iteration <= mostIterations; iteration += 1) {
      yield { phase: "newton bundle", done: iteration };
      const size = Math.max(Math.abs(centre.value) + Math.abs(centre.support.value), least);
      const before = centre;
      const step = bundleStep(program, centre, hessian, cuts, bent);
      const predicted = step === undefined ? 0 : centre.value - step.value;
      if (step !== undefined && predicted > 1e-14 * size) {
        const next = look(step.x);
        all.push(next);
        const kept = cuts.filter((_, k) => step.multipliers[k]! > 0 || cuts.length < remembered);
        if (centre.value - next.value >= serious * predicted) {
          cuts = [...kept, centre];
          centre = next;
          hessian = centre.support.curvature();
        } else {
          const nearer = look(centre.at.map((value, j) => value + 0.3 * (step.x[j]! - value)));
          all.push(nearer);
          if (centre.value - nearer.value >= 0.3 * serious * predicted) {
            cuts = [...kept, next, centre];
            centre = nearer;
            hessian = centre.support.curvature();
          } else cuts = [...kept, next, nearer];
        }
      }
      if (ranAway(program.polyhedron, centre.at)) return failedMinimum(program, "unbounded", iteration, centre.at);
      const straight = !bent;
      bent = !bent;
      fruitless = centre === before ? fruitless + 1 : 0;
      if ((!straight || predicted > near * size) && fruitless < patience) continue;
      fruitless = 0;
      proof ??= new GrowingProgram(yield* requireHighs(), program.polyhedron, program.linear);
      const point = boundBelow(proof, program, all);
      if (point.status === "infeasible" || point.status === "not-converged")
        return failedMinimum(program, point.status, iteration);
      const tired = iteration > enough;
      // a risk that expected return offsets leaves a smaller objective
      const offset = Math.max(Math.abs(centre.value), 0.01 * Math.abs(centre.support.value), least);
      if (
        centre.value - point.value <= closeEnough * (iteration > soon ? size : offset) &&
        (tired || longestStep(program, all, centre.at, point.rowDuals) <= shortStep)
      ) {
        if (point.status === "unbounded") return failedMinimum(program, "unbounded", iteration, point.x);
        const prices = mixed(program, all, point.rowDuals, (cut) => cut.prices, program.count);
        return minimumOf(program, centre.at, point.rowDuals, prices, iteration);
      }
      const vertex = look(point.x.slice(0, program.columns));
      all.push(vertex);
      cuts = [...cuts, vertex];
      if (vertex.value < centre.value) {
        cuts = [...cuts, centre];
        centre = vertex;
        hessian = centre.support.curvature();
      }
    }
    return failedMinimum(program, "not-converged", mostIterations);
  } finally {
    proof?.dispose();
  }
}

/** Minimum of the largest of all cuts; those it doesn't have yet are added. */
function boundBelow(
  proof: GrowingProgram,
  program: ScenarioProgram,
  all: readonly PlacedCut[],
): ReturnType<GrowingProgram["solve"]> {
  if (proof.added === 0) proof.column(1, -Infinity);
  proof.rows(
    all.slice(proof.rowCount).map((cut) => ({
      // the linear part stands in the objective
      coefficients: cut.gradient.map((value, j) => program.linear[j]! - value),
      added: [0],
      lower: cut.constant,
    })),
  );
  return proof.solve();
}

/** Sum of something of the cuts by their multipliers. */
function mixed(
  { polyhedron }: ScenarioProgram,
  all: readonly PlacedCut[],
  rowDuals: Float64Array,
  part: (cut: PlacedCut) => Float64Array,
  length: number,
): Float64Array {
  const sum = new Float64Array(length);
  all.forEach((cut, k) => {
    const share = Math.max(0, rowDuals[polyhedron.rows.count + k]!);
    if (share > 0) part(cut).forEach((value, i) => (sum[i]! += share * value));
  });
  return sum;
}

/** How far a weight would still go along its reduced slope, in returns of typical size. */
function longestStep(
  program: ScenarioProgram,
  all: readonly PlacedCut[],
  x: Float64Array,
  rowDuals: Float64Array,
): number {
  const { columns, polyhedron } = program;
  const { rows, lower, upper } = polyhedron;
  const reduced = mixed(program, all, rowDuals, (cut) => cut.gradient, columns);
  let longest = 0;
  for (let j = 0; j < columns; j += 1) {
    for (let k = 0; k < rows.count; k += 1) reduced[j]! -= rowDuals[k]! * rows.matrix[k * columns + j]!;
    const to = Math.min(Math.max(x[j]! - reduced[j]!, lower[j]!), upper[j]!);
    longest = Math.max(longest, Math.abs(to - x[j]!));
  }
  return longest;
}
