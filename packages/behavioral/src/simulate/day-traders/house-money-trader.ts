import type { DayTrader } from "./day-trader.ts";

/** Risks more while the day is ahead (Thaler & Johnson 1990). */
export const houseMoneyTrader: DayTrader = {
  meaning: "factor of size while the day's profit is positive; 1 is none",
  defaultStrength: 1.5,
  unbiased: 1,
  biases: ["houseMoney"],
  size: ({ dayProfit }, strength) => (dayProfit > 0 ? strength : 1),
  gap: () => 1,
};
