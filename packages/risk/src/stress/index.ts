export { assetClassScenario, assetClassShocks, type AssetClassTable } from "./asset-class-shocks.ts";
export type { AssetAttributes } from "./asset-attributes.ts";
export { type ConditionalStress, conditionalStress, type FactorStress, factorStress } from "./conditional-stress.ts";
export { correlationBreakdown, type CorrelationBreakdown } from "./correlation-breakdown.ts";
export { hypothetical, type HypotheticalScenarios } from "./hypothetical.ts";
export { type MonteCarloStress, monteCarloStress, type MonteCarloStressInput } from "./monte-carlo-stress.ts";
export { type ReverseStress, reverseStress, type ReverseStressInput } from "./reverse-stress.ts";
export { type ReverseStressBook, reverseStressBook, type ReverseStressBookInput } from "./reverse-stress-book.ts";
export { scenarioGains, type ScenarioReturns, scenarioReturns } from "./scenario-returns.ts";
export type { Perturbation, ScenarioFilter, ScenarioStep } from "./scenario-step.ts";
export {
  type HistoricalScenario,
  parseScenario,
  type ShockScenario,
  type SteppedScenario,
  type StressScenario,
  type WindowConvention,
} from "./scenario.ts";
export { type ScenarioBuilders, scenarios } from "./scenarios.ts";
export { type SensitivityAxis, type SensitivityTable, sensitivityTable } from "./sensitivity-table.ts";
export type { AttributesByAsset } from "./stepped-returns.ts";
export { type StressAlert, stressAlerts } from "./stress-alerts.ts";
export type { StressMoments } from "./stress-moments.ts";
export { stressTable, type StressTable } from "./stress-table.ts";
export {
  type FactorSplit,
  type StressedAsset,
  type StressedFactor,
  type StressOptions,
  type StressResult,
  stressTest,
} from "./stress-test.ts";
export { type AbsorptionRatio, absorptionRatio, type DatedSeries, turbulence } from "./turbulence.ts";
export type { PricePanelLike } from "./window-prices.ts";
export type { NamedWindowName } from "./windows.ts";
