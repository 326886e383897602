import { invalidInput } from "@plimsoll/core";
import type { StressResult } from "./stress-test.ts";

/** A scenario that loses more than is allowed. */
export interface StressAlert {
  readonly scenario: string;
  /** Positive. */
  readonly loss: number;
  /** Positive. */
  readonly maximumLoss: number;
  readonly message: string;
}

/**
 * The scenarios that lose more than `maximumLoss`, largest loss first.
 *
 * `maximumLoss` is a positive fraction, compared with -pnl: comparing the negative gain itself with a threshold never alerts,
 * and a negative threshold is refused here.
 *
 * @example
 * ```ts
 * import { scenarios, stressAlerts, stressTest } from "@plimsoll/risk";
 *
 * const crash = stressTest({ stocks: 1 }, scenarios.shock({ name: "crash", shocks: { stocks: -0.3 } }));
 * console.log(stressAlerts([crash], { maximumLoss: 0.2 })[0]?.message); // crash loses 30.0 %, more than 20.0 %
 * ```
 */
export function stressAlerts(
  results: readonly StressResult[],
  { maximumLoss }: { readonly maximumLoss: number },
): readonly StressAlert[] {
  if (!(maximumLoss >= 0)) {
    throw invalidInput(
      "maximumLoss",
      `maximumLoss: expected a loss as a positive fraction, was ${maximumLoss}: 20 % is 0.2`,
      { expected: ">= 0", received: String(maximumLoss) },
    );
  }
  const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;
  return results
    .map(({ scenario, pnl }) => ({ scenario: scenario.name, loss: -pnl }))
    .filter(({ loss }) => loss > maximumLoss)
    .sort((a, b) => b.loss - a.loss)
    .map(({ scenario, loss }) => ({
      scenario,
      loss,
      maximumLoss,
      message: `${scenario} loses ${percent(loss)}, more than ${percent(maximumLoss)}`,
    }));
}
