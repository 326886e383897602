export { type CalendarReturn, type CalendarReturnOptions, calendarReturns } from "./calendar-returns.ts";
export {
  type CashFlow,
  type MoneyWeightedOptions,
  type MoneyWeightedReturn,
  moneyWeightedReturn,
} from "./money-weighted.ts";
export {
  type DietzPeriod,
  modifiedDietz,
  type TimeWeightedOptions,
  type TimeWeightedReturn,
  timeWeightedReturn,
} from "./time-weighted.ts";
