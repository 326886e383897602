import type { Charge } from "../program/charge.ts";
import type { ConvexGoal } from "../program/goal.ts";
import type { Outcome, Solved } from "./outcome.ts";
import type { Solving } from "./solving.ts";

/** Solves a goal whose charges are at most quadratic. */
export type SolveNear = (goal: ConvexGoal, start?: Float64Array) => Solving<Outcome | { readonly status: "unserved" }>;

/** Reweighting takes the root of the relative error of each trade: after these it is below 1 %, however small the trade. */
const reweightings = 12;
/** Newton's steps double the digits. */
const rounds = 6;
/** Change of weights at which they have settled. */
const settled = 1e-11;
/** Trade that reweighting starts from, and one that counts as none: impact bends without limit there. */
const firstTrade = 0.1;
const leastTrade = 1e-14;

/**
 * Minimises beside three-halves charges by programs with quadratic ones, which `solve` serves exactly: first parabolas
 * around the centres that lie above the charges and touch them at the last trades (iteratively reweighted least squares),
 * then {@link sharpenImpact}. Undefined where that doesn't settle.
 */
export function* minimizeBesideImpact(goal: ConvexGoal, solve: SolveNear): Solving<Outcome | undefined> {
  let weights: Float64Array | undefined;
  let iterations = 0;
  for (let round = 0; round < reweightings; round += 1) {
    const outcome = yield* solve(
      withParabolas(goal, (charge) => majorantOf(charge, weights)),
      weights,
    );
    if (outcome.status === "infeasible") return outcome;
    if (outcome.status !== "optimal") return undefined;
    ({ weights } = outcome);
    iterations += outcome.iterations;
    yield { phase: "impact", done: round + 1 };
  }
  const found = yield* sharpenImpact(goal, weights!, solve);
  if (found === undefined) return undefined;
  return { ...found, iterations: found.iterations + iterations, solver: `${found.solver}, impact steps` };
}

/**
 * Newton's steps from weights near the best: each three-halves charge is replaced by the parabola that has its slope and
 * bend at the weights. Undefined where they don't settle.
 */
export function* sharpenImpact(goal: ConvexGoal, start: Float64Array, solve: SolveNear): Solving<Solved | undefined> {
  let weights = start;
  let iterations = 0;
  for (let round = 0; round < rounds; round += 1) {
    const at = weights;
    const outcome = yield* solve(
      withParabolas(goal, (charge) => tangentOf(charge, at)),
      weights,
    );
    if (outcome.status !== "optimal") return undefined;
    iterations += outcome.iterations;
    const step = outcome.weights.reduce((most, weight, i) => Math.max(most, Math.abs(weight - at[i]!)), 0);
    ({ weights } = outcome);
    if (step <= settled) return { ...outcome, iterations };
  }
  return undefined;
}

/** The goal with a parabola in place of each three-halves charge. */
function withParabolas(
  goal: ConvexGoal,
  parabola: (charge: Charge) => Pick<Charge, "centres" | "quadratic">,
): ConvexGoal {
  const charges = goal.charges.flatMap((charge): Charge[] => {
    const none = new Float64Array(charge.threeHalves.length);
    return [
      { ...charge, threeHalves: none },
      { ...charge, above: none, below: none, threeHalves: none, ...parabola(charge) },
    ];
  });
  return { ...goal, charges };
}

/** |d|^(3/2) is concave in d^2, so its tangent in d^2 lies above it. */
function majorantOf(
  { centres, threeHalves }: Charge,
  weights: Float64Array | undefined,
): Pick<Charge, "centres" | "quadratic"> {
  const quadratic = threeHalves.map((coefficient, i) => {
    const trade = weights === undefined ? firstTrade : Math.abs(weights[i]! - centres[i]!);
    return (0.75 * coefficient) / Math.sqrt(Math.max(trade, leastTrade));
  });
  return { centres, quadratic };
}

function tangentOf({ centres, threeHalves }: Charge, weights: Float64Array): Pick<Charge, "centres" | "quadratic"> {
  const quadratic = threeHalves.map(
    (coefficient, i) => (0.375 * coefficient) / Math.sqrt(Math.max(Math.abs(weights[i]! - centres[i]!), leastTrade)),
  );
  // its slope over its bend is twice the trade
  return { centres: weights.map((weight, i) => weight - 2 * (weight - centres[i]!)), quadratic };
}
