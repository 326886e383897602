import { fromShares, pullBackShares, toShares } from "./shares.ts";
import { forecastSquares, type SquaredShocks, squaredShocks } from "./squared-shocks.ts";
import { noLags, type VarianceModel } from "./variance-model.ts";

/** Day, week and month, in rows. */
const spans = [1, 5, 22] as const;
const longest = spans[2];
const none = new Float64Array(0);

/** The weight of each lag's squared shock: the sum of alpha / span over the spans that reach so far back. */
function unpack(parameters: Float64Array): SquaredShocks {
  const alpha = new Float64Array(longest);
  spans.forEach((span, j) => {
    for (let i = 0; i < span; i++) alpha[i]! += parameters[1 + j]! / span;
  });
  return { omega: parameters[0]!, alpha, gamma: none, beta: none };
}

const persistenceOf = (parameters: Float64Array): number => parameters[1]! + parameters[2]! + parameters[3]!;

/**
 * The heterogeneous ARCH model of daily, weekly and monthly mean squared shocks (Mueller et al. 1997 in the form of Corsi
 * 2009): h = omega + alphaDay e_(t-1)^2 + alphaWeek mean of the last 5 e^2 + alphaMonth mean of the last 22 e^2. With a series
 * of realised variances fit `HarModel` to it instead.
 */
export const harModel: VarianceModel = {
  kind: "har",
  orders: { p: noLags, o: noLags, q: noLags },
  usesAbsoluteMoment: false,
  memory: () => longest,
  parameterNames: () => ["omega", "alphaDay", "alphaWeek", "alphaMonth"],
  starts: () =>
    [
      [0.1, 0.3, 0.4],
      [0.05, 0.15, 0.7],
      [0.2, 0.3, 0.2],
    ].map((shares) => Float64Array.of(1 - shares.reduce((sum, share) => sum + share, 0), ...shares)),
  constrain(_settings, free, parameters) {
    parameters[0] = Math.exp(free[0]!);
    toShares(free, parameters, 1, spans.length);
  },
  unconstrain(_settings, parameters, free) {
    free[0] = Math.log(parameters[0]!);
    fromShares(parameters, free, 1, spans.length);
  },
  pullBack(_settings, _free, parameters, byParameter, byFree) {
    byFree[0] = byParameter[0]! * parameters[0]!;
    pullBackShares(parameters, byParameter, byFree, 1, spans.length);
  },
  recursion(_settings, parameters) {
    const recursion = squaredShocks(unpack(parameters), { omega: 0, alpha: 1, gamma: 1 + longest, beta: 1 + longest });
    return {
      ...recursion,
      backward(run, byParameter) {
        const byLag = new Float64Array(1 + longest);
        recursion.backward(run, byLag);
        byParameter[0]! += byLag[0]!;
        spans.forEach((span, j) => {
          for (let i = 0; i < span; i++) byParameter[1 + j]! += byLag[1 + i]! / span;
        });
      },
    };
  },
  rescale(_settings, parameters, factor, jacobian) {
    const scaled = parameters.slice();
    scaled[0]! *= factor * factor;
    if (jacobian !== undefined) {
      jacobian.values[jacobian.offset * jacobian.stride + jacobian.offset] = factor * factor;
    }
    return scaled;
  },
  persistence: (_settings, parameters) => persistenceOf(parameters),
  unconditionalVariance(_settings, parameters) {
    const persistence = persistenceOf(parameters);
    return persistence < 1 ? parameters[0]! / (1 - persistence) : Infinity;
  },
  forecast: (_settings, parameters, run, horizon, { negativeSquare }) =>
    forecastSquares(unpack(parameters), run, horizon, negativeSquare),
  domain: (_settings, parameters) =>
    parameters[0]! > 0 && parameters.subarray(1).every((share) => share >= 0) && persistenceOf(parameters) < 1
      ? null
      : "omega > 0, alphaDay, alphaWeek and alphaMonth >= 0 with a sum below 1",
};
