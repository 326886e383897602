import * as z from "zod";
import { invalidInput } from "../errors.ts";
import { check } from "../values/check.ts";
import { ConstraintsSchema } from "../values/constraints.ts";
import { PositiveDecimalSchema } from "../values/decimal.ts";
import { ExchangeRatesSchema } from "../values/exchange-rates.ts";
import { LotSchema } from "../values/lot.ts";
import { MoneySchema, PositiveMoneySchema } from "../values/money.ts";
import { PositiveQuantitySchema, QuantitySchema } from "../values/quantity.ts";
import { RiskMetricsSchema } from "../values/risk-metrics.ts";
import { RiskToleranceSchema } from "../values/risk-tolerance.ts";
import { TickerSchema } from "../values/ticker.ts";
import { WeightsSchema } from "../values/weights.ts";
import { EventEnvelopeSchema } from "./events.ts";
import { LotClosureSchema, LotListSchema, LotMethodSchema } from "./lots.ts";
import type {
  DecisionBasis,
  PlannedOrder,
  PortfolioEvent,
  PortfolioEventData,
  PortfolioEventType,
  TradeSettled,
} from "./portfolio-events.ts";
import { RiskLimitsSchema, riskMeasureNames } from "./risk-limits.ts";
import { AccountPermissionsSchema } from "./state.ts";
import { type PortfolioUpcasters, upcastPortfolioEvent } from "./upcast.ts";

/** Schema of prices by ticker. */
export const PricesSchema: z.ZodType<Readonly<Record<string, string>>> = z.record(TickerSchema, PositiveDecimalSchema);

/** Schema of {@link DecisionBasis}. */
export const DecisionBasisSchema: z.ZodType<DecisionBasis> = z.strictObject({
  problemHash: z.string().min(1),
  solutionHash: z.string().min(1),
});

/** Schema of {@link PlannedOrder}. */
export const PlannedOrderSchema: z.ZodType<PlannedOrder> = z.strictObject({
  id: z.string().min(1),
  ticker: TickerSchema,
  side: z.enum(["buy", "sell"]),
  quantity: PositiveQuantitySchema,
  limit: PositiveMoneySchema.nullable(),
  price: PositiveMoneySchema,
  gross: MoneySchema,
  fee: MoneySchema,
});

const TradeSettledSchema: z.ZodType<TradeSettled> = z.strictObject({
  ticker: TickerSchema,
  quantity: PositiveQuantitySchema,
  price: PositiveMoneySchema,
  exchangeRate: PositiveDecimalSchema,
  gross: MoneySchema,
  fee: MoneySchema,
  cashChange: MoneySchema,
  closed: z.array(LotClosureSchema).readonly(),
  opened: LotSchema.nullable(),
  realised: MoneySchema,
  exchangeRates: ExchangeRatesSchema.nullable(),
});

const splitTerm = z.int().positive();

/** The schema of each event's data, by type. */
export const portfolioEventSchemas: { readonly [Type in PortfolioEventType]: z.ZodType<PortfolioEventData[Type]> } = {
  PortfolioOpened: z.strictObject({
    portfolioId: z.string().min(1),
    owner: z.string().min(1),
    initialCapital: PositiveMoneySchema,
    riskTolerance: RiskToleranceSchema,
    lotMethod: LotMethodSchema,
    permissions: AccountPermissionsSchema,
    constraints: ConstraintsSchema,
  }),
  CashDeposited: z.strictObject({ amount: PositiveMoneySchema }),
  CashWithdrawn: z.strictObject({ amount: PositiveMoneySchema }),
  PositionBought: TradeSettledSchema,
  PositionSold: TradeSettledSchema,
  DividendReceived: z.strictObject({
    ticker: TickerSchema,
    quantity: QuantitySchema,
    perShare: PositiveMoneySchema,
    exchangeRate: PositiveDecimalSchema,
    gross: MoneySchema,
    withheld: MoneySchema,
    net: MoneySchema,
    exchangeRates: ExchangeRatesSchema.nullable(),
  }),
  PositionSplit: z.strictObject({
    ticker: TickerSchema,
    numerator: splitTerm,
    denominator: splitTerm,
    quantityBefore: QuantitySchema,
    quantityAfter: QuantitySchema,
    price: PositiveMoneySchema,
    lots: LotListSchema,
    closed: z.array(LotClosureSchema).readonly(),
    cashInLieu: MoneySchema,
    realised: MoneySchema,
  }),
  FeeCharged: z.strictObject({ amount: PositiveMoneySchema, description: z.string() }),
  PortfolioMarkedToMarket: z.strictObject({
    prices: PricesSchema,
    exchangeRates: ExchangeRatesSchema.nullable(),
    stale: z.array(TickerSchema).readonly(),
    value: MoneySchema,
  }),
  PortfolioRebalanced: z.strictObject({
    targets: WeightsSchema,
    execution: z.enum(["immediate", "external"]),
    orders: z.array(PlannedOrderSchema).readonly(),
    prices: PricesSchema,
    turnover: z.number().nonnegative(),
    cost: MoneySchema,
    valueBefore: MoneySchema,
    valueAfter: MoneySchema,
    weightsBefore: WeightsSchema,
    weightsAfter: WeightsSchema,
    basis: DecisionBasisSchema.nullable(),
  }),
  RiskMetricsUpdated: z.strictObject({ metrics: RiskMetricsSchema, limits: RiskLimitsSchema }),
  RiskThresholdExceeded: z.strictObject({
    measure: z.enum(riskMeasureNames),
    value: z.number(),
    limit: z.number(),
    riskTolerance: RiskToleranceSchema,
  }),
  ModelDriftDetected: z.strictObject({
    model: z.string().min(1),
    modelVersion: z.string().min(1),
    statistic: z.string().min(1),
    value: z.number(),
    threshold: z.number(),
    drift: z.enum(["above", "below"]),
    description: z.string(),
  }),
};

/**
 * Reads a stored portfolio event: checks the envelope, brings older data up to the current shape, checks the data.
 *
 * Errors: `INVALID_INPUT` naming the field; `UNSUPPORTED` for a shape newer than this build knows, or one that no
 * upcaster leads on from.
 */
export function parsePortfolioEvent(input: unknown, upcasters: PortfolioUpcasters = {}): PortfolioEvent {
  const envelope = check(EventEnvelopeSchema, input, "event");
  if (!Object.hasOwn(portfolioEventSchemas, envelope.type)) {
    throw invalidInput(
      "event.type",
      `event.type: expected a portfolio event, was "${envelope.type}"; read it with the package that wrote it`,
      { received: envelope.type },
    );
  }
  const type = envelope.type as PortfolioEventType;
  const current = upcastPortfolioEvent({ ...envelope, type }, upcasters);
  const schema: z.ZodType = portfolioEventSchemas[type];
  return { ...current, data: check(schema, current.data, `event "${envelope.id}" ${type}`) } as PortfolioEvent;
}
