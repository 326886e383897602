import { gemm, transpose } from "@plimsoll/numeric";
import { invalidInput } from "@plimsoll/core";
import { parseScenario, type StressScenario } from "./scenario.ts";
import { type StressOptions, stressTest } from "./stress-test.ts";

/** Returns of assets under several scenarios, computed once for any number of portfolios. */
export interface ScenarioReturns {
  readonly scenarios: readonly StressScenario[];
  readonly assets: readonly string[];
  /** Row-major scenarios x assets. */
  readonly values: Float64Array;
}

/**
 * Returns of every asset under every scenario, in one pass over the scenarios.
 *
 * Takes the options of `stressTest` and throws as it does. A portfolio's gain is linear in its weights, so that
 * {@link scenarioGains} then prices any number of portfolios by one matrix product.
 *
 * @example
 * ```ts
 * import { scenarioGains, scenarioReturns, scenarios } from "@plimsoll/risk";
 *
 * const crash = scenarios.shock({ name: "crash", shocks: { a: -0.4, b: -0.1 } });
 * const boom = scenarios.shock({ name: "boom", shocks: { a: 0.2, b: 0.05 } });
 * const table = scenarioReturns(["a", "b"], [crash, boom]);
 * const gains = scenarioGains(table, Float64Array.of(0.5, 0.5, 1, 0)); // two portfolios
 * console.log(Array.from(gains, (gain) => gain.toFixed(3)).join(" ")); // -0.250 0.125 -0.400 0.200
 * ```
 */
export function scenarioReturns(
  assets: readonly string[],
  scenarios: readonly StressScenario[],
  options: StressOptions = {},
): ScenarioReturns {
  const parsed = scenarios.map((scenario) => parseScenario(scenario));
  const values = new Float64Array(parsed.length * assets.length);
  const everything = Object.fromEntries(assets.map((asset) => [asset, 1]));
  const at = new Map(assets.map((asset, i) => [asset, i]));
  parsed.forEach((scenario, s) => {
    for (const { asset, return: change } of stressTest(everything, scenario, options).byAsset) {
      values[s * assets.length + at.get(asset)!] = change;
    }
  });
  return { scenarios: parsed, assets: [...assets], values };
}

/**
 * Gains of many portfolios under all scenarios: row-major portfolios x scenarios.
 *
 * `weights` is row-major portfolios x assets, in the order of `table.assets`. NaN propagates to its own portfolio. Throws
 * `INVALID_INPUT` where the length isn't a multiple of the number of assets.
 */
export function scenarioGains({ assets, values, scenarios }: ScenarioReturns, weights: Float64Array): Float64Array {
  const portfolios = weights.length / assets.length;
  if (!Number.isInteger(portfolios)) {
    throw invalidInput(
      "weights",
      `weights: expected a multiple of ${assets.length} numbers, one for each asset of each portfolio, was ${weights.length}`,
    );
  }
  const bad = weights.findIndex((weight) => !Number.isFinite(weight));
  if (bad !== -1) {
    throw invalidInput(`weights[${bad}]`, `weights[${bad}]: expected a finite number, was ${weights[bad]}`);
  }
  const byAsset = transpose(values, scenarios.length, assets.length);
  return gemm(weights, byAsset, portfolios, assets.length, scenarios.length);
}
