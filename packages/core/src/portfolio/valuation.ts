import type { Decimal } from "decimal.js";
import { PlimsollError } from "../errors.ts";
import { minorUnitDigits } from "../values/currency.ts";
import { Exact, plain } from "../values/decimal.ts";
import { ExchangeRates, type ExchangeRatesData } from "../values/exchange-rates.ts";
import type { MoneyData } from "../values/money.ts";
import type { WeightsData } from "../values/weights.ts";
import type { PortfolioState, PositionState } from "./state.ts";

/** Units of the portfolio's currency for one unit of `currency`. Errors: `NOT_FOUND` where no table says it. */
export function exchangeRateOf(portfolioCurrency: string, rates: ExchangeRatesData | null, currency: string): Decimal {
  if (currency === portfolioCurrency) return new Exact(1);
  if (rates === null) {
    throw new PlimsollError(
      "NOT_FOUND",
      `no exchange rate between ${portfolioCurrency} and ${currency}: give exchangeRates with the command`,
      { kind: "exchange rate", id: `${portfolioCurrency}/${currency}` },
    );
  }
  return ExchangeRates.parse(rates).rate(currency, portfolioCurrency);
}

/** The exact value of a position in the portfolio's currency, negative when short. */
export function positionValue(state: PortfolioState, position: PositionState): Decimal {
  const rate = exchangeRateOf(state.currency, state.exchangeRates, position.currency);
  return new Exact(position.quantity).times(position.price).times(rate);
}

/** The exact value of cash and all positions in the portfolio's currency. */
export function portfolioValue(state: PortfolioState): Decimal {
  return Object.values(state.positions).reduce(
    (sum, position) => sum.plus(positionValue(state, position)),
    new Exact(state.cash),
  );
}

/** Fractions of the value in each position and in cash. Errors: `RULE_VIOLATED` where the value isn't above zero. */
export function portfolioWeights(state: PortfolioState): WeightsData {
  const total = portfolioValue(state);
  if (!total.gt(0)) {
    throw new PlimsollError(
      "RULE_VIOLATED",
      `portfolio "${state.id}" is worth ${plain(total)} ${state.currency}: weights need a value above zero; deposit cash`,
      { rule: "positive-value" },
    );
  }
  const fraction = (value: Decimal): number => value.dividedBy(total).toNumber();
  return {
    assets: Object.fromEntries(
      Object.values(state.positions).map((position) => [position.ticker, fraction(positionValue(state, position))]),
    ),
    cash: fraction(new Exact(state.cash)),
  };
}

/** `amount` of `currency`, rounded half-even to its minor unit: how every payment is settled. */
export function settled(amount: Decimal, currency: string): Decimal {
  return amount.toDecimalPlaces(minorUnitDigits(currency));
}

/** A decimal as money data in canonical form. */
export function moneyData(amount: Decimal, currency: string): MoneyData {
  return { amount: plain(amount), currency };
}
