import type { ParameterLayout } from "./specification.ts";
import type { SwitchingLikelihood } from "./switching-likelihood.ts";
import { transitionMatrix } from "./transition-law.ts";

/** Laws of the states and moments of the series, one to `horizon` rows ahead. */
export interface SwitchingMoments {
  /** Horizon x states. */
  readonly probabilities: Float64Array;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Probability, and first and second moments of the last values, in each state (each times the probability). */
interface StateMoments {
  readonly probability: Float64Array;
  /** States x lags. */
  readonly first: Float64Array;
  /** States x lags x lags. */
  readonly second: Float64Array;
}

const empty = (states: number, lags: number): StateMoments => ({
  probability: new Float64Array(states),
  first: new Float64Array(states * lags),
  second: new Float64Array(states * lags * lags),
});

/** Where the series stands after its last row: what is autoregressive are deviations (`mean` form) or the series itself. */
function originMoments(likelihood: SwitchingLikelihood): StateMoments {
  const { states, histories, rows, filtered, layout, sample } = likelihood;
  const { order, form } = layout.specification;
  const moments = empty(states, order);
  const last = sample.rows - 1;
  const values = new Float64Array(order);
  for (let history = 0; history < histories; history++) {
    const probability = filtered[(rows - 1) * histories + history]!;
    const state = history % states;
    for (let lag = 0; lag < order; lag++) {
      const past = Math.floor(history / states ** lag) % states;
      values[lag] = form === "mean" ? likelihood.deviation(last - lag, past) : sample.y[last - lag]!;
    }
    moments.probability[state]! += probability;
    for (let i = 0; i < order; i++) {
      moments.first[state * order + i]! += probability * values[i]!;
      for (let j = 0; j < order; j++) {
        moments.second[(state * order + i) * order + j]! += probability * values[i]! * values[j]!;
      }
    }
  }
  return moments;
}

/** Moments after the move of the state and before the new value. */
function moved(before: StateMoments, transition: Float64Array, states: number, lags: number): StateMoments {
  const after = empty(states, lags);
  const add = (from: Float64Array, to: Float64Array, width: number): void => {
    for (let i = 0; i < states; i++) {
      for (let j = 0; j < states; j++) {
        for (let k = 0; k < width; k++) to[j * width + k]! += transition[i * states + j]! * from[i * width + k]!;
      }
    }
  };
  add(before.probability, after.probability, 1);
  add(before.first, after.first, lags);
  add(before.second, after.second, lags * lags);
  return after;
}

/**
 * Forecasts after the last row of a filtered likelihood: exact first and second moments, propagated by state, since given
 * the state the new value is linear in the last ones. `x` and `z` are the design of the rows to come (no lags in `x`).
 */
export function forecastMoments(
  likelihood: SwitchingLikelihood,
  theta: Float64Array,
  horizon: number,
  x: Float64Array,
  z: Float64Array,
): SwitchingMoments {
  const { layout, states } = likelihood;
  const { order: lags, form } = layout.specification;
  const outside = layout.columns - (form === "intercept" ? lags : 0);
  const out = {
    probabilities: new Float64Array(horizon * states),
    mean: new Float64Array(horizon),
    variance: new Float64Array(horizon),
  };
  const transition = new Float64Array(states * states);
  const width = layout.transitionWidth;
  let current = originMoments(likelihood);
  for (let step = 0; step < horizon; step++) {
    transitionMatrix(layout, theta, z.subarray(step * width, (step + 1) * width), transition);
    const prior = moved(current, transition, states, lags);
    const next = empty(states, lags);
    next.probability.set(prior.probability);
    let square = 0;
    for (let s = 0; s < states; s++) {
      const probability = prior.probability[s]!;
      out.probabilities[step * states + s] = probability;
      let level = 0;
      for (let j = 0; j < outside; j++) level += x[step * outside + j]! * theta[layout.x[j * states + s]!]!;
      const [value, valueSquare] = newValue(layout, theta, prior, next, s, form === "mean" ? 0 : level);
      const mean = form === "mean" ? level : 0;
      out.mean[step]! += mean * probability + value;
      square += mean * mean * probability + 2 * mean * value + valueSquare;
    }
    out.variance[step] = square - out.mean[step]! ** 2;
    current = next;
  }
  return out;
}

/** First and second moment of the new value in state `s` (times its probability); writes the moments of the last values. */
function newValue(
  layout: ParameterLayout,
  theta: Float64Array,
  prior: StateMoments,
  next: StateMoments,
  s: number,
  level: number,
): readonly [number, number] {
  const { states, order: lags, form } = layout.specification;
  const columns = layout.columns - lags;
  const weights = Array.from({ length: lags }, (_, lag) =>
    form === "mean" ? theta[layout.ar[lag * states + s]!]! : theta[layout.x[(columns + lag) * states + s]!]!,
  );
  const probability = prior.probability[s]!;
  const first = (i: number): number => prior.first[s * lags + i]!;
  const second = (i: number, j: number): number => prior.second[(s * lags + i) * lags + j]!;
  const linear = weights.reduce((sum, weight, i) => sum + weight * first(i), 0);
  const quadratic = weights.reduce(
    (sum, a, i) => sum + weights.reduce((inner, b, j) => inner + a * b * second(i, j), 0),
    0,
  );
  const variance = Math.exp(theta[layout.variance[s]!]!);
  const value = level * probability + linear;
  const square = level * level * probability + 2 * level * linear + quadratic + variance * probability;
  for (let i = 0; i < lags; i++) {
    next.first[s * lags + i] = i === 0 ? value : first(i - 1);
    for (let j = 0; j < lags; j++) {
      const at = (s * lags + i) * lags + j;
      if (i === 0 && j === 0) next.second[at] = square;
      else if (i > 0 && j > 0) next.second[at] = second(i - 1, j - 1);
      else {
        const lag = Math.max(i, j) - 1;
        next.second[at] = level * first(lag) + weights.reduce((sum, weight, k) => sum + weight * second(k, lag), 0);
      }
    }
  }
  return [value, square];
}
