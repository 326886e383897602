import type { PortfolioProblem } from "../problem/problem.ts";
import { type CompiledProblem, compileProblem } from "../program/compile.ts";
import type { NamedConstraint } from "../program/named-constraint.ts";
import { polyhedronOf } from "../program/polyhedron.ts";
import { type Cap, type Program, withoutSoftLimits } from "../program/program.ts";
import { drive, type SolveOptions } from "../solve/driver.ts";
import { minimizerOf } from "../solve/measures/minimizer-of.ts";
import { minimizeQuadratic } from "../solve/quadratic/minimize-quadratic.ts";
import { requireHighs, type Solving } from "../solve/solving.ts";
import { leastExcess } from "./caps-together.ts";
import { ElasticProgram, type Relaxation } from "./elastic.ts";

/** Why a problem has no feasible portfolio, in the user's words. */
export interface Explanation {
  readonly feasible: boolean;
  /** Names of constraints that can't hold together, none of which can be left out; empty where the problem is feasible. */
  readonly conflict: readonly string[];
  /** The least change to the user's numbers that would make it feasible, by the sum of changes weighted to move weights alike. */
  readonly relaxation: readonly Relaxation[];
}

/**
 * Finds out whether a problem has a feasible portfolio and, where it has none, which of its constraints conflict (an
 * irreducible set: without any one of them the rest can hold) and the least relaxation that would help. A risk cap that
 * can't be reached is relaxed to the least risk that the other constraints allow, and caps that can't hold together by the
 * least sum of relative changes. Loads HiGHS. Defaults take part under
 * the names `budget` and `bounds`, and give way last. Soft limits take no part: they can always be broken.
 *
 * @example
 * ```ts
 * import { explainInfeasible } from "@plimsoll/optimize";
 *
 * const explanation = await explainInfeasible({
 *   assets: ["A", "B", "C"],
 *   objective: { kind: "equal-weight" },
 *   constraints: [{ kind: "group", name: "ab", assets: ["A", "B"], max: 0.3 }, "C <= 0.5", { kind: "bounds", lower: 0 }],
 * });
 * console.log(explanation.conflict.join(", ")); // ab, C <= 0.5, budget
 * ```
 */
export async function explainInfeasible(problem: PortfolioProblem, options: SolveOptions = {}): Promise<Explanation> {
  const compiled = await compileProblem(problem);
  return (await drive(explain(compiled), options)).outcome;
}

/** {@link explainInfeasible} of a compiled problem. */
export function* explain({ program: whole, constraints }: CompiledProblem): Solving<Explanation> {
  const program = withoutSoftLimits(whole);
  const defaults = new Set(constraints.filter(({ byDefault }) => byDefault).map(({ name }) => name));
  const elastic = new ElasticProgram(yield* requireHighs(), program, defaults);
  try {
    if (!elastic.canHold(new Set(elastic.names))) {
      const found = yield* irreducible(elastic.names, (names) => elastic.canHold(names));
      return { feasible: false, conflict: inOrder(found, constraints), relaxation: elastic.relax() };
    }
  } finally {
    elastic.dispose();
  }
  for (const cap of program.caps) {
    const least = yield* leastRisk(program, cap);
    if (least === undefined || least <= cap.upper * (1 + 1e-9)) continue;
    const names = new Set(program.limits.map((limit) => limit.constraint));
    names.delete(program.limits[cap.limit]!.constraint);
    const needed = yield* irreducibleCap(program, cap, [...names]);
    const from = program.limits[cap.limit]!.value;
    const relaxation = [{ constraint: program.limits[cap.limit]!.constraint, from, to: cap.limitOf?.(least) ?? least }];
    return {
      feasible: false,
      conflict: [program.limits[cap.limit]!.constraint, ...inOrder(needed, constraints)],
      relaxation,
    };
  }
  return (yield* conflictOfCaps(program, constraints)) ?? { feasible: true, conflict: [], relaxation: [] };
}

/** Excess over caps, relative to them, that is no more than rounding. */
const held = 1e-9;

function isAbove(value: number, { upper }: Cap, size: number): boolean {
  return value > upper + held * size;
}

/** Why caps can't hold together, or beside rules about holdings; undefined where they can, or nothing can tell. */
function* conflictOfCaps(program: Program, constraints: readonly NamedConstraint[]): Solving<Explanation | undefined> {
  if (program.caps.length === 0) return undefined;
  const least = yield* leastExcess(program);
  if (least === undefined || least.sum <= held) return undefined;
  const kept = new Set(program.limits.map((limit) => limit.constraint));
  // with defaults in place the rest is decided soonest
  const defaults = new Set(constraints.filter(({ byDefault }) => byDefault).map(({ name }) => name));
  for (const name of [...kept].sort((a, b) => Number(defaults.has(a)) - Number(defaults.has(b)))) {
    kept.delete(name);
    const without = yield* leastExcess(restricted(program, kept));
    if (without === undefined || without.sum <= held) kept.add(name);
  }
  const moved = program.caps.flatMap((cap, k) => {
    const { constraint, value } = program.limits[cap.limit]!;
    const to = least.values[k]!;
    return isAbove(to, cap, least.sizes[k]!)
      ? [{ constraint, from: value, to: cap.limitOf?.(to) ?? to / cap.limitScale }]
      : [];
  });
  return { feasible: false, conflict: inOrder([...kept], constraints), relaxation: moved };
}

/** Deletion filter (Chinneck & Dravnieks 1991): leaves out one name at a time and keeps it out while the rest conflicts. */
function* irreducible(
  names: readonly string[],
  canHold: (names: ReadonlySet<string>) => boolean,
): Solving<readonly string[]> {
  const kept = new Set(names);
  let done = 0;
  for (const name of names) {
    kept.delete(name);
    if (canHold(kept)) kept.add(name);
    done += 1;
    yield { phase: "conflict", done, total: names.length };
  }
  return [...kept];
}

/** Names in the order of the problem, what the objective added last. */
function inOrder(names: readonly string[], constraints: readonly NamedConstraint[]): readonly string[] {
  const own = constraints.map(({ name }) => name).filter((name) => names.includes(name));
  return [...own, ...names.filter((name) => !own.includes(name))];
}

function* irreducibleCap(program: Program, cap: Cap, names: readonly string[]): Solving<readonly string[]> {
  const kept = new Set(names);
  for (const name of names) {
    kept.delete(name);
    const least = yield* leastRisk(restricted(program, kept), cap);
    if (least === undefined || least <= cap.upper * (1 + 1e-9)) kept.add(name);
  }
  return [...kept];
}

/** The program with the named constraints' bounds, rows, caps and rules only. */
function restricted(program: Program, names: ReadonlySet<string>): Program {
  const has = (limit: number): boolean => limit >= 0 && names.has(program.limits[limit]!.constraint);
  const lower = program.lower.map((value, i) => (has(program.lowerLimit[i]!) ? value : -Infinity));
  const upper = program.upper.map((value, i) => (has(program.upperLimit[i]!) ? value : Infinity));
  for (const { asset, side, value, limit } of program.hiddenBounds) {
    if (!has(limit)) continue;
    if (side === "lower") lower[asset] = Math.max(lower[asset]!, value);
    else upper[asset] = Math.min(upper[asset]!, value);
  }
  return {
    ...program,
    lower,
    upper,
    rows: program.rows.filter((row) => has(row.lowerLimit) || has(row.upperLimit)),
    absolutes: program.absolutes.filter((row) => has(row.limit)),
    caps: program.caps.filter((cap) => has(cap.limit)),
    counts: program.counts.filter(({ minLimit, maxLimit }) => has(minLimit) || has(maxLimit)),
    floors: program.floors.filter(({ limit }) => has(limit)),
    implications: program.implications.filter(({ limit }) => has(limit)),
    largeIssuers: program.largeIssuers.filter(({ limit }) => has(limit)),
  };
}

/** Least value of a cap's risk over the rest of a program; undefined where it can't be found. */
function* leastRisk(program: Program, cap: Cap): Solving<number | undefined> {
  const { quadratic } = cap.term;
  const term = cap.term.square ?? cap.term;
  const linear = new Float64Array(program.size);
  const minimize = minimizerOf(term);
  if (quadratic === undefined && minimize === undefined) return undefined;
  const minimum =
    quadratic === undefined
      ? yield* minimize!(polyhedronOf(program), 1, linear)
      : yield* minimizeQuadratic(polyhedronOf(program), quadratic, 1, linear);
  return minimum.status === "optimal" ? cap.term.value(minimum.weights) : undefined;
}
