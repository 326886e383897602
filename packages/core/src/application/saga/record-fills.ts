import { attempt } from "../../errors.ts";
import type { CommandContext } from "../../portfolio/commands/command.ts";
import { decide } from "../../portfolio/decide.ts";
import { evolve } from "../../portfolio/evolve.ts";
import type { PortfolioEvent, TradeSettled } from "../../portfolio/portfolio-events.ts";
import { type PortfolioState, withPrices } from "../../portfolio/state.ts";
import { exchangeRateOf, moneyData, portfolioWeights, settled } from "../../portfolio/valuation.ts";
import type { BrokerFill } from "../../ports/broker.ts";
import { Exact } from "../../values/decimal.ts";
import type { MoneyData } from "../../values/money.ts";
import { compareTimes } from "../../values/time.ts";
import type { RebalanceFillsRecorded, RecordedFill, RefusedFill } from "./events.ts";
import type { RebalanceState } from "./state.ts";

/**
 * The events that record `fills` with a portfolio, and what became of each. Pure: again from the same state, the same.
 *
 * A fill is a purchase or sale at its price; its commission, in the currency of the price, is the fee, converted and
 * rounded half-even to the minor unit. It takes effect at its time, or with the portfolio's last event where that is
 * later. `PortfolioRebalanced` follows when at least one fill was recorded, with turnover and cost as they really were.
 */
export function recordFills(
  before: PortfolioState,
  saga: RebalanceState,
  fills: readonly BrokerFill[],
): RebalanceFillsRecorded & { readonly events: readonly PortfolioEvent[] } {
  let state = before;
  const events: PortfolioEvent[] = [];
  const recorded: RecordedFill[] = [];
  const refused: RefusedFill[] = [];
  for (const fill of fills) {
    const outcome = attempt(() => tradeOf(state, saga, fill, recorded.length === 0));
    if (!outcome.success) {
      refused.push({ fill, code: outcome.error.code, message: outcome.error.message });
      continue;
    }
    const [event] = outcome.data;
    state = evolve(state, event!);
    events.push(event!);
    recorded.push({ fill, eventId: event!.id });
  }
  if (recorded.length > 0) {
    const summary = summaryOf(state, saga, events);
    state = summary.reduce(evolve, state);
    events.push(...summary);
  }
  const marked = { ...state, positions: withPrices(state, saga.plan!.prices) };
  return { fills: recorded, refused, weightsAfter: portfolioWeights(marked), events };
}

/** The id of the command that records a fill: the cause of the portfolio's event. */
export function fillCommandId({ instruction }: RebalanceState, fill: BrokerFill): string {
  return `${instruction.id}/fill/${fill.id}`;
}

function contextOf(saga: RebalanceState, commandId: string, time: string): CommandContext {
  const { id, correlationId = id, metadata } = saga.instruction;
  return { id: commandId, time, correlationId, ...(metadata === undefined ? {} : { metadata }) };
}

function tradeOf(
  state: PortfolioState,
  saga: RebalanceState,
  fill: BrokerFill,
  isFirst: boolean,
): readonly PortfolioEvent[] {
  const { exchangeRates } = saga.instruction;
  const { currency } = saga.plan!.orders.find(({ id }) => id === fill.orderId)!.price;
  const rate = exchangeRateOf(state.currency, exchangeRates ?? state.exchangeRates, currency);
  const fee = settled(new Exact(fill.commission).times(rate), state.currency);
  return decide(state, {
    ...contextOf(
      saga,
      fillCommandId(saga, fill),
      compareTimes(fill.time, state.updatedAt) < 0 ? state.updatedAt : fill.time,
    ),
    kind: fill.side,
    ticker: fill.asset,
    quantity: fill.quantity,
    price: { amount: fill.price, currency },
    fee: moneyData(fee, state.currency),
    // the table is made known by the first trade
    ...(isFirst && exchangeRates !== undefined ? { exchangeRates } : {}),
  });
}

function summaryOf(
  state: PortfolioState,
  saga: RebalanceState,
  trades: readonly PortfolioEvent[],
): readonly PortfolioEvent[] {
  const { targets, orders, prices, valueBefore, weightsBefore } = saga.plan!;
  const { basis } = saga.instruction;
  const sum = (part: (trade: TradeSettled) => MoneyData) =>
    trades.reduce((total, { data }) => total.plus(part(data as TradeSettled).amount), new Exact(0));
  return decide(state, {
    ...contextOf(saga, `${saga.instruction.id}/record`, state.updatedAt),
    kind: "record-rebalance",
    targets,
    orders,
    prices,
    turnover: sum(({ gross }) => gross)
      .dividedBy(valueBefore.amount)
      .dividedBy(2)
      .toNumber(),
    cost: moneyData(
      sum(({ fee }) => fee),
      state.currency,
    ),
    valueBefore,
    weightsBefore,
    ...(basis === undefined ? {} : { basis }),
  });
}
