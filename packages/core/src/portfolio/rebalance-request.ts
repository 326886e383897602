import * as z from "zod";
import { CurrencySchema } from "../values/currency.ts";
import { Exact, NonNegativeDecimalSchema, PositiveDecimalSchema } from "../values/decimal.ts";
import { type ExchangeRatesData, ExchangeRatesSchema } from "../values/exchange-rates.ts";
import type { MoneyData } from "../values/money.ts";
import { PositiveQuantitySchema } from "../values/quantity.ts";
import { TickerSchema } from "../values/ticker.ts";
import { type WeightsData, WeightsSchema } from "../values/weights.ts";
import type { PlannedOrder } from "./portfolio-events.ts";

/** What trading costs: for each order, rounded half-even to the minor unit, `gross x proportional + fixed`. */
export interface TradingCosts {
  /** Fraction of the traded value, below 1, such as `"0.001"` for 10 basis points. */
  readonly proportional: string;
  /** Per order, in the portfolio's currency. */
  readonly fixed: string;
}

/** Schema of {@link TradingCosts}. */
export const TradingCostsSchema: z.ZodType<TradingCosts> = z.strictObject({
  proportional: NonNegativeDecimalSchema.refine((text) => new Exact(text).lt(1), "expected a fraction below 1"),
  fixed: NonNegativeDecimalSchema,
});

/** What to rebalance to, and at which prices and costs. */
export interface RebalanceRequest {
  /** Weights after costs; what is held and not named is sold. */
  readonly targets: WeightsData;
  /** Of every ticker held or targeted, in the currency of the instrument. */
  readonly prices: Readonly<Record<string, string>>;
  readonly costs: TradingCosts;
  /** Currency of targets not held yet, by ticker. @defaultValue the portfolio's currency */
  readonly currencies?: Readonly<Record<string, string>>;
  /** Quantities are whole multiples of it. @defaultValue "1" */
  readonly quantityStep?: string;
  /** @defaultValue the last table given */
  readonly exchangeRates?: ExchangeRatesData;
}

/** The fields of {@link RebalanceRequest}, to be spread into the schema of a command. */
export const rebalanceShape: {
  readonly targets: z.ZodType<WeightsData>;
  readonly prices: z.ZodType<Readonly<Record<string, string>>>;
  readonly costs: z.ZodType<TradingCosts>;
  readonly currencies: z.ZodExactOptional<z.ZodType<Readonly<Record<string, string>>>>;
  readonly quantityStep: z.ZodExactOptional<z.ZodType<string>>;
  readonly exchangeRates: z.ZodExactOptional<z.ZodType<ExchangeRatesData>>;
} = {
  targets: WeightsSchema,
  prices: z.record(TickerSchema, PositiveDecimalSchema),
  costs: TradingCostsSchema,
  currencies: z.exactOptional(z.record(TickerSchema, CurrencySchema)),
  quantityStep: z.exactOptional(PositiveQuantitySchema),
  exchangeRates: z.exactOptional(ExchangeRatesSchema),
};

/** Schema of {@link RebalanceRequest}. */
export const RebalanceRequestSchema: z.ZodType<RebalanceRequest> = z.strictObject(rebalanceShape);

/** The orders that bring a portfolio to target weights, and what they do to it. */
export interface RebalancePlan {
  readonly targets: WeightsData;
  /** Sales first, so that cash is never negative on the way; empty when the portfolio is on target. */
  readonly orders: readonly PlannedOrder[];
  /** Prices that the plan was made at, of every ticker held or targeted. */
  readonly prices: Readonly<Record<string, string>>;
  /** One-way: half the sum of traded values over the value before. */
  readonly turnover: number;
  /** Sum of the fees. */
  readonly cost: MoneyData;
  readonly cashAfter: MoneyData;
  readonly valueBefore: MoneyData;
  readonly valueAfter: MoneyData;
  readonly weightsBefore: WeightsData;
  readonly weightsAfter: WeightsData;
}
