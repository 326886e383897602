import * as z from "zod";
import { type Constraint, ConstraintsSchema } from "../values/constraints.ts";
import { CurrencySchema } from "../values/currency.ts";
import { DecimalSchema, Exact, plain, PositiveDecimalSchema } from "../values/decimal.ts";
import { type ExchangeRatesData, ExchangeRatesSchema } from "../values/exchange-rates.ts";
import type { LotData } from "../values/lot.ts";
import { QuantitySchema } from "../values/quantity.ts";
import { type RiskMetricsData, RiskMetricsSchema } from "../values/risk-metrics.ts";
import { RiskToleranceSchema } from "../values/risk-tolerance.ts";
import { TickerSchema } from "../values/ticker.ts";
import { TimeSchema } from "../values/time.ts";
import { LotListSchema, type LotMethod, LotMethodSchema } from "./lots.ts";

/** What an account may do beyond holding what it has paid for. */
export interface AccountPermissions {
  /** Whether quantities may be negative. */
  readonly shorts: "forbidden" | "allowed";
  /** Whether cash may be negative. */
  readonly margin: "forbidden" | "allowed";
}

/** Schema of {@link AccountPermissions}. */
export const AccountPermissionsSchema: z.ZodType<AccountPermissions> = z.strictObject({
  shorts: z.enum(["forbidden", "allowed"]),
  margin: z.enum(["forbidden", "allowed"]),
});

/** What is held of one instrument. */
export interface PositionState {
  readonly ticker: string;
  /** Currency of the instrument's price. */
  readonly currency: string;
  /** Signed; the sum of the lots. */
  readonly quantity: string;
  /** Signed, in the portfolio's currency; the sum of the lots. */
  readonly costBasis: string;
  /** Last known price of one share, in `currency`. */
  readonly price: string;
  /** Oldest first, never empty. */
  readonly lots: readonly LotData[];
}

/**
 * Running totals in the portfolio's currency, since it was opened.
 *
 * At all times, to the last digit: `cash + cost basis of the open lots = deposited - withdrawn + income - fees + realised`.
 */
export interface Ledger {
  /** Initial capital and deposits. */
  readonly deposited: string;
  readonly withdrawn: string;
  /** Dividends after withholding; dividends owed on short positions are negative. */
  readonly income: string;
  /** Fees charged to the account; fees of trades are part of cost basis and proceeds. */
  readonly fees: string;
  /** Gains less losses of closed lots. */
  readonly realised: string;
}

/** A portfolio at one version: plain JSON, so that it is its own snapshot. All decimals are canonical strings. */
export interface PortfolioState {
  readonly id: string;
  readonly owner: string;
  /** The one currency of cash, cost and value; positions may be priced in others. */
  readonly currency: string;
  readonly openedAt: string;
  /** Time of the last event. */
  readonly updatedAt: string;
  /** Number of events so far. */
  readonly version: number;
  readonly riskTolerance: number;
  readonly lotMethod: LotMethod;
  readonly permissions: AccountPermissions;
  readonly constraints: readonly Constraint[];
  readonly cash: string;
  readonly positions: Readonly<Record<string, PositionState>>;
  /** The last table given; covers the currency of every position. */
  readonly exchangeRates: ExchangeRatesData | null;
  readonly ledger: Ledger;
  readonly riskMetrics: RiskMetricsData | null;
}

/** Schema of {@link PortfolioState}. */
export const PortfolioStateSchema: z.ZodType<PortfolioState> = z.strictObject({
  id: z.string().min(1),
  owner: z.string().min(1),
  currency: CurrencySchema,
  openedAt: TimeSchema,
  updatedAt: TimeSchema,
  version: z.int().min(1),
  riskTolerance: RiskToleranceSchema,
  lotMethod: LotMethodSchema,
  permissions: AccountPermissionsSchema,
  constraints: ConstraintsSchema,
  cash: DecimalSchema,
  positions: z.record(
    TickerSchema,
    z.strictObject({
      ticker: TickerSchema,
      currency: CurrencySchema,
      quantity: QuantitySchema,
      costBasis: DecimalSchema,
      price: PositiveDecimalSchema,
      lots: LotListSchema,
    }),
  ),
  exchangeRates: ExchangeRatesSchema.nullable(),
  ledger: z.strictObject({
    deposited: DecimalSchema,
    withdrawn: DecimalSchema,
    income: DecimalSchema,
    fees: DecimalSchema,
    realised: DecimalSchema,
  }),
  riskMetrics: RiskMetricsSchema.nullable(),
});

/** The position in `ticker`, if any is held; safe for tickers such as `constructor`. */
export function positionOf(state: PortfolioState, ticker: string): PositionState | undefined {
  return Object.hasOwn(state.positions, ticker) ? state.positions[ticker] : undefined;
}

/** The positions at other prices; those that `prices` leaves out keep theirs. */
export function withPrices(
  state: PortfolioState,
  prices: Readonly<Record<string, string>>,
): Readonly<Record<string, PositionState>> {
  return Object.fromEntries(
    Object.entries(state.positions).map(([ticker, position]) => [
      ticker,
      Object.hasOwn(prices, ticker) ? { ...position, price: plain(new Exact(prices[ticker]!)) } : position,
    ]),
  );
}
