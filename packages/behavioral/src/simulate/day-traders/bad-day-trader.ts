import type { DayTrader } from "./day-trader.ts";

/** On bad days trades lose more often and are larger and closer together from the first on: no answer to a loss. */
export const badDayTrader: DayTrader = {
  meaning: "factor of size and of pace on bad days; 1 is none",
  defaultStrength: 1.5,
  unbiased: 1,
  biases: [],
  badDays: true,
  size: ({ badDay }, strength) => (badDay ? strength : 1),
  gap: ({ badDay }, strength) => (badDay ? 1 / strength : 1),
};
