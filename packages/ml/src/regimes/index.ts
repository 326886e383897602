export { HiddenMarkovModel, type HmmData, type SimulatedRows } from "./hidden-markov-model.ts";
export type { ChainParameters, HmmFitSummary } from "./hmm-data.ts";
export type { HmmOptions } from "./hmm-options.ts";
export type { RowsOptions } from "./rows-options.ts";
export type { StickyPrior } from "./baum-welch.ts";
export type { CovarianceForm } from "./covariance-form.ts";
export type { StateDistance, StateMoments } from "./emission.ts";
export type { DecodedPath } from "./viterbi.ts";
export { GaussianHmm, type GaussianHmmOptions, type GaussianHmmParameters } from "./gaussian-hmm.ts";
export { type GaussianHmmData, GaussianHmmSchema } from "./gaussian-hmm-data.ts";
export type { GaussianOptions, GaussianParameters } from "./emissions/gaussian/kind.ts";
export {
  MixtureHmm,
  type MixtureHmmData,
  type MixtureHmmOptions,
  type MixtureHmmParameters,
  MixtureHmmSchema,
} from "./mixture-hmm.ts";
export type { MixtureOptions, MixtureParameters } from "./emissions/mixture/kind.ts";
export {
  StudentTHmm,
  type StudentTHmmData,
  type StudentTHmmOptions,
  type StudentTHmmParameters,
  StudentTHmmSchema,
} from "./student-t-hmm.ts";
export type { StudentTOptions, StudentTParameters, StudentTSettings } from "./emissions/student-t/kind.ts";
export {
  DiscreteHmm,
  type DiscreteHmmData,
  type DiscreteHmmOptions,
  type DiscreteHmmParameters,
  DiscreteHmmSchema,
} from "./discrete-hmm.ts";
export type { DiscreteOptions, DiscreteParameters, DiscreteSettings } from "./emissions/discrete/kind.ts";
export type { CovarianceFloorOption, CovarianceSettings } from "./emissions/settings.ts";
export { RegimeFilter, type RegimeFilterState } from "./regime-filter.ts";
export { RegimeProbabilities } from "./regime-probabilities.ts";
export { type AlignStatesOptions, alignStates, type StateAlignment } from "./align-states.ts";
export {
  chooseStates,
  type ChooseStatesOptions,
  type StateCandidate,
  type StateChoice,
  type StateChoiceOptions,
  type StatesCriterion,
} from "./choose-states.ts";
export { type AnyHmm, fitHmm, hmmFromJSON, type HmmSpec } from "./hmm-spec.ts";
export { adjustedRand } from "./path-agreement.ts";
export type { ScoreEstimate } from "./predictive-score.ts";
export type { PermutableRegimeModel, RegimeModel } from "./regime-model.ts";
export {
  type AssetReturns,
  type MomentEstimates,
  type RegimeCovarianceEstimate,
  type RegimeMeanEstimate,
  type RegimeMoments,
  regimeMoments,
  type RegimeMomentsOptions,
} from "./regime-moments.ts";
export {
  type AgreementSummary,
  type ParameterAgreement,
  type RefitAgreement,
  type RegimeFitter,
  type RegimeStability,
  regimeStability,
  type RegimeStabilityOptions,
} from "./regime-stability.ts";
export {
  type ErrorsOf,
  type StandardErrorMethod,
  type StandardErrorOptions,
  type StandardErrors,
  regimeStandardErrors,
} from "./standard-errors.ts";
