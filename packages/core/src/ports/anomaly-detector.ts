import type { RunOptions } from "./run-options.ts";

/** Points out what does not fit the rest of the data; finding nothing is a result, not an error. */
export interface AnomalyDetector<Data, Anomaly> {
  /** @throws `INVALID_INPUT`, `NOT_ENOUGH_DATA`, `ABORTED` */
  detect(data: Data, options?: RunOptions): Promise<readonly Anomaly[]>;
}
