export type { DayTraderKind } from "./day-traders/table.ts";
export type { PriceModel } from "./market.ts";
export {
  type InvestorKind,
  investorKinds,
  type SimulateInvestorOptions,
  SimulateInvestorOptionsSchema,
} from "./options.ts";
export type { SimulatedInput } from "./policies/policy.ts";
export type { PolicyKind } from "./policies/table.ts";
export { type PlantedTruth, simulateInvestor, type SimulatedInvestor } from "./simulate-investor.ts";
