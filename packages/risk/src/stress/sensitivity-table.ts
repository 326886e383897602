import { invalidInput, type TableSpec } from "@plimsoll/core";
import type { WeightInput } from "../input/return-series.ts";
import type { SteppedScenario } from "./scenario.ts";
import type { ScenarioStep } from "./scenario-step.ts";
import { type StressOptions, stressTest } from "./stress-test.ts";

/** One side of a table: the steps for each value of a change. */
export interface SensitivityAxis {
  readonly label: string;
  readonly values: readonly number[];
  readonly steps: (value: number) => readonly ScenarioStep[];
}

/** Gains over a grid of changes. */
export interface SensitivityTable {
  /** `gains[i][j]` for the i-th value of the rows and the j-th of the columns; one column without `columns`. */
  readonly gains: readonly (readonly number[])[];
  readonly table: TableSpec;
}

/**
 * Gains of a portfolio as one or two changes vary: the steps of both compound.
 *
 * Assets that no step acts on are held unchanged. Throws as `stressTest` does.
 *
 * @example
 * ```ts
 * import { sensitivityTable } from "@plimsoll/risk";
 *
 * const { gains } = sensitivityTable(
 *   { bond: 1 },
 *   {
 *     label: "yield",
 *     values: [-0.01, 0, 0.01],
 *     steps: (change) => [{ filter: { kind: "all" }, perturbation: { kind: "yields", change } }],
 *   },
 *   { attributes: { bond: { duration: 7, convexity: 60 } } },
 * );
 * console.log(gains.map(([gain]) => gain!.toFixed(4)).join(" ")); // 0.0730 0.0000 -0.0670
 * ```
 */
export function sensitivityTable(
  portfolio: WeightInput,
  rows: SensitivityAxis,
  options: StressOptions & {
    /** The second change. @defaultValue none */
    readonly columns?: SensitivityAxis;
  } = {},
): SensitivityTable {
  const { columns, ...stress } = options;
  if (rows.values.length === 0 || columns?.values.length === 0) {
    throw invalidInput("rows", "rows and columns: expected at least one value each");
  }
  const across: readonly (number | null)[] = columns?.values ?? [null];
  const gains = rows.values.map((row) =>
    across.map((column) => {
      const steps = [...rows.steps(row), ...(column === null ? [] : columns!.steps(column))];
      const scenario: SteppedScenario = { kind: "steps", name: `${rows.label} ${row}`, description: rows.label, steps };
      return stressTest(portfolio, scenario, { missing: "unchanged", ...stress }).pnl;
    }),
  );
  const keys = across.map((_, j) => `gain${j}`);
  return {
    gains,
    table: {
      title: columns === undefined ? `Gain by ${rows.label}` : `Gain by ${rows.label} and ${columns.label}`,
      columns: [
        { key: "row", label: rows.label, format: "number", digits: 4 },
        ...keys.map((key, j) => ({
          key,
          label: columns === undefined ? "Gain" : `${columns.label} ${across[j]}`,
          format: "percent" as const,
        })),
      ],
      rows: rows.values.map((row, i) => ({
        row,
        ...Object.fromEntries(keys.map((key, j) => [key, gains[i]![j]!])),
      })),
    },
  };
}
