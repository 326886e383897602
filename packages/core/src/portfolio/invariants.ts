import type { Decimal } from "decimal.js";
import { Exact, plain } from "../values/decimal.ts";
import { ExchangeRates } from "../values/exchange-rates.ts";
import type { PortfolioState, PositionState } from "./state.ts";
import { portfolioValue } from "./valuation.ts";

/** One way in which a state contradicts the rules of the domain. */
export interface InvariantViolation {
  readonly invariant:
    | "cash"
    | "no-shorts"
    | "sum-of-lots"
    | "positive-price"
    | "exchange-rates"
    | "allocation"
    | "accounting-identity"
    | "risk-tolerance"
    | "initial-capital";
  readonly message: string;
}

const sum = (values: readonly string[]): Decimal => values.reduce((total, value) => total.plus(value), new Exact(0));

/**
 * What always holds of a portfolio, checked anew from its state: empty for every state that commands lead to.
 *
 * Cash at zero or more unless margin is allowed; quantities likewise unless shorts are; each position the sum of its lots
 * in shares and in cost, none of them zero or of the other sign; prices above zero; an exchange rate for every currency;
 * positions worth at most the whole (unless margin is allowed); risk tolerance within [0, 1]; initial capital above zero;
 * and the accounting identity of {@link Ledger}, to the last digit.
 */
export function portfolioViolations(state: PortfolioState): readonly InvariantViolation[] {
  const found: InvariantViolation[] = [];
  const report = (invariant: InvariantViolation["invariant"], message: string): void => {
    found.push({ invariant, message });
  };
  const cash = new Exact(state.cash);
  const positions = Object.values(state.positions);
  if (cash.lt(0) && state.permissions.margin === "forbidden") report("cash", `cash is ${state.cash} without margin`);
  if (!(state.riskTolerance >= 0 && state.riskTolerance <= 1)) {
    report("risk-tolerance", `risk tolerance is ${state.riskTolerance}, outside [0, 1]`);
  }
  if (!new Exact(state.ledger.deposited).gt(0)) report("initial-capital", "nothing was ever deposited");
  for (const position of positions) checkPosition(state, position, report);
  checkIdentity(state, positions, report);
  if (found.some(({ invariant }) => invariant === "exchange-rates")) return found;
  const value = portfolioValue(state);
  const invested = value.minus(cash);
  if (value.gt(0) && invested.gt(value) && state.permissions.margin === "forbidden") {
    report("allocation", `positions are worth ${plain(invested)} of ${plain(value)}: more than 100 %`);
  }
  return found;
}

type Report = (invariant: InvariantViolation["invariant"], message: string) => void;

function checkPosition(state: PortfolioState, position: PositionState, report: Report): void {
  const { ticker, lots } = position;
  const quantity = new Exact(position.quantity);
  if (quantity.lt(0) && state.permissions.shorts === "forbidden") {
    report("no-shorts", `${ticker} is ${position.quantity} without shorts`);
  }
  const shares = sum(lots.map((lot) => lot.quantity));
  const cost = sum(lots.map((lot) => lot.costBasis.amount));
  const stray = lots.find((lot) => new Exact(lot.quantity).times(quantity).lte(0));
  if (!shares.eq(quantity) || !cost.eq(position.costBasis) || stray !== undefined || lots.length === 0) {
    report(
      "sum-of-lots",
      `${ticker} is ${position.quantity} for ${position.costBasis}, its lots are ${plain(shares)} for ${plain(cost)}`,
    );
  }
  if (!new Exact(position.price).gt(0)) report("positive-price", `the price of ${ticker} is ${position.price}`);
  const { currency, exchangeRates } = state;
  const rates = exchangeRates === null ? undefined : ExchangeRates.parse(exchangeRates);
  const known = position.currency === currency || (rates?.has(position.currency) === true && rates.has(currency));
  if (!known)
    report("exchange-rates", `no rate between ${currency} and ${position.currency}, the currency of ${ticker}`);
}

function checkIdentity(state: PortfolioState, positions: readonly PositionState[], report: Report): void {
  const { deposited, withdrawn, income, fees, realised } = state.ledger;
  const assets = sum([state.cash, ...positions.map((position) => position.costBasis)]);
  const sources = sum([deposited, income, realised]).minus(withdrawn).minus(fees);
  if (assets.eq(sources)) return;
  report(
    "accounting-identity",
    `cash and cost basis are ${plain(assets)}, deposits less withdrawals and fees plus income and gains ${plain(sources)}`,
  );
}
