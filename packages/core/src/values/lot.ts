import * as z from "zod";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";
import { Exact } from "./decimal.ts";
import { Money, type MoneyData, MoneySchema } from "./money.ts";
import { Quantity, QuantitySchema } from "./quantity.ts";
import { TickerSchema } from "./ticker.ts";
import { TimeSchema } from "./time.ts";

/** {@link Lot} as JSON. */
export interface LotData {
  /** Unique within its portfolio, such as `"lot-7"`. */
  readonly id: string;
  readonly ticker: string;
  /** Shares still held; negative in a short lot. */
  readonly quantity: string;
  /** What the shares still held cost, fees included, in the portfolio's currency; minus the proceeds in a short lot. */
  readonly costBasis: MoneyData;
  /** Price of the opening trade, in the currency of the instrument, adjusted for later splits. */
  readonly price: MoneyData;
  readonly acquiredAt: string;
}

/** Schema of {@link LotData}. */
export const LotSchema: z.ZodType<LotData> = z.strictObject({
  id: z.string().min(1),
  ticker: TickerSchema,
  quantity: QuantitySchema,
  costBasis: MoneySchema,
  price: MoneySchema,
  acquiredAt: TimeSchema,
});

const brand = brandOf("lot");

/** Shares of one instrument that were opened together: the unit of cost basis and of holding period. */
export class Lot {
  readonly id: string;
  readonly ticker: string;
  readonly quantity: Quantity;
  readonly costBasis: Money;
  readonly price: Money;
  readonly acquiredAt: string;

  private constructor(data: LotData) {
    this.id = data.id;
    this.ticker = data.ticker;
    this.quantity = Quantity.parse(data.quantity);
    this.costBasis = Money.parse(data.costBasis);
    this.price = Money.parse(data.price);
    this.acquiredAt = data.acquiredAt;
    brand.seal(this);
  }

  static of(data: LotData): Lot {
    return Lot.parse(data);
  }

  static parse(input: unknown): Lot {
    return new Lot(check(LotSchema, input, "lot"));
  }

  /** Whether `value` is a `Lot`, also one of another copy of the package. */
  static is(value: unknown): value is Lot {
    return brand.owns(value);
  }

  /** Cost of one share in the portfolio's currency (proceeds of one, in a short lot), to 18 digits after the point. */
  get unitCost(): Money {
    const exact = this.quantity.isZero() ? new Exact(0) : this.costBasis.amount.dividedBy(this.quantity.value);
    return Money.of(exact.toDecimalPlaces(18), this.costBasis.currency);
  }

  toJSON(): LotData {
    return {
      id: this.id,
      ticker: this.ticker,
      quantity: this.quantity.toJSON(),
      costBasis: this.costBasis.toJSON(),
      price: this.price.toJSON(),
      acquiredAt: this.acquiredAt,
    };
  }
}
