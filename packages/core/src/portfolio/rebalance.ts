import type { Decimal } from "decimal.js";
import { check } from "../values/check.ts";
import { minorUnitDigits } from "../values/currency.ts";
import { Exact, plain } from "../values/decimal.ts";
import type { MoneyData } from "../values/money.ts";
import type { WeightsData } from "../values/weights.ts";
import { type RebalancePlan, type RebalanceRequest, RebalanceRequestSchema } from "./rebalance-request.ts";
import { violation, withRates } from "./rules.ts";
import { type PortfolioState, positionOf, withPrices } from "./state.ts";
import { exchangeRateOf, moneyData, portfolioWeights, settled } from "./valuation.ts";

interface Line {
  readonly ticker: string;
  readonly currency: string;
  readonly price: string;
  /** Value of one share in the portfolio's currency. */
  readonly unit: Decimal;
  readonly weight: Decimal;
  readonly held: Decimal;
}

interface Trade {
  readonly line: Line;
  readonly change: Decimal;
  readonly gross: Decimal;
  readonly fee: Decimal;
}

interface Outcome {
  readonly quantities: readonly Decimal[];
  readonly trades: readonly Trade[];
  readonly cash: Decimal;
  readonly value: Decimal;
}

/** The problem in decimals: what {@link settle} and {@link largestBudget} compute on. */
interface Problem {
  readonly lines: readonly Line[];
  readonly cash: Decimal;
  readonly currency: string;
  readonly proportional: Decimal;
  readonly fixed: Decimal;
  readonly step: Decimal;
  /** Sum of the target weights including cash where above 1 (within their tolerance), else 1. */
  readonly scale: Decimal;
  /** Fraction of the budget that cash must not end below: 0, or the target where that is negative. */
  readonly leastCash: Decimal;
  readonly value: Decimal;
}

const minorUnit = (currency: string): Decimal => new Exact(10).pow(-minorUnitDigits(currency));

/**
 * Plans the orders that bring a portfolio to target weights of its value *after* costs.
 *
 * Quantities are `weight x budget / price` cut towards zero to a multiple of the step. The costs depend on the orders, and
 * the budget on what the costs leave: bisection finds, to the minor unit, a budget that the value after costs covers and
 * that ends with cash of zero or more (or at its target, where that is negative). So the orders pay for themselves. A
 * portfolio that already holds such quantities, for a budget within the cost of trading one step of everything, is on
 * target: planning again after executing a plan gives no orders.
 *
 * Errors: `INVALID_INPUT` for a malformed request; `NOT_FOUND` for a missing exchange rate; `RULE_VIOLATED` for a missing
 * price (`price-known`), short targets where shorts are forbidden (`no-shorts`), negative target cash where margin is
 * forbidden (`no-margin`), a value at or below zero (`positive-value`), costs that eat it up (`costs`).
 */
export function planRebalance(
  before: PortfolioState,
  input: RebalanceRequest,
  options: {
    /** Orders are called `<prefix>-1`, `<prefix>-2`, ... @defaultValue "order" */
    readonly orderPrefix?: string;
  } = {},
): RebalancePlan {
  const request = check(RebalanceRequestSchema, input, "rebalance");
  requirePermitted(before, request.targets);
  const rated = withRates(before, request.exchangeRates);
  const lines = linesOf(rated, request);
  const prices = Object.fromEntries(lines.map(({ ticker, price }) => [ticker, price]));
  const state = { ...rated, positions: withPrices(rated, prices) };
  const weightsBefore = portfolioWeights(state);
  const cash = new Exact(state.cash);
  const total = lines.reduce((sum, line) => sum.plus(line.weight), new Exact(request.targets.cash));
  const problem: Problem = {
    lines,
    cash,
    currency: state.currency,
    proportional: new Exact(request.costs.proportional),
    fixed: new Exact(request.costs.fixed),
    step: new Exact(request.quantityStep ?? 1),
    scale: Exact.max(1, total),
    leastCash: Exact.min(0, request.targets.cash),
    value: lines.reduce((sum, line) => sum.plus(line.held.times(line.unit)), cash),
  };
  const outcome = isOnTarget(problem)
    ? settle(
        problem,
        lines.map((line) => line.held),
      )
    : largestBudget(problem);
  const fees = outcome.trades.reduce((sum, trade) => sum.plus(trade.fee), new Exact(0));
  const traded = outcome.trades.reduce((sum, trade) => sum.plus(trade.gross), new Exact(0));
  const money = (amount: Decimal): MoneyData => moneyData(settled(amount, state.currency), state.currency);
  const prefix = options.orderPrefix ?? "order";
  return {
    targets: request.targets,
    orders: inSelfFinancingOrder(outcome.trades).map((trade, index) => ({
      id: `${prefix}-${index + 1}`,
      ticker: trade.line.ticker,
      side: trade.change.gt(0) ? "buy" : "sell",
      quantity: plain(trade.change.abs()),
      limit: null,
      price: { amount: trade.line.price, currency: trade.line.currency },
      gross: money(trade.gross),
      fee: money(trade.fee),
    })),
    prices,
    turnover: traded.dividedBy(problem.value).dividedBy(2).toNumber(),
    cost: money(fees),
    cashAfter: money(outcome.cash),
    valueBefore: money(problem.value),
    valueAfter: money(outcome.value),
    weightsBefore,
    weightsAfter: weightsOf(problem, outcome),
  };
}

function requirePermitted(state: PortfolioState, targets: WeightsData): void {
  const short = Object.entries(targets.assets).find(([, weight]) => weight < 0);
  if (short !== undefined && state.permissions.shorts === "forbidden") {
    throw violation("no-shorts", `target ${short[0]} is ${short[1]}: target zero or more, or allow shorts`);
  }
  if (targets.cash < 0 && state.permissions.margin === "forbidden") {
    throw violation("no-margin", `target cash is ${targets.cash}: target zero or more, or allow margin`);
  }
}

function linesOf(state: PortfolioState, request: RebalanceRequest): readonly Line[] {
  const tickers = [...new Set([...Object.keys(state.positions), ...Object.keys(request.targets.assets)])].sort();
  const own = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
    Object.hasOwn(record, key) ? record[key] : undefined;
  const missing = tickers.filter((ticker) => own(request.prices, ticker) === undefined);
  if (missing.length > 0) {
    throw violation("price-known", `no price of ${missing.join(", ")}: give one for every ticker held or targeted`);
  }
  return tickers.map((ticker) => {
    const position = positionOf(state, ticker);
    const currency = position?.currency ?? own(request.currencies ?? {}, ticker) ?? state.currency;
    const price = plain(new Exact(request.prices[ticker]!));
    return {
      ticker,
      currency,
      price,
      unit: exchangeRateOf(state.currency, state.exchangeRates, currency).times(price),
      weight: new Exact(own(request.targets.assets, ticker) ?? 0),
      held: new Exact(position?.quantity ?? 0),
    };
  });
}

/** What trading from the held quantities to `quantities` leaves, with every trade settled to the minor unit. */
function settle(problem: Problem, quantities: readonly Decimal[]): Outcome {
  let { cash } = problem;
  let positions = new Exact(0);
  const trades: Trade[] = [];
  for (const [index, line] of problem.lines.entries()) {
    const quantity = quantities[index]!;
    positions = positions.plus(quantity.times(line.unit));
    const change = quantity.minus(line.held);
    if (change.isZero()) continue;
    const gross = settled(change.abs().times(line.unit), problem.currency);
    const fee = settled(gross.times(problem.proportional).plus(problem.fixed), problem.currency);
    trades.push({ line, change, gross, fee });
    cash = (change.gt(0) ? cash.minus(gross) : cash.plus(gross)).minus(fee);
  }
  return { quantities, trades, cash, value: cash.plus(positions) };
}

// towards zero: a short of less than one step isn't opened
function quantitiesAt(problem: Problem, budget: Decimal): readonly Decimal[] {
  return problem.lines.map(({ weight, unit }) =>
    weight.times(budget).dividedBy(unit.times(problem.step)).trunc().times(problem.step),
  );
}

/** The outcome of the largest budget that what it leaves covers, to the minor unit, by bisection. */
function largestBudget(problem: Problem): Outcome {
  const covered = (budget: Decimal): Outcome | undefined => {
    const outcome = settle(problem, quantitiesAt(problem, budget));
    const paid = outcome.cash.gte(problem.leastCash.times(budget));
    return paid && outcome.value.gte(budget.times(problem.scale)) ? outcome : undefined;
  };
  const minor = minorUnit(problem.currency);
  let high = problem.value.dividedBy(problem.scale);
  const free = covered(high);
  if (free !== undefined) return free;
  let low = new Exact(0);
  let best = covered(low);
  while (high.minus(low).gt(minor)) {
    const middle = low.plus(high).dividedBy(2);
    const outcome = covered(middle);
    if (outcome === undefined) high = middle;
    else {
      low = middle;
      best = outcome;
    }
  }
  if (best !== undefined && best.value.gt(0)) return best;
  throw violation(
    "costs",
    `the costs of rebalancing exceed the value ${plain(problem.value)} ${problem.currency}: lower them or add cash`,
  );
}

/**
 * Whether the held quantities are those of a budget that lies below the value by no more than the bisection may leave.
 *
 * It stops within a minor unit of a point where the budget stops being covered; there the value after costs jumps by at
 * most the cost of one step of each asset, a fixed fee each, and the rounding of settlement, and shorts cut towards zero
 * lack at most one step each in proceeds. Hence the band.
 */
function isOnTarget(problem: Problem): boolean {
  const minor = minorUnit(problem.currency);
  const slack = problem.lines.reduce((sum, { unit, weight }) => {
    const step = unit.times(problem.step);
    const cost = step.times(problem.proportional).plus(problem.fixed).plus(minor.times(3));
    return sum.plus(cost).plus(weight.lt(0) ? step : 0);
  }, minor.times(2));
  let low = problem.value.minus(slack).dividedBy(problem.scale);
  let next = new Exact(Infinity);
  for (const { weight, unit, held } of problem.lines) {
    if (!held.modulo(problem.step).isZero() || held.times(weight).lt(0)) return false;
    if (weight.isZero()) {
      if (!held.isZero()) return false;
      continue;
    }
    // budgets from `low` up to `next`, without it, give the held quantity
    low = Exact.max(low, held.times(unit).dividedBy(weight));
    next = Exact.min(next, held.abs().plus(problem.step).times(unit).dividedBy(weight.abs()));
  }
  return low.lt(next) && low.lte(problem.value.dividedBy(problem.scale));
}

// sales by what they bring, then purchases: cash first rises, then falls to its end, and never dips below both
function inSelfFinancingOrder(trades: readonly Trade[]): readonly Trade[] {
  const brings = ({ change, gross, fee }: Trade): Decimal => (change.gt(0) ? gross.negated() : gross).minus(fee);
  return [...trades].sort((a, b) => Number(a.change.gt(0)) - Number(b.change.gt(0)) || brings(b).comparedTo(brings(a)));
}

function weightsOf(problem: Problem, outcome: Outcome): WeightsData {
  const fraction = (amount: Decimal): number => amount.dividedBy(outcome.value).toNumber();
  const held = problem.lines.flatMap((line, index) => {
    const quantity = outcome.quantities[index]!;
    return quantity.isZero() ? [] : [[line.ticker, fraction(quantity.times(line.unit))] as const];
  });
  return { assets: Object.fromEntries(held), cash: fraction(outcome.cash) };
}
