export { type ProspectParameters, tverskyKahneman1992 } from "@plimsoll/numeric";
export { certaintyEquivalent, cumulativeProspectValue } from "./cumulative-prospect-value.ts";
export { decisionWeights, type ProspectOptions } from "./decision-weights.ts";
export { probabilityWeight } from "./probability-weight.ts";
