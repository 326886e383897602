import type { RunOptions } from "./run-options.ts";

/** Which model made a forecast, for the audit trail. */
export interface ModelIdentity {
  readonly name: string;
  readonly version: number;
}

/** Forecasts returns from features that were known at the time of the forecast. */
export interface ReturnPredictor<Features, Forecast> {
  readonly model: ModelIdentity;
  /** @throws `INVALID_INPUT`, `NOT_ENOUGH_DATA`, `ABORTED` */
  predict(features: Features, options?: RunOptions): Promise<Forecast>;
}
