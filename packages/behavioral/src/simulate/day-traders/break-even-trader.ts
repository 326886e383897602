import type { DayTrader } from "./day-trader.ts";

/** Risks more while the day is behind, to get even by its end. */
export const breakEvenTrader: DayTrader = {
  meaning: "factor of size while the day's profit is negative; 1 is none",
  defaultStrength: 1.5,
  unbiased: 1,
  biases: ["breakEven"],
  size: ({ dayProfit }, strength) => (dayProfit < 0 ? strength : 1),
  gap: () => 1,
};
