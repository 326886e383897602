import { exp, log, type RandomStream } from "@plimsoll/numeric";
import {
  choosePoint,
  type OrderedSpace,
  type ParameterValue,
  type ParameterValues,
  type SearchParameter,
} from "./search-space.ts";

/** A value of `parameter` from its own law. */
export function drawValue(parameter: SearchParameter, random: RandomStream): ParameterValue {
  switch (parameter.kind) {
    case "uniform":
      return parameter.low + (parameter.high - parameter.low) * random.uniform();
    case "log-uniform": {
      const low = log(parameter.low);
      const drawn = exp(low + (log(parameter.high) - low) * random.uniform());
      return Math.min(parameter.high, Math.max(parameter.low, drawn));
    }
    case "integer":
      return parameter.low + random.integer(parameter.high - parameter.low + 1);
    case "choice":
      return parameter.values[random.integer(parameter.values.length)]!;
  }
}

/** A point of the space from its own law; each parameter has a stream of its name, so that their order has no effect. */
export function drawPoint(space: OrderedSpace, random: RandomStream): ParameterValues {
  return choosePoint(space, (name, parameter) => drawValue(parameter, random.substream(name)));
}
