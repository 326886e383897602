import { PlimsollError, throwIfAborted } from "@plimsoll/core";
import { minimizeSmooth, RandomStream, type SmoothMinimum, type SmoothObjective } from "@plimsoll/numeric";
import type { ParameterLayout } from "./specification.ts";
import { SwitchingLikelihood } from "./switching-likelihood.ts";
import type { SwitchingSample } from "./switching-sample.ts";
import { randomStart } from "./switching-starts.ts";

/** How the likelihood is searched. */
export interface SearchSettings {
  readonly seed: number;
  readonly restarts: number;
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress:
    | ((progress: { readonly done: number; readonly total: number; readonly phase: string }) => void)
    | undefined;
}

/** The best maximum found; `converged` only where no variance fell to its floor. */
export interface SwitchingMaximum {
  readonly theta: Float64Array;
  readonly logLikelihood: number;
  readonly iterations: number;
  readonly converged: boolean;
}

const screeningIterations = 20;
const polishedStarts = 6;
const roundIterations = 60;
/** Of the mean log-likelihood, in a round. */
const leastGain = 1e-8;

/** Least variance of a state, relative to that of the series: a state on a single point has no maximum likelihood. */
const varianceFloor = 1e-6;
/** Logits beyond this are probabilities of 0 and 1 to rounding. */
const mostLogit = 36;

/**
 * Parameters from numbers without bounds: a variance is floor + exp(x) and the logit of a constant transition is kept in
 * bounds by a hyperbolic tangent, so that a state that shrinks, or a move that never happens, comes to rest instead of
 * running into a wall.
 */
interface Bounds {
  toTheta(x: Float64Array): Float64Array;
  /** Turns the gradient by theta into that by x, in place. */
  chain(x: Float64Array, theta: Float64Array, gradient: Float64Array): void;
}

function boundsOf(layout: ParameterLayout): Bounds {
  const variances = [...new Set(layout.variance)];
  const { states } = layout.specification;
  const logits = layout.transitionWidth === 1 ? states * (states - 1) : 0;
  return {
    toTheta(x) {
      const theta = x.slice();
      for (const place of variances) theta[place] = Math.log(varianceFloor + Math.exp(x[place]!));
      for (let i = 0; i < logits; i++) theta[i] = mostLogit * Math.tanh(x[i]! / mostLogit);
      return theta;
    },
    chain(x, theta, gradient) {
      for (const place of variances) gradient[place]! *= Math.exp(x[place]! - theta[place]!);
      for (let i = 0; i < logits; i++) gradient[i]! *= 1 - (theta[i]! / mostLogit) ** 2;
    },
  };
}

/** The mean negative log-likelihood. */
function objectiveOf(likelihood: SwitchingLikelihood, bounds: Bounds): SmoothObjective {
  const { layout, rows } = likelihood;
  return {
    size: layout.size,
    valueAndGradient(x, gradient) {
      const theta = bounds.toTheta(x);
      const value = likelihood.valueAndGradient(theta, gradient);
      bounds.chain(x, theta, gradient);
      for (let i = 0; i < gradient.length; i++) gradient[i]! /= -rows;
      return Number.isFinite(value) ? -value / rows : Infinity;
    },
  };
}

/** Whether every state holds more rows than its own parameters: fewer would fit themselves. */
function supported(likelihood: SwitchingLikelihood): boolean {
  const { states, rows, layout } = likelihood;
  likelihood.smooth();
  const marginal = likelihood.marginal(likelihood.smoothed);
  const counts = new Float64Array(states);
  for (let i = 0; i < rows * states; i++) counts[i % states]! += marginal[i]!;
  return counts.every((count) => count > layout.columns + layout.lags + 1);
}

/** Iterates to the end, or until a round of iterations gains nothing: probabilities of 0 or 1 are approached for ever. */
function polish(objective: SmoothObjective, start: SmoothMinimum, settings: SearchSettings): SmoothMinimum {
  let found = start;
  while (found.iterations < settings.maxIterations) {
    const maxIterations = Math.min(roundIterations, settings.maxIterations - found.iterations);
    const next = minimizeSmooth(objective, found.x, { maxIterations, tolerance: settings.tolerance });
    const gain = found.value - next.value;
    found = { ...next, iterations: found.iterations + next.iterations };
    if (next.converged || !(gain > leastGain)) break;
  }
  return found;
}

/** Maximises the likelihood of a sample in units of its spread, from seeded starts, by BFGS on the exact gradient. */
export function maximiseSwitching(
  layout: ParameterLayout,
  sample: SwitchingSample,
  settings: SearchSettings,
): SwitchingMaximum {
  const likelihood = new SwitchingLikelihood(layout, sample);
  const bounds = boundsOf(layout);
  const objective = objectiveOf(likelihood, bounds);
  const random = RandomStream.of(settings.seed);
  const starts = Array.from({ length: settings.restarts }, (_, attempt) =>
    randomStart(layout, sample, attempt, random.substream(attempt)),
  );
  const total = starts.length + Math.min(polishedStarts, starts.length);
  const scratch = new Float64Array(layout.size);
  const screened: SmoothMinimum[] = [];
  starts.forEach((start, attempt) => {
    throwIfAborted(settings.signal, "switching starts");
    if (Number.isFinite(objective.valueAndGradient(start, scratch))) {
      screened.push(minimizeSmooth(objective, start, { maxIterations: screeningIterations }));
    }
    settings.onProgress?.({ done: attempt + 1, total, phase: "starts" });
  });
  screened.sort((a, b) => a.value - b.value);
  let best: (SwitchingMaximum & { readonly proper: boolean }) | undefined;
  let polished = 0;
  for (const candidate of screened) {
    if (polished === polishedStarts) break;
    throwIfAborted(settings.signal, "switching fit");
    const found = polish(objective, candidate, settings);
    const theta = bounds.toTheta(found.x);
    const logLikelihood = likelihood.filter(theta);
    const proper = supported(likelihood);
    const better =
      best === undefined || (proper && !best.proper) || (proper === best.proper && logLikelihood > best.logLikelihood);
    if (better) {
      best = { theta, logLikelihood, iterations: found.iterations, converged: found.converged && proper, proper };
    }
    if (!proper) continue;
    polished += 1;
    settings.onProgress?.({ done: starts.length + polished, total, phase: "finish" });
  }
  if (best !== undefined) return best;
  throw new PlimsollError(
    "NOT_CONVERGED",
    "no start has a finite likelihood: look for outliers, or ask for fewer states",
    {
      iterations: 0,
      residual: Infinity,
      tolerance: settings.tolerance,
    },
  );
}
