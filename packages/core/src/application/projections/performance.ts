import { evolve } from "../../portfolio/evolve.ts";
import type { PortfolioEvent } from "../../portfolio/portfolio-events.ts";
import type { PortfolioState } from "../../portfolio/state.ts";
import type { PortfolioUpcasters } from "../../portfolio/upcast.ts";
import { moneyData, portfolioValue, settled } from "../../portfolio/valuation.ts";
import { Exact, plain } from "../../values/decimal.ts";
import type { MoneyData } from "../../values/money.ts";
import { portfolioProjection } from "./portfolio-events.ts";
import type { Projection } from "./projection.ts";

/** A portfolio's value and return at one time. */
export interface PerformancePoint {
  readonly time: string;
  /** Cash and positions at their last known prices. */
  readonly value: MoneyData;
  /** Since the portfolio was opened, such as `0.07`. */
  readonly timeWeightedReturn: number;
}

/** What the return of a portfolio is computed from: plain JSON. */
export interface PerformanceState {
  readonly portfolio: PortfolioState;
  /** Growth of one unit up to the last flow of cash from or to outside; 0 once everything is lost. */
  readonly growth: number;
  /** Value right after that flow. */
  readonly base: string;
  /** Deposits less withdrawals, initial capital included. */
  readonly contributed: string;
  /** One point for each mark to market, in their order. */
  readonly marks: readonly PerformancePoint[];
}

/** How a portfolio has done. */
export interface PortfolioPerformance extends PerformancePoint {
  readonly from: string;
  /** Deposits less withdrawals, initial capital included. */
  readonly contributed: MoneyData;
  /** Value less contributions. */
  readonly gain: MoneyData;
  readonly marks: readonly PerformancePoint[];
}

/**
 * The time-weighted return of a portfolio, from its deposits, withdrawals and marks.
 *
 * With flows 1 to n (deposits and withdrawals; the opening is flow 0), `B_k` the value right before flow k and `A_k` right
 * after it, and V the value now: `(B_1 / A_0) (B_2 / A_1) ... (V / A_n) - 1`. Values are cash and positions at their last
 * known prices, so a return is as good as the mark before each flow: mark to market before cash comes or goes. Dividends,
 * fees and trading costs are part of the return, deposits and withdrawals are not. After everything was withdrawn the
 * chain rests until the next deposit; a value of zero or less ends it at -100 %.
 *
 * Source: Global Investment Performance Standards (GIPS) 2020, true time-weighted rate of return.
 */
export function performanceProjection(
  portfolioId: string,
  options: { readonly upcasters?: PortfolioUpcasters | undefined } = {},
): Projection<PerformanceState | null> {
  return portfolioProjection<PerformanceState | null>("performance", portfolioId, null, apply, options.upcasters);
}

/** The figures of a {@link performanceProjection}, as of its last event. */
export function performanceOf(state: PerformanceState): PortfolioPerformance {
  const { portfolio, contributed, marks } = state;
  const { openedAt, updatedAt, currency } = portfolio;
  const value = portfolioValue(portfolio);
  return {
    ...pointOf(state, updatedAt),
    from: openedAt,
    contributed: { amount: contributed, currency },
    gain: moneyData(settled(value.minus(contributed), currency), currency),
    marks,
  };
}

function apply(state: PerformanceState | null, event: PortfolioEvent): PerformanceState {
  const portfolio = evolve(state?.portfolio ?? null, event);
  if (state === null) {
    return { portfolio, growth: 1, base: portfolio.cash, contributed: portfolio.cash, marks: [] };
  }
  const next = { ...state, portfolio };
  switch (event.type) {
    case "CashDeposited":
    case "CashWithdrawn": {
      const { deposited, withdrawn } = portfolio.ledger;
      return {
        ...next,
        growth: growthOf(state),
        base: plain(portfolioValue(portfolio)),
        contributed: plain(new Exact(deposited).minus(withdrawn)),
      };
    }
    case "PortfolioMarkedToMarket":
      return { ...next, marks: [...state.marks, pointOf(next, event.time)] };
    default:
      return next;
  }
}

function pointOf(state: PerformanceState, time: string): PerformancePoint {
  const { currency } = state.portfolio;
  const value = moneyData(settled(portfolioValue(state.portfolio), currency), currency);
  return { time, value, timeWeightedReturn: growthOf(state) - 1 };
}

/** Growth of one unit up to now. */
function growthOf({ growth, base, portfolio }: PerformanceState): number {
  if (!new Exact(base).gt(0)) return growth;
  return growth * Math.max(0, portfolioValue(portfolio).dividedBy(base).toNumber());
}
