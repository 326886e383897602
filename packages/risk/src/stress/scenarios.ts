import { invalidInput } from "@plimsoll/core";
import { type HistoricalScenario, parseScenario, type ShockScenario } from "./scenario.ts";
import { namedWindows, type NamedWindowName } from "./windows.ts";

/** Builders of scenarios: each returns plain data. */
export interface ScenarioBuilders {
  /** The names that {@link ScenarioBuilders.historical} knows. */
  readonly names: readonly NamedWindowName[];
  /** A named window; throws `INVALID_INPUT` for a name it doesn't know. */
  readonly historical: (name: NamedWindowName) => HistoricalScenario;
  /** A window of the user's own, from the close of one date to the close of another. */
  readonly window: (window: {
    readonly name: string;
    readonly from: string;
    readonly to: string;
    readonly description?: string;
  }) => HistoricalScenario;
  /** Assumed returns by asset. */
  readonly shock: (shock: Omit<ShockScenario, "kind">) => ShockScenario;
}

/**
 * Scenarios for `stressTest`.
 *
 * @example
 * ```ts
 * import { scenarios } from "@plimsoll/risk";
 *
 * console.log(scenarios.historical("gfc-2008").from); // 2007-10-09
 * console.log(scenarios.shock({ name: "oil halves", shocks: { XOM: -0.3 }, others: -0.05 }).kind); // shock
 * ```
 */
export const scenarios: ScenarioBuilders = Object.freeze({
  names: Object.freeze(Object.keys(namedWindows) as NamedWindowName[]),
  historical: (name: NamedWindowName): HistoricalScenario => {
    if (!Object.hasOwn(namedWindows, name)) {
      throw invalidInput(
        "name",
        `name: no window "${name}": choose one of ${Object.keys(namedWindows).join(", ")}, or use scenarios.window`,
        {
          received: name,
        },
      );
    }
    return { kind: "historical", name, ...namedWindows[name] };
  },
  window: ({ description = "", ...window }): HistoricalScenario =>
    parseScenario({ kind: "historical", convention: "window", description, ...window }) as HistoricalScenario,
  shock: (shock): ShockScenario => parseScenario({ kind: "shock", ...shock }) as ShockScenario,
} satisfies ScenarioBuilders);
