import { PlimsollError } from "../errors.ts";
import { Exact, plain } from "../values/decimal.ts";
import type { MoneyData } from "../values/money.ts";
import { closedCost, withoutClosed } from "./lots.ts";
import {
  type PortfolioEvent,
  type PortfolioEventData,
  type PortfolioEventType,
  type PortfolioFact,
  type PortfolioOpened,
  portfolioStream,
  type TradeSettled,
} from "./portfolio-events.ts";
import { type Ledger, type PortfolioState, positionOf, type PositionState, withPrices } from "./state.ts";

type Body = Omit<PortfolioState, "version" | "updatedAt">;
type Evolver<Type extends PortfolioEventType> = (state: PortfolioState, data: PortfolioEventData[Type]) => Body;

const add = (text: string, money: MoneyData): string => plain(new Exact(text).plus(money.amount));
const subtract = (text: string, money: MoneyData): string => plain(new Exact(text).minus(money.amount));

function withPosition(state: PortfolioState, position: PositionState): PortfolioState["positions"] {
  if (position.lots.length > 0) return { ...state.positions, [position.ticker]: position };
  return Object.fromEntries(Object.entries(state.positions).filter(([ticker]) => ticker !== position.ticker));
}

function withLedger(state: PortfolioState, change: Partial<Ledger>): Ledger {
  return { ...state.ledger, ...change };
}

function settleTrade(state: PortfolioState, data: TradeSettled, sign: 1 | -1): Body {
  const before = positionOf(state, data.ticker);
  const cost = data.closed.reduce((sum, item) => sum.minus(closedCost(item)), new Exact(before?.costBasis ?? 0));
  const kept = withoutClosed(before?.lots ?? [], data.closed);
  const position: PositionState = {
    ticker: data.ticker,
    currency: data.price.currency,
    quantity: plain(new Exact(data.quantity).times(sign).plus(before?.quantity ?? 0)),
    costBasis: plain(cost.plus(data.opened?.costBasis.amount ?? 0)),
    price: data.price.amount,
    lots: data.opened === null ? kept : [...kept, data.opened],
  };
  return {
    ...state,
    cash: add(state.cash, data.cashChange),
    positions: withPosition(state, position),
    exchangeRates: data.exchangeRates ?? state.exchangeRates,
    ledger: withLedger(state, { realised: add(state.ledger.realised, data.realised) }),
  };
}

const evolvers: { readonly [Type in Exclude<PortfolioEventType, "PortfolioOpened">]: Evolver<Type> } = {
  CashDeposited: (state, { amount }) => ({
    ...state,
    cash: add(state.cash, amount),
    ledger: withLedger(state, { deposited: add(state.ledger.deposited, amount) }),
  }),
  CashWithdrawn: (state, { amount }) => ({
    ...state,
    cash: subtract(state.cash, amount),
    ledger: withLedger(state, { withdrawn: add(state.ledger.withdrawn, amount) }),
  }),
  PositionBought: (state, data) => settleTrade(state, data, 1),
  PositionSold: (state, data) => settleTrade(state, data, -1),
  DividendReceived: (state, { net, exchangeRates }) => ({
    ...state,
    cash: add(state.cash, net),
    exchangeRates: exchangeRates ?? state.exchangeRates,
    ledger: withLedger(state, { income: add(state.ledger.income, net) }),
  }),
  PositionSplit: (state, data) => {
    const before = positionOf(state, data.ticker)!;
    const cost = data.closed.reduce((sum, item) => sum.minus(closedCost(item)), new Exact(before.costBasis));
    return {
      ...state,
      cash: add(state.cash, data.cashInLieu),
      positions: withPosition(state, {
        ...before,
        quantity: data.quantityAfter,
        costBasis: plain(cost),
        price: data.price.amount,
        lots: data.lots,
      }),
      ledger: withLedger(state, { realised: add(state.ledger.realised, data.realised) }),
    };
  },
  FeeCharged: (state, { amount }) => ({
    ...state,
    cash: subtract(state.cash, amount),
    ledger: withLedger(state, { fees: add(state.ledger.fees, amount) }),
  }),
  PortfolioMarkedToMarket: (state, { prices, exchangeRates }) => ({
    ...state,
    positions: withPrices(state, prices),
    exchangeRates: exchangeRates ?? state.exchangeRates,
  }),
  PortfolioRebalanced: (state, { prices }) => ({ ...state, positions: withPrices(state, prices) }),
  RiskMetricsUpdated: (state, { metrics }) => ({ ...state, riskMetrics: metrics }),
  RiskThresholdExceeded: (state) => state,
  ModelDriftDetected: (state) => state,
};

function open(data: PortfolioOpened, time: string): PortfolioState {
  const capital = plain(new Exact(data.initialCapital.amount));
  return {
    id: data.portfolioId,
    owner: data.owner,
    currency: data.initialCapital.currency,
    openedAt: time,
    updatedAt: time,
    version: 1,
    riskTolerance: data.riskTolerance,
    lotMethod: data.lotMethod,
    permissions: data.permissions,
    constraints: data.constraints,
    cash: capital,
    positions: {},
    exchangeRates: null,
    ledger: { deposited: capital, withdrawn: "0", income: "0", fees: "0", realised: "0" },
    riskMetrics: null,
  };
}

/** The state after one more fact: {@link evolve} before the fact has an envelope. */
export function evolveFact(state: PortfolioState | null, event: PortfolioFact, time: string): PortfolioState {
  if (event.type === "PortfolioOpened" && state === null) return open(event.data, time);
  if (event.type === "PortfolioOpened" || state === null) {
    throw new PlimsollError(
      "RULE_VIOLATED",
      `${event.type} can't be event ${(state?.version ?? 0) + 1} of a portfolio: a stream begins with PortfolioOpened and has one`,
      { rule: "open-first" },
    );
  }
  const evolver = evolvers[event.type] as Evolver<typeof event.type>;
  return { ...evolver(state, event.data), version: state.version + 1, updatedAt: time };
}

/**
 * The state after one more event. Pure, and no rule is judged again: what happened, happened.
 *
 * Errors: `CONFLICT` when `event` isn't the next of the stream, `RULE_VIOLATED` (`open-first`) when a stream doesn't
 * begin with `PortfolioOpened`.
 */
export function evolve(state: PortfolioState | null, event: PortfolioEvent): PortfolioState {
  const version = state?.version ?? 0;
  const stream = state === null ? event.stream : portfolioStream(state.id);
  if (event.version !== version + 1 || event.stream !== stream) {
    throw new PlimsollError(
      "CONFLICT",
      `event "${event.id}" is version ${event.version} of ${event.stream}: expected version ${version + 1} of ${stream}; read the stream in order without gaps`,
      { stream, expectedVersion: version + 1, actualVersion: event.version },
    );
  }
  return evolveFact(state, event, event.time);
}

/** The state that `events` lead to, from `state` (a snapshot) or from nothing. */
export function foldPortfolio(
  events: readonly PortfolioEvent[],
  state: PortfolioState | null = null,
): PortfolioState | null {
  return events.reduce<PortfolioState | null>(evolve, state);
}
