import { attempt, type TableSpec } from "@plimsoll/core";
import type { WeightInput } from "../input/return-series.ts";
import { parseScenario, type StressScenario } from "./scenario.ts";
import { positions, type StressOptions, type StressResult, stressTest } from "./stress-test.ts";

/** A portfolio under several scenarios. */
export interface StressTable {
  readonly results: readonly StressResult[];
  /** Scenarios that the prices don't cover, with the reason. */
  readonly unavailable: readonly { readonly scenario: StressScenario; readonly reason: string }[];
  readonly table: TableSpec;
}

/**
 * {@link stressTest} for each scenario, in one table, in the given order. A scenario that fails on its input (prices
 * that don't reach over its window, an asset without price) is listed under `unavailable`.
 *
 * @example
 * ```ts
 * import { scenarios, stressTable } from "@plimsoll/risk";
 *
 * const { table, unavailable } = stressTable({ stocks: 1 }, [
 *   scenarios.shock({ name: "stocks -20 %", shocks: { stocks: -0.2 } }),
 *   scenarios.historical("covid-2020"),
 * ]);
 * console.log(table.rows.length, unavailable[0]?.scenario.name); // 1 covid-2020
 * ```
 */
export function stressTable(
  portfolio: WeightInput,
  list: readonly StressScenario[],
  options: StressOptions = {},
): StressTable {
  const results: StressResult[] = [];
  const unavailable: { scenario: StressScenario; reason: string }[] = [];
  // what is wrong with the question is an error; only what the prices lack is listed
  positions(portfolio, options.prices);
  const parsed = list.map((scenario, i) => parseScenario(scenario, `list[${i}]`));
  for (const scenario of parsed) {
    const outcome = attempt(() => stressTest(portfolio, scenario, options));
    if (outcome.success) results.push(outcome.data);
    else unavailable.push({ scenario, reason: outcome.error.message });
  }
  const held = results.filter(({ unpriced }) => unpriced.length > 0);
  return {
    results,
    unavailable,
    table: {
      title: "Stress scenarios",
      columns: [
        { key: "scenario", label: "Scenario" },
        { key: "from", label: "From", format: "date" },
        { key: "to", label: "To", format: "date" },
        { key: "pnl", label: "Gain", format: "percent" },
        { key: "worst", label: "Worst period", format: "percent" },
        { key: "drawdown", label: "Maximum drawdown", format: "percent" },
      ],
      rows: results.map(({ scenario, from, to, pnl, worstPeriod, maxDrawdown }) => ({
        scenario: scenario.name,
        from,
        to,
        pnl,
        worst: worstPeriod?.return ?? null,
        drawdown: maxDrawdown,
      })),
      note: [
        "Returns are computed from the given prices between the closes of each window; shares are held through it.",
        ...held.map(({ scenario, unpriced }) => `${scenario.name}: ${unpriced.join(", ")} held unchanged.`),
        ...(unavailable.length > 0
          ? [`Not covered by the prices: ${unavailable.map(({ scenario }) => scenario.name).join(", ")}.`]
          : []),
      ].join(" "),
    },
  };
}
