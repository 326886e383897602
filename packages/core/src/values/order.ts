import * as z from "zod";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";
import { Money, type MoneyData, PositiveMoneySchema } from "./money.ts";
import { PositiveQuantitySchema, Quantity } from "./quantity.ts";
import { TickerSchema } from "./ticker.ts";

/** {@link Order} as JSON. */
export interface OrderData {
  readonly id: string;
  readonly ticker: string;
  readonly side: "buy" | "sell";
  /** Above zero; `side` says which way. */
  readonly quantity: string;
  /** Worst price accepted for one share; `null` is a market order. */
  readonly limit: MoneyData | null;
}

/** Schema of {@link OrderData}. */
export const OrderSchema: z.ZodType<OrderData> = z.strictObject({
  id: z.string().min(1),
  ticker: TickerSchema,
  side: z.enum(["buy", "sell"]),
  quantity: PositiveQuantitySchema,
  limit: PositiveMoneySchema.nullable(),
});

const brand = brandOf("order");

/** An instruction to buy or sell, at the market or with a limit. Errors: `INVALID_INPUT`. */
export class Order {
  readonly id: string;
  readonly ticker: string;
  readonly side: "buy" | "sell";
  readonly quantity: Quantity;
  readonly limit: Money | null;

  private constructor(data: OrderData) {
    this.id = data.id;
    this.ticker = data.ticker;
    this.side = data.side;
    this.quantity = Quantity.parse(data.quantity);
    this.limit = data.limit === null ? null : Money.parse(data.limit);
    brand.seal(this);
  }

  static of(data: OrderData): Order {
    return Order.parse(data);
  }

  static parse(input: unknown): Order {
    return new Order(check(OrderSchema, input, "order"));
  }

  /** Whether `value` is an `Order`, also one of another copy of the package. */
  static is(value: unknown): value is Order {
    return brand.owns(value);
  }

  toJSON(): OrderData {
    return {
      id: this.id,
      ticker: this.ticker,
      side: this.side,
      quantity: this.quantity.toJSON(),
      limit: this.limit === null ? null : this.limit.toJSON(),
    };
  }
}
