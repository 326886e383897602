import { assetClassScenario, assetClassShocks } from "./asset-class-shocks.ts";
import type { SteppedScenario } from "./scenario.ts";
import type { Perturbation, ScenarioFilter, ScenarioStep } from "./scenario-step.ts";

const bonds: ScenarioFilter = { kind: "has", attributes: ["duration", "cashFlows"] };
const credit: ScenarioFilter = { kind: "has", attributes: ["spreadDuration"] };
const options: ScenarioFilter = { kind: "has", attributes: ["vega"] };
const equity: ScenarioFilter = { kind: "has", attributes: ["exposures"] };

function onCurve(perturbation: Perturbation): readonly ScenarioStep[] {
  return [{ filter: bonds, perturbation }];
}

function steps(name: string, description: string, list: readonly ScenarioStep[]): SteppedScenario {
  return { kind: "steps", name, description, steps: list };
}

const points = (change: number): string => `${change >= 0 ? "+" : ""}${Math.round(change * 1e4)} bp`;

/** Builders of hypothetical scenarios; changes of yields, spreads and volatilities are absolute (0.02 is 200 bp). */
export interface HypotheticalScenarios {
  /** All yields move alike, by default 200 bp upwards. Bonds need `duration` (and `convexity`) or `cashFlows` and `yield`. */
  readonly ratesParallel: (change?: number) => SteppedScenario;
  /** Yields at 2 years and below move by `short`, at 10 and above by `long`. @defaultValue -0.005, 0.01 */
  readonly steepening: (short?: number, long?: number) => SteppedScenario;
  /** The opposite twist. @defaultValue 0.01, -0.005 */
  readonly flattening: (short?: number, long?: number) => SteppedScenario;
  /** The factor `market` returns `change`: assets need `exposures.market`. @defaultValue -0.2 */
  readonly equity: (change?: number) => SteppedScenario;
  /** Credit spreads widen; assets with `spreadDuration`. @defaultValue 0.02 */
  readonly creditSpreads: (change?: number) => SteppedScenario;
  /** Implied volatility rises; assets with `vega`. @defaultValue 0.2 */
  readonly volatility: (change?: number) => SteppedScenario;
  /** Every asset in one of the currencies loses `-change` through it. @defaultValue -0.25 */
  readonly currencyCrisis: (currencies: readonly string[], change?: number) => SteppedScenario;
  /** Asset classes as in the calendar year 2022; assets need `assetClass`. */
  readonly inflation: () => SteppedScenario;
  /** Asset classes as in the calendar year 2008; assets need `assetClass`. */
  readonly recession: () => SteppedScenario;
}

/**
 * Hypothetical scenarios as plain data: take them as they are, or change their steps.
 *
 * Magnitudes are assumptions that are stated in each `description`, except for `inflation` and `recession`, which are the
 * measured returns of `assetClassShocks`. Assets that no step acts on are listed under `unpriced` of the result.
 *
 * @example
 * ```ts
 * import { hypothetical, stressTest } from "@plimsoll/risk";
 *
 * const { pnl } = stressTest({ bond: 0.5, stock: 0.5 }, hypothetical.ratesParallel(0.02), {
 *   attributes: { bond: { duration: 8, convexity: 80 } },
 *   missing: "unchanged",
 * });
 * console.log(pnl.toFixed(4)); // -0.0720
 * ```
 */
export const hypothetical: HypotheticalScenarios = Object.freeze({
  ratesParallel: (change = 0.02) =>
    steps(
      `rates ${points(change)}`,
      `All yields move by ${points(change)} (assumed)`,
      onCurve({ kind: "yields", change }),
    ),
  steepening: (short = -0.005, long = 0.01) => twist("steepening", short, long),
  flattening: (short = 0.01, long = -0.005) => twist("flattening", short, long),
  equity: (change = -0.2) =>
    steps(
      `equities ${Math.round(change * 100)} %`,
      `The market returns ${change} (assumed), assets by their exposure`,
      [{ filter: equity, perturbation: { kind: "factor", factor: "market", change } }],
    ),
  creditSpreads: (change = 0.02) =>
    steps(`spreads ${points(change)}`, `Credit spreads move by ${points(change)} (assumed)`, [
      { filter: credit, perturbation: { kind: "spreads", change } },
    ]),
  volatility: (change = 0.2) =>
    steps(`volatility +${Math.round(change * 100)} points`, `Implied volatility moves by ${change} (assumed)`, [
      { filter: options, perturbation: { kind: "volatility", change } },
    ]),
  currencyCrisis: (currencies: readonly string[], change = -0.25) =>
    steps(
      `currency crisis: ${currencies.join(", ")}`,
      `${currencies.join(", ")} return ${change} against the investor's currency (assumed)`,
      [
        {
          filter: { kind: "attribute", attribute: "currency", values: currencies },
          perturbation: { kind: "currency", change },
        },
      ],
    ),
  inflation: () => assetClassScenario("inflation (2022)", assetClassShocks["calendar-2022"]),
  recession: () => assetClassScenario("recession (2008)", assetClassShocks["calendar-2008"]),
} satisfies HypotheticalScenarios);

function twist(name: string, short: number, long: number): SteppedScenario {
  return steps(
    name,
    `Yields at 2 years ${points(short)}, at 10 years ${points(long)} (assumed), linear in between`,
    onCurve({ kind: "curve", tenors: [2, 10], changes: [short, long] }),
  );
}
