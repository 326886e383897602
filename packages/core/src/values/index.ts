export { type Constraint, Constraints, ConstraintSchema, ConstraintsSchema, type Json } from "./constraints.ts";
export { CurrencySchema, minorUnitDigits } from "./currency.ts";
export { type DecimalInput, DecimalSchema, NonNegativeDecimalSchema, PositiveDecimalSchema } from "./decimal.ts";
export { ExchangeRates, type ExchangeRatesData, ExchangeRatesSchema } from "./exchange-rates.ts";
export { InstrumentId, InstrumentIdSchema, type InstrumentScheme } from "./instrument-id.ts";
export { Lot, type LotData, LotSchema } from "./lot.ts";
export {
  Money,
  type MoneyData,
  MoneySchema,
  NonNegativeMoneySchema,
  PositiveMoneySchema,
  type RoundingMode,
} from "./money.ts";
export { Order, type OrderData, OrderSchema } from "./order.ts";
export { Position, type PositionData, PositionSchema } from "./position.ts";
export { PositiveQuantitySchema, Quantity, QUANTITY_DIGITS, QuantitySchema } from "./quantity.ts";
export { ReturnMetrics, type ReturnMetricsData, ReturnMetricsSchema } from "./return-metrics.ts";
export { RiskMetrics, type RiskMetricsData, RiskMetricsSchema } from "./risk-metrics.ts";
export { RiskTolerance, RiskToleranceSchema } from "./risk-tolerance.ts";
export { Ticker, TickerSchema } from "./ticker.ts";
export { compareTimes, TimeSchema } from "./time.ts";
export { Trade, type TradeData, TradeSchema } from "./trade.ts";
export { TradingSignal, type TradingSignalData, TradingSignalSchema } from "./trading-signal.ts";
export { WEIGHT_TOLERANCE, Weights, type WeightsData, WeightsSchema } from "./weights.ts";
