import * as z from "zod";
import { Exact } from "../../values/decimal.ts";
import { type ExchangeRatesData, ExchangeRatesSchema } from "../../values/exchange-rates.ts";
import { type MoneyData, NonNegativeMoneySchema, PositiveMoneySchema } from "../../values/money.ts";
import { PositiveQuantitySchema } from "../../values/quantity.ts";
import { TickerSchema } from "../../values/ticker.ts";
import { type LotSelection, LotSelectionSchema } from "../lots.ts";
import { settleTrade } from "../trading.ts";
import { type CommandContext, type CommandHandler, contextShape, whenOpen } from "./command.ts";
import { payment } from "../rules.ts";

/**
 * Sells shares: closes long lots first, then opens a short lot where shorts are allowed. Brings quantity x price x rate,
 * to the minor unit, less fee; what it realises is in the event, lot by lot.
 */
export interface Sell extends CommandContext {
  readonly kind: "sell";
  readonly ticker: string;
  /** Above zero. */
  readonly quantity: string;
  /** Of one share, above zero, in the currency of the instrument. */
  readonly price: MoneyData;
  /** In the portfolio's currency; reduces the proceeds. @defaultValue nothing */
  readonly fee?: MoneyData;
  /** The lots to close. @defaultValue by the account's lot method */
  readonly lots?: LotSelection;
  /** Known from now on. @defaultValue the last table given */
  readonly exchangeRates?: ExchangeRatesData;
}

export const sell: CommandHandler<Sell> = {
  kind: "sell",
  schema: z.strictObject({
    kind: z.literal("sell"),
    ...contextShape,
    ticker: TickerSchema,
    quantity: PositiveQuantitySchema,
    price: PositiveMoneySchema,
    fee: NonNegativeMoneySchema.exactOptional(),
    lots: LotSelectionSchema.exactOptional(),
    exchangeRates: ExchangeRatesSchema.exactOptional(),
  }),
  decide: whenOpen((state, command) => [
    settleTrade(state, {
      side: "sell",
      ticker: command.ticker,
      quantity: new Exact(command.quantity),
      price: command.price,
      fee: command.fee === undefined ? new Exact(0) : payment(state, command.fee, "fee"),
      lots: command.lots,
      exchangeRates: command.exchangeRates,
      time: command.time,
    }),
  ]),
};
