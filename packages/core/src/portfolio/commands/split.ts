import type { Decimal } from "decimal.js";
import * as z from "zod";
import { Exact, plain } from "../../values/decimal.ts";
import { Money, type MoneyData, PositiveMoneySchema } from "../../values/money.ts";
import { TickerSchema } from "../../values/ticker.ts";
import { closure, pickLots, positivePrice, scaleLots, withoutClosed } from "../lots.ts";
import { fact } from "../portfolio-events.ts";
import { realisedBy } from "../trading.ts";
import { exchangeRateOf, moneyData, settled } from "../valuation.ts";
import { type CommandContext, type CommandHandler, contextShape, whenOpen } from "./command.ts";
import { requireCash, requireCurrency, requirePosition, violation } from "../rules.ts";

/**
 * Turns every `denominator` shares into `numerator` shares; cost basis and dates of the lots stay.
 *
 * Shares are truncated to 12 digits after the point. With fractions paid in cash, the position is cut towards zero to
 * whole shares; the fraction is closed by the account's lot method at `price`, its cash rounded half-even to the minor
 * unit. A lot that nothing is left of is closed without proceeds.
 */
export interface Split extends CommandContext {
  readonly kind: "split";
  readonly ticker: string;
  /** Shares after, such as 1 in a 1-for-10 reverse split; a whole number. */
  readonly numerator: number;
  /** Shares before, such as 10; a whole number other than `numerator`. */
  readonly denominator: number;
  /** What becomes of a fraction of a share. @defaultValue "cash-in-lieu" for a reverse split, "keep" otherwise */
  readonly fractions?: "cash-in-lieu" | "keep";
  /** Of one share after the split, for cash in lieu. @defaultValue the last price x denominator / numerator */
  readonly price?: MoneyData;
}

export const split: CommandHandler<Split> = {
  kind: "split",
  schema: z.strictObject({
    kind: z.literal("split"),
    ...contextShape,
    ticker: TickerSchema,
    numerator: z.int().positive(),
    denominator: z.int().positive(),
    fractions: z.enum(["cash-in-lieu", "keep"]).exactOptional(),
    price: PositiveMoneySchema.exactOptional(),
  }),
  decide: whenOpen((state, command) => {
    const { ticker, numerator, denominator, time } = command;
    const position = requirePosition(state, ticker, "split");
    if (command.price !== undefined) requireCurrency(position, command.price.currency);
    if (numerator === denominator) {
      throw violation(
        "split-ratio",
        `a split of ${ticker} ${numerator} for ${denominator} changes nothing: leave it out`,
      );
    }
    const price =
      command.price === undefined
        ? positivePrice(new Exact(position.price).times(denominator).dividedBy(numerator))
        : plain(new Exact(command.price.amount));
    const scaled = scaleLots(position.lots, numerator, denominator);
    const total = scaled.reduce((sum, lot) => sum.plus(lot.quantity), new Exact(0));
    const fractions = command.fractions ?? (numerator < denominator ? "cash-in-lieu" : "keep");
    const fraction = fractions === "keep" ? new Exact(0) : total.abs().minus(total.abs().floor());
    const rate = exchangeRateOf(state.currency, state.exchangeRates, position.currency);
    const sign = position.quantity.startsWith("-") ? -1 : 1;
    const cash = settled(fraction.times(price).times(rate), state.currency);

    const vanished = scaled.filter((lot) => new Exact(lot.quantity).isZero());
    const left = scaled.filter((lot) => !new Exact(lot.quantity).isZero());
    const inLieu = fraction.isZero() ? [] : pickLots(left, fraction, { method: state.lotMethod });
    const amounts = divide(
      cash,
      inLieu.map((part) => part.quantity),
      state.currency,
    );
    const paid = inLieu.map((part, index) => closure(part, amounts[index]!, time, "cash-in-lieu"));
    const nothing = new Exact(0);
    const side = sign === 1 ? "long" : "short";
    const gone = vanished.map((lot) =>
      closure({ lot, side, quantity: nothing, cost: new Exact(lot.costBasis.amount) }, nothing, time, "rounded-away"),
    );
    const closed = [...paid, ...gone];
    const lots = withoutClosed(left, paid);
    requireCash(state, cash.times(sign), `pay cash in lieu for short ${ticker}`);
    return [
      fact("PositionSplit", {
        ticker,
        numerator,
        denominator,
        quantityBefore: position.quantity,
        quantityAfter: plain(total.minus(fraction.times(sign))),
        price: { amount: price, currency: position.currency },
        lots,
        closed,
        cashInLieu: moneyData(cash.times(sign), state.currency),
        realised: moneyData(realisedBy(closed), state.currency),
      }),
    ];
  }),
};

function divide(cash: Decimal, shares: readonly Decimal[], currency: string): readonly Decimal[] {
  if (shares.length === 0) return [];
  return Money.of(cash, currency)
    .allocate(shares)
    .map((part) => part.amount);
}
