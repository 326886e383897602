import type { ConvexGoal } from "../program/goal.ts";
import { hasImpact, isCurved } from "../program/charge.ts";
import { type Polyhedron, polyhedronOf } from "../program/polyhedron.ts";
import type { Cap, Program } from "../program/program.ts";
import type { RiskMinimum } from "./risk-minimum.ts";
import { minimizeUnderRisk } from "./capped-risk.ts";
import { minimizeConic } from "./conic/minimize-conic.ts";
import { minimizeBesideImpact, sharpenImpact, type SolveNear } from "./impact-steps.ts";
import { solveLinear } from "./linear/solve-linear.ts";
import { methodNameOf, minimizerOf } from "./measures/minimizer-of.ts";
import type { Outcome } from "./outcome.ts";
import { absorbCharges } from "./quadratic/absorb-charges.ts";
import { minimizeCapped } from "./quadratic/capped.ts";
import { minimizeQuadratic } from "./quadratic/minimize-quadratic.ts";
import { minimizeRootBesideCharges } from "./quadratic/root-beside-charges.ts";
import type { Solving } from "./solving.ts";

/** What the fast solvers don't serve, in words: the cone program does. */
interface Unserved {
  readonly status: "unserved";
  readonly feature: string;
}

/** Minimises a convex goal over a program without integers: by the solvers made for it, or as a cone program. */
export function* solveConvex(goal: ConvexGoal, program: Program, start?: Float64Array): Solving<Outcome> {
  const found = yield* solveBySpecialist(goal, program, start);
  if (found.status !== "unserved" && found.status !== "not-converged") return found;
  const bent = goal.charges.some(hasImpact);
  const near: SolveNear = (parabolas, from) => solveBySpecialist(parabolas, program, from);
  const stepped = bent ? yield* minimizeBesideImpact(goal, near) : undefined;
  if (stepped !== undefined) return stepped;
  const outcome = yield* minimizeConic(goal, program);
  if (outcome.status !== "optimal" || !bent) return outcome;
  const sharper = yield* sharpenImpact(goal, outcome.weights, near);
  return sharper === undefined ? outcome : { ...sharper, solver: outcome.solver };
}

function* solveBySpecialist(whole: ConvexGoal, program: Program, start?: Float64Array): Solving<Outcome | Unserved> {
  const goal = absorbCharges(whole) ?? whole;
  const polyhedron = polyhedronOf(program, goal.charges);
  const free = yield* minimizeFree(goal, polyhedron, start);
  if (free.status === "unserved") return free;
  if (free.status === "infeasible") return { status: "infeasible" };
  if (free.status === "not-converged")
    return { status: "not-converged", iterations: free.iterations, residual: Number.NaN };
  const broken = free.status === "unbounded" ? program.caps : program.caps.filter((cap) => exceeds(cap, free.weights));
  if (broken.length === 0) {
    if (free.status === "unbounded") return { status: "unbounded", direction: free.weights };
    return solved(program, free, new Float64Array(program.caps.length), free.solver);
  }
  const capped = yield* solveCapped(goal, program, polyhedron, broken);
  return keepsPenalties(program, capped) ? capped : unserved("a soft risk limit that is broken");
}

/** Whether an answer under hard caps is one where some are soft: no multiplier is above its penalty. */
function keepsPenalties({ caps }: Program, outcome: Outcome | Unserved): boolean {
  if (outcome.status === "optimal")
    return caps.every(({ penalty }, k) => -outcome.capDuals[k]! <= penalty * (1 + 1e-12));
  return outcome.status !== "infeasible" || caps.every(({ penalty }) => penalty === Infinity);
}

function* minimizeFree(
  goal: ConvexGoal,
  polyhedron: Polyhedron,
  start?: Float64Array,
): Solving<(RiskMinimum & { readonly solver: string }) | Unserved> {
  const { risk, coefficient, linear, charges } = goal;
  if (risk === undefined || coefficient === 0) {
    // quadratic ones are absorbed
    return charges.some(isCurved) ? unserved("a three-halves cost") : yield* solveLinear(polyhedron, linear);
  }
  if (charges.some(isCurved)) {
    const minimum =
      risk.quadratic?.root === true
        ? yield* minimizeRootBesideCharges(polyhedron, risk.quadratic, coefficient, linear, charges)
        : undefined;
    if (minimum !== undefined) return { ...minimum, solver: "active set" };
    return unserved(
      `${charges.some(hasImpact) ? "a three-halves" : "a quadratic"} cost beside the risk "${risk.kind}"`,
    );
  }
  if (risk.quadratic !== undefined) {
    const minimum = yield* minimizeQuadratic(polyhedron, risk.quadratic, coefficient, linear, start);
    return { ...minimum, solver: "active set" };
  }
  const minimize = minimizerOf(risk);
  if (minimize === undefined) return unserved(`the risk "${risk.kind}" with this objective`);
  return { ...(yield* minimize(polyhedron, coefficient, linear)), solver: methodNameOf(risk) };
}

/** One cap at a time: the tightest broken one binds, the rest must then hold. */
function* solveCapped(
  goal: ConvexGoal,
  program: Program,
  polyhedron: Polyhedron,
  broken: readonly Cap[],
): Solving<Outcome | Unserved> {
  const { risk, coefficient, linear, charges } = goal;
  if (charges.some(isCurved)) return unserved("a binding risk cap beside a quadratic cost");
  const flat = linear.every((value) => value === 0) && polyhedron.cost.every((value) => value === 0);
  const present = risk !== undefined && coefficient > 0;
  if (present && (risk.quadratic === undefined || (risk.quadratic.root && !flat)))
    return unserved(`a risk cap beside the objective's own "${risk.kind}"`);
  for (const cap of broken) {
    if (cap.term.quadratic === undefined) {
      const outcome = yield* solveUnderRisk(goal, program, polyhedron, cap);
      if (outcome !== undefined) return outcome;
      continue;
    }
    // with nothing but the root to minimise its square has the same minimiser
    const objective = present
      ? { risk: risk.quadratic!, coefficient: risk.quadratic!.root ? 1 : coefficient }
      : undefined;
    const found = yield* minimizeCapped(polyhedron, cap, linear, objective);
    if (found.status === "infeasible") return { status: "infeasible" };
    if (found.status === "not-converged")
      return { status: "not-converged", iterations: found.iterations, residual: Number.NaN };
    if (program.caps.some((other) => other !== cap && exceeds(other, found.weights))) continue;
    const factor = present && risk.quadratic!.root ? coefficient / (2 * risk.value(found.weights)) : 1;
    const capDuals = Float64Array.from(program.caps, (other) => (other === cap ? found.capDual * factor : 0));
    return solved(
      program,
      { ...found, rowDuals: found.rowDuals.map((dual) => dual * factor) },
      capDuals,
      "active set, cap search",
    );
  }
  return unserved("several risk caps that bind at once");
}

/** A cap on a risk that brings its own solver; undefined where another cap is then broken. */
function* solveUnderRisk(
  { risk, coefficient, linear }: ConvexGoal,
  program: Program,
  polyhedron: Polyhedron,
  cap: Cap,
): Solving<Outcome | Unserved | undefined> {
  if (minimizerOf(cap.term) === undefined || (risk !== undefined && coefficient > 0))
    return unserved(`a cap on "${cap.term.kind}" beside another risk`);
  const found = yield* minimizeUnderRisk(polyhedron, cap, linear);
  if (found.status === "infeasible") return { status: "infeasible" };
  if (found.status !== "optimal")
    return { status: "not-converged", iterations: found.iterations, residual: Number.NaN };
  if (program.caps.some((other) => other !== cap && exceeds(other, found.weights))) return undefined;
  const { proof, capDual, ...point } = found;
  const capDuals = Float64Array.from(program.caps, (other) => (other === cap ? capDual : 0));
  const supports = program.caps.map((other) => (other === cap ? (proof ?? null) : null));
  return solved(
    program,
    proof === undefined ? point : { ...point, proof: { caps: supports } },
    capDuals,
    `${methodNameOf(cap.term)}, cap search`,
  );
}

function exceeds(cap: Cap, weights: Float64Array): boolean {
  return cap.term.value(weights) > cap.upper + 1e-12 * Math.abs(cap.upper);
}

function solved(
  program: Program,
  found: {
    readonly weights: Float64Array;
    readonly rowDuals: Float64Array;
    readonly iterations: number;
    readonly proof?: RiskMinimum["proof"];
  },
  capDuals: Float64Array,
  solver: string,
): Outcome {
  return {
    status: "optimal",
    weights: found.weights,
    rowDuals: found.rowDuals.subarray(0, program.rows.length),
    absoluteDuals: found.rowDuals.subarray(program.rows.length),
    capDuals,
    solver,
    iterations: found.iterations,
    nodes: 0,
    ...(found.proof === undefined ? {} : { proof: found.proof }),
  };
}

function unserved(feature: string): Unserved {
  return { status: "unserved", feature };
}
