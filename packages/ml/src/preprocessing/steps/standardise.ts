import { invalidInput } from "@plimsoll/core";
import { mean, median, medianAbsoluteDeviation, standardDeviation } from "@plimsoll/numeric";
import * as z from "zod";
import { crossSections, type RowContext, withinDates } from "../row-keys.ts";
import { learned, type MemberSchema, type StepKind, trainingValues } from "../step-kind.ts";
import { replaceColumns, stepColumns, type Table } from "../table.ts";

/**
 * Shifts and scales columns: (x - centre) / scale. Missing values stay missing.
 *
 * `z-score`: mean and standard deviation; `robust`: median and 1.4826 median absolute deviations; `min-max`: least value
 * and range, so that training values come to lie in 0..1.
 */
export interface StandardiseStep {
  readonly kind: "standardise";
  /** @defaultValue all number columns */
  readonly columns?: readonly string[] | undefined;
  /** @defaultValue "z-score" */
  readonly method?: "z-score" | "robust" | "min-max" | undefined;
  /**
   * Where centre and scale come from: the training rows, or the rows of the same date (nothing is learned then).
   * @defaultValue "training"
   */
  readonly scope?: "training" | "cross-section" | undefined;
  /**
   * Degrees of freedom taken off in the standard deviation.
   * @defaultValue 1
   */
  readonly ddof?: 0 | 1 | undefined;
  /**
   * What a constant training column is: an error, or 0 everywhere it is present. A constant cross-section is always 0.
   * @defaultValue "error"
   */
  readonly constant?: "error" | "zero" | undefined;
}

/** Centre and scale of each column; scale 0 marks a constant one. */
export interface StandardiseState {
  readonly kind: "standardise";
  readonly columns: readonly { readonly name: string; readonly centre: number; readonly scale: number }[];
}

const StandardiseSchema: MemberSchema<StandardiseStep> = z.strictObject({
  kind: z.literal("standardise"),
  columns: z.array(z.string()).optional(),
  method: z.enum(["z-score", "robust", "min-max"]).optional(),
  scope: z.enum(["training", "cross-section"]).optional(),
  ddof: z.union([z.literal(0), z.literal(1)]).optional(),
  constant: z.enum(["error", "zero"]).optional(),
});

const StandardiseStateSchema: MemberSchema<StandardiseState> = z.strictObject({
  kind: z.literal("standardise"),
  columns: z.array(z.strictObject({ name: z.string(), centre: z.number(), scale: z.number().min(0) })),
});

const normalConsistent = 1.4826022185056018;

function measure(values: Float64Array, step: StandardiseStep): { readonly centre: number; readonly scale: number } {
  const { centre, scale } = centreAndScale(values, step);
  // rounding gives a constant column a scale that is not quite 0
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { centre, scale: scale > 1e-14 * largest ? scale : 0 };
}

function centreAndScale(values: Float64Array, step: StandardiseStep): { centre: number; scale: number } {
  switch (step.method ?? "z-score") {
    case "z-score":
      return { centre: mean(values), scale: standardDeviation(values, { ddof: step.ddof ?? 1 }) };
    case "robust":
      return { centre: median(values), scale: medianAbsoluteDeviation(values, { scale: normalConsistent }) };
    case "min-max": {
      const least = values.reduce((low, value) => Math.min(low, value), Infinity);
      return { centre: least, scale: values.reduce((high, value) => Math.max(high, value), -Infinity) - least };
    }
  }
}

const scaled = (value: number, centre: number, scale: number): number =>
  Number.isNaN(value) ? value : scale === 0 ? 0 : (value - centre) / scale;

/** The standardising step. */
export const standardise: StepKind<StandardiseStep, StandardiseState> = {
  kind: "standardise",
  summary: "Shifts and scales columns by mean and standard deviation, median and median deviation, or least and range.",
  schema: StandardiseSchema,
  stateSchema: StandardiseStateSchema,
  fit(table: Table, step: StandardiseStep, context: RowContext, at: string): StandardiseState {
    if (step.scope === "cross-section") {
      crossSections(context.keys, at);
      return { kind: "standardise", columns: [] };
    }
    const columns = stepColumns(table, step.columns, "number", at).map((column) => {
      const { centre, scale } = measure(trainingValues(column, 2, at), step);
      if (scale === 0 && (step.constant ?? "error") === "error") {
        throw invalidInput(
          column.name,
          `${at}: column "${column.name}" has no spread in the training rows: drop it, or set constant: "zero"`,
          { reason: "constant" },
        );
      }
      return { name: column.name, centre, scale };
    });
    return { kind: "standardise", columns };
  },
  apply(table: Table, step: StandardiseStep, state: StandardiseState, context: RowContext, at: string): Table {
    const chosen = new Set(stepColumns(table, step.columns, "number", at).map(({ name }) => name));
    const sections = step.scope === "cross-section" ? crossSections(context.keys, at) : undefined;
    return replaceColumns(table, (column) => {
      if (column.kind !== "number" || !chosen.has(column.name)) return column;
      if (sections !== undefined) {
        const values = withinDates(column.values, sections, (section) => {
          // one value has no spread
          const { centre, scale } = section.length < 2 ? { centre: 0, scale: 0 } : measure(section, step);
          return (value) => scaled(value, centre, scale);
        });
        return { ...column, values };
      }
      const { centre, scale } = learned(state.columns, column.name, at);
      return { ...column, values: column.values.map((value) => scaled(value, centre, scale)) };
    });
  },
};
