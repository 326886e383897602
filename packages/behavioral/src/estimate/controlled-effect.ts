import { choleskyFactor, choleskySolve, normalCdf } from "@plimsoll/numeric";
import {
  type ChoiceSet,
  conditionalLikelihood,
  type ConditionalLogitFit,
  fitConditionalLogit,
  restrict,
} from "./conditional-logit.ts";

/** A coefficient with what surrounds it. */
export interface ControlledEffect {
  /** The first coefficient of the model: a log odds ratio per unit of its covariate. */
  readonly effect: number;
  /** Infinity where the controls leave nothing to estimate it from. */
  readonly standardError: number;
  /** Two-sided, of the score test: the controls are fitted without the effect. */
  readonly pValue: number;
  /** Positive where the score test points to a positive effect. */
  readonly z: number;
  /** z statistic of each coefficient, `null` where the data cannot estimate it. */
  readonly zByColumn: readonly (number | null)[];
}

/**
 * More certain than this of all choices together, the controls are taken to determine them: where they predict every
 * choice their likelihood rises to 1 and their estimates have no end.
 */
const certainty = 0.99;

/** Fewer informative sets than this are fitted with Firth's penalty (definition 44). */
const firthBelow = 50;

/**
 * The first coefficient of a conditional logit, the other columns being controls, with its score test (definition 44).
 * Firth's (1993) penalty in small samples and under separation. Where sets share a cluster, as accounts of a household
 * share a day, variances are those of the clusters' scores (Liang & Zeger 1986) and not less than the model's. `null` where the controls leave nothing to estimate it
 * from: that is decided by the covariates and the numbers chosen, not by what was chosen.
 */
export function controlledEffect(
  sets: readonly ChoiceSet[],
  width: number,
  informativeSets: number,
): ControlledEffect | null {
  const { information: atZero } = conditionalLikelihood(sets, new Float64Array(width));
  const free = estimable(atZero, width);
  if (!free[0]) return null;
  const controls = free.map((isFree, index) => isFree && index !== 0);
  const hasControls = controls.some(Boolean);
  const control = hasControls ? fitConditionalLogit(sets, width, { firth: false, free: controls }) : null;
  // where size, move and tax alone say what is sold, nothing is left for the effect to say: no evidence either way
  if (control !== null && control.logLikelihood > Math.log(certainty)) return undetermined(free);
  const firth = informativeSets < firthBelow || (control !== null && isSeparated(control, atZero, width, controls));
  const penalised = firth && hasControls ? fitConditionalLogit(sets, width, { firth, free: controls }) : control;
  const start = penalised?.beta ?? new Float64Array(width);
  let fit = fitConditionalLogit(sets, width, { firth, free, start });
  if (!fit.converged) fit = fitConditionalLogit(sets, width, { firth: true, free });
  const spread = (beta: Float64Array, information: Float64Array): number =>
    Math.max(
      1,
      clusteredVariance(sets, beta, information, width, free) / efficientInformation(information, width, free),
    );
  const z = scoreStatistic(sets, width, free, start, spread);
  const information = efficientInformation(fit.information, width, free);
  return {
    effect: fit.beta[0]!,
    standardError: Math.sqrt(spread(fit.beta, fit.information) / information),
    pValue: 2 * normalCdf(-Math.abs(z)),
    z,
    zByColumn: free.map((isFree, column) =>
      isFree ? fit.beta[column]! * Math.sqrt(efficientInformation(fit.information, width, free, column)) : null,
    ),
  };
}

/** No evidence: the exact conditional test given the controls has a single outcome. */
function undetermined(free: readonly boolean[]): ControlledEffect {
  return { effect: 0, standardError: Infinity, pValue: 1, z: 0, zByColumn: free.map(() => null) };
}

/** A control with less of its information at zero left than this runs off to infinity. */
const leastInformation = 1e-3;

/** Whether some control tells sold from kept wherever it varies, so that its likelihood has no maximum. */
function isSeparated(
  { converged, information }: ConditionalLogitFit,
  atZero: Float64Array,
  width: number,
  controls: readonly boolean[],
): boolean {
  if (!converged) return true;
  return controls.some((isFree, column) => {
    const place = column * width + column;
    return isFree && information[place]! < leastInformation * atZero[place]!;
  });
}

/** Which columns the data can estimate: those that have variation and do not repeat earlier ones. */
function estimable(information: Float64Array, width: number): boolean[] {
  const free = new Array<boolean>(width).fill(false);
  for (let column = 0; column < width; column++) {
    free[column] = true;
    const own = information[column * width + column]!;
    const left = own > 0 ? efficientInformation(information, width, free, column) : 0;
    if (!(left > 1e-8 * own)) free[column] = false;
  }
  return free;
}

/** Information on `column` after the other free columns took theirs: a Schur complement. */
function efficientInformation(information: Float64Array, width: number, free: readonly boolean[], column = 0): number {
  const others = free.flatMap((isFree, index) => (isFree && index !== column ? [index] : []));
  const own = information[column * width + column]!;
  if (others.length === 0) return own;
  const factor = restrict(information, width, others);
  if (choleskyFactor(factor, others.length, factor) < others.length) return 0;
  const cross = Float64Array.from(others, (index) => information[column * width + index]!);
  const solved = choleskySolve(factor, others.length, cross);
  return own - cross.reduce((sum, value, index) => sum + value * solved[index]!, 0);
}

/** The score test of no effect, at the fit of the controls alone. */
function scoreStatistic(
  sets: readonly ChoiceSet[],
  width: number,
  free: readonly boolean[],
  controls: Float64Array,
  spread: (beta: Float64Array, information: Float64Array) => number,
): number {
  const { score, information } = conditionalLikelihood(sets, controls);
  return score[0]! / Math.sqrt(efficientInformation(information, width, free) * spread(controls, information));
}

/**
 * Variance of the score of the first column, the other free ones taken out of it, from the sums over clusters; 0 where no
 * two sets share a cluster, which leaves the model's own.
 */
function clusteredVariance(
  sets: readonly ChoiceSet[],
  beta: Float64Array,
  information: Float64Array,
  width: number,
  free: readonly boolean[],
): number {
  const clusters = new Set(sets.flatMap(({ cluster }) => cluster ?? []));
  if (clusters.size === 0 || clusters.size === sets.length) return 0;
  const others = free.flatMap((isFree, index) => (isFree && index > 0 ? [index] : []));
  const factor = restrict(information, width, others);
  const rank = choleskyFactor(factor, others.length, factor);
  const cross =
    rank < others.length || rank === 0
      ? new Float64Array(others.length)
      : choleskySolve(
          factor,
          others.length,
          Float64Array.from(others, (index) => information[index]!),
        );
  const sums = new Map<string | ChoiceSet, number>();
  for (const set of sets) {
    const { score } = conditionalLikelihood([set], beta);
    const own = others.reduce((left, index, position) => left - cross[position]! * score[index]!, score[0]!);
    const key = set.cluster ?? set;
    sums.set(key, (sums.get(key) ?? 0) + own);
  }
  const total = [...sums.values()].reduce((sum, value) => sum + value * value, 0);
  return (total * sums.size) / (sums.size - 1);
}

/** An effect one Newton step from none, with its standard error: the score over the information the controls leave. */
export interface OneStepEffect {
  readonly effect: number;
  readonly standardError: number;
}

/**
 * One-step estimates of the first `count` coefficients, each on its own beside the controls, which are the columns after
 * them and are fitted without any: what a look at several effects costs when one of them is enough for a test. `null`
 * where a column leaves nothing to estimate.
 */
export function oneStepEffects(sets: readonly ChoiceSet[], width: number, count: number): (OneStepEffect | null)[] {
  const free = estimable(conditionalLikelihood(sets, new Float64Array(width)).information, width);
  const controls = free.map((isFree, index) => isFree && index >= count);
  const beta = controls.some(Boolean)
    ? fitConditionalLogit(sets, width, { firth: false, free: controls }).beta
    : new Float64Array(width);
  const { score, information } = conditionalLikelihood(sets, beta);
  return Array.from({ length: count }, (_, column) => {
    const own = controls.map((isFree, index) => isFree || index === column);
    const left = efficientInformation(information, width, own, column);
    if (!(left > 1e-8 * information[column * width + column]!)) return null;
    return { effect: score[column]! / left, standardError: 1 / Math.sqrt(left) };
  });
}
