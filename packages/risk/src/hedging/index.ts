export { type BetaHedge, betaHedge, type BetaHedgeInput } from "./beta-hedge.ts";
export { blackScholes, type BlackScholesInput, type BlackScholesValue } from "./black-scholes.ts";
export {
  cppi,
  type ExposureInput,
  type ExposurePlan,
  rebalancingBands,
  type RebalancingInput,
  type RebalancingPlan,
  volatilityTarget,
} from "./exposure-control.ts";
export type { Contract, HedgeOptions, HedgeOrder, HedgePlan } from "./hedge-order.ts";
export {
  type HedgeCovariances,
  type HedgeReturns,
  type MinimumVarianceHedge,
  minimumVarianceHedge,
  type MinimumVarianceInput,
} from "./minimum-variance-hedge.ts";
export {
  collar,
  type OptionHedge,
  type OptionHedgeInput,
  type OptionLeg,
  protectivePut,
  type StrikeChoice,
} from "./option-hedge.ts";
