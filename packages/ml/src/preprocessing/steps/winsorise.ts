import { mean, median, medianAbsoluteDeviation, quantilePosition, sorted, standardDeviation } from "@plimsoll/numeric";
import * as z from "zod";
import { crossSections, type RowContext, withinDates } from "../row-keys.ts";
import { learned, type MemberSchema, type StepKind, trainingValues } from "../step-kind.ts";
import { replaceColumns, stepColumns, type Table } from "../table.ts";

/**
 * Pulls extreme values in to limits. Missing values stay missing.
 *
 * `quantile`: the `lower` and `upper` quantiles (type 7); `standard-deviation` and `median-deviation`: `width` standard
 * deviations about the mean, or 1.4826 median absolute deviations about the median.
 */
export interface WinsoriseStep {
  readonly kind: "winsorise";
  /** @defaultValue all number columns */
  readonly columns?: readonly string[] | undefined;
  /** @defaultValue "quantile" */
  readonly method?: "quantile" | "standard-deviation" | "median-deviation" | undefined;
  /** @defaultValue 0.01 */
  readonly lower?: number | undefined;
  /** @defaultValue 0.99 */
  readonly upper?: number | undefined;
  /** @defaultValue 3 */
  readonly width?: number | undefined;
  /**
   * Where the limits come from: the training rows, or the rows of the same date (nothing is learned then).
   * @defaultValue "training"
   */
  readonly scope?: "training" | "cross-section" | undefined;
}

/** The limits of each column. */
export interface WinsoriseState {
  readonly kind: "winsorise";
  readonly columns: readonly { readonly name: string; readonly low: number; readonly high: number }[];
}

const WinsoriseSchema: MemberSchema<WinsoriseStep> = z
  .strictObject({
    kind: z.literal("winsorise"),
    columns: z.array(z.string()).optional(),
    method: z.enum(["quantile", "standard-deviation", "median-deviation"]).optional(),
    lower: z.number().min(0).max(1).optional(),
    upper: z.number().min(0).max(1).optional(),
    width: z.number().positive().optional(),
    scope: z.enum(["training", "cross-section"]).optional(),
  })
  .refine(({ lower = 0.01, upper = 0.99 }) => lower < upper, {
    path: ["lower"],
    message: "expected lower below upper",
  });

const WinsoriseStateSchema: MemberSchema<WinsoriseState> = z.strictObject({
  kind: z.literal("winsorise"),
  columns: z.array(z.strictObject({ name: z.string(), low: z.number(), high: z.number() })),
});

function limitsOf(values: Float64Array, step: WinsoriseStep): { readonly low: number; readonly high: number } {
  const width = step.width ?? 3;
  switch (step.method ?? "quantile") {
    case "quantile": {
      const ascending = sorted(values);
      const at = (probability: number): number => {
        const { lower, upper, fraction } = quantilePosition(ascending.length, probability);
        return ascending[lower]! + fraction * (ascending[upper]! - ascending[lower]!);
      };
      return { low: at(step.lower ?? 0.01), high: at(step.upper ?? 0.99) };
    }
    case "standard-deviation": {
      const centre = mean(values);
      const reach = values.length > 1 ? width * standardDeviation(values) : 0;
      return { low: centre - reach, high: centre + reach };
    }
    case "median-deviation": {
      const centre = median(values);
      const reach = width * medianAbsoluteDeviation(values, { scale: 1.4826022185056018 });
      return { low: centre - reach, high: centre + reach };
    }
  }
}

// NaN passes through both
const clamp = (value: number, low: number, high: number): number => (value < low ? low : value > high ? high : value);

/** The winsorising step. */
export const winsorise: StepKind<WinsoriseStep, WinsoriseState> = {
  kind: "winsorise",
  summary: "Pulls extreme values in to quantiles, or to a number of standard or median deviations.",
  schema: WinsoriseSchema,
  stateSchema: WinsoriseStateSchema,
  fit(table: Table, step: WinsoriseStep, context: RowContext, at: string): WinsoriseState {
    if (step.scope === "cross-section") {
      crossSections(context.keys, at);
      return { kind: "winsorise", columns: [] };
    }
    const columns = stepColumns(table, step.columns, "number", at).map((column) => ({
      name: column.name,
      ...limitsOf(trainingValues(column, 2, at), step),
    }));
    return { kind: "winsorise", columns };
  },
  apply(table: Table, step: WinsoriseStep, state: WinsoriseState, context: RowContext, at: string): Table {
    const chosen = new Set(stepColumns(table, step.columns, "number", at).map(({ name }) => name));
    const sections = step.scope === "cross-section" ? crossSections(context.keys, at) : undefined;
    return replaceColumns(table, (column) => {
      if (column.kind !== "number" || !chosen.has(column.name)) return column;
      if (sections !== undefined) {
        const values = withinDates(column.values, sections, (section) => {
          if (section.length === 0) return (value) => value;
          const { low, high } = limitsOf(section, step);
          return (value) => clamp(value, low, high);
        });
        return { ...column, values };
      }
      const { low, high } = learned(state.columns, column.name, at);
      return { ...column, values: column.values.map((value) => clamp(value, low, high)) };
    });
  },
};
