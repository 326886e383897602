import type { BiasKey } from "../../detectors/bias-key.ts";

/** What a day trader knows when opening a trade. */
export interface DayState {
  /** Whether the day's last trade lost; `null` before the first. */
  readonly afterLoss: boolean | null;
  /** Profit of the day so far, in money. */
  readonly dayProfit: number;
  /** Whether the whole day is a bad one. */
  readonly badDay: boolean;
}

/** A kind of investor who opens and closes positions within the day. */
export interface DayTrader {
  /** What `strength` means, with its unbiased value. */
  readonly meaning: string;
  readonly defaultStrength: number;
  /** The strength that plants nothing. */
  readonly unbiased: number;
  readonly biases: readonly BiasKey[];
  /** Factor of a trade's size. */
  readonly size: (state: DayState, strength: number) => number;
  /** Factor of the wait before a trade. */
  readonly gap: (state: DayState, strength: number) => number;
  /** Whether luck comes by the day: seven in ten trades lose on bad days, three on good ones. */
  readonly badDays?: boolean;
}
