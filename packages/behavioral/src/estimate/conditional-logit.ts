import { choleskyFactor, choleskyLogDeterminant, choleskySolve } from "@plimsoll/numeric";

/** One choice set: `chosen` of its `size` alternatives were taken; `covariates` is size x width, row-major. */
export interface ChoiceSet {
  readonly size: number;
  readonly taken: Uint8Array;
  readonly chosen: number;
  readonly covariates: Float64Array;
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
      for (let b = 0; b <= a; b++) terms.information[a * p + b]! += da * (covariates[x + b]! - mean[b]!);
    }
    if ((taken[i] === 1) === complement) continue;
    for (let a = 0; a < p; a++) {
      terms.logLikelihood += sign * covariates[x + a]! * beta[a]!;
      terms.score[a]! += sign * (covariates[x + a]! - mean[a]!);
    }
  }
  for (let a = 0; a < p; a++) for (let b = 0; b < a; b++) terms.information[b * p + a] = terms.information[a * p + b]!;
}

function addSet({ size, taken, chosen, covariates }: ChoiceSet, beta: Float64Array, terms: LikelihoodTerms): void {
  const p = beta.length;
  // choosing the kept instead of the taken is the same event and may be shorter
  const complement = chosen > size / 2;
  const count = complement ? size - chosen : chosen;
  const sign = complement ? -1 : 1;
  const exponents = new Float64Array(size);
  let largest = -Infinity;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += covariates[i * p + j]! * beta[j]!;
    exponents[i] = sign * sum;
    largest = Math.max(largest, exponents[i]!);
  }
  const B = new Float64Array(count + 1);
  const D = new Float64Array((count + 1) * p);
  const H = new Float64Array((count + 1) * p * p);
  B[0] = 1;
  for (let i = 0; i < size; i++) {
    const weight = Math.exp(exponents[i]! - largest);
    const x = i * p;
    for (let k = Math.min(i + 1, count); k >= 1; k--) {
      const below = B[k - 1]!;
      for (let a = 0; a < p; a++) {
        const xa = sign * covariates[x + a]!;
        const da = D[(k - 1) * p + a]!;
        for (let b = 0; b < p; b++) {
          const xb = sign * covariates[x + b]!;
          H[(k * p + a) * p + b]! +=
            weight * (H[((k - 1) * p + a) * p + b]! + xa * D[(k - 1) * p + b]! + da * xb + xa * xb * below);
        }
      }
      for (let a = 0; a < p; a++) D[k * p + a]! += weight * (D[(k - 1) * p + a]! + sign * covariates[x + a]! * below);
      B[k]! += weight * below;
    }
  }
  const total = B[count]!;
  terms.logLikelihood -= Math.log(total) + count * largest;
  for (let i = 0; i < size; i++) {
    if ((taken[i] === 1) === complement) continue;
    terms.logLikelihood += exponents[i]!;
    for (let a = 0; a < p; a++) terms.score[a]! += sign * covariates[i * p + a]!;
  }
  for (let a = 0; a < p; a++) {
    const mean = D[count * p + a]! / total;
    terms.score[a]! -= mean;
    for (let b = 0; b < p; b++) {
      terms.information[a * p + b]! += H[(count * p + a) * p + b]! / total - (mean * D[count * p + b]!) / total;
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
 * information (Firth 1993), which stays finite under separation. Coefficients where `free` is false stay at zero.
 */
export function fitConditionalLogit(
  sets: readonly ChoiceSet[],
  width: number,
  options: { readonly firth: boolean; readonly free: readonly boolean[] },
): ConditionalLogitFit {
  const active = options.free.flatMap((free, index) => (free ? [index] : []));
  const beta = new Float64Array(width);
  const objectiveAt = (at: Float64Array): { value: number; terms: LikelihoodTerms } => {
    const terms = conditionalLikelihood(sets, at);
    if (!options.firth) return { value: terms.logLikelihood, terms };
    return { value: terms.logLikelihood + 0.5 * logDeterminant(terms.information, width, active), terms };
  };
  let current = objectiveAt(beta);
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    const gradient = Float64Array.from(active, (index) => current.terms.score[index]!);
    const factor = restrict(current.terms.information, width, active);
    if (choleskyFactor(factor, active.length, factor) < active.length) break;
    if (options.firth) addPenaltyGradient(gradient, sets, beta, active, inverseOf(factor, active.length));
    const step = choleskySolve(factor, active.length, gradient);
    const decrement = step.reduce((sum, value, index) => sum + value * gradient[index]!, 0);
    if (decrement < 1e-13 * (1 + Math.abs(current.value))) {
      return {
        beta,
        information: current.terms.information,
        logLikelihood: current.terms.logLikelihood,
        converged: true,
      };
    }
    let scale = 1;
    for (; scale > 1e-10; scale /= 2) {
      const candidate = beta.slice();
      active.forEach((index, position) => {
        candidate[index]! += scale * step[position]!;
      });
      const next = objectiveAt(candidate);
      if (next.value > current.value) {
        beta.set(candidate);
        current = next;
        break;
      }
    }
    // no step rises any more: the optimum to working precision if the Newton decrement says so too
    if (scale <= 1e-10) {
      const converged = decrement < 1e-8 * (1 + Math.abs(current.value));
      return { beta, information: current.terms.information, logLikelihood: current.terms.logLikelihood, converged };
    }
  }
  return { beta, information: current.terms.information, logLikelihood: current.terms.logLikelihood, converged: false };
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
  active: readonly number[],
  inverse: Float64Array,
): void {
  const p = beta.length;
  const n = active.length;
  const weights = new Float64Array(largestSize(sets));
  const mean = new Float64Array(p);
  const deviation = new Float64Array(n);
  for (const set of sets) {
    const { size, chosen, covariates } = set;
    if (chosen === 0 || chosen === size || !isSingle(set)) continue;
    const sign = chosen > 1 ? -1 : 1;
    softmax(set, sign, beta, weights, mean);
    for (let i = 0; i < size; i++) {
      let leverage = 0;
      for (let a = 0; a < n; a++) deviation[a] = covariates[i * p + active[a]!]! - mean[active[a]!]!;
      for (let a = 0; a < n; a++) {
        for (let b = 0; b < n; b++) leverage += inverse[a * n + b]! * deviation[a]! * deviation[b]!;
      }
      for (let a = 0; a < n; a++) gradient[a]! += 0.5 * sign * weights[i]! * leverage * deviation[a]!;
    }
  }
  const multiple = sets.filter((set) => set.chosen > 0 && set.chosen < set.size && !isSingle(set));
  if (multiple.length === 0) return;
  active.forEach((index, position) => {
    const step = 1e-5 * (1 + Math.abs(beta[index]!));
    const [up, down] = [step, -step].map((shift) => {
      const shifted = beta.slice();
      shifted[index]! += shift;
      return restrict(conditionalLikelihood(multiple, shifted).information, p, active);
    }) as [Float64Array, Float64Array];
    for (let i = 0; i < n * n; i++) gradient[position]! += (0.5 * inverse[i]! * (up[i]! - down[i]!)) / (2 * step);
  });
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

function logDeterminant(matrix: Float64Array, width: number, active: readonly number[]): number {
  const factor = restrict(matrix, width, active);
  if (choleskyFactor(factor, active.length, factor) < active.length) return -Infinity;
  return choleskyLogDeterminant(factor, active.length);
}
