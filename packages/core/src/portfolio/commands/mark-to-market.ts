import * as z from "zod";
import { Exact, plain, PositiveDecimalSchema } from "../../values/decimal.ts";
import { type ExchangeRatesData, ExchangeRatesSchema } from "../../values/exchange-rates.ts";
import { TickerSchema } from "../../values/ticker.ts";
import { fact } from "../portfolio-events.ts";
import { withPrices } from "../state.ts";
import { moneyData, portfolioValue, settled } from "../valuation.ts";
import { type CommandContext, type CommandHandler, contextShape, whenOpen } from "./command.ts";
import { withRates } from "../rules.ts";

/** Makes prices known. Tickers that aren't held are left out; positions without a price keep theirs and are listed as stale. */
export interface MarkToMarket extends CommandContext {
  readonly kind: "mark-to-market";
  /** By ticker, above zero, in the currency of the instrument. */
  readonly prices: Readonly<Record<string, string>>;
  /** Known from now on. @defaultValue the last table given */
  readonly exchangeRates?: ExchangeRatesData;
}

export const markToMarket: CommandHandler<MarkToMarket> = {
  kind: "mark-to-market",
  schema: z.strictObject({
    kind: z.literal("mark-to-market"),
    ...contextShape,
    prices: z.record(TickerSchema, PositiveDecimalSchema),
    exchangeRates: ExchangeRatesSchema.exactOptional(),
  }),
  decide: whenOpen((before, command) => {
    const state = withRates(before, command.exchangeRates);
    const held = Object.values(state.positions);
    const known = held.filter(({ ticker }) => Object.hasOwn(command.prices, ticker));
    const prices = Object.fromEntries(
      known.map(({ ticker }) => [ticker, plain(new Exact(command.prices[ticker]!))] as const),
    );
    const marked = { ...state, positions: withPrices(state, prices) };
    return [
      fact("PortfolioMarkedToMarket", {
        prices,
        exchangeRates: command.exchangeRates === undefined ? null : state.exchangeRates,
        stale: held.filter((position) => !known.includes(position)).map(({ ticker }) => ticker),
        value: moneyData(settled(portfolioValue(marked), state.currency), state.currency),
      }),
    ];
  }),
};
