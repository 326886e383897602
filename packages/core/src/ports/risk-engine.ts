import type { RunOptions } from "./run-options.ts";

/** Measures the risk of what the request describes (plain data: series or holdings, method, level, horizon). */
export interface RiskEngine<Request, Measures> {
  /** @throws `INVALID_INPUT`, `NOT_ENOUGH_DATA`, `ABORTED` */
  measure(request: Request, options?: RunOptions): Promise<Measures>;
}
