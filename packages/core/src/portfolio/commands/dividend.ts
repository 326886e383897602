import * as z from "zod";
import { Exact, plain } from "../../values/decimal.ts";
import { type ExchangeRatesData, ExchangeRatesSchema } from "../../values/exchange-rates.ts";
import { type MoneyData, NonNegativeMoneySchema, PositiveMoneySchema } from "../../values/money.ts";
import { TickerSchema } from "../../values/ticker.ts";
import { fact } from "../portfolio-events.ts";
import { exchangeRateOf, moneyData, settled } from "../valuation.ts";
import { type CommandContext, type CommandHandler, contextShape, whenOpen } from "./command.ts";
import { payment, requireCash, requireCurrency, requirePosition, violation, withRates } from "../rules.ts";

/** Pays a dividend on the shares held; on a short position it is owed and leaves the cash. */
export interface Dividend extends CommandContext {
  readonly kind: "dividend";
  readonly ticker: string;
  /** Per share, above zero, in the currency of the instrument. */
  readonly perShare: MoneyData;
  /** Tax withheld at source, in the portfolio's currency, at most the dividend. @defaultValue nothing */
  readonly withheld?: MoneyData;
  /** Known from now on. @defaultValue the last table given */
  readonly exchangeRates?: ExchangeRatesData;
}

export const dividend: CommandHandler<Dividend> = {
  kind: "dividend",
  schema: z.strictObject({
    kind: z.literal("dividend"),
    ...contextShape,
    ticker: TickerSchema,
    perShare: PositiveMoneySchema,
    withheld: NonNegativeMoneySchema.exactOptional(),
    exchangeRates: ExchangeRatesSchema.exactOptional(),
  }),
  decide: whenOpen((before, command) => {
    const state = withRates(before, command.exchangeRates);
    const { ticker, perShare } = command;
    const position = requirePosition(state, ticker, "pay a dividend on");
    requireCurrency(position, perShare.currency);
    const rate = exchangeRateOf(state.currency, state.exchangeRates, position.currency);
    const gross = settled(new Exact(position.quantity).times(perShare.amount).times(rate), state.currency);
    const withheld = command.withheld === undefined ? new Exact(0) : payment(state, command.withheld, "withheld");
    if (withheld.gt(0) && withheld.gt(gross)) {
      throw violation(
        "withholding",
        `can't withhold ${plain(withheld)} of a dividend of ${plain(gross)} ${state.currency} on ${ticker}: withhold at most the dividend`,
      );
    }
    const net = gross.minus(withheld);
    requireCash(state, net, `pay the dividend owed on ${ticker}`);
    return [
      fact("DividendReceived", {
        ticker,
        quantity: position.quantity,
        perShare: moneyData(new Exact(perShare.amount), perShare.currency),
        exchangeRate: plain(rate),
        gross: moneyData(gross, state.currency),
        withheld: moneyData(withheld, state.currency),
        net: moneyData(net, state.currency),
        exchangeRates: command.exchangeRates === undefined ? null : state.exchangeRates,
      }),
    ];
  }),
};
