export {
  type ContributionOptions,
  type RiskContribution,
  riskContributions,
  type RiskContributions,
  type TailRisk,
} from "./risk-contributions.ts";
