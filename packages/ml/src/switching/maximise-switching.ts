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
const polishedStarts = 4;
const roundIterations = 60;
/** Of the mean log-likelihood, in a round. */
const leastGain = 1e-8;

/** Least variance of a state, relative to that of the series: a state on a single point has no maximum likelihood. */
const varianceFloor = 1e-6;
/** Logits beyond this are probabilities of 0 and 1 to rounding. */
const mostLogit = 36;

/**
 * The mean negative log-likelihood where x stands for a variance of floor + exp(x): a state that shrinks comes to rest
 * instead of running into a wall.
 */
function objectiveOf(likelihood: SwitchingLikelihood): SmoothObjective {
  const { layout, rows } = likelihood;
  const places = [...new Set(layout.variance)];
  const { states } = layout.specification;
  const logits = layout.transitionWidth === 1 ? states * (states - 1) : 0;
  return {
    size: layout.size,
    valueAndGradient(x, gradient) {
      for (let i = 0; i < logits; i++) if (Math.abs(x[i]!) > mostLogit) return Infinity;
      const theta = withFloor(x, places);
      const value = likelihood.valueAndGradient(theta, gradient);
      for (const place of places) gradient[place]! *= Math.exp(x[place]! - theta[place]!);
      for (let i = 0; i < gradient.length; i++) gradient[i]! /= -rows;
      return Number.isFinite(value) ? -value / rows : Infinity;
    },
  };
}

function withFloor(x: Float64Array, places: readonly number[]): Float64Array {
  const theta = x.slice();
  for (const place of places) theta[place] = Math.log(varianceFloor + Math.exp(x[place]!));
  return theta;
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
  const objective = objectiveOf(likelihood);
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
  const places = [...new Set(layout.variance)];
  let best: SwitchingMaximum | undefined;
  let polished = 0;
  for (const candidate of screened) {
    if (polished === polishedStarts) break;
    throwIfAborted(settings.signal, "switching fit");
    const found = polish(objective, candidate, settings);
    const theta = withFloor(found.x, places);
    const logLikelihood = likelihood.filter(theta);
    const proper = supported(likelihood);
    const converged = found.converged && proper;
    const better =
      best === undefined ||
      (converged && !best.converged) ||
      (converged === best.converged && logLikelihood > best.logLikelihood);
    if (better) best = { theta, logLikelihood, iterations: found.iterations, converged };
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
