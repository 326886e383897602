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
  for (const set of sets) addSet(set, beta, terms);
  return terms;
}

function addSet({ size, taken, chosen, covariates }: ChoiceSet, beta: Float64Array, terms: LikelihoodTerms): void {
  if (chosen === 0 || chosen === size) return;
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
    if (options.firth) addPenaltyGradient(gradient, objectiveAt, beta, active);
    const factor = restrict(current.terms.information, width, active);
    if (choleskyFactor(factor, active.length, factor) < active.length) break;
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

/** Adds d(half log-determinant)/d(beta) by central differences; the log-likelihood part cancels out of `score`. */
function addPenaltyGradient(
  gradient: Float64Array,
  objectiveAt: (at: Float64Array) => { value: number; terms: LikelihoodTerms },
  beta: Float64Array,
  active: readonly number[],
): void {
  active.forEach((index, position) => {
    const width = 1e-4 * (1 + Math.abs(beta[index]!));
    const [up, down] = [width, -width].map((shift) => {
      const shifted = beta.slice();
      shifted[index]! += shift;
      const { value, terms } = objectiveAt(shifted);
      return value - terms.logLikelihood;
    }) as [number, number];
    gradient[position]! += (up - down) / (2 * width);
  });
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
