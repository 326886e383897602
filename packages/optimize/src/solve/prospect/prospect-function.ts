import { gemv, gemvTransposed, weighProbability } from "@plimsoll/numeric";
import type { ProspectGoal, ValueFunction } from "../../program/goal.ts";

/** Outcomes nearer to 0, relative to a typical one, have the slope of this one: that of a power is infinite at 0. */
const nearest = 1e-12;

/**
 * The cumulative prospect value of portfolios and its slopes. All scenarios are equally likely, so the weight of an
 * outcome depends on its rank alone: from the best for gains, from the worst for losses.
 */
export class ProspectFunction {
  readonly #goal: ProspectGoal;
  readonly #size: number;
  /** Weight of the k-th best gain and of the k-th worst loss, k from 0. */
  readonly #gains: Float64Array;
  readonly #losses: Float64Array;
  readonly #smallest: number;
  evaluations = 0;

  constructor(goal: ProspectGoal) {
    const { rows, values } = goal.scenarios;
    this.#goal = goal;
    this.#size = values.length / rows;
    this.#gains = rankWeights(rows, goal.gamma);
    this.#losses = rankWeights(rows, goal.delta);
    this.#smallest = nearest * (values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length || 1);
  }

  value(weights: Float64Array): number {
    return this.#valueOf(this.#outcomes(weights).sort());
  }

  /** The value, and in `slopes` the slopes where no two outcomes tie; tied ones share the mean of their weights. */
  slopes(weights: Float64Array, slopes: Float64Array): number {
    const outcomes = this.#outcomes(weights);
    const sorted = outcomes.slice().sort();
    const count = sorted.length;
    const prices = new Float64Array(count);
    for (let s = 0; s < count; s += 1) {
      const outcome = outcomes[s]!;
      const from = firstAtLeast(sorted, outcome);
      let to = from + 1;
      while (to < count && sorted[to] === outcome) to += 1;
      let weight = 0;
      for (let k = from; k < to; k += 1) weight += outcome < 0 ? this.#losses[k]! : this.#gains[count - 1 - k]!;
      prices[s] = (weight / (to - from)) * slopeOf(this.#goal.worth, outcome, this.#smallest);
    }
    const { rows, values } = this.#goal.scenarios;
    slopes.set(gemvTransposed(values, rows, this.#size, prices));
    return this.#valueOf(sorted);
  }

  #outcomes(weights: Float64Array): Float64Array {
    this.evaluations += 1;
    const { scenarios, references } = this.#goal;
    const outcomes = gemv(scenarios.values, scenarios.rows, this.#size, weights);
    for (let s = 0; s < outcomes.length; s += 1) outcomes[s] = outcomes[s]! - references[s]!;
    return outcomes;
  }

  #valueOf(sorted: Float64Array): number {
    const { worth } = this.#goal;
    const count = sorted.length;
    let value = 0;
    for (let k = 0; k < count; k += 1) {
      const outcome = sorted[k]!;
      value += (outcome < 0 ? this.#losses[k]! : this.#gains[count - 1 - k]!) * worthOf(worth, outcome);
    }
    return value;
  }
}

function rankWeights(count: number, power: number): Float64Array {
  const at = (k: number): number => weighProbability(k / count, (count - k) / count, power);
  return Float64Array.from({ length: count }, (_, k) => at(k + 1) - at(k));
}

function worthOf(worth: ValueFunction, outcome: number): number {
  if (worth.kind === "power") return outcome < 0 ? -worth.lambda * (-outcome) ** worth.beta : outcome ** worth.alpha;
  return outcome < 0 ? worth.lambda * Math.expm1(worth.loss * outcome) : -Math.expm1(-worth.gain * outcome);
}

function slopeOf(worth: ValueFunction, outcome: number, smallest: number): number {
  if (worth.kind === "exponential")
    return outcome < 0
      ? worth.lambda * worth.loss * Math.exp(worth.loss * outcome)
      : worth.gain * Math.exp(-worth.gain * outcome);
  const size = Math.max(Math.abs(outcome), smallest);
  return outcome < 0 ? worth.lambda * worth.beta * size ** (worth.beta - 1) : worth.alpha * size ** (worth.alpha - 1);
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
