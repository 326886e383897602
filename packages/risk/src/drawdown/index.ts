export { type Drawdown, type DrawdownListOptions, drawdowns, type RowLabel } from "./drawdowns.ts";
