import { normalQuantile, sorted } from "@plimsoll/numeric";
import * as z from "zod";
import { crossSections, entityOf, type RowContext, withinDates } from "../row-keys.ts";
import { learned, type MemberSchema, type StepKind, trainingValues } from "../step-kind.ts";
import { type NumberColumn, replaceColumns, stepColumns, type Table } from "../table.ts";

/**
 * Replaces values by their rank among others, as u = (below + equal / 2) / count, the value itself among them. Missing
 * values stay missing and count for nothing.
 *
 * `cross-section`: among the rows of the same date. `expanding`: among the rows of the same entity up to this one; later
 * rows go on from the training rows. `training`: among the training rows, u kept within 1 / (2 count) of 0 and 1.
 */
export interface RankStep {
  readonly kind: "rank";
  /** @defaultValue all number columns */
  readonly columns?: readonly string[] | undefined;
  readonly scope: "cross-section" | "expanding" | "training";
  /**
   * `uniform`: u itself; `signed`: 2 u - 1; `normal`: the normal quantile of u.
   * @defaultValue "uniform"
   */
  readonly output?: "uniform" | "signed" | "normal" | undefined;
  /**
   * Values that a cross-section or a history must have before ranks are given; missing before.
   * @defaultValue 1
   */
  readonly minimum?: number | undefined;
}

/** The ascending training values of each column, by entity (`""` where there are none). */
export interface RankState {
  readonly kind: "rank";
  readonly columns: readonly {
    readonly name: string;
    readonly ascending: Readonly<Record<string, readonly number[]>>;
  }[];
}

const RankSchema: MemberSchema<RankStep> = z.strictObject({
  kind: z.literal("rank"),
  columns: z.array(z.string()).optional(),
  scope: z.enum(["cross-section", "expanding", "training"]),
  output: z.enum(["uniform", "signed", "normal"]).optional(),
  minimum: z.number().int().min(1).optional(),
});

const RankStateSchema: MemberSchema<RankState> = z.strictObject({
  kind: z.literal("rank"),
  columns: z.array(z.strictObject({ name: z.string(), ascending: z.record(z.string(), z.array(z.number())) })),
});

/** Ascending values that grow. */
class SortedHistory {
  #values: Float64Array;
  #count: number;

  constructor(ascending: ArrayLike<number>) {
    this.#count = ascending.length;
    this.#values = new Float64Array(Math.max(16, 2 * this.#count));
    this.#values.set(ascending);
  }

  get count(): number {
    return this.#count;
  }

  /** Number of values below `value`; with `inclusive` also those equal to it. */
  below(value: number, inclusive: boolean): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.#values[middle]!;
      if (there < value || (inclusive && there === value)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  insert(value: number): void {
    if (this.#count === this.#values.length) {
      const grown = new Float64Array(2 * this.#count);
      grown.set(this.#values);
      this.#values = grown;
    }
    const place = this.below(value, true);
    this.#values.copyWithin(place + 1, place, this.#count);
    this.#values[place] = value;
    this.#count++;
  }

  /** (below + equal / 2) / count. */
  share(value: number): number {
    return (this.below(value, false) + this.below(value, true)) / (2 * this.#count);
  }
}

function shaped(share: number, output: RankStep["output"]): number {
  if (output === "signed") return 2 * share - 1;
  return output === "normal" ? normalQuantile(share) : share;
}

function byEntity(column: NumberColumn, context: RowContext): Record<string, number[]> {
  const lists: Record<string, number[]> = {};
  column.values.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    const entity = entityOf(context.keys, row);
    if (Object.hasOwn(lists, entity)) lists[entity]!.push(value);
    else lists[entity] = [value];
  });
  for (const list of Object.values(lists)) list.sort((a, b) => a - b);
  return lists;
}

function expanding(
  column: NumberColumn,
  step: RankStep,
  start: Readonly<Record<string, readonly number[]>>,
  context: RowContext,
): Float64Array {
  const histories = new Map<string, SortedHistory>();
  const minimum = step.minimum ?? 1;
  return column.values.map((value, row) => {
    const entity = entityOf(context.keys, row);
    let history = histories.get(entity);
    if (history === undefined) {
      const known = context.position === "after-training" && Object.hasOwn(start, entity) ? start[entity]! : [];
      history = new SortedHistory(known);
      histories.set(entity, history);
    }
    if (Number.isNaN(value)) return value;
    history.insert(value);
    return history.count < minimum ? Number.NaN : shaped(history.share(value), step.output);
  });
}

/** The ranking step. */
export const rank: StepKind<RankStep, RankState> = {
  kind: "rank",
  summary: "Replaces values by their rank within a date, within their own past, or among the training rows.",
  schema: RankSchema,
  stateSchema: RankStateSchema,
  fit(table: Table, step: RankStep, context: RowContext, at: string): RankState {
    if (step.scope === "cross-section") {
      crossSections(context.keys, at);
      return { kind: "rank", columns: [] };
    }
    const columns = stepColumns(table, step.columns, "number", at).map((column) => ({
      name: column.name,
      ascending:
        step.scope === "expanding" ? byEntity(column, context) : { "": [...sorted(trainingValues(column, 1, at))] },
    }));
    return { kind: "rank", columns };
  },
  apply(table: Table, step: RankStep, state: RankState, context: RowContext, at: string): Table {
    const chosen = new Set(stepColumns(table, step.columns, "number", at).map(({ name }) => name));
    const sections = step.scope === "cross-section" ? crossSections(context.keys, at) : [];
    const minimum = step.minimum ?? 1;
    return replaceColumns(table, (column) => {
      if (column.kind !== "number" || !chosen.has(column.name)) return column;
      if (step.scope === "cross-section") {
        const values = withinDates(column.values, sections, (section) => {
          const history = new SortedHistory(sorted(section));
          return (value) =>
            Number.isNaN(value) || section.length < minimum ? Number.NaN : shaped(history.share(value), step.output);
        });
        return { ...column, values };
      }
      const { ascending } = learned(state.columns, column.name, at);
      if (step.scope === "expanding") return { ...column, values: expanding(column, step, ascending, context) };
      const history = new SortedHistory(ascending[""]!);
      const edge = 0.5 / history.count;
      const values = column.values.map((value) =>
        Number.isNaN(value) ? value : shaped(Math.min(Math.max(history.share(value), edge), 1 - edge), step.output),
      );
      return { ...column, values };
    });
  },
};
