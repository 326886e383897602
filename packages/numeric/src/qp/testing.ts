import type { QuadraticProgram } from "./program.ts";

/** A small seeded stream for test data (mulberry32). */
export function testStream(seed: number): { uniform(): number; normal(): number; integer(bound: number): number } {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    integer: (bound) => Math.floor(uniform() * bound),
  };
}

/**
 * A random program meant to be hard: too few observations, duplicated assets, volatilities over six orders of
 * magnitude, caps, floors, shorts, fixed variables, linear columns, rows that meet at degenerate vertices.
 */
export function nastyProgram(
  seed: number,
  options: { readonly size: number; readonly rows: number; readonly bounded?: boolean },
): QuadraticProgram {
  const random = testStream(seed);
  const n = 1 + random.integer(options.size);
  const observations = random.uniform() < 0.5 ? 1 + random.integer(n + 1) : 2 * n + 2;
  const spread = random.uniform() < 0.3 ? 6 : random.uniform() < 0.5 ? 1 : 0;
  const returns = new Float64Array(observations * n);
  for (let j = 0; j < n; j++) {
    const volatility = 0.01 * 10 ** (spread * (random.uniform() - 0.5));
    const twin = j > 0 && random.uniform() < 0.15 ? random.integer(j) : -1;
    const linear = random.uniform() < 0.05;
    for (let t = 0; t < observations; t++) {
      returns[t * n + j] = twin >= 0 ? returns[t * n + twin]! : linear ? 0 : volatility * random.normal();
    }
  }
  const hessian = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let t = 0; t < observations; t++) sum += returns[t * n + i]! * returns[t * n + j]!;
      hessian[i * n + j] = hessian[j * n + i] = sum;
    }
  }
  const size = Math.sqrt(hessian.reduce((sum, value) => sum + value * value, 0)) || 1;
  const tied = random.uniform() < 0.3;
  const noLinear = random.uniform() < 0.3;
  const linear = Float64Array.from({ length: n }, () =>
    noLinear ? 0 : tied ? -size * random.integer(3) * 0.1 : size * 0.3 * random.normal(),
  );
  const lower = new Float64Array(n);
  const upper = new Float64Array(n);
  const shorts = random.uniform() < 0.4;
  const cap =
    random.uniform() < 0.5 ? [1, 2 / n, 3 / n, 0.1][random.integer(4)]! : options.bounded === true ? 1 : Infinity;
  for (let j = 0; j < n; j++) {
    lower[j] = shorts ? -[0, 0.1, 1][random.integer(3)]! : random.uniform() < 0.15 ? 0.05 : 0;
    upper[j] = cap;
    const kind = random.uniform();
    if (kind < 0.05) upper[j] = lower[j]!;
    else if (kind < 0.1 && options.bounded !== true) {
      lower[j] = -Infinity;
      upper[j] = Infinity;
    }
  }
  const m = random.integer(options.rows + 1);
  const matrix = new Float64Array(m * n);
  const rowLower = new Float64Array(m).fill(-Infinity);
  const rowUpper = new Float64Array(m).fill(Infinity);
  for (let i = 0; i < m; i++) {
    const budget = i === 0 && random.uniform() < 0.8;
    for (let j = 0; j < n; j++) {
      matrix[i * n + j] = budget
        ? 1
        : random.uniform() < 0.5
          ? random.integer(2)
          : random.uniform() < 0.5
            ? random.normal()
            : 0;
    }
    if (i > 0 && random.uniform() < 0.1) for (let j = 0; j < n; j++) matrix[i * n + j] = matrix[(i - 1) * n + j]!;
    const kind = random.integer(4);
    const middle = budget ? 1 : [0, 0.25, 0.5, 0.2 * random.normal()][random.integer(4)]!;
    if (budget || kind === 0) rowLower[i] = rowUpper[i] = middle;
    else {
      if (kind !== 1) rowLower[i] = middle - 0.2 * random.integer(3);
      if (kind !== 2) rowUpper[i] = middle + 0.2 * random.integer(3);
    }
  }
  return { size: n, hessian, linear, lower, upper, rows: { count: m, matrix, lower: rowLower, upper: rowUpper } };
}

/**
 * The least objective over every choice of active bounds and rows, by least squares on each set of equations
 * (minimum-norm solutions, so singular sets are covered); undefined where no choice is feasible. Bounds are finite.
 */
export function enumerate(
  program: QuadraticProgram,
): { readonly objective: number; readonly terms: number } | undefined {
  const n = program.size;
  const m = program.rows?.count ?? 0;
  const hessian = program.hessian as Float64Array;
  const rows = program.rows;
  let best: { objective: number; terms: number } | undefined;
  const choices = new Int8Array(n + m);
  const visit = (at: number): void => {
    if (at === n + m) {
      consider();
      return;
    }
    const low = at < n ? program.lower[at]! : rows!.lower[at - n]!;
    const high = at < n ? program.upper[at]! : rows!.upper[at - n]!;
    if (low > high) return;
    if (low === high) {
      choices[at] = 1;
      visit(at + 1);
      return;
    }
    choices[at] = 0;
    visit(at + 1);
    if (low > -Infinity) {
      choices[at] = 1;
      visit(at + 1);
    }
    if (high < Infinity) {
      choices[at] = 2;
      visit(at + 1);
    }
  };
  const consider = (): void => {
    const free: number[] = [];
    const x = new Float64Array(n);
    for (let j = 0; j < n; j++) {
      if (choices[j] === 0) free.push(j);
      else x[j] = choices[j] === 1 ? program.lower[j]! : program.upper[j]!;
    }
    const active: number[] = [];
    for (let i = 0; i < m; i++) if (choices[n + i] !== 0) active.push(i);
    const f = free.length;
    const size = f + active.length;
    // the KKT matrix scaled to unit diagonal, as far as it has one
    const scale = free.map((j) => 1 / Math.sqrt(hessian[j * n + j]! || 1));
    const matrix = Array.from({ length: size }, () => new Float64Array(size + 1));
    for (let a = 0; a < f; a++) {
      const j = free[a]!;
      let right = -program.linear[j]!;
      for (let k = 0; k < n; k++) if (choices[k] !== 0) right -= hessian[j * n + k]! * x[k]!;
      for (let b = 0; b < f; b++) matrix[a]![b] = scale[a]! * hessian[j * n + free[b]!]! * scale[b]!;
      matrix[a]![size] = scale[a]! * right;
    }
    active.forEach((i, t) => {
      let right = choices[n + i] === 1 ? rows!.lower[i]! : rows!.upper[i]!;
      for (let k = 0; k < n; k++) if (choices[k] !== 0) right -= rows!.matrix[i * n + k]! * x[k]!;
      let largest = 0;
      for (let a = 0; a < f; a++) largest = Math.max(largest, Math.abs(rows!.matrix[i * n + free[a]!]! * scale[a]!));
      const own = 1 / (largest || 1);
      for (let a = 0; a < f; a++) {
        const value = rows!.matrix[i * n + free[a]!]! * scale[a]! * own;
        matrix[f + t]![a] = value;
        matrix[a]![f + t] = value;
      }
      matrix[f + t]![size] = right * own;
    });
    const solution = refined(matrix, size);
    if (solution === undefined) return;
    for (let a = 0; a < f; a++) x[free[a]!] = solution[a]! * scale[a]!;
    for (let j = 0; j < n; j++) if (x[j]! < program.lower[j]! - 1e-11 || x[j]! > program.upper[j]! + 1e-11) return;
    for (let i = 0; i < m; i++) {
      let activity = 0;
      for (let j = 0; j < n; j++) activity += rows!.matrix[i * n + j]! * x[j]!;
      if (activity < rows!.lower[i]! - 1e-11 || activity > rows!.upper[i]! + 1e-11) return;
    }
    let objective = 0,
      terms = 0;
    for (let i = 0; i < n; i++) {
      let product = 0,
        size = 0;
      for (let j = 0; j < n; j++) {
        product += hessian[i * n + j]! * x[j]!;
        size += Math.abs(hessian[i * n + j]! * x[j]!);
      }
      objective += x[i]! * (0.5 * product + program.linear[i]!);
      terms += Math.abs(x[i]!) * (0.5 * size + Math.abs(program.linear[i]!));
    }
    if (best === undefined || objective < best.objective)
      best = { objective, terms: Math.max(terms, Number.MIN_VALUE) };
  };
  visit(0);
  return best;
}

// the solution, corrected twice by its residual
function refined(matrix: readonly Float64Array[], size: number): Float64Array | undefined {
  const solution = eliminate(
    matrix.map((row) => row.slice()),
    size,
  );
  if (solution === undefined) return undefined;
  for (let round = 0; round < 2; round++) {
    const correction = eliminate(
      matrix.map((row) => {
        const copy = row.slice();
        for (let j = 0; j < size; j++) copy[size] = copy[size]! - row[j]! * solution[j]!;
        return copy;
      }),
      size,
    );
    if (correction !== undefined) for (let j = 0; j < size; j++) solution[j] = solution[j]! + correction[j]!;
  }
  return solution;
}

// Gauss-Jordan with full pivoting; variables without a pivot stay 0, an inconsistent system has no solution
function eliminate(matrix: Float64Array[], size: number): Float64Array | undefined {
  const columnOf: number[] = [];
  const used = new Set<number>();
  let right = 1;
  for (const row of matrix) right = Math.max(right, Math.abs(row[size]!));
  for (let step = 0; step < size; step++) {
    let row = -1,
      column = -1,
      largest = 1e-9;
    for (let i = step; i < size; i++) {
      for (let j = 0; j < size; j++) {
        if (!used.has(j) && Math.abs(matrix[i]![j]!) > largest) {
          largest = Math.abs(matrix[i]![j]!);
          row = i;
          column = j;
        }
      }
    }
    if (row < 0) {
      for (let i = step; i < size; i++) if (Math.abs(matrix[i]![size]!) > 1e-9 * right) return undefined;
      break;
    }
    [matrix[step], matrix[row]] = [matrix[row]!, matrix[step]!];
    used.add(column);
    columnOf.push(column);
    const own = matrix[step]!;
    for (let i = 0; i < size; i++) {
      if (i === step) continue;
      const ratio = matrix[i]![column]! / own[column]!;
      if (ratio !== 0) for (let j = 0; j <= size; j++) matrix[i]![j] = matrix[i]![j]! - ratio * own[j]!;
    }
  }
  const solution = new Float64Array(size);
  columnOf.forEach((column, step) => {
    solution[column] = matrix[step]![size]! / matrix[step]![column]!;
  });
  return solution;
}
