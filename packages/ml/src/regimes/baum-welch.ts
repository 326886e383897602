import { throwIfAborted } from "@plimsoll/core";
import type { Observations } from "../observations.ts";
import type { Emission } from "./emission.ts";
import { backward, forward, type ForwardBackwardWorkspace } from "./forward-backward.ts";
import { extrapolate } from "./extrapolate.ts";
import { normalizeLaw } from "./simplex.ts";

/** A hidden Markov model in the making: start law, transition matrix (states x states) and emission law. */
export interface HmmParameters {
  readonly start: Float64Array;
  readonly transition: Float64Array;
  readonly emission: Emission;
}

/**
 * The sticky prior (Fox et al. 2011; definition 35): row k of the transition matrix ~ Dirichlet(concentration +
 * selfTransition e_k). Concentration 1 and self-transition 0 are no prior at all.
 */
export interface StickyPrior {
  /** @defaultValue 1 */
  readonly concentration?: number;
  /** @defaultValue 0 */
  readonly selfTransition?: number;
}

export interface BaumWelchOptions {
  readonly maxIterations: number;
  /** Stop when the objective rises by less than this, relative to its size. */
  readonly tolerance: number;
  readonly sticky: Required<StickyPrior>;
  readonly signal: AbortSignal | undefined;
}

export interface BaumWelchResult {
  readonly parameters: HmmParameters;
  readonly logLikelihood: number;
  /** The objective of each iteration: the log-likelihood, plus the log-prior where there is one. */
  readonly trace: readonly number[];
  readonly iterations: number;
  readonly converged: boolean;
  /** What extrapolation remembers, so that a run that goes on takes the way of one that was never stopped. */
  readonly memory: Memory;
}

interface Memory {
  readonly recent: readonly HmmParameters[];
  readonly lastGain: number;
}

function logPrior({ transition, emission }: HmmParameters, sticky: Required<StickyPrior>): number {
  const { states } = emission;
  let sum = emission.logPrior;
  for (let i = 0; i < states; i++) {
    for (let j = 0; j < states; j++) {
      const exponent = sticky.concentration - 1 + (i === j ? sticky.selfTransition : 0);
      if (exponent !== 0) sum += exponent * Math.log(transition[i * states + j]!);
    }
  }
  return sum;
}

function reestimateTransition(
  expected: Float64Array,
  previous: Float64Array,
  states: number,
  sticky: Required<StickyPrior>,
): Float64Array {
  const transition = new Float64Array(states * states);
  for (let i = 0; i < states; i++) {
    let total = 0;
    for (let j = 0; j < states; j++) {
      const prior = sticky.concentration - 1 + (i === j ? sticky.selfTransition : 0);
      const count = Math.max(0, expected[i * states + j]! + prior);
      transition[i * states + j] = count;
      total += count;
    }
    for (let j = 0; j < states; j++) {
      // a state that is never left in the data keeps its row
      transition[i * states + j] = total > 0 ? transition[i * states + j]! / total : previous[i * states + j]!;
    }
  }
  return transition;
}

/** Mean of the smoothed law of each sequence's first row. */
function reestimateStart({ states, bounds, smoothed }: ForwardBackwardWorkspace): Float64Array {
  const start = new Float64Array(states);
  for (const from of bounds.subarray(0, -1)) {
    for (let k = 0; k < states; k++) start[k]! += smoothed[from * states + k]!;
  }
  return normalizeLaw(start);
}

/** Where the gains of two successive steps are at least in this ratio, convergence is slow enough to extrapolate. */
const SLOW = 0.7;

/**
 * Expectation-maximisation for a hidden Markov model (Baum, Petrie, Soules & Weiss 1970) on scaled probabilities. The
 * objective never falls; `workspace` is reused between calls of the same size.
 *
 * Where steps shrink slowly, every third is followed by a try at an extrapolated point, which is taken if its objective is
 * greater; a step counts as an iteration, a try doesn't. Convergence is judged by steps alone.
 */
export function baumWelch(
  observations: Observations,
  initial: HmmParameters,
  options: BaumWelchOptions,
  workspace: ForwardBackwardWorkspace,
  memory: Memory = { recent: [initial], lastGain: Infinity },
): BaumWelchResult {
  const { states } = workspace;
  const { sticky, tolerance, maxIterations } = options;
  let logLikelihood = 0;
  const evaluate = (parameters: HmmParameters): number => {
    parameters.emission.logDensities(observations, workspace.logDensities);
    logLikelihood = forward(workspace, parameters.start, parameters.transition);
    return logLikelihood + logPrior(parameters, sticky);
  };
  let parameters = initial;
  let objective = evaluate(parameters);
  const trace = [objective];
  let iterations = 0;
  let { lastGain } = memory;
  let recent = [...memory.recent];
  for (;;) {
    throwIfAborted(options.signal, "expectation-maximisation");
    if (iterations >= maxIterations) {
      return { parameters, logLikelihood, trace, iterations, converged: false, memory: { recent, lastGain } };
    }
    backward(workspace, parameters.transition);
    let next: HmmParameters = {
      start: reestimateStart(workspace),
      transition: reestimateTransition(workspace.transitions, parameters.transition, states, sticky),
      emission: parameters.emission.reestimate(observations, workspace.smoothed),
    };
    iterations += 1;
    const reached = evaluate(next);
    const gain = reached - objective;
    if (gain <= tolerance * Math.abs(reached)) {
      // rounding may have lost what the last step should have gained
      const kept = gain >= 0 ? next : parameters;
      if (gain < 0) objective = evaluate(parameters);
      else trace.push((objective = reached));
      return { parameters: kept, logLikelihood, trace, iterations, converged: true, memory: { recent, lastGain } };
    }
    objective = reached;
    recent.push(next);
    if (recent.length === 3 && gain > SLOW * lastGain) {
      const further = extrapolate(recent[0]!, recent[1]!, next);
      if (further !== undefined) {
        const value = evaluate(further);
        if (value > objective) {
          next = further;
          objective = value;
        } else evaluate(next);
      }
    }
    if (recent.length === 3) recent = [next];
    lastGain = gain;
    parameters = next;
    trace.push(objective);
  }
}
