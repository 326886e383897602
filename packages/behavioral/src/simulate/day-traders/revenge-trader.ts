import type { DayTrader } from "./day-trader.ts";

/** Trades larger and sooner after a loss. */
export const revengeTrader: DayTrader = {
  meaning: "factor of size and of pace after a loss; 1 is none",
  defaultStrength: 1.5,
  unbiased: 1,
  biases: ["revengeTrading"],
  size: ({ afterLoss }, strength) => (afterLoss === true ? strength : 1),
  gap: ({ afterLoss }, strength) => (afterLoss === true ? 1 / strength : 1),
};
