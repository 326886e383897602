import { invalidInput, PlimsollError } from "@plimsoll/core";
import * as z from "zod";
import type { RowContext } from "../row-keys.ts";
import { learned, type MemberSchema, type StepKind } from "../step-kind.ts";
import { type Column, columnNamed, replaceColumns, type Table } from "../table.ts";

/**
 * Turns categories into numbers. The categories are those of the training rows, in the order given or ascending as text
 * (as numbers where the column holds numbers).
 *
 * `one-hot`: a column `<name>=<category>` of 0 and 1 for each category; `ordinal`: the place of the category, from 0.
 */
export interface EncodeStep {
  readonly kind: "encode";
  /** @defaultValue all category columns */
  readonly columns?: readonly string[] | undefined;
  /** @defaultValue "one-hot" */
  readonly method?: "one-hot" | "ordinal" | undefined;
  /**
   * The categories of named columns in their order, instead of those of the training rows.
   * @defaultValue those of the training rows
   */
  readonly categories?: Readonly<Record<string, readonly string[]>> | undefined;
  /**
   * A category that training never saw: an error naming it; `ignore` (one-hot: 0 everywhere, ordinal: missing); or
   * `other`, a category of its own after the known ones.
   * @defaultValue "error"
   */
  readonly unknown?: "error" | "ignore" | "other" | undefined;
  /**
   * A missing value: missing in every column made; `zero` (one-hot only: 0 everywhere); or `category`, one of its own.
   * @defaultValue "missing"
   */
  readonly missing?: "missing" | "zero" | "category" | undefined;
  /**
   * Categories with fewer training rows count as unknown, also in training; above 1 `unknown` must be `ignore` or `other`.
   * @defaultValue 1
   */
  readonly minimumCount?: number | undefined;
  /**
   * `first` leaves out the first one-hot column, against collinearity with an intercept.
   * @defaultValue "none"
   */
  readonly drop?: "none" | "first" | undefined;
}

/** The categories of each column. */
export interface EncodeState {
  readonly kind: "encode";
  readonly columns: readonly { readonly name: string; readonly categories: readonly string[] }[];
}

const EncodeSchema: MemberSchema<EncodeStep> = z
  .strictObject({
    kind: z.literal("encode"),
    columns: z.array(z.string()).optional(),
    method: z.enum(["one-hot", "ordinal"]).optional(),
    categories: z.record(z.string(), z.array(z.string()).min(1)).optional(),
    unknown: z.enum(["error", "ignore", "other"]).optional(),
    missing: z.enum(["missing", "zero", "category"]).optional(),
    minimumCount: z.number().int().min(1).optional(),
    drop: z.enum(["none", "first"]).optional(),
  })
  .refine(({ method, missing, drop }) => method !== "ordinal" || (missing !== "zero" && drop !== "first"), {
    path: ["method"],
    message: '"ordinal" knows neither missing: "zero" nor drop: "first"',
  })
  .refine(({ minimumCount = 1, unknown }) => minimumCount === 1 || unknown === "ignore" || unknown === "other", {
    path: ["unknown"],
    message: 'minimumCount sets rare categories aside: say where by unknown: "ignore" or "other"',
  });

const EncodeStateSchema: MemberSchema<EncodeState> = z.strictObject({
  kind: z.literal("encode"),
  columns: z.array(z.strictObject({ name: z.string(), categories: z.array(z.string()) })),
});

/** The cells of a column as text; `null` is missing. */
function categoriesOf(column: Column): readonly (string | null)[] {
  if (column.kind === "category") return column.values;
  return Array.from(column.values, (value) => (Number.isNaN(value) ? null : String(value)));
}

function chosenColumns(table: Table, step: EncodeStep, at: string): readonly Column[] {
  if (step.columns === undefined) return table.columns.filter(({ kind }) => kind === "category");
  return step.columns.map((name) => columnNamed(table, name, at));
}

function learnCategories(column: Column, step: EncodeStep, at: string): readonly string[] {
  const given = step.categories?.[column.name];
  if (given !== undefined) {
    if (new Set(given).size === given.length) return given;
    throw invalidInput(`${at}.categories`, `${at}: a category of "${column.name}" stands twice: name each once`);
  }
  const counts = new Map<string, number>();
  for (const value of categoriesOf(column)) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const minimum = step.minimumCount ?? 1;
  const kept = [...counts].filter(([, count]) => count >= minimum).map(([value]) => value);
  if (kept.length === 0) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `${at}: column "${column.name}" has no category with at least ${minimum} training rows: drop it or lower minimumCount`,
      { argument: column.name, required: minimum, available: Math.max(0, ...counts.values()) },
    );
  }
  return column.kind === "number"
    ? kept.sort((a, b) => Number(a) - Number(b))
    : kept.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The categories that get a place, with those for unknown and missing values behind the known ones. */
function placesOf(
  categories: readonly string[],
  step: EncodeStep,
): { labels: string[]; other: number; missing: number } {
  const labels = [...categories];
  const add = (label: string): number => labels.push(categories.includes(label) ? `(${label})` : label) - 1;
  return {
    labels,
    other: step.unknown === "other" ? add("other") : -1,
    missing: step.missing === "category" ? add("missing") : -1,
  };
}

/** The place of each cell; -1: missing, -2: unknown and ignored. */
function codesOf(column: Column, categories: readonly string[], step: EncodeStep, at: string): Int32Array {
  const index = new Map(categories.map((category, place) => [category, place]));
  const { other, missing } = placesOf(categories, step);
  return Int32Array.from(categoriesOf(column), (value, row) => {
    if (value === null) return missing;
    const place = index.get(value) ?? other;
    if (place >= 0) return place;
    if (step.unknown === "ignore") return -2;
    throw invalidInput(
      column.name,
      `${at}: column "${column.name}", row ${row}: category "${value}" was not in the training rows: set unknown to` +
        ' "ignore" or "other", or train on rows that have it',
      { reason: "unknown-category", received: value },
    );
  });
}

/** The encoding step. */
export const encode: StepKind<EncodeStep, EncodeState> = {
  kind: "encode",
  summary: "Turns categories into one-hot columns or ordinal numbers, with a policy for unknown and missing ones.",
  schema: EncodeSchema,
  stateSchema: EncodeStateSchema,
  fit(table: Table, step: EncodeStep, _context: RowContext, at: string): EncodeState {
    const columns = chosenColumns(table, step, at).map((column) => ({
      name: column.name,
      categories: learnCategories(column, step, at),
    }));
    return { kind: "encode", columns };
  },
  apply(table: Table, step: EncodeStep, state: EncodeState, _context: RowContext, at: string): Table {
    const chosen = new Set(state.columns.map(({ name }) => name));
    for (const { name } of state.columns) columnNamed(table, name, at);
    return replaceColumns(table, (column) => {
      if (!chosen.has(column.name)) return column;
      const { categories } = learned(state.columns, column.name, at);
      const codes = codesOf(column, categories, step, at);
      if (step.method === "ordinal") {
        return {
          kind: "number",
          name: column.name,
          values: Float64Array.from(codes, (code) => (code < 0 ? NaN : code)),
        };
      }
      const absent = step.missing === "zero" ? 0 : Number.NaN;
      const { labels } = placesOf(categories, step);
      const made = labels.map((label, place): Column => ({
        kind: "number",
        name: `${column.name}=${label}`,
        values: Float64Array.from(codes, (code) => (code === place ? 1 : code === -1 ? absent : 0)),
      }));
      return step.drop === "first" ? made.slice(1) : made;
    });
  },
};
