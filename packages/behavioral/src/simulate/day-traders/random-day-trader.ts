import type { DayTrader } from "./day-trader.ts";

/** Size and wait are drawn without regard to what happened. */
export const randomDayTrader: DayTrader = {
  meaning: "none",
  defaultStrength: 1,
  unbiased: 1,
  biases: [],
  size: () => 1,
  gap: () => 1,
};
