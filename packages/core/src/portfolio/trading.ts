import type { Decimal } from "decimal.js";
import { requireCash, requireCurrency, violation, withRates } from "./rules.ts";
import { Exact, plain } from "../values/decimal.ts";
import type { ExchangeRatesData } from "../values/exchange-rates.ts";
import type { LotData } from "../values/lot.ts";
import { Money, type MoneyData } from "../values/money.ts";
import { closure, type LotClosure, type LotPart, type LotSelection, pickLots } from "./lots.ts";
import { fact, type PortfolioFact } from "./portfolio-events.ts";
import { type PortfolioState, positionOf } from "./state.ts";
import { exchangeRateOf, moneyData, settled } from "./valuation.ts";

/** What a purchase and a sale have in common. */
export interface TradeTerms {
  readonly side: "buy" | "sell";
  readonly ticker: string;
  /** Above zero. */
  readonly quantity: Decimal;
  readonly price: MoneyData;
  readonly fee: Decimal;
  readonly lots: LotSelection | undefined;
  readonly exchangeRates: ExchangeRatesData | undefined;
  readonly time: string;
}

/**
 * Settles a trade: it first closes lots of the opposite side, then opens a lot with the rest.
 *
 * Gross amount and fee are divided between what is closed and what is opened, and among the lots closed, in proportion
 * to shares without losing a cent.
 */
export function settleTrade(before: PortfolioState, terms: TradeTerms): PortfolioFact {
  const { side, ticker, quantity, price, fee, time } = terms;
  const state = withRates(before, terms.exchangeRates);
  const position = positionOf(state, ticker);
  if (position !== undefined) requireCurrency(position, price.currency);
  const rate = exchangeRateOf(state.currency, state.exchangeRates, price.currency);
  const sign = side === "buy" ? 1 : -1;
  const held = new Exact(position?.quantity ?? 0);
  const opposite = held.times(sign).lt(0);
  const closing = opposite ? Exact.min(quantity, held.abs()) : new Exact(0);
  const opening = quantity.minus(closing);
  if (side === "sell" && opening.gt(0) && state.permissions.shorts === "forbidden") {
    throw violation(
      "no-shorts",
      `can't sell ${plain(quantity)} ${ticker}: ${plain(held)} are held; sell at most that, or allow shorts`,
    );
  }
  const gross = settled(quantity.times(price.amount).times(rate), state.currency);
  const cashChange = gross.times(-sign).minus(fee);
  requireCash(state, cashChange, `${side} ${plain(quantity)} ${ticker}`);
  if (terms.lots !== undefined && closing.isZero()) {
    throw violation("lot-selection", `the trade in ${ticker} closes nothing: leave out lots`);
  }
  const selection = terms.lots ?? { method: state.lotMethod };
  const parts = closing.isZero() ? [] : pickLots(position!.lots, closing, selection);
  const shares = [...parts.map((part) => part.quantity), opening];
  const amounts = divide(gross, fee, sign, shares, state.currency);
  const closed = parts.map((part: LotPart, index) => closure(part, amounts[index]!, time, "trade"));
  const opened: LotData | null = opening.isZero()
    ? null
    : {
        id: `lot-${state.version + 1}`,
        ticker,
        quantity: plain(opening.times(sign)),
        costBasis: moneyData(amounts.at(-1)!.times(sign), state.currency),
        price: { amount: plain(new Exact(price.amount)), currency: price.currency },
        acquiredAt: time,
      };
  return fact(side === "buy" ? "PositionBought" : "PositionSold", {
    ticker,
    quantity: plain(quantity),
    price: { amount: plain(new Exact(price.amount)), currency: price.currency },
    exchangeRate: plain(rate),
    gross: moneyData(gross, state.currency),
    fee: moneyData(fee, state.currency),
    cashChange: moneyData(cashChange, state.currency),
    closed,
    opened,
    realised: moneyData(realisedBy(closed), state.currency),
    exchangeRates: terms.exchangeRates === undefined ? null : state.exchangeRates,
  });
}

/** The sum of the gains of `closed`. */
export function realisedBy(closed: readonly LotClosure[]): Decimal {
  return closed.reduce((sum, item) => sum.plus(item.gain.amount), new Exact(0));
}

// for a purchase gross + fee, for a sale gross - fee, share by share
function divide(gross: Decimal, fee: Decimal, sign: 1 | -1, shares: readonly Decimal[], currency: string): Decimal[] {
  const grossParts = Money.of(gross, currency).allocate(shares);
  const feeParts = Money.of(fee, currency).allocate(shares);
  return grossParts.map((part, index) => part.amount.plus(feeParts[index]!.amount.times(sign)));
}
