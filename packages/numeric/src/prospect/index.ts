export { decisionWeights, type WeightingPowers } from "./decision-weights.ts";
export {
  checkWeightingPower,
  probabilityWeight,
  smallestWeightingPower,
  weighProbability,
} from "./probability-weight.ts";
export { type ProspectParameters, tverskyKahneman1992 } from "./prospect-parameters.ts";
export { outcomeValue, prospectValue } from "./prospect-value.ts";
