import { normalQuantile, ranks } from "@plimsoll/numeric";

/** Where a {@link ChoiceMartingale} stands, as JSON. */
export interface ChoiceMartingaleState {
  readonly observed: number;
  /** Logarithms of the wealth of each tilt, of the bets that have begun; `null` before the first. */
  readonly started: readonly (number | null)[];
}

// from a mild preference to one that all but always takes the top of a list
const tilts = [0.5, 1, 2, 4] as const;

/**
 * Normal scores of values (van der Waerden): the quantile of rank / (n + 1), ties at their mean rank. A score depends on
 * the order alone, so no outlier decides. `known` keeps quantiles by size from one call to the next.
 */
export function normalScores(values: Float64Array, known: Map<number, Float64Array> = new Map()): Float64Array {
  const size = values.length;
  let quantiles = known.get(size);
  if (quantiles === undefined) {
    // mean ranks are halves
    quantiles = Float64Array.from({ length: 2 * size + 1 }, (_, half) =>
      half < 2 ? NaN : normalQuantile(half / (2 * (size + 1))),
    );
    known.set(size, quantiles);
  }
  return ranks(values).map((rank) => quantiles[Math.round(2 * rank)]!);
}

/**
 * How much likelier the choice made is under a taste `exp(tilt x score)` than under chance: the likelihood of a
 * conditional logit against the even one, exp(tilt x sum of the scores taken) over its mean over all subsets of the same
 * size. Its mean under chance is exactly 1, whatever the scores (an e-value). Returned as a logarithm.
 *
 * The mean over subsets is an elementary symmetric polynomial, by the recursion of Gail, Lubin & Rubinstein (1981).
 */
export function choiceLogEvidence(scores: Float64Array, taken: Uint8Array, tilt: number): number {
  return logEvidence(
    scores,
    taken,
    tilt,
    scores.map((score) => Math.exp(tilt * score)),
  );
}

/** The same with the weights exp(tilt x score) at hand. */
function logEvidence(scores: Float64Array, taken: Uint8Array, tilt: number, weights: Float64Array): number {
  const size = scores.length;
  let chosen = 0;
  for (let i = 0; i < size; i++) chosen += taken[i]!;
  if (chosen === 0 || chosen === size) return 0;
  // the kept determine the taken, and may be fewer
  const complement = chosen > size / 2;
  const count = complement ? size - chosen : chosen;
  const sign = complement ? -tilt : tilt;
  let made = 0;
  for (let i = 0; i < size; i++) if ((taken[i] === 1) !== complement) made += sign * scores[i]!;
  if (count > 20) return made - logMeanOverLargeSubsets(scores, sign, count);
  return made - logMeanOverSubsets(complement ? weights.map((weight) => 1 / weight) : weights, count);
}

/** ln of the mean over all subsets of `count` of the product of the weights in it. */
function logMeanOverSubsets(weights: Float64Array, count: number): number {
  const size = weights.length;
  let total = 0;
  for (let i = 0; i < size; i++) total += weights[i]!;
  // with weights of mean 1 no mean over subsets exceeds 1 (Maclaurin)
  const centre = total / size;
  if (count === 1) return Math.log(centre);
  // means, not sums: binomial coefficients would overflow
  const means = new Float64Array(count + 1);
  means[0] = 1;
  for (let i = 0; i < size; i++) {
    const weight = weights[i]! / centre;
    for (let k = i < count ? i + 1 : count; k >= 1; k--) {
      // of the subsets of k among the first i + 1, k / (i + 1) hold the newest
      const share = k / (i + 1);
      means[k] = share * weight * means[k - 1]! + (1 - share) * means[k]!;
    }
  }
  return count * Math.log(centre) + Math.log(means[count]!);
}

/** The same in logarithms, for subsets so large that their products leave the range of numbers. */
function logMeanOverLargeSubsets(scores: Float64Array, tilt: number, count: number): number {
  const logarithms = new Float64Array(count + 1).fill(-Infinity);
  logarithms[0] = 0;
  scores.forEach((score, i) => {
    for (let k = Math.min(i + 1, count); k >= 1; k--) {
      const share = k / (i + 1);
      const withNewest = Math.log(share) + tilt * score + logarithms[k - 1]!;
      logarithms[k] = k <= i ? logSum(withNewest, Math.log1p(-share) + logarithms[k]!) : withNewest;
    }
  });
  return logarithms[count]!;
}

/**
 * Evidence, choice by choice, that an investor's choices follow a score rather than chance: a test martingale.
 *
 * The wealth starts at 1 and its mean under chance stays 1, so that an investor who chooses by chance ever takes it to
 * 1 / alpha with probability at most alpha (Ville 1939), however often one looks. It is the mean over four tilts of
 * {@link choiceLogEvidence}, and over the choice at which the habit may have begun (prior 1 / (n (n + 1))), so that
 * years without the habit do not hide it when it comes.
 */
export class ChoiceMartingale {
  #observed = 0;
  readonly #quantiles = new Map<number, Float64Array>();
  readonly #started: Float64Array = new Float64Array(tilts.length).fill(-Infinity);

  static restore({ observed, started }: ChoiceMartingaleState): ChoiceMartingale {
    const martingale = new ChoiceMartingale();
    martingale.#observed = observed;
    started.forEach((value, index) => {
      martingale.#started[index] = value ?? -Infinity;
    });
    return martingale;
  }

  toJSON(): ChoiceMartingaleState {
    return {
      observed: this.#observed,
      started: Array.from(this.#started, (value) => (value === -Infinity ? null : value)),
    };
  }

  /** Takes a choice among values in: higher values are what the habit would take. Returns the choice's own evidence > 0. */
  observe(values: Float64Array, taken: Uint8Array): number {
    let chosen = 0;
    for (let i = 0; i < taken.length; i++) chosen += taken[i]!;
    if (chosen === 0 || chosen === taken.length) return 1;
    const scores = normalScores(values, this.#quantiles);
    this.#observed += 1;
    const entering = -Math.log(this.#observed * (this.#observed + 1));
    let own = 0;
    const weights = scores.map((score) => Math.exp(tilts[0] * score));
    tilts.forEach((tilt, index) => {
      // each tilt is twice the one before
      if (index > 0) for (let i = 0; i < weights.length; i++) weights[i]! *= weights[i]!;
      const evidence = logEvidence(scores, taken, tilt, weights);
      this.#started[index] = logSum(this.#started[index]!, entering) + evidence;
      own += Math.exp(evidence) / tilts.length;
    });
    return own;
  }

  /** The wealth now: how many times likelier the record is under the habit than under chance. At most 1e300. */
  get wealth(): number {
    const waiting = 1 / (this.#observed + 1);
    let sum = waiting;
    for (const value of this.#started) sum += Math.exp(value) / tilts.length;
    return Math.min(sum, 1e300);
  }
}

function logSum(a: number, b: number): number {
  const larger = Math.max(a, b);
  if (larger === -Infinity) return larger;
  return larger + Math.log(Math.exp(a - larger) + Math.exp(b - larger));
}
