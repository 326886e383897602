import type { Decimal } from "decimal.js";
import { invalidInput, PlimsollError } from "../errors.ts";
import { minorUnitDigits } from "../values/currency.ts";
import { Exact, plain } from "../values/decimal.ts";
import { ExchangeRates, type ExchangeRatesData } from "../values/exchange-rates.ts";
import type { MoneyData } from "../values/money.ts";
import { type PortfolioState, positionOf, type PositionState } from "./state.ts";

/** A `RULE_VIOLATED` error: `rule` is its name, `message` names the culprit and the remedy. */
export function violation(rule: string, message: string): PlimsollError<"RULE_VIOLATED"> {
  return new PlimsollError("RULE_VIOLATED", message, { rule });
}

/** The amount of a payment, which must be whole minor units of the portfolio's currency. */
export function payment(state: PortfolioState, money: MoneyData, argument: string): Decimal {
  if (money.currency !== state.currency) {
    throw violation(
      "same-currency",
      `${argument}: portfolio "${state.id}" keeps its cash in ${state.currency}, was ${money.currency}; convert it first`,
    );
  }
  return wholeMinorUnits(money, argument);
}

/** The amount of `money`, which must be whole minor units of its currency. */
export function wholeMinorUnits(money: MoneyData, argument: string): Decimal {
  const amount = new Exact(money.amount);
  const digits = minorUnitDigits(money.currency);
  if (amount.decimalPlaces() <= digits) return amount;
  throw invalidInput(
    argument,
    `${argument}: expected at most ${digits} digits after the point for ${money.currency}, was ${money.amount}; round it first`,
    { received: money.amount },
  );
}

/** Throws unless `change` leaves cash at zero or more, or the account allows margin. */
export function requireCash(state: PortfolioState, change: Decimal, purpose: string): void {
  const after = new Exact(state.cash).plus(change);
  if (!after.lt(0) || !change.lt(0) || state.permissions.margin === "allowed") return;
  throw violation(
    "cash",
    `can't ${purpose}: it takes ${plain(change.negated())} ${state.currency}, cash is ${state.cash}; deposit ${plain(after.negated())} or allow margin`,
  );
}

/** The position in `ticker`; an error that says what is held otherwise. */
export function requirePosition(state: PortfolioState, ticker: string, verb: string): PositionState {
  const position = positionOf(state, ticker);
  if (position !== undefined) return position;
  const held = Object.keys(state.positions).join(", ");
  throw violation(
    "position-held",
    `can't ${verb} ${ticker}: portfolio "${state.id}" holds ${held === "" ? "no positions" : held}; check the ticker`,
  );
}

/** `state` with a new table of exchange rates, which must cover the currency of every position. */
export function withRates(state: PortfolioState, rates: ExchangeRatesData | undefined): PortfolioState {
  if (rates === undefined) return state;
  const table = ExchangeRates.parse(rates);
  const needed = [state.currency, ...Object.values(state.positions).map((position) => position.currency)];
  const missing = needed.find((currency) => !table.has(currency));
  if (missing === undefined) return { ...state, exchangeRates: table.toJSON() };
  throw violation(
    "exchange-rates",
    `exchangeRates: the table lacks ${missing}, which portfolio "${state.id}" holds; add rates.${missing}`,
  );
}

/** Throws unless a price of `ticker` is in the currency of the position. */
export function requireCurrency(position: PositionState, currency: string): void {
  if (position.currency === currency) return;
  throw violation(
    "instrument-currency",
    `${position.ticker} is priced in ${position.currency}, was ${currency}; convert the price, or use another ticker for the other listing`,
  );
}
