import { type Charge, smoothSlopes } from "../../program/charge.ts";
import type { Json } from "../../problem/normalize.ts";
import type { ConvexGoal } from "../../program/goal.ts";
import { polyhedronOf } from "../../program/polyhedron.ts";
import type { Cap, Program, Row } from "../../program/program.ts";
import type { RiskTerm } from "../../risks/risk-kind.ts";
import { slopeOf } from "../measures/slope-of.ts";
import { isSolved, type Outcome, type Solved } from "../outcome.ts";
import { applyForm } from "../quadratic/apply-form.ts";
import { QuadraticFamily } from "../quadratic/quadratic-family.ts";
import type { Solving } from "../solving.ts";
import type { GeneratedRows } from "./conic-risk-of.ts";
import { solveOnce } from "./solve-once.ts";

const mostSteps = 12;
/** Step, in the largest weight, at which the portfolio stands still, and one at which its multipliers do well enough. */
const still = 1e-13;
const acceptable = 1e-9;
/** Share of a cap from which on it doesn't bind, and share by which it may be missed. */
const slack = 1e-6;
const missed = 1e-11;
/** Step of differences of slopes, and how near to a kink of an impact cost its curvature is not to be used. */
const difference = 1e-6;
const nearKink = 1e-7;
/** Curvature that is added, counted from the last portfolio, in the largest one. */
const proximal = 1e-9;
/** Most weights for which curvatures are taken by differences. */
const mostWeights = 200;

/** A quadratic program near an answer, and what it was made of. */
interface NearProgram {
  /** Smooth caps are its last rows, caps with kinks its caps. */
  readonly program: Program;
  readonly hessian: Float64Array;
  readonly linear: Float64Array;
}

type Found = Pick<Solved, "weights" | "rowDuals" | "absoluteDuals" | "iterations" | "proof"> & {
  readonly capDuals: Float64Array;
};

/**
 * Newton's method on the optimality conditions from an answer that is nearly exact: quadratic programs with the curvature of
 * the Lagrangian, in which smooth caps are linear. An interior point on smooth risks stops where its cones' rounding does;
 * here only slopes have to be right. Returns the given answer where the steps don't settle.
 */
export function* polished(
  goal: ConvexGoal,
  program: Program,
  found: Solved,
  generated: GeneratedRows,
): Solving<Outcome> {
  const { size, caps } = program;
  const own = goal.risk === undefined || goal.coefficient === 0 ? undefined : goal.risk;
  const tight = caps.map(({ term, upper }) => term.value(found.weights) > upper - slack * Math.abs(upper));
  const smooth = caps.map(({ term }, k) => tight[k]! && isSmooth(term, found.weights));
  const kinked = caps.map((_, k) => tight[k]! && !smooth[k]!);
  const bends = own !== undefined && isSmooth(own, found.weights);
  if (size > mostWeights || (!bends && !smooth.includes(true))) return found;
  const exact = (own === undefined || bends) && !kinked.includes(true);
  if (exact && goal.charges.some((charge) => isAtKink(charge, found.weights))) return found;
  let { weights, iterations } = found;
  let prices: Float64Array = found.capDuals;
  let best: { readonly outcome: Solved; readonly step: number } | undefined;
  for (let round = 0; round < mostSteps; round += 1) {
    yield { phase: "polish", done: round };
    const near = nearProgram(goal, program, { own: bends ? own : undefined, smooth, kinked, weights, prices });
    if (near.hessian.some((value) => !Number.isFinite(value))) break;
    const next = exact
      ? solveExactly(goal, near, weights)
      : yield* solveWithKinks({ ...goal, risk: bends ? undefined : own }, near, generated);
    if (next === undefined) break;
    iterations += next.iterations;
    const largest = next.weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    const step = next.weights.reduce((most, weight, i) => Math.max(most, Math.abs(weight - weights[i]!)), 0) / largest;
    const first = program.rows.length;
    let row = first;
    let cap = 0;
    const capDuals = Float64Array.from(caps, (_, k) =>
      smooth[k]! ? Math.min(0, next.rowDuals[row++]!) : kinked[k]! ? next.capDuals[cap++]! : 0,
    );
    ({ weights } = next);
    prices = capDuals;
    if (best === undefined || step < best.step) {
      const { proof: _proof, ...rest } = found;
      const proof = proofOf(next.proof, kinked);
      const duals = { rowDuals: next.rowDuals.slice(0, first), absoluteDuals: next.absoluteDuals, capDuals };
      best = { step, outcome: { ...rest, ...duals, weights, iterations, ...(proof === undefined ? {} : { proof }) } };
    } else if (best.step <= acceptable) break;
    if (step <= still) break;
  }
  if (best === undefined || best.step > acceptable) return found;
  return caps.some((each) => isBroken(each, best.outcome.weights)) ? found : best.outcome;
}

function isBroken({ term, upper, penalty }: Cap, weights: Float64Array): boolean {
  const size = Math.abs(upper) + term.magnitude(weights, new Float64Array(weights.length));
  return penalty === Infinity && term.value(weights) > upper + missed * size;
}

/** The quadratic program at weights and prices of caps. */
function nearProgram(
  { coefficient, linear }: ConvexGoal,
  program: Program,
  at: {
    readonly own: RiskTerm | undefined;
    readonly smooth: readonly boolean[];
    readonly kinked: readonly boolean[];
    readonly weights: Float64Array;
    readonly prices: Float64Array;
  },
): NearProgram {
  const { size, caps } = program;
  const { own, weights, prices } = at;
  const hessian = new Float64Array(size * size);
  const slope = linear.slice();
  if (own !== undefined) {
    addCurvature(hessian, own, weights, coefficient);
    addTo(slope, slopesOf(own, weights), coefficient);
  }
  const rows: Row[] = caps.flatMap(({ term, upper, label, limit, limitScale, penalty }, k) => {
    if (!at.smooth[k]!) return [];
    if (prices[k]! < 0) addCurvature(hessian, term, weights, -prices[k]!);
    const coefficients = slopesOf(term, weights);
    const room = upper - term.value(weights) + dot(coefficients, weights);
    return [
      { label, coefficients, lower: -Infinity, upper: room, lowerLimit: -1, upperLimit: limit, limitScale, penalty },
    ];
  });
  addProximal(hessian, size);
  const curved = applyForm({ form: "dense", size, values: hessian }, weights);
  return {
    program: { ...program, rows: [...program.rows, ...rows], caps: caps.filter((_, k) => at.kinked[k]!) },
    hessian,
    linear: slope.map((value, i) => value - curved[i]!),
  };
}

/** By the active set: exact. */
function solveExactly({ charges }: ConvexGoal, near: NearProgram, start: Float64Array): Found | undefined {
  const { program } = near;
  const { size } = program;
  const hessian = near.hessian.slice();
  const linear = near.linear.slice();
  const slopes = smoothSlopes(charges, start);
  addBends(hessian, charges, start);
  const curved = applyForm({ form: "dense", size, values: hessian }, start);
  const without = applyForm({ form: "dense", size, values: near.hessian }, start);
  for (let i = 0; i < size; i += 1) linear[i] = linear[i]! + slopes[i]! - (curved[i]! - without[i]!);
  const form = { form: "dense", size, values: hessian } as const;
  const point = new QuadraticFamily(polyhedronOf(program, charges.map(withoutBends)), form, start).solve(linear);
  if (point.status !== "optimal") return undefined;
  const count = program.rows.length;
  const { weights, iterations, rowDuals } = point;
  const duals = { rowDuals: rowDuals.slice(0, count), absoluteDuals: rowDuals.slice(count) };
  return { weights, iterations, ...duals, capDuals: new Float64Array(0) };
}

/** By the interior point, whose cones are then all those of a quadratic program: risks with kinks stay as they are. */
function* solveWithKinks(goal: ConvexGoal, near: NearProgram, generated: GeneratedRows): Solving<Found | undefined> {
  const { size } = near.program;
  const outcome = yield* solveOnce({ ...goal, linear: near.linear }, near.program, generated, {
    curvature: { size, values: near.hessian },
  });
  return isSolved(outcome) ? outcome : undefined;
}

/** The proof with a place for each cap. */
function proofOf(proof: Json | undefined, kinked: readonly boolean[]): Json | undefined {
  const { caps } = (proof ?? {}) as { readonly caps?: readonly Json[] };
  if (caps === undefined) return proof;
  let k = 0;
  return { ...(proof as { readonly [key: string]: Json }), caps: kinked.map((is) => (is ? caps[k++]! : null)) };
}

/** Whether a risk has one slope at weights, and near them. */
function isSmooth(term: RiskTerm, weights: Float64Array): boolean {
  const { shape } = term;
  switch (shape.form) {
    case "quadratic":
      return !shape.risk.root || term.value(weights) > 0;
    case "shortfalls":
      return !shape.root || term.value(weights) > 0;
    case "entropic":
      return shape.tail * shape.scenarios.rows > 1;
    case "drawdowns":
      return (
        (shape.gauge.kind === "root-mean-square" && term.value(weights) > 0) ||
        (shape.gauge.kind === "entropic" && shape.gauge.tail * shape.scenarios.rows > 1)
      );
    case "growth":
      return true;
    case "negative-entropy":
      return weights.every((weight) => weight > nearKink);
    case "tails":
    case "ranks":
      return false;
  }
}

function slopesOf(term: RiskTerm, weights: Float64Array): Float64Array {
  const slopes = new Float64Array(weights.length);
  slopeOf(term, weights, slopes, undefined);
  return slopes;
}

/** hessian += factor x second derivatives, by central differences of slopes. */
function addCurvature(hessian: Float64Array, term: RiskTerm, weights: Float64Array, factor: number): void {
  const { length } = weights;
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const columns = Array.from(weights, (weight, i) => {
    const h = difference * (term.shape.form === "negative-entropy" ? weight : largest);
    const at = (value: number): Float64Array =>
      slopesOf(
        term,
        weights.map((own, j) => (j === i ? value : own)),
      );
    const above = at(weight + h);
    const below = at(weight - h);
    return above.map((value, j) => (value - below[j]!) / (2 * h));
  });
  for (let i = 0; i < length; i += 1)
    for (let j = 0; j < length; j += 1) hessian[i * length + j]! += (factor * (columns[i]![j]! + columns[j]![i]!)) / 2;
}

/** Adds the curvature of the bends of charges. */
function addBends(hessian: Float64Array, charges: readonly Charge[], weights: Float64Array): void {
  const { length } = weights;
  for (const { centres, quadratic, threeHalves } of charges) {
    for (let i = 0; i < length; i += 1) {
      const distance = Math.max(nearKink, Math.abs(weights[i]! - centres[i]!));
      const impact = threeHalves[i]! > 0 ? (0.75 * threeHalves[i]!) / Math.sqrt(distance) : 0;
      hessian[i * length + i]! += 2 * quadratic[i]! + impact;
    }
  }
}

/** Whether a weight is where the curvature of an impact cost has no end. */
function isAtKink({ centres, threeHalves }: Charge, weights: Float64Array): boolean {
  return threeHalves.some((value, i) => value > 0 && Math.abs(weights[i]! - centres[i]!) < nearKink);
}

function withoutBends(charge: Charge): Charge {
  return { ...charge, quadratic: charge.quadratic.map(() => 0), threeHalves: charge.threeHalves.map(() => 0) };
}

/** Rounding of differences may leave a little less than no curvature. */
function addProximal(hessian: Float64Array, size: number): void {
  let largest = 0;
  for (let i = 0; i < size; i += 1) largest = Math.max(largest, hessian[i * size + i]!);
  for (let i = 0; i < size; i += 1) hessian[i * size + i]! += proximal * largest;
}

function addTo(sum: Float64Array, values: Float64Array, factor: number): void {
  for (let i = 0; i < sum.length; i += 1) sum[i] = sum[i]! + factor * values[i]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
