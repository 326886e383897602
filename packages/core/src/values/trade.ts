import * as z from "zod";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";
import { Money, type MoneyData, MoneySchema, PositiveMoneySchema } from "./money.ts";
import { PositiveQuantitySchema, Quantity } from "./quantity.ts";
import { TickerSchema } from "./ticker.ts";
import { TimeSchema } from "./time.ts";

/** {@link Trade} as JSON. */
export interface TradeData {
  readonly id: string;
  readonly ticker: string;
  readonly side: "buy" | "sell";
  /** Above zero; `side` says which way. */
  readonly quantity: string;
  /** Price of one share in the currency of the instrument. */
  readonly price: MoneyData;
  /** What the trade cost beside its price, in the portfolio's currency. */
  readonly fee: MoneyData;
  readonly time: string;
}

/** Schema of {@link TradeData}. */
export const TradeSchema: z.ZodType<TradeData> = z.strictObject({
  id: z.string().min(1),
  ticker: TickerSchema,
  side: z.enum(["buy", "sell"]),
  quantity: PositiveQuantitySchema,
  price: PositiveMoneySchema,
  fee: MoneySchema,
  time: TimeSchema,
});

const brand = brandOf("trade");

/** A purchase or sale that happened. Errors: `INVALID_INPUT`. */
export class Trade {
  readonly id: string;
  readonly ticker: string;
  readonly side: "buy" | "sell";
  readonly quantity: Quantity;
  readonly price: Money;
  readonly fee: Money;
  readonly time: string;

  private constructor(data: TradeData) {
    this.id = data.id;
    this.ticker = data.ticker;
    this.side = data.side;
    this.quantity = Quantity.parse(data.quantity);
    this.price = Money.parse(data.price);
    this.fee = Money.parse(data.fee);
    this.time = data.time;
    brand.seal(this);
  }

  static of(data: TradeData): Trade {
    return Trade.parse(data);
  }

  static parse(input: unknown): Trade {
    return new Trade(check(TradeSchema, input, "trade"));
  }

  /** Whether `value` is a `Trade`, also one of another copy of the package. */
  static is(value: unknown): value is Trade {
    return brand.owns(value);
  }

  /** Quantity with the sign of the side: positive for a purchase. */
  get signedQuantity(): Quantity {
    return this.side === "buy" ? this.quantity : this.quantity.negated();
  }

  toJSON(): TradeData {
    return {
      id: this.id,
      ticker: this.ticker,
      side: this.side,
      quantity: this.quantity.toJSON(),
      price: this.price.toJSON(),
      fee: this.fee.toJSON(),
      time: this.time,
    };
  }
}
