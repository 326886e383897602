export { fitMarkovSwitching, type MarkovSwitchingOptions } from "./fit-markov-switching.ts";
export {
  MarkovSwitchingModel,
  type SwitchingForecast,
  type SwitchingForecastOptions,
  type SwitchingPrediction,
} from "./markov-switching-model.ts";
export type { SwitchingSpecification } from "./specification.ts";
export type { SwitchingCovariance } from "./switching-covariance.ts";
export { type MarkovSwitchingData, MarkovSwitchingSchema, type SwitchingErrors } from "./switching-model-data.ts";
export type { SwitchingParameters } from "./switching-parameters.ts";
export type { SwitchingInputs } from "./switching-sample.ts";
