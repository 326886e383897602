import { throwIfAborted } from "@plimsoll/core";
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

/** -Infinity as likelihood below this logarithm of a variance: a state on a single point has no maximum likelihood. */
const logVarianceFloor = Math.log(1e-6);
/** Logits beyond this are probabilities of 0 and 1 to rounding. */
const mostLogit = 36;

function objectiveOf(likelihood: SwitchingLikelihood): SmoothObjective {
  const { layout, rows } = likelihood;
  return {
    size: layout.size,
    valueAndGradient(theta, gradient) {
      gradient.fill(0);
      for (const place of layout.variance) if (theta[place]! < logVarianceFloor) return Infinity;
      const logits = layout.transitionWidth === 1 ? layout.specification.states * (layout.specification.states - 1) : 0;
      for (let i = 0; i < logits; i++) if (Math.abs(theta[i]!) > mostLogit) return Infinity;
      const value = likelihood.valueAndGradient(theta, gradient);
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
  let best: SwitchingMaximum | undefined;
  screened.slice(0, polishedStarts).forEach((candidate, index) => {
    throwIfAborted(settings.signal, "switching fit");
    const { maxIterations, tolerance } = settings;
    const found = minimizeSmooth(objective, candidate.x, { maxIterations, tolerance });
    const logLikelihood = likelihood.filter(found.x);
    const converged = found.converged && supported(likelihood);
    const better =
      best === undefined ||
      (converged && !best.converged) ||
      (converged === best.converged && logLikelihood > best.logLikelihood);
    if (better) {
      best = { theta: found.x, logLikelihood, iterations: candidate.iterations + found.iterations, converged };
    }
    settings.onProgress?.({ done: starts.length + index + 1, total, phase: "finish" });
  });
  return best!;
}
