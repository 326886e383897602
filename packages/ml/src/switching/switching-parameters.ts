import { type ParameterLayout, transitionPlace } from "./specification.ts";
import { transitionMatrix } from "./transition-law.ts";

/** Parameters of a Markov-switching model in the unit of the series; what is common to all states is repeated. */
export interface SwitchingParameters {
  /** Row i holds the probabilities of going from state i to each state; `null` where outside variables drive them. */
  readonly transition: readonly (readonly number[])[] | null;
  /**
   * `[from][to]` is the logit of going from one state to another rather than to the last: its constant, then its
   * coefficients. There are states x (states - 1) of them.
   */
  readonly transitionCoefficients: readonly (readonly (readonly number[])[])[];
  /** By state; 0 in a model without intercept. */
  readonly intercepts: readonly number[];
  /** By state, coefficients of the regressors. */
  readonly coefficients: readonly (readonly number[])[];
  /** By state, coefficients of the lags. */
  readonly autoregression: readonly (readonly number[])[];
  /** By state. */
  readonly variances: readonly number[];
}

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Which flat position each part of the structure has; -1 for what the model has not. */
function places(layout: ParameterLayout): {
  readonly intercepts: number[];
  readonly coefficients: number[][];
  readonly autoregression: number[][];
} {
  const { states, intercept, regressors, order } = layout.specification;
  const first = intercept === "none" ? 0 : 1;
  const column = (j: number, state: number): number => layout.x[j * states + state]!;
  return {
    intercepts: range(states).map((state) => (first === 0 ? -1 : column(0, state))),
    coefficients: range(states).map((state) => range(regressors).map((j) => column(first + j, state))),
    autoregression: range(states).map((state) =>
      range(order).map((lag) =>
        layout.lags > 0 ? layout.ar[lag * states + state]! : column(first + regressors + lag, state),
      ),
    ),
  };
}

/** Flat parameters as a structure. */
export function structured(layout: ParameterLayout, theta: Float64Array): SwitchingParameters {
  const { states } = layout.specification;
  const at = (place: number): number => (place < 0 ? 0 : theta[place]!);
  const { intercepts, coefficients, autoregression } = places(layout);
  const transition = transitionMatrix(layout, theta, Float64Array.of(1), new Float64Array(states * states));
  return {
    transition:
      layout.transitionWidth > 1
        ? null
        : range(states).map((i) => [...transition.subarray(i * states, (i + 1) * states)]),
    transitionCoefficients: range(states).map((from) =>
      range(states - 1).map((to) =>
        range(layout.transitionWidth).map((c) => theta[transitionPlace(layout, from, to, c)]!),
      ),
    ),
    intercepts: intercepts.map(at),
    coefficients: coefficients.map((row) => row.map(at)),
    autoregression: autoregression.map((row) => row.map(at)),
    variances: range(states).map((state) => Math.exp(theta[layout.variance[state]!]!)),
  };
}

/** A structure as flat parameters. */
export function flattened(layout: ParameterLayout, parameters: SwitchingParameters): Float64Array {
  const theta = new Float64Array(layout.size);
  const { intercepts, coefficients, autoregression } = places(layout);
  const put = (place: number, value: number): void => {
    if (place >= 0) theta[place] = value;
  };
  intercepts.forEach((place, state) => put(place, parameters.intercepts[state]!));
  coefficients.forEach((row, state) => row.forEach((place, j) => put(place, parameters.coefficients[state]![j]!)));
  autoregression.forEach((row, state) => row.forEach((place, j) => put(place, parameters.autoregression[state]![j]!)));
  layout.variance.forEach((place, state) => put(place, Math.log(parameters.variances[state]!)));
  parameters.transitionCoefficients.forEach((row, from) =>
    row.forEach((logit, to) => logit.forEach((value, c) => put(transitionPlace(layout, from, to, c), value))),
  );
  return theta;
}

/** Standard errors of the structure from the covariance of flat parameters, by the delta method. */
export function structuredErrors(
  layout: ParameterLayout,
  theta: Float64Array,
  covariance: Float64Array,
): SwitchingParameters {
  const { size } = layout;
  const { states } = layout.specification;
  const error = (place: number): number => (place < 0 ? 0 : Math.sqrt(covariance[place * size + place]!));
  const { intercepts, coefficients, autoregression } = places(layout);
  const { transition } = structured(layout, theta);
  const ofProbability = (from: number, to: number): number => {
    const row = transition![from]!;
    const slopes = range(states - 1).map((k) => row[to]! * ((to === k ? 1 : 0) - row[k]!));
    let sum = 0;
    slopes.forEach((a, i) =>
      slopes.forEach((b, j) => {
        const [p, q] = [transitionPlace(layout, from, i, 0), transitionPlace(layout, from, j, 0)];
        sum += a * b * covariance[p * size + q]!;
      }),
    );
    return Math.sqrt(sum);
  };
  return {
    transition: transition?.map((row, from) => row.map((_, to) => ofProbability(from, to))) ?? null,
    transitionCoefficients: range(states).map((from) =>
      range(states - 1).map((to) =>
        range(layout.transitionWidth).map((c) => error(transitionPlace(layout, from, to, c))),
      ),
    ),
    intercepts: intercepts.map(error),
    coefficients: coefficients.map((row) => row.map(error)),
    autoregression: autoregression.map((row) => row.map(error)),
    variances: range(states).map((state) => {
      const place = layout.variance[state]!;
      return Math.exp(theta[place]!) * error(place);
    }),
  };
}

/** The same model with its states in another order: state `order[k]` becomes state k. */
export function reordered(
  layout: ParameterLayout,
  parameters: SwitchingParameters,
  order: readonly number[],
): SwitchingParameters {
  const { states } = layout.specification;
  const logit = (from: number, to: number, c: number): number =>
    to === states - 1 ? 0 : parameters.transitionCoefficients[from]![to]![c]!;
  const base = order[states - 1]!;
  return {
    transition: parameters.transition && order.map((from) => order.map((to) => parameters.transition![from]![to]!)),
    transitionCoefficients: order.map((from) =>
      order
        .slice(0, -1)
        .map((to) => range(layout.transitionWidth).map((c) => logit(from, to, c) - logit(from, base, c))),
    ),
    intercepts: order.map((state) => parameters.intercepts[state]!),
    coefficients: order.map((state) => parameters.coefficients[state]!),
    autoregression: order.map((state) => parameters.autoregression[state]!),
    variances: order.map((state) => parameters.variances[state]!),
  };
}

/** The order of states: by variance where it switches, else by intercept, else by the first coefficient that switches. */
export function canonicalOrder(layout: ParameterLayout, parameters: SwitchingParameters): number[] {
  const { specification } = layout;
  const keys = (state: number): number[] => [
    ...(specification.variance === "switching" ? [parameters.variances[state]!] : []),
    ...(specification.intercept === "switching" ? [parameters.intercepts[state]!] : []),
    ...parameters.coefficients[state]!,
    ...parameters.autoregression[state]!,
  ];
  return range(specification.states).sort((a, b) => {
    const [left, right] = [keys(a), keys(b)];
    const place = left.findIndex((value, i) => value !== right[i]);
    return place < 0 ? a - b : left[place]! - right[place]!;
  });
}
