import { logGamma, normalCdf } from "@plimsoll/numeric";
import { type ChoiceSet, conditionalLikelihood, fitConditionalLogit } from "./conditional-logit.ts";

/** Responses of one stratum that may change places when the treatment has no effect. */
export interface ExchangeableStratum {
  /** 1 where treated, 0 where not. */
  readonly treated: Uint8Array;
  readonly response: Float64Array;
}

/** A difference of means within strata with its permutation test. */
export interface StratifiedContrast {
  /** Treated less untreated, within strata, each weighted by its information; NaN without any. */
  readonly difference: number;
  readonly standardError: number;
  /** Difference over its standard deviation under permutation. */
  readonly z: number;
  /** Two-sided: twice the smaller tail. */
  readonly pValue: number;
  /** Chance of so large a difference, or a larger one, under permutation. */
  readonly upperTail: number;
  /** Chance of so small a difference, or a smaller one. */
  readonly lowerTail: number;
  /** Responses in strata with both treated and untreated ones. */
  readonly observations: number;
  readonly treated: number;
  readonly strata: number;
}

/** Work above which the tail is a normal one: it is then a sum of very many. */
const largestWork = 2e6;

/**
 * Whether treated responses are higher, when treatment changes places within each stratum at random.
 *
 * The difference is sum_s S_xy / sum_s S_xx, the slope with a level for each stratum. Its permutation moments are exact
 * (variance sum S_xx S_yy / (n - 1)), the tails a saddlepoint approximation (Lugannani & Rice 1980; for two groups
 * Robinson 1982) whose cumulants are those of the conditional logit; at the largest arrangement the tail is counted. The
 * standard error leaves the difference itself out of S_yy. Strata without both kinds, or of equal responses, say nothing.
 * NaN among the responses gives NaN.
 *
 * @example
 * ```ts
 * import { stratifiedPermutation } from "@plimsoll/behavioral";
 *
 * const day = { treated: Uint8Array.of(1, 0, 0, 1), response: Float64Array.of(3, 1, 2, 4) };
 * const { difference, upperTail } = stratifiedPermutation([day]);
 * console.log(difference, upperTail.toFixed(4)); // 2 0.1667
 * ```
 */
export function stratifiedPermutation(strata: readonly ExchangeableStratum[]): StratifiedContrast {
  let cross = 0;
  let spread = 0;
  let variance = 0;
  let residual = 0;
  let observations = 0;
  let treated = 0;
  let informative = 0;
  let work = 0;
  const sets: ChoiceSet[] = [];
  const parts: { n: number; sxx: number; sxy: number; syy: number }[] = [];
  for (const { treated: taken, response } of strata) {
    const n = taken.length;
    const m = taken.reduce((sum, one) => sum + one, 0);
    if (m === 0 || m === n) continue;
    const mean = response.reduce((sum, y) => sum + y, 0) / n;
    const centred = response.map((y) => y - mean);
    let sxy = 0;
    let syy = 0;
    for (let i = 0; i < n; i++) {
      sxy += taken[i]! * centred[i]!;
      syy += centred[i]! * centred[i]!;
    }
    const sxx = (m * (n - m)) / n;
    cross += sxy;
    spread += sxx;
    variance += (sxx * syy) / (n - 1);
    observations += n;
    treated += m;
    informative += 1;
    work += n * Math.min(m, n - m);
    sets.push({ size: n, taken, chosen: m, covariates: centred });
    parts.push({ n, sxx, sxy, syy });
  }
  const difference = cross / spread;
  for (const { n, sxx, sxy, syy } of parts) {
    // two means are estimated, but a stratum of two has one degree of freedom to give
    residual += (sxx * Math.max(0, syy - 2 * difference * sxy + difference * difference * sxx)) / Math.max(1, n - 1);
  }
  const deviation = Math.sqrt(variance);
  const z = variance > 0 ? cross / deviation : informative > 0 && variance === 0 ? 0 : NaN;
  const counts = { observations, treated, strata: informative };
  const standardError = Math.sqrt(residual) / spread;
  if (!(variance > 0))
    return { difference, standardError, z, pValue: z + 1, upperTail: z + 1, lowerTail: z + 1, ...counts };
  const scaled = sets.map((set) => ({ ...set, covariates: set.covariates.map((y) => y / deviation) }));
  const { upperTail, lowerTail } = work > largestWork ? normalTails(z) : tailsOf(scaled, z);
  return {
    difference,
    standardError,
    z,
    pValue: Math.min(1, 2 * Math.min(upperTail, lowerTail)),
    upperTail,
    lowerTail,
    ...counts,
  };
}

interface Tails {
  /** P(T >= t) and P(T <= t). */
  readonly upperTail: number;
  readonly lowerTail: number;
}

function normalTails(z: number): Tails {
  return { upperTail: normalCdf(-z), lowerTail: normalCdf(z) };
}

/** Tails of the sum of the taken covariates, whose variance is 1 under permutation. */
function tailsOf(sets: readonly ChoiceSet[], t: number): Tails {
  const top = largestSum(sets);
  if (t >= top.value - 1e-9) return { upperTail: Math.exp(top.logProbability), lowerTail: 1 };
  const bottom = largestSum(sets.map((set) => ({ ...set, covariates: set.covariates.map((y) => -y) })));
  if (-t >= bottom.value - 1e-9) return { upperTail: 1, lowerTail: Math.exp(bottom.logProbability) };
  const fit = fitConditionalLogit(sets, 1, { firth: false, free: [true] });
  const none = conditionalLikelihood(sets, Float64Array.of(0)).logLikelihood;
  const point = fit.beta[0]!;
  // the saddlepoint is the conditional maximum likelihood estimate, the exponent its likelihood ratio
  const root = Math.sign(point) * Math.sqrt(2 * Math.max(0, fit.logLikelihood - none));
  const wald = point * Math.sqrt(fit.information[0]!);
  // in the middle the ratio of the two is rounding: there the skewness says as much (Cornish & Fisher 1938)
  if (Math.abs(root) < 0.05) return normalTails(t - (skewness(sets) * (t * t - 1)) / 6);
  return normalTails(root + Math.log(wald / root) / root);
}

/** The third cumulant of the sum under permutation; the covariates of a set have the mean 0. */
function skewness(sets: readonly ChoiceSet[]): number {
  let total = 0;
  for (const { size: n, chosen: m, covariates } of sets) {
    if (n < 3) continue;
    const share = m / n;
    const treated = m * (1 - share) ** 3 - (n - m) * share ** 3;
    total += (covariates.reduce((sum, y) => sum + y ** 3, 0) * treated * n) / ((n - 1) * (n - 2));
  }
  return total;
}

/** The largest sum that any arrangement has, and the logarithm of its chance. */
function largestSum(sets: readonly ChoiceSet[]): { value: number; logProbability: number } {
  let value = 0;
  let logProbability = 0;
  for (const { size, chosen, covariates } of sets) {
    const sorted = covariates.slice().sort();
    for (let i = size - chosen; i < size; i++) value += sorted[i]!;
    const edge = sorted[size - chosen]!;
    const equal = sorted.filter((y) => y === edge).length;
    const above = sorted.filter((y) => y > edge).length;
    logProbability += logChoose(equal, chosen - above) - logChoose(size, chosen);
  }
  return { value, logProbability };
}

function logChoose(n: number, k: number): number {
  return k === 0 || k === n ? 0 : logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
