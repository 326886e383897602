import * as z from "zod";
import { brandOf } from "./brand.ts";
import { check } from "./check.ts";
import { Money, type MoneyData, MoneySchema, PositiveMoneySchema } from "./money.ts";
import { Quantity, QuantitySchema } from "./quantity.ts";
import { TickerSchema } from "./ticker.ts";

/** {@link Position} as JSON. */
export interface PositionData {
  readonly ticker: string;
  /** Sum of the lots; negative when short. */
  readonly quantity: string;
  /** Cost of the open lots in the portfolio's currency, fees included; minus the proceeds when short. */
  readonly costBasis: MoneyData;
  /** Last known price of one share, in the currency of the instrument. */
  readonly currentPrice: MoneyData;
  /** Quantity at the current price, in the portfolio's currency, rounded to its minor unit. */
  readonly marketValue: MoneyData;
  /** Fraction of the portfolio's value; `null` where that value isn't above zero. */
  readonly allocation: number | null;
}

/** Schema of {@link PositionData}. */
export const PositionSchema: z.ZodType<PositionData> = z.strictObject({
  ticker: TickerSchema,
  quantity: QuantitySchema,
  costBasis: MoneySchema,
  currentPrice: PositiveMoneySchema,
  marketValue: MoneySchema,
  allocation: z.number().nullable(),
});

const brand = brandOf("position");

/** What a portfolio holds of one instrument, and what it is worth. Errors: `INVALID_INPUT`. */
export class Position {
  readonly ticker: string;
  readonly quantity: Quantity;
  readonly costBasis: Money;
  readonly currentPrice: Money;
  readonly marketValue: Money;
  readonly allocation: number | null;

  private constructor(data: PositionData) {
    this.ticker = data.ticker;
    this.quantity = Quantity.parse(data.quantity);
    this.costBasis = Money.parse(data.costBasis);
    this.currentPrice = Money.parse(data.currentPrice);
    this.marketValue = Money.parse(data.marketValue);
    this.allocation = data.allocation;
    brand.seal(this);
  }

  static of(data: PositionData): Position {
    return Position.parse(data);
  }

  static parse(input: unknown): Position {
    return new Position(check(PositionSchema, input, "position"));
  }

  /** Whether `value` is a `Position`, also one of another copy of the package. */
  static is(value: unknown): value is Position {
    return brand.owns(value);
  }

  /** Market value above cost basis: what closing at the current price would realise before fees. */
  get unrealisedGain(): Money {
    return this.marketValue.minus(this.costBasis);
  }

  toJSON(): PositionData {
    return {
      ticker: this.ticker,
      quantity: this.quantity.toJSON(),
      costBasis: this.costBasis.toJSON(),
      currentPrice: this.currentPrice.toJSON(),
      marketValue: this.marketValue.toJSON(),
      allocation: this.allocation,
    };
  }
}
