import { type QuadraticProgram, solveQuadratic } from "@plimsoll/numeric";
import type { CardinalityProgram } from "../../program/cardinality-program.ts";

/** A seeded stream of uniforms for test data (mulberry32). */
export function testStream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** A small random instance: group rows, caps below 1, thresholds, exact counts, shorts, ordinary variables, singular Q. */
export function smallInstance(seed: number): CardinalityProgram {
  const uniform = testStream(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const integer = (bound: number): number => Math.floor(uniform() * bound);
  const n = 3 + integer(6);
  const observations = uniform() < 0.25 ? 1 + integer(n) : 3 * n;
  const factor = uniform() * 1.5;
  const returns = new Float64Array(observations * n);
  for (let t = 0; t < observations; t++) {
    const common = normal();
    for (let j = 0; j < n; j++) returns[t * n + j] = 0.01 * (0.5 + 0.2 * j) * (normal() + factor * common);
  }
  const hessian = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let t = 0; t < observations; t++)
        hessian[i * n + j] = hessian[i * n + j]! + returns[t * n + i]! * returns[t * n + j]!;
    }
  }
  const linear = Float64Array.from({ length: n }, () => (uniform() < 0.2 ? 0 : -0.002 * normal()));
  const shorts = uniform() < 0.3;
  const least = [0, 0.02, 0.1, 0.2][integer(4)]!;
  const cap = [1, 0.7, 0.5, 0.35][integer(4)]!;
  const lower = new Float64Array(n);
  const upper = new Float64Array(n).fill(cap);
  const smallest = new Float64Array(n);
  const counted = new Uint8Array(n).fill(1);
  for (let j = 0; j < n; j++) {
    if (uniform() < 0.1) {
      counted[j] = 0;
      upper[j] = 0.3;
      if (shorts) lower[j] = -0.1;
    } else if (shorts) {
      lower[j] = -0.3;
      smallest[j] = least;
    } else lower[j] = least;
    // now and then nothing is left of the interval, and the variable can't be in
    if (uniform() < 0.05 && counted[j] === 1) upper[j] = 0.05;
  }
  const m = 1 + integer(4);
  const matrix = new Float64Array(m * n);
  const rowLower = new Float64Array(m).fill(-Infinity);
  const rowUpper = new Float64Array(m).fill(Infinity);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) matrix[i * n + j] = i === 0 ? 1 : integer(2);
    if (i === 0) rowLower[0] = rowUpper[0] = 1;
    else if (uniform() < 0.5) rowUpper[i] = 0.2 + 0.6 * uniform();
    else rowLower[i] = 0.1 + 0.4 * uniform();
  }
  const kind = integer(4);
  const k = 1 + integer(4);
  const counts =
    kind === 0
      ? { maxCount: k }
      : kind === 1 && least > 0
        ? { minCount: k, maxCount: k }
        : kind === 2 && least > 0
          ? { minCount: k }
          : {};
  const all = Array.from({ length: n }, (_, j) => j).filter((j) => counted[j] === 1);
  const groups =
    uniform() < 0.3 && all.length > 1
      ? {
          groups: [
            {
              members: Int32Array.from(all.slice(0, 1 + integer(all.length))),
              max: 1 + integer(2),
              min: least > 0 ? integer(2) : 0,
            },
          ],
        }
      : {};
  return {
    size: n,
    hessian,
    linear,
    lower,
    upper,
    smallest,
    counted,
    rows: { count: m, matrix, lower: rowLower, upper: rowUpper },
    ...counts,
    ...groups,
  };
}

/** The least objective over every support and sign, each solved as a quadratic program; Infinity where none is feasible. */
export function enumerateSupports(program: CardinalityProgram): number {
  const n = program.size;
  let best = Infinity;
  const choice = new Int8Array(n);
  const visit = (j: number): void => {
    if (j === n) {
      best = Math.min(best, value(program, choice));
      return;
    }
    if (program.counted?.[j] === 0) {
      visit(j + 1);
      return;
    }
    choice[j] = 0;
    visit(j + 1);
    choice[j] = 1;
    visit(j + 1);
    if (program.lower[j]! < 0) {
      choice[j] = 2;
      visit(j + 1);
    }
  };
  visit(0);
  return best;
}

function value(program: CardinalityProgram, choice: Int8Array): number {
  const n = program.size;
  let inside = 0;
  for (let j = 0; j < n; j++) if (choice[j] !== 0) inside++;
  if (inside < (program.minCount ?? 0) || inside > (program.maxCount ?? n)) return Infinity;
  for (const { members, min, max } of program.groups ?? []) {
    const own = members.filter((j) => choice[j] !== 0).length;
    if (own < (min ?? 0) || own > (max ?? n)) return Infinity;
  }
  const lower = new Float64Array(n);
  const upper = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    const least = program.smallest?.[j] ?? 0;
    if (program.counted?.[j] === 0) {
      lower[j] = program.lower[j]!;
      upper[j] = program.upper[j]!;
    } else if (choice[j] === 1) {
      lower[j] = Math.max(program.lower[j]!, least, 0);
      upper[j] = program.upper[j]!;
    } else if (choice[j] === 2) {
      lower[j] = program.lower[j]!;
      upper[j] = -least;
    }
    if (lower[j]! > upper[j]!) return Infinity;
  }
  const { hessian, linear, rows } = program;
  const quadratic: QuadraticProgram = {
    size: n,
    hessian,
    linear,
    lower,
    upper,
    ...(rows === undefined ? {} : { rows }),
  };
  const solution = solveQuadratic(quadratic);
  return solution.status === "optimal" ? solution.objective : Infinity;
}
