import { badDayTrader } from "./bad-day-trader.ts";
import { breakEvenTrader } from "./break-even-trader.ts";
import type { DayTrader } from "./day-trader.ts";
import { houseMoneyTrader } from "./house-money-trader.ts";
import { randomDayTrader } from "./random-day-trader.ts";
import { revengeTrader } from "./revenge-trader.ts";

/** A kind of investor who opens and closes positions within the day. */
export type DayTraderKind =
  | "day-trader"
  | "bad-day-trader"
  | "revenge-trader"
  | "house-money-trader"
  | "break-even-trader";

/** The day traders by kind: the one place that lists them. */
export const dayTraders: Readonly<Record<DayTraderKind, DayTrader>> = {
  "day-trader": randomDayTrader,
  "bad-day-trader": badDayTrader,
  "revenge-trader": revengeTrader,
  "house-money-trader": houseMoneyTrader,
  "break-even-trader": breakEvenTrader,
};
