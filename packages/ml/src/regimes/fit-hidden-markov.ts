import { RandomStream } from "@plimsoll/numeric";
import { informationCriteria } from "../information-criteria.ts";
import { type ObservationInput, type Observations, readObservations } from "../observations.ts";
import { baumWelch, type BaumWelchResult, type HmmParameters } from "./baum-welch.ts";
import type { Emission, EmissionKind } from "./emission.ts";
import { backward, createWorkspace, forward, type ForwardBackwardWorkspace } from "./forward-backward.ts";
import type { HmmFitSummary } from "./hmm-data.ts";
import { checkedHmmOptions, type HmmOptions } from "./hmm-options.ts";
import { type HmmState, orderByDispersion, permuteStates } from "./hmm-state.ts";
import { sequenceBounds } from "./rows-options.ts";

/** Iterations of each start before the best few go on. */
const screeningIterations = 25;
const polishedStarts = 3;

/** A run that goes on where `first` stopped counts both. */
function continued(first: BaumWelchResult, rest: BaumWelchResult): BaumWelchResult {
  return { ...rest, iterations: first.iterations + rest.iterations };
}

/** A chain that leaves each state with probability .1, beside an emission law. */
function startFrom(emission: Emission): HmmParameters {
  const { states } = emission;
  const stay = states === 1 ? 1 : 0.9;
  const transition = new Float64Array(states * states).fill(states === 1 ? 1 : (1 - stay) / (states - 1));
  for (let k = 0; k < states; k++) transition[k * states + k] = stay;
  return { start: new Float64Array(states).fill(1 / states), transition, emission };
}

/** Fits by Baum-Welch from several starts and keeps the best, its states ordered from calm to wild. */
export function fitHiddenMarkov<Options>(
  kind: EmissionKind<Options, never, never>,
  X: ObservationInput,
  options: Options & HmmOptions,
): HmmState {
  const { states, seed, restarts, maxIterations, tolerance, sticky } = checkedHmmOptions(options);
  const width = readObservations(X, 1, options.width).columns;
  const observations = readObservations(X, kind.minimumRows(states, width, options), options.width);
  const workspace = createWorkspace(observations.rows, states, sequenceBounds(observations.rows, options));
  const startOf = kind.starts(observations, states, options);
  const random = RandomStream.of(seed);
  const run = (start: HmmParameters, iterations: number, memory?: BaumWelchResult["memory"]): BaumWelchResult =>
    baumWelch(
      observations,
      start,
      { maxIterations: iterations, tolerance, sticky, signal: options.signal },
      workspace,
      memory,
    );

  const total = restarts + Math.min(restarts, polishedStarts);
  const screened: BaumWelchResult[] = [];
  for (let attempt = 0; attempt < restarts; attempt++) {
    const start = startFrom(startOf(attempt, random.substream(attempt)));
    screened.push(run(start, Math.min(screeningIterations, maxIterations)));
    options.onProgress?.({ done: attempt + 1, total, phase: "starts" });
  }
  screened.sort((a, b) => b.trace.at(-1)! - a.trace.at(-1)!);
  let best = screened[0]!;
  screened.slice(0, polishedStarts).forEach((candidate, index) => {
    const finished = candidate.converged
      ? candidate
      : continued(candidate, run(candidate.parameters, maxIterations, candidate.memory));
    if (finished.trace.at(-1)! > best.trace.at(-1)! || index === 0) best = finished;
    options.onProgress?.({ done: restarts + index + 1, total, phase: "finish" });
  });
  const parameters = permuteStates(best.parameters, orderByDispersion(best.parameters));
  return { parameters, fit: summarize(parameters, best, observations, workspace) };
}

/** Refits from given parameters, without other starts; for rows like those they came from. */
export function refitFrom(
  start: HmmParameters,
  observations: Observations,
  workspace: ForwardBackwardWorkspace,
  options: { readonly maxIterations: number; readonly tolerance: number; readonly signal: AbortSignal | undefined },
): HmmParameters {
  const sticky = { concentration: 1, selfTransition: 0 };
  return baumWelch(observations, start, { ...options, sticky }, workspace).parameters;
}

function summarize(
  { start, transition, emission }: HmmParameters,
  { converged, iterations }: BaumWelchResult,
  observations: Observations,
  workspace: ForwardBackwardWorkspace,
): HmmFitSummary {
  const { states } = emission;
  emission.logDensities(observations, workspace.logDensities);
  const logLikelihood = forward(workspace, start, transition);
  backward(workspace, transition);
  let entropy = 0;
  for (const probability of workspace.smoothed) if (probability > 0) entropy -= probability * Math.log(probability);
  const parameterCount = states - 1 + states * (states - 1) + emission.parameterCount;
  const { aic, bic } = informationCriteria(logLikelihood, parameterCount, observations.complete);
  return {
    logLikelihood,
    aic,
    bic,
    icl: bic + 2 * entropy,
    parameterCount,
    observations: observations.complete,
    converged,
    iterations,
  };
}
