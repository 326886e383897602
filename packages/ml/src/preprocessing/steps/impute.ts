import { invalidInput } from "@plimsoll/core";
import { mean, median } from "@plimsoll/numeric";
import * as z from "zod";
import { crossSections, entityOf, type RowContext, withinDates } from "../row-keys.ts";
import { learned, type MemberSchema, type StepKind, trainingValues } from "../step-kind.ts";
import { type Column, columnNamed, type NumberColumn, replaceColumns, type Table } from "../table.ts";

/**
 * Fills missing values with what is known from the training rows.
 *
 * `mean`, `median` (number columns): of the training rows, or of the same date with scope `cross-section`.
 * `most-frequent`: the commonest value, the least of several (number and category columns). `constant`: `value`.
 * `forward-fill`: the last value before, within an entity; rows after training start from the last training value, and
 * where there is none yet the `fallback` fills.
 */
export interface ImputeStep {
  readonly kind: "impute";
  /** @defaultValue all columns that the method can fill */
  readonly columns?: readonly string[] | undefined;
  readonly method: "mean" | "median" | "most-frequent" | "constant" | "forward-fill";
  /** What `constant` fills with: a number for number columns, text for categories. */
  readonly value?: number | string | undefined;
  /**
   * What `forward-fill` does before the first value: leave it missing, or fill the training median or mean.
   * @defaultValue "missing"
   */
  readonly fallback?: "missing" | "median" | "mean" | undefined;
  /** @defaultValue "training" */
  readonly scope?: "training" | "cross-section" | undefined;
  /**
   * Whether a column `<name>-missing` (1 where a value was filled, else 0) follows each filled number column.
   * @defaultValue "none"
   */
  readonly indicator?: "none" | "add" | undefined;
}

/** What fills each column: a value, and for forward-fill the last training value of each entity. */
export interface ImputeState {
  readonly kind: "impute";
  readonly columns: readonly {
    readonly name: string;
    readonly fill: number | string | null;
    readonly last: Readonly<Record<string, number | string>>;
  }[];
}

const ImputeSchema: MemberSchema<ImputeStep> = z
  .strictObject({
    kind: z.literal("impute"),
    columns: z.array(z.string()).optional(),
    method: z.enum(["mean", "median", "most-frequent", "constant", "forward-fill"]),
    value: z.union([z.number(), z.string()]).optional(),
    fallback: z.enum(["missing", "median", "mean"]).optional(),
    scope: z.enum(["training", "cross-section"]).optional(),
    indicator: z.enum(["none", "add"]).optional(),
  })
  .refine(({ method, value }) => (method === "constant") === (value !== undefined), {
    path: ["value"],
    message: 'method "constant" needs a value, the others take none',
  })
  .refine(({ method, scope }) => scope !== "cross-section" || method === "mean" || method === "median", {
    path: ["scope"],
    message: 'only "mean" and "median" can be taken within a date',
  });

const ImputeStateSchema: MemberSchema<ImputeState> = z.strictObject({
  kind: z.literal("impute"),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      fill: z.union([z.number(), z.string(), z.null()]),
      last: z.record(z.string(), z.union([z.number(), z.string()])),
    }),
  ),
});

function mostFrequent<Value extends number | string>(values: Iterable<Value>): Value | null {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: Value | null = null;
  for (const [value, count] of counts) {
    const most = best === null ? 0 : counts.get(best)!;
    if (count > most || (count === most && best !== null && value < best)) best = value;
  }
  return best;
}

/** Whether the step can fill this column. */
function suits(step: ImputeStep, column: Column): boolean {
  if (step.method === "mean" || step.method === "median") return column.kind === "number";
  if (step.method !== "constant") return true;
  return (typeof step.value === "number") === (column.kind === "number");
}

function chosenColumns(table: Table, step: ImputeStep, at: string): readonly Column[] {
  if (step.columns === undefined) return table.columns.filter((column) => suits(step, column));
  return step.columns.map((name) => {
    const column = columnNamed(table, name, at);
    if (suits(step, column)) return column;
    throw invalidInput(
      `${at}.columns`,
      `${at}: "${step.method}" can't fill column "${name}", which holds a ${column.kind}: use "most-frequent"` +
        " or a constant of its kind",
    );
  });
}

/** The value that fills a column everywhere, `null` for none. */
function fillOf(column: Column, step: ImputeStep, at: string): number | string | null {
  const method = step.method === "forward-fill" ? (step.fallback ?? "missing") : step.method;
  if (method === "constant") return step.value!;
  if (method === "missing") return null;
  if (column.kind === "category") {
    if (method !== "most-frequent") {
      throw invalidInput(`${at}.fallback`, `${at}: column "${column.name}" holds categories, which have no ${method}`);
    }
    const fill = mostFrequent(column.values.filter((value) => value !== null));
    if (fill === null) {
      throw invalidInput(column.name, `${at}: column "${column.name}" is missing in all training rows: drop it`);
    }
    return fill;
  }
  const values = trainingValues(column, 1, at);
  if (method === "most-frequent") return mostFrequent(values);
  return method === "mean" ? mean(values) : median(values);
}

function lastOf(column: Column, context: RowContext): Record<string, number | string> {
  const last: Record<string, number | string> = {};
  column.values.forEach((value, row) => {
    if (value !== null && !Number.isNaN(value)) last[entityOf(context.keys, row)] = value;
  });
  return last;
}

/** Fills one column; `missing` tells what is missing in it. */
function filled<Value extends number | string>(
  values: readonly (Value | null)[],
  step: ImputeStep,
  learnt: ImputeState["columns"][number],
  context: RowContext,
): (Value | null)[] {
  const fill = learnt.fill as Value | null;
  if (step.method !== "forward-fill") return values.map((value) => value ?? fill);
  const last = new Map<string, Value>(
    context.position === "after-training" ? (Object.entries(learnt.last) as [string, Value][]) : [],
  );
  return values.map((value, row) => {
    const entity = entityOf(context.keys, row);
    if (value !== null) last.set(entity, value);
    return value ?? last.get(entity) ?? fill;
  });
}

function fillNumbers(
  column: NumberColumn,
  step: ImputeStep,
  learnt: ImputeState["columns"][number],
  context: RowContext,
): Float64Array {
  const values = Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
  return Float64Array.from(filled<number>(values, step, learnt, context), (value) => value ?? Number.NaN);
}

/** The imputing step. */
export const impute: StepKind<ImputeStep, ImputeState> = {
  kind: "impute",
  summary:
    "Fills missing values with the training mean, median, commonest value, a constant, or the last value before.",
  schema: ImputeSchema,
  stateSchema: ImputeStateSchema,
  fit(table: Table, step: ImputeStep, context: RowContext, at: string): ImputeState {
    const crossSection = step.scope === "cross-section";
    if (crossSection) crossSections(context.keys, at);
    const columns = chosenColumns(table, step, at).map((column) => ({
      name: column.name,
      fill: crossSection ? null : fillOf(column, step, at),
      last: step.method === "forward-fill" ? lastOf(column, context) : {},
    }));
    return { kind: "impute", columns };
  },
  apply(table: Table, step: ImputeStep, state: ImputeState, context: RowContext, at: string): Table {
    const chosen = new Set(chosenColumns(table, step, at).map(({ name }) => name));
    const sections = step.scope === "cross-section" ? crossSections(context.keys, at) : undefined;
    const average = step.method === "mean" ? mean : median;
    return replaceColumns(table, (column) => {
      if (!chosen.has(column.name)) return column;
      const learnt = learned(state.columns, column.name, at);
      if (column.kind === "category") return { ...column, values: filled(column.values, step, learnt, context) };
      const values =
        sections === undefined
          ? fillNumbers(column, step, learnt, context)
          : withinDates(column.values, sections, (section) => {
              // NaN where the whole date is missing
              const middle = average(section);
              return (value) => (Number.isNaN(value) ? middle : value);
            });
      if (step.indicator !== "add") return { ...column, values };
      const missing = column.values.map((value) => (Number.isNaN(value) ? 1 : 0));
      return [
        { ...column, values },
        { kind: "number", name: `${column.name}-missing`, values: missing },
      ];
    });
  },
};
