import { PlimsollError } from "../errors.ts";
import { brandOf } from "../values/brand.ts";
import { check } from "../values/check.ts";
import { Constraints } from "../values/constraints.ts";
import { type DecimalInput, decimal, plain } from "../values/decimal.ts";
import type { ExchangeRates, ExchangeRatesData } from "../values/exchange-rates.ts";
import { Lot } from "../values/lot.ts";
import { Money, type MoneyData } from "../values/money.ts";
import { Position } from "../values/position.ts";
import { Quantity } from "../values/quantity.ts";
import type { RiskMetricsData } from "../values/risk-metrics.ts";
import { Weights, type WeightsData } from "../values/weights.ts";
import type { CommandContext } from "./commands/command.ts";
import type { PortfolioCommand } from "./commands/index.ts";
import type { OpenPortfolio } from "./commands/open.ts";
import type { RecordModelDrift } from "./commands/record-model-drift.ts";
import type { RecordRebalance } from "./commands/record-rebalance.ts";
import { decide } from "./decide.ts";
import { parsePortfolioEvent } from "./event-schemas.ts";
import { evolve, foldPortfolio } from "./evolve.ts";
import { portfolioViolations } from "./invariants.ts";
import type { LotSelection } from "./lots.ts";
import { type DecisionBasis, type PortfolioEvent, portfolioStream } from "./portfolio-events.ts";
import type { RebalancePlan, RebalanceRequest } from "./rebalance-request.ts";
import { planRebalance } from "./rebalance.ts";
import { defaultRiskLimits, type RiskLimitMapping } from "./risk-limits.ts";
import { type PortfolioState, PortfolioStateSchema, positionOf } from "./state.ts";
import type { PortfolioUpcasters } from "./upcast.ts";
import { moneyData, portfolioValue, portfolioWeights, positionValue, settled } from "./valuation.ts";

/** What {@link Portfolio.buy} and {@link Portfolio.sell} take. */
export interface TradeRequest {
  readonly ticker: string;
  readonly quantity: DecimalInput | Quantity;
  /** Of one share, in the currency of the instrument. */
  readonly price: Money;
  /** In the portfolio's currency. @defaultValue nothing */
  readonly fee?: Money;
  /** The lots to close. @defaultValue by the account's lot method */
  readonly lots?: LotSelection;
  /** Known from now on. @defaultValue the last table given */
  readonly exchangeRates?: ExchangeRates;
}

/** {@link RebalanceRequest} with values where it has their JSON. */
export type RebalanceTerms = Omit<RebalanceRequest, "targets" | "prices" | "exchangeRates"> & {
  readonly targets: Weights | WeightsData;
  readonly prices: Readonly<Record<string, DecimalInput>>;
  readonly exchangeRates?: ExchangeRates;
};

type Fields<Command extends CommandContext & { readonly kind: string }> = Omit<Command, keyof CommandContext | "kind">;

const brand = brandOf("portfolio");
const quantityText = (value: DecimalInput | Quantity): string =>
  Quantity.is(value) ? value.toJSON() : Quantity.of(value).toJSON();
const ratesField = (rates: ExchangeRates | undefined): { readonly exchangeRates?: ExchangeRatesData } =>
  rates === undefined ? {} : { exchangeRates: rates.toJSON() };

/**
 * A portfolio at one version: an immutable face over {@link decide} and {@link evolve}.
 *
 * Every verb returns a new portfolio whose `pending` events are yet to be stored; the old one stays as it was. Each takes
 * a {@link CommandContext}: identity and time are given, never read. Cash, cost and value are in the currency of the
 * initial capital; payments are rounded half-even to its minor unit. Errors are those of {@link decide}.
 *
 * @example
 * ```ts
 * import { Money, Portfolio } from "@plimsoll/core";
 *
 * const usd = (amount: string) => Money.of(amount, "USD");
 * const portfolio = Portfolio.open(
 *   { portfolioId: "p-1", owner: "anna", initialCapital: usd("10000"), riskTolerance: 0.5 },
 *   { id: "c-1", time: "2024-01-02" },
 * )
 *   .buy({ ticker: "AAPL", quantity: 10, price: usd("185.50"), fee: usd("1") }, { id: "c-2", time: "2024-01-03" })
 *   .sell({ ticker: "AAPL", quantity: 4, price: usd("190") }, { id: "c-3", time: "2024-02-05" });
 * console.log(String(portfolio.cash)); // 8904.00 USD
 * console.log(portfolio.pending.map((event) => event.type).join(" ")); // PortfolioOpened PositionBought PositionSold
 * ```
 */
export class Portfolio {
  readonly state: PortfolioState;
  /** Events that are yet to be stored, oldest first. */
  readonly pending: readonly PortfolioEvent[];

  private constructor(state: PortfolioState, pending: readonly PortfolioEvent[]) {
    this.state = state;
    this.pending = Object.freeze([...pending]);
    brand.seal(this);
  }

  /** Opens a portfolio; its initial capital is above zero and its currency becomes the portfolio's. */
  static open(
    fields: Omit<Fields<OpenPortfolio>, "initialCapital"> & { readonly initialCapital: Money },
    context: CommandContext,
  ): Portfolio {
    const events = decide(null, {
      ...context,
      ...fields,
      kind: "open",
      initialCapital: fields.initialCapital.toJSON(),
    });
    return new Portfolio(foldPortfolio(events)!, events);
  }

  /**
   * The portfolio that stored events lead to; nothing is pending.
   *
   * Events are checked and brought up to their current shape. `snapshot` is the `toJSON()` of an earlier version that the
   * events follow on. Errors: `INVALID_INPUT`, `UNSUPPORTED`, `CONFLICT` for a gap, `NOT_FOUND` without events and snapshot.
   */
  static fromEvents(
    events: readonly unknown[],
    options: { readonly snapshot?: unknown; readonly upcasters?: PortfolioUpcasters } = {},
  ): Portfolio {
    const start = options.snapshot === undefined ? null : Portfolio.parse(options.snapshot).state;
    const state = foldPortfolio(
      events.map((event) => parsePortfolioEvent(event, options.upcasters)),
      start,
    );
    if (state !== null) return new Portfolio(state, []);
    throw new PlimsollError("NOT_FOUND", "no events of this portfolio: open it first", { kind: "portfolio", id: "" });
  }

  /** Reads what {@link Portfolio.toJSON} wrote and checks every invariant. Errors: `INVALID_INPUT`, `RULE_VIOLATED`. */
  static parse(input: unknown): Portfolio {
    const state = check(PortfolioStateSchema, input, "portfolio");
    const violation = portfolioViolations(state)[0];
    if (violation === undefined) return new Portfolio(state, []);
    throw new PlimsollError(
      "RULE_VIOLATED",
      `portfolio "${state.id}" contradicts itself: ${violation.message}; rebuild it from its events`,
      { rule: violation.invariant },
    );
  }

  /** Whether `value` is a `Portfolio`, also one of another copy of the package. */
  static is(value: unknown): value is Portfolio {
    return brand.owns(value);
  }

  /** The portfolio after any command. */
  handle(command: PortfolioCommand): Portfolio {
    const events = decide(this.state, command);
    return new Portfolio(events.reduce(evolve, this.state), [...this.pending, ...events]);
  }

  deposit(amount: Money, context: CommandContext): Portfolio {
    return this.handle({ ...context, kind: "deposit", amount: amount.toJSON() });
  }

  withdraw(amount: Money, context: CommandContext): Portfolio {
    return this.handle({ ...context, kind: "withdraw", amount: amount.toJSON() });
  }

  /** Covers short lots first, then opens a long lot. */
  buy(trade: TradeRequest, context: CommandContext): Portfolio {
    return this.handle({ ...context, kind: "buy", ...tradeFields(trade) });
  }

  /** Closes long lots first, then opens a short lot where the account allows it. */
  sell(trade: TradeRequest, context: CommandContext): Portfolio {
    return this.handle({ ...context, kind: "sell", ...tradeFields(trade) });
  }

  /** `withheld` is tax kept back at source, in the portfolio's currency. */
  dividend(
    dividend: {
      readonly ticker: string;
      readonly perShare: Money;
      readonly withheld?: Money;
      readonly exchangeRates?: ExchangeRates;
    },
    context: CommandContext,
  ): Portfolio {
    return this.handle({
      ...context,
      kind: "dividend",
      ticker: dividend.ticker,
      perShare: dividend.perShare.toJSON(),
      ...(dividend.withheld === undefined ? {} : { withheld: dividend.withheld.toJSON() }),
      ...ratesField(dividend.exchangeRates),
    });
  }

  /** Every `denominator` shares become `numerator` shares; how fractions are settled is said at `Split`. */
  split(
    split: {
      readonly ticker: string;
      readonly numerator: number;
      readonly denominator: number;
      readonly fractions?: "cash-in-lieu" | "keep";
      readonly price?: Money;
    },
    context: CommandContext,
  ): Portfolio {
    const { price, ...fields } = split;
    return this.handle({
      ...context,
      kind: "split",
      ...fields,
      ...(price === undefined ? {} : { price: price.toJSON() }),
    });
  }

  fee(amount: Money, description: string, context: CommandContext): Portfolio {
    return this.handle({ ...context, kind: "fee", amount: amount.toJSON(), description });
  }

  /** Prices by ticker in the currency of the instrument. */
  markToMarket(
    prices: Readonly<Record<string, DecimalInput>>,
    context: CommandContext,
    options: { readonly exchangeRates?: ExchangeRates } = {},
  ): Portfolio {
    return this.handle({
      ...context,
      kind: "mark-to-market",
      prices: priceTexts(prices),
      ...ratesField(options.exchangeRates),
    });
  }

  /** The orders that {@link Portfolio.rebalance} would settle, without settling them. */
  planRebalance(request: RebalanceTerms, options: { readonly orderPrefix?: string } = {}): RebalancePlan {
    return planRebalance(this.state, requestOf(request), options);
  }

  /** Plans and settles a rebalance at the given prices; the same portfolio comes back when it is on target. */
  rebalance(request: RebalanceTerms & { readonly basis?: DecisionBasis }, context: CommandContext): Portfolio {
    const { basis, ...terms } = request;
    const based = basis === undefined ? {} : { basis };
    const next = this.handle({ ...context, ...requestOf(terms), ...based, kind: "rebalance" });
    return next.version === this.version ? this : next;
  }

  /** Says which plan the trades before it belonged to, after a broker filled them. */
  recordRebalance(fields: Fields<RecordRebalance>, context: CommandContext): Portfolio {
    return this.handle({ ...context, ...fields, kind: "record-rebalance" });
  }

  /** Records measured risk and every breach of the limits that `limits` maps the risk tolerance to. */
  updateRiskMetrics(
    metrics: RiskMetricsData,
    context: CommandContext,
    options: {
      /** @defaultValue `defaultRiskLimits` */
      readonly limits?: RiskLimitMapping;
    } = {},
  ): Portfolio {
    const mapping = options.limits ?? defaultRiskLimits;
    const limits = mapping(this.state.riskTolerance, metrics.periodsPerYear);
    return this.handle({ ...context, kind: "update-risk-metrics", metrics: { ...metrics }, limits });
  }

  recordModelDrift(fields: Fields<RecordModelDrift>, context: CommandContext): Portfolio {
    return this.handle({ ...context, ...fields, kind: "record-model-drift" });
  }

  /** The same portfolio once its pending events are stored. */
  committed(): Portfolio {
    return new Portfolio(this.state, []);
  }

  get id(): string {
    return this.state.id;
  }

  get owner(): string {
    return this.state.owner;
  }

  /** The currency of cash, cost and value. */
  get currency(): string {
    return this.state.currency;
  }

  /** The stream that its events belong to. */
  get stream(): string {
    return portfolioStream(this.state.id);
  }

  /** Number of events so far, pending ones included. */
  get version(): number {
    return this.state.version;
  }

  /** The version that the store holds: what an append of `pending` expects. */
  get storedVersion(): number {
    return this.state.version - this.pending.length;
  }

  get cash(): Money {
    return Money.of(this.state.cash, this.state.currency);
  }

  get constraints(): Constraints {
    return Constraints.parse(this.state.constraints);
  }

  /** Cash and positions at their last prices, rounded to the minor unit. */
  get value(): Money {
    return this.#money(settled(portfolioValue(this.state), this.state.currency).toFixed());
  }

  /** Gains less losses of all closed lots. */
  get realised(): Money {
    return this.#money(this.state.ledger.realised);
  }

  /** Positions in the order in which they were opened. */
  get positions(): readonly Position[] {
    const total = portfolioValue(this.state);
    return Object.values(this.state.positions).map((position) => {
      const value = positionValue(this.state, position);
      return Position.of({
        ticker: position.ticker,
        quantity: position.quantity,
        costBasis: this.#data(position.costBasis),
        currentPrice: { amount: position.price, currency: position.currency },
        marketValue: moneyData(settled(value, this.state.currency), this.state.currency),
        allocation: total.gt(0) ? value.dividedBy(total).toNumber() : null,
      });
    });
  }

  /** The position in `ticker`, if any is held. */
  position(ticker: string): Position | undefined {
    return this.positions.find((position) => position.ticker === ticker);
  }

  /** The open lots of `ticker`, oldest first. */
  lots(ticker: string): readonly Lot[] {
    return (positionOf(this.state, ticker)?.lots ?? []).map((lot) => Lot.of(lot));
  }

  /** Fractions of the value by ticker and in cash. Errors: `RULE_VIOLATED` (`positive-value`). */
  get weights(): Weights {
    return Weights.parse(portfolioWeights(this.state));
  }

  /** The state as plain JSON: a snapshot. Pending events are not part of it. */
  toJSON(): PortfolioState {
    return this.state;
  }

  #money(amount: string): Money {
    return Money.of(amount, this.state.currency);
  }

  #data(amount: string): MoneyData {
    return { amount, currency: this.state.currency };
  }
}

function priceTexts(prices: Readonly<Record<string, DecimalInput>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(prices).map(([ticker, price]) => [ticker, plain(decimal(price, `prices.${ticker}`))]),
  );
}

function requestOf({ targets, prices, exchangeRates, ...rest }: RebalanceTerms): RebalanceRequest {
  return {
    ...rest,
    targets: Weights.is(targets) ? targets.toJSON() : targets,
    prices: priceTexts(prices),
    ...ratesField(exchangeRates),
  };
}

function tradeFields(trade: TradeRequest): {
  readonly ticker: string;
  readonly quantity: string;
  readonly price: MoneyData;
  readonly fee?: MoneyData;
  readonly lots?: LotSelection;
  readonly exchangeRates?: ExchangeRatesData;
} {
  return {
    ticker: trade.ticker,
    quantity: quantityText(trade.quantity),
    price: trade.price.toJSON(),
    ...(trade.fee === undefined ? {} : { fee: trade.fee.toJSON() }),
    ...(trade.lots === undefined ? {} : { lots: trade.lots }),
    ...ratesField(trade.exchangeRates),
  };
}
