import type { RunOptions } from "./run-options.ts";

/** Replays a strategy over the past, showing it at each step only what was known then. */
export interface Backtester<Specification, Data, Report> {
  /** @throws `INVALID_INPUT`, `NOT_ENOUGH_DATA`, `ABORTED` */
  run(specification: Specification, data: Data, options?: RunOptions): Promise<Report>;
}
