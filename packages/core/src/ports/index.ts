export type { AnomalyDetector } from "./anomaly-detector.ts";
export type { Backtester } from "./backtester.ts";
export { barsFromPanel, panelFromBars } from "./bar-panels.ts";
export {
  barFields,
  barIndex,
  barRecords,
  barsOf,
  barTime,
  checkBars,
  isDaily,
  sliceBars,
  type BarField,
  type BarInterval,
  type BarRecord,
  type BarSeries,
} from "./bars.ts";
export type { Broker, BrokerFill, BrokerOrder, BrokerOrderState, BrokerOrderStatus } from "./broker.ts";
export type { Cache, CacheOptions } from "./cache.ts";
export { changedBars, foldBars, type ChangedBars } from "./bar-revisions.ts";
export { checkName } from "./check-name.ts";
export { timestamp, type Clock } from "./clock.ts";
export {
  decideAppend,
  prepareAppend,
  type AppendDecision,
  type KnownEvent,
  type PreparedEvent,
} from "./event-append.ts";
export type { EventBus, EventFilter, EventHandler, Subscription } from "./event-bus.ts";
export type {
  AppendResult,
  EventStore,
  ExpectedVersion,
  NewEvent,
  ReadAllOptions,
  ReadStreamOptions,
  Snapshot,
  StreamSummary,
} from "./event-store.ts";
export type { FeatureHistoryQuery, FeatureQuery, FeatureStore, FeatureValue } from "./feature-store.ts";
export type { IdGenerator } from "./id-generator.ts";
export { parseInstant } from "./instant.ts";
export type { EnqueueOptions, Job, JobQueue, JobState, JobStatus } from "./job-queue.ts";
export { encodeJson, type JsonValue } from "./json.ts";
export { keyConflict } from "./key-conflict.ts";
export type { KeyValueEntry, KeyValueStore, KeyValueWriteOptions } from "./key-value-store.ts";
export { silentLogger, type LogFields, type Logger, type LogLevel } from "./logger.ts";
export type { BarQuery, MarketDataRepository, SavedBars, StoredAsset } from "./market-data-repository.ts";
export {
  notServed,
  type AssetRangeRequest,
  type BarRequest,
  type FundamentalFact,
  type MacroObservation,
  type MacroRequest,
  type MarketDataKind,
  type MarketDataSource,
  type Quote,
  type SourceOptions,
} from "./market-data-source.ts";
export type {
  ModelRecord,
  ModelRegistry,
  ModelStage,
  ModelVersion,
  NewModel,
  RegisteredModel,
} from "./model-registry.ts";
export type { Notifier, NotifierMessage } from "./notifier.ts";
export type { Optimizer } from "./optimizer.ts";
export type { Loaded, LoadOptions, PortfolioRepository, SnapshotCodec } from "./portfolio-repository.ts";
export type { ModelIdentity, ReturnPredictor } from "./return-predictor.ts";
export type { RiskEngine } from "./risk-engine.ts";
export type { Progress, RunOptions } from "./run-options.ts";
export { requireSecret, Secret, type SecretStore } from "./secret-store.ts";
export { silentTelemetry, type Telemetry, type TelemetryAttributes, type TelemetrySpan } from "./telemetry.ts";
export type { PoolTask, WorkerPool } from "./worker-pool.ts";
