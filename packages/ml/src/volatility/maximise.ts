import { minimizeSmooth, type SmoothObjective } from "@plimsoll/numeric";
import { innovationLaws } from "./distributions/table.ts";
import { GarchLikelihood } from "./likelihood.ts";
import type { MeanData } from "./mean/mean-equation.ts";
import { boundedSlope, fromBounded, toBounded } from "./models/bounded.ts";
import { varianceModels } from "./models/table.ts";
import { type GarchSpecification, type ParameterLayout, parameterLayout, partsOf } from "./specification.ts";
import type { LeastSquaresMean } from "./starting-point.ts";

/** The maximum of a likelihood. */
export interface LikelihoodMaximum {
  /** Mean, variance, shape. */
  readonly parameters: Float64Array;
  readonly value: number;
  readonly converged: boolean;
  readonly iterations: number;
}

/** Between parameters in their domain and free numbers: the mean is free, the variance by its model, shapes between their ends. */
class Transform {
  readonly layout: ParameterLayout;
  readonly #specification: GarchSpecification;

  constructor(specification: GarchSpecification) {
    this.#specification = specification;
    this.layout = parameterLayout(specification);
  }

  constrain(free: Float64Array, out: Float64Array): void {
    const { model, distribution, variance } = this.#specification;
    const [from, to] = [partsOf(this.layout, free), partsOf(this.layout, out)];
    to.mean.set(from.mean);
    varianceModels[model].constrain(variance, from.variance, to.variance);
    innovationLaws[distribution].bounds.forEach(([lower, upper], i) => {
      to.shape[i] = toBounded(from.shape[i]!, lower, upper);
    });
  }

  unconstrain(parameters: Float64Array, out: Float64Array): void {
    const { model, distribution, variance } = this.#specification;
    const [from, to] = [partsOf(this.layout, parameters), partsOf(this.layout, out)];
    to.mean.set(from.mean);
    varianceModels[model].unconstrain(variance, from.variance, to.variance);
    innovationLaws[distribution].bounds.forEach(([lower, upper], i) => {
      to.shape[i] = fromBounded(from.shape[i]!, lower, upper);
    });
  }

  pullBack(free: Float64Array, parameters: Float64Array, byParameter: Float64Array, byFree: Float64Array): void {
    const { model, distribution, variance } = this.#specification;
    const views = [free, parameters, byParameter, byFree].map((all) => partsOf(this.layout, all));
    const [at, value, by, out] = [views[0]!, views[1]!, views[2]!, views[3]!];
    out.mean.set(by.mean);
    varianceModels[model].pullBack(variance, at.variance, value.variance, by.variance, out.variance);
    innovationLaws[distribution].bounds.forEach(([lower, upper], i) => {
      out.shape[i] = by.shape[i]! * boundedSlope(value.shape[i]!, lower, upper);
    });
  }
}

/** Kurtosis that innovations may have, half way from the normal's to that of residuals. */
function innovationKurtosis({ residuals, variance }: LeastSquaresMean): number {
  const fourth = residuals.reduce((sum, e) => sum + e ** 4 / residuals.length, 0);
  return 3 + 0.5 * Math.max(0, fourth / (variance * variance) - 3);
}

/** Log-likelihoods this close are the same. */
const AGREEMENT = 1e-6;

/** From so many rows on one start will do; the likelihood of a short series has several maxima. */
const MANY_ROWS = 2_000;
const MOST_STARTS = 3;

interface Candidate {
  readonly free: Float64Array;
  readonly parameters: Float64Array;
  readonly value: number;
}

/** The best candidates, each at some distance from those before it. */
function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const chosen: Candidate[] = [];
  for (const candidate of candidates) {
    const near = chosen.some(({ free }) => free.every((value, i) => Math.abs(value - candidate.free[i]!) < 0.5));
    if (candidate.value > -Infinity && !near && chosen.length < MOST_STARTS) chosen.push(candidate);
  }
  return chosen;
}

/**
 * Maximises the likelihood of data whose residuals have a variance near 1: the best of the model's starts, then BFGS on free
 * numbers; further starts for short series and where that does not converge.
 */
export function maximiseLikelihood(
  specification: GarchSpecification,
  data: MeanData,
  presample: number | null,
  mean: LeastSquaresMean,
  options: { readonly tolerance: number; readonly maxIterations: number },
): LikelihoodMaximum {
  const { model, distribution, variance } = specification;
  const likelihood = new GarchLikelihood(specification, data, presample);
  const transform = new Transform(specification);
  const size = transform.layout.names.length;
  const shape = innovationLaws[distribution].start(innovationKurtosis(mean));
  const candidates = varianceModels[model]
    .starts(variance)
    .map((start) => {
      const given = Float64Array.of(...mean.parameters, ...start, ...shape);
      const free = new Float64Array(size);
      transform.unconstrain(given, free);
      // what is tied or at an edge moves
      const parameters = new Float64Array(size);
      transform.constrain(free, parameters);
      const value = likelihood.pass(parameters).value;
      return { free, parameters, value: Number.isFinite(value) ? value : -Infinity };
    })
    .sort((a, b) => b.value - a.value);
  if (size === 0)
    return { parameters: new Float64Array(0), value: candidates[0]!.value, converged: true, iterations: 0 };
  const parameters = new Float64Array(size);
  const byParameter = new Float64Array(size);
  const objective: SmoothObjective = {
    size,
    valueAndGradient(free, gradient) {
      transform.constrain(free, parameters);
      const value = likelihood.evaluate(parameters, byParameter);
      if (!Number.isFinite(value)) return Infinity;
      transform.pullBack(free, parameters, byParameter, gradient);
      for (let i = 0; i < size; i++) gradient[i]! /= -likelihood.rows;
      return -value / likelihood.rows;
    },
  };
  let best: LikelihoodMaximum | null = null;
  let iterations = 0;
  const least = likelihood.rows < MANY_ROWS ? 3 : 1;
  let tried = 0;
  for (const candidate of distinct(candidates)) {
    if (tried >= least && best?.converged === true) break;
    tried += 1;
    const found = minimizeSmooth(objective, candidate.free, options);
    iterations += found.iterations;
    const value = -found.value * likelihood.rows;
    // sizes of residuals have kinks, where no slope vanishes: two starts that end at the same height settle it
    const settled = best !== null && Math.abs(value - best.value) <= AGREEMENT;
    // of equal heights the first stays: it is no worse, and as exact
    if (best === null || value > best.value + AGREEMENT || (found.converged && !best.converged && value > best.value)) {
      const at = new Float64Array(size);
      transform.constrain(found.x, at);
      best = { parameters: at, value, converged: found.converged, iterations };
    }
    if (settled) best = { ...best, converged: true };
  }
  if (best !== null) return { ...best, iterations };
  return { parameters: candidates[0]!.parameters, value: Number.NaN, converged: false, iterations };
}
