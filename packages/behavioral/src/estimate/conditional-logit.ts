import { choleskyFactor, choleskyLogDeterminant, choleskySolve } from "@plimsoll/numeric";

/** One choice set: `chosen` of its `size` alternatives were taken; `covariates` is size x width, row-major. */
export interface ChoiceSet {
  readonly size: number;
  readonly taken: Uint8Array;
  readonly chosen: number;
  readonly covariates: Float64Array;
  /** Sets of one cluster, such as a day, may depend on one another.
   * @defaultValue none does */
  readonly cluster?: string | undefined;
}

/** Log-likelihood of a conditional logit with its gradient and information (width x width) at one parameter vector. */
export interface LikelihoodTerms {
  logLikelihood: number;
  readonly score: Float64Array;
  readonly information: Float64Array;
}

/**
 * The exact conditional likelihood: in each set the number taken is given, and every subset of that size competes. The
 * sum over subsets, its gradient and Hessian come from one recursion (Gail, Lubin & Rubinstein 1981).
 */
export function conditionalLikelihood(sets: readonly ChoiceSet[], beta: Float64Array): LikelihoodTerms {
  const width = beta.length;
  const terms: LikelihoodTerms = {
    logLikelihood: 0,
    score: new Float64Array(width),
    information: new Float64Array(width * width),
  };
  const weights = new Float64Array(largestSize(sets));
  const mean = new Float64Array(width);
  for (const set of sets) {
    if (set.chosen === 0 || set.chosen === set.size) continue;
    if (isSingle(set)) addSingle(set, beta, terms, weights, mean);
    else addSet(set, beta, terms);
  }
  return terms;
}

function largestSize(sets: readonly ChoiceSet[]): number {
  return sets.reduce((largest, { size }) => Math.max(largest, size), 0);
}

/** One taken or one left: the subsets are the alternatives themselves. */
function isSingle({ chosen, size }: ChoiceSet): boolean {
  return chosen === 1 || chosen === size - 1;
}

/** Chances of the alternatives (of being left, where all but one are taken) and their mean; returns the log of their sum. */
function softmax(
  { size, covariates }: ChoiceSet,
  sign: number,
  beta: Float64Array,
  weights: Float64Array,
  mean: Float64Array,
): number {
  const p = beta.length;
  let largest = -Infinity;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += covariates[i * p + j]! * beta[j]!;
    weights[i] = sign * sum;
    if (weights[i]! > largest) largest = weights[i]!;
  }
  let total = 0;
  for (let i = 0; i < size; i++) {
    weights[i] = Math.exp(weights[i]! - largest);
    total += weights[i]!;
  }
  mean.fill(0);
  for (let i = 0; i < size; i++) {
    weights[i]! /= total;
    for (let j = 0; j < p; j++) mean[j]! += weights[i]! * covariates[i * p + j]!;
  }
  return Math.log(total) + largest;
}

function addSingle(
  set: ChoiceSet,
  beta: Float64Array,
  terms: LikelihoodTerms,
  weights: Float64Array,
  mean: Float64Array,
): void {
  const { size, taken, chosen, covariates } = set;
  const p = beta.length;
  const complement = chosen > 1;
  const sign = complement ? -1 : 1;
  terms.logLikelihood -= softmax(set, sign, beta, weights, mean);
  for (let i = 0; i < size; i++) {
    const weight = weights[i]!;
    const x = i * p;
    for (let a = 0; a < p; a++) {
      const da = weight * (covariates[x + a]! - mean[a]!);
      for (let b = 0; b <= a; b++) {
        const value = da * (covariates[x + b]! - mean[b]!);
        terms.information[a * p + b]! += value;
        if (b < a) terms.information[b * p + a]! += value;
      }
    }
    if ((taken[i] === 1) === complement) continue;
    for (let a = 0; a < p; a++) {
      terms.logLikelihood += sign * covariates[x + a]! * beta[a]!;
      terms.score[a]! += sign * (covariates[x + a]! - mean[a]!);
    }
  }
}

function addSet({ size, taken, chosen, covariates }: ChoiceSet, beta: Float64Array, terms: LikelihoodTerms): void {
  const p = beta.length;
  // choosing the kept instead of the taken is the same event and may be shorter
  const complement = chosen > size / 2;
  const count = complement ? size - chosen : chosen;
  const sign = complement ? -1 : 1;
  const weights = new Float64Array(size);
  let largest = -Infinity;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += covariates[i * p + j]! * beta[j]!;
    weights[i] = sign * sum;
    if (weights[i]! > largest) largest = weights[i]!;
    if ((taken[i] === 1) === complement) continue;
    terms.logLikelihood += weights[i]!;
    for (let a = 0; a < p; a++) terms.score[a]! += sign * covariates[i * p + a]!;
  }
  // a row for each number taken so far: the sum over subsets, its gradient, the lower triangle of its Hessian
  const stride = 1 + p + (p * (p + 1)) / 2;
  const table = new Float64Array((count + 1) * stride);
  const x = new Float64Array(p);
  table[0] = 1;
  for (let i = 0; i < size; i++) {
    const weight = Math.exp(weights[i]! - largest);
    for (let a = 0; a < p; a++) x[a] = sign * covariates[i * p + a]!;
    for (let k = Math.min(i + 1, count); k >= 1; k--) {
      const from = (k - 1) * stride;
      const to = k * stride;
      const below = weight * table[from]!;
      table[to]! += below;
      let cell = 1 + p;
      for (let a = 0; a < p; a++) {
        const xa = x[a]!;
        const gradient = weight * table[from + 1 + a]!;
        const reach = gradient + xa * below;
        for (let b = 0; b <= a; b++, cell++) {
          table[to + cell]! += weight * (table[from + cell]! + xa * table[from + 1 + b]!) + x[b]! * reach;
        }
        table[to + 1 + a]! += reach;
      }
    }
  }
  const last = count * stride;
  const total = table[last]!;
  terms.logLikelihood -= Math.log(total) + count * largest;
  let cell = last + 1 + p;
  for (let a = 0; a < p; a++) {
    const mean = table[last + 1 + a]! / total;
    terms.score[a]! -= mean;
    for (let b = 0; b <= a; b++, cell++) {
      const value = table[cell]! / total - (mean * table[last + 1 + b]!) / total;
      terms.information[a * p + b]! += value;
      if (b < a) terms.information[b * p + a]! += value;
    }
  }
}

/** A fitted conditional logit: coefficients, their information, and whether the iteration converged. */
export interface ConditionalLogitFit {
  readonly beta: Float64Array;
  readonly information: Float64Array;
  readonly logLikelihood: number;
  readonly converged: boolean;
}

const maximumIterations = 100;

/**
 * Maximum likelihood by Newton steps with halving; with `firth`, the log-likelihood plus half the log-determinant of the
 * information (Firth 1993), which stays finite under separation. Coefficients where `free` is false stay at zero; the
 * others begin at `start`, or at zero.
 */
export function fitConditionalLogit(
  sets: readonly ChoiceSet[],
  width: number,
  options: { readonly firth: boolean; readonly free: readonly boolean[]; readonly start?: Float64Array },
): ConditionalLogitFit {
  const active = options.free.flatMap((free, index) => (free ? [index] : []));
  const start = Float64Array.from(active, (index) => options.start?.[index] ?? 0);
  const fit = fitAll(active.length === width ? sets : selectColumns(sets, width, active), start, options.firth);
  if (active.length === width) return fit;
  const beta = new Float64Array(width);
  const information = new Float64Array(width * width);
  active.forEach((row, a) => {
    beta[row] = fit.beta[a]!;
    active.forEach((column, b) => (information[row * width + column] = fit.information[a * active.length + b]!));
  });
  return { ...fit, beta, information };
}

function selectColumns(sets: readonly ChoiceSet[], width: number, active: readonly number[]): ChoiceSet[] {
  return sets.map(({ covariates, ...set }) => {
    const own = new Float64Array(set.size * active.length);
    for (let row = 0, next = 0; row < set.size; row++) {
      for (const column of active) own[next++] = covariates[row * width + column]!;
    }
    return { ...set, covariates: own };
  });
}

function fitAll(sets: readonly ChoiceSet[], start: Float64Array, firth: boolean): ConditionalLogitFit {
  const width = start.length;
  const beta = start.slice();
  const objectiveAt = (at: Float64Array): { value: number; terms: LikelihoodTerms } => {
    const terms = conditionalLikelihood(sets, at);
    if (!firth) return { value: terms.logLikelihood, terms };
    return { value: terms.logLikelihood + 0.5 * logDeterminant(terms.information, width), terms };
  };
  let current = objectiveAt(beta);
  const result = (converged: boolean): ConditionalLogitFit => ({
    beta,
    information: current.terms.information,
    logLikelihood: current.terms.logLikelihood,
    converged,
  });
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    const gradient = current.terms.score.slice();
    const factor = current.terms.information.slice();
    if (choleskyFactor(factor, width, factor) < width) break;
    if (firth) addPenaltyGradient(gradient, sets, beta, inverseOf(factor, width));
    const step = choleskySolve(factor, width, gradient);
    const decrement = step.reduce((sum, value, index) => sum + value * gradient[index]!, 0);
    if (decrement < 1e-13 * (1 + Math.abs(current.value))) return result(true);
    let scale = 1;
    for (; scale > 1e-10; scale /= 2) {
      const candidate = beta.map((value, index) => value + scale * step[index]!);
      const next = objectiveAt(candidate);
      if (next.value > current.value) {
        beta.set(candidate);
        current = next;
        break;
      }
    }
    // no step rises any more: the optimum to working precision if the Newton decrement says so too
    if (scale <= 1e-10) return result(decrement < 1e-8 * (1 + Math.abs(current.value)));
  }
  return result(false);
}

/**
 * Adds the gradient of half the log-determinant of the information: half the trace of its inverse times its derivative.
 * The derivative is the third central moment of the covariates where one alternative is taken; by central differences of
 * the information elsewhere.
 */
function addPenaltyGradient(
  gradient: Float64Array,
  sets: readonly ChoiceSet[],
  beta: Float64Array,
  inverse: Float64Array,
): void {
  const p = beta.length;
  const weights = new Float64Array(largestSize(sets));
  const mean = new Float64Array(p);
  const deviation = new Float64Array(p);
  for (const set of sets) {
    const { size, chosen, covariates } = set;
    if (chosen === 0 || chosen === size || !isSingle(set)) continue;
    const sign = chosen > 1 ? -1 : 1;
    softmax(set, sign, beta, weights, mean);
    for (let i = 0; i < size; i++) {
      let leverage = 0;
      for (let a = 0; a < p; a++) deviation[a] = covariates[i * p + a]! - mean[a]!;
      for (let a = 0; a < p; a++) {
        for (let b = 0; b < p; b++) leverage += inverse[a * p + b]! * deviation[a]! * deviation[b]!;
      }
      for (let a = 0; a < p; a++) gradient[a]! += 0.5 * sign * weights[i]! * leverage * deviation[a]!;
    }
  }
  const multiple = sets.filter((set) => set.chosen > 0 && set.chosen < set.size && !isSingle(set));
  if (multiple.length === 0) return;
  for (let column = 0; column < p; column++) {
    const step = 1e-5 * (1 + Math.abs(beta[column]!));
    const [up, down] = [step, -step].map((shift) => {
      const shifted = beta.slice();
      shifted[column]! += shift;
      return conditionalLikelihood(multiple, shifted).information;
    }) as [Float64Array, Float64Array];
    for (let i = 0; i < p * p; i++) gradient[column]! += (0.5 * inverse[i]! * (up[i]! - down[i]!)) / (2 * step);
  }
}

/** Inverse of the matrix whose Cholesky factor is given. */
function inverseOf(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    inverse.set(choleskySolve(factor, size, unit), column * size);
  }
  return inverse;
}

/** The rows and columns `active` of a square matrix of order `width`. */
export function restrict(matrix: Float64Array, width: number, active: readonly number[]): Float64Array {
  const size = active.length;
  return Float64Array.from(
    { length: size * size },
    (_, index) => matrix[active[Math.floor(index / size)]! * width + active[index % size]!]!,
  );
}

function logDeterminant(matrix: Float64Array, width: number): number {
  const factor = matrix.slice();
  if (choleskyFactor(factor, width, factor) < width) return -Infinity;
  return choleskyLogDeterminant(factor, width);
}
