import * as z from "zod";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";
import { TickerSchema } from "./ticker.ts";
import { TimeSchema } from "./time.ts";

/** {@link TradingSignal} as JSON. */
export interface TradingSignalData {
  readonly ticker: string;
  readonly direction: "buy" | "sell" | "hold";
  /** From 0 (none) to 1 (as strong as the source can say). */
  readonly strength: number;
  /** Calendar days over which the signal is meant to hold. */
  readonly horizonDays: number;
  /** When the signal was known. */
  readonly time: string;
}

/** Schema of {@link TradingSignalData}. */
export const TradingSignalSchema: z.ZodType<TradingSignalData> = z.strictObject({
  ticker: TickerSchema,
  direction: z.enum(["buy", "sell", "hold"]),
  strength: z.number().refine((value) => value >= 0 && value <= 1, "expected a strength from 0 to 1"),
  horizonDays: z.number().positive(),
  time: TimeSchema,
});

const brand = brandOf("trading-signal");

/** What a model or an analyst suggests for one instrument: direction, strength, horizon. Errors: `INVALID_INPUT`. */
export class TradingSignal implements TradingSignalData {
  readonly ticker: string;
  readonly direction: "buy" | "sell" | "hold";
  readonly strength: number;
  readonly horizonDays: number;
  readonly time: string;

  private constructor(data: TradingSignalData) {
    this.ticker = data.ticker;
    this.direction = data.direction;
    this.strength = data.strength;
    this.horizonDays = data.horizonDays;
    this.time = data.time;
    brand.seal(this);
  }

  static of(data: TradingSignalData): TradingSignal {
    return TradingSignal.parse({ ...data });
  }

  static parse(input: unknown): TradingSignal {
    return new TradingSignal(check(TradingSignalSchema, input, "signal"));
  }

  /** Whether `value` is a `TradingSignal`, also one of another copy of the package. */
  static is(value: unknown): value is TradingSignal {
    return brand.owns(value);
  }

  /** Strength with the sign of the direction: 1 the strongest buy, -1 the strongest sell, 0 hold. */
  get score(): number {
    return this.direction === "hold" ? 0 : this.direction === "buy" ? this.strength : -this.strength;
  }

  toJSON(): TradingSignalData {
    return Object.assign({}, this);
  }
}
