import { boundedSlope, fromBounded, toBounded } from "./bounded.ts";
import { forecastSquares, type SquaredShocks, squaredShocks } from "./squared-shocks.ts";
import { noLags, type VarianceModel, type GarchVarianceSettings } from "./variance-model.ts";

const none = new Float64Array(0);

function unpack(decay: number): SquaredShocks {
  return { omega: 0, alpha: Float64Array.of(1 - decay), gamma: none, beta: Float64Array.of(decay) };
}

const decayOf = ({ decay }: GarchVarianceSettings, parameters: Float64Array): number => decay ?? parameters[0]!;

/** Exponential weights (RiskMetrics 1996): h = decay h + (1 - decay) e^2, the decay fixed or estimated. */
export const ewmaModel: VarianceModel = {
  kind: "ewma",
  orders: { p: noLags, o: noLags, q: noLags },
  usesAbsoluteMoment: false,
  parameterNames: ({ decay }) => (decay === null ? ["decay"] : []),
  starts: ({ decay }) => (decay === null ? [0.9, 0.94, 0.98].map((at) => Float64Array.of(at)) : [none]),
  constrain(_settings, free, parameters) {
    if (parameters.length > 0) parameters[0] = toBounded(free[0]!, 0, 1);
  },
  unconstrain(_settings, parameters, free) {
    if (parameters.length > 0) free[0] = fromBounded(parameters[0]!, 0, 1);
  },
  pullBack(_settings, _free, parameters, byParameter, byFree) {
    if (parameters.length > 0) byFree[0] = byParameter[0]! * boundedSlope(parameters[0]!, 0, 1);
  },
  recursion(settings, parameters) {
    const recursion = squaredShocks(unpack(decayOf(settings, parameters)), { omega: 0, alpha: 1, gamma: 2, beta: 2 });
    return {
      ...recursion,
      backward(run, byParameter) {
        const byPart = new Float64Array(3);
        recursion.backward(run, byPart);
        if (byParameter.length > 0) byParameter[0]! += byPart[2]! - byPart[1]!;
      },
    };
  },
  rescale: (_settings, parameters) => parameters.slice(),
  persistence: () => 1,
  unconditionalVariance: () => Infinity,
  forecast: (settings, parameters, run, horizon, { negativeSquare }) =>
    forecastSquares(unpack(decayOf(settings, parameters)), run, horizon, negativeSquare),
  domain: (settings, parameters) => {
    const decay = decayOf(settings, parameters);
    return decay > 0 && decay < 1 ? null : "decay strictly between 0 and 1";
  },
};
