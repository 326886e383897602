export {
  type HistoricalScenario,
  parseScenario,
  type ShockScenario,
  type StressScenario,
  type WindowConvention,
} from "./scenario.ts";
export { type ScenarioBuilders, scenarios } from "./scenarios.ts";
export { stressTable, type StressTable } from "./stress-table.ts";
export { type StressedAsset, type StressOptions, type StressResult, stressTest } from "./stress-test.ts";
export type { PricePanelLike } from "./window-prices.ts";
export type { NamedWindowName } from "./windows.ts";
