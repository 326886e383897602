import { invalidInput, PlimsollError } from "@plimsoll/core";
import type * as z from "zod";
import type { RowContext } from "./row-keys.ts";
import { type NumberColumn, present, type Table } from "./table.ts";

/** A schema that can be a member of a union told apart by `kind`. */
export type MemberSchema<T> = z.ZodType<T> & z.core.$ZodTypeDiscriminable;

/** What a step learned from the training rows: plain JSON. */
export interface StepState {
  readonly kind: string;
}

/** One kind of preprocessing step: what each file of `steps/` exports. */
export interface StepKind<Step extends { readonly kind: string }, State extends StepState> {
  readonly kind: Step["kind"];
  /** One sentence for the docs. */
  readonly summary: string;
  readonly schema: MemberSchema<Step>;
  readonly stateSchema: MemberSchema<State>;
  /** Learns from the training rows; `at` names the step in errors. */
  fit(table: Table, step: Step, context: RowContext, at: string): State;
  /** Transforms rows with what was learned; never changes the state. */
  apply(table: Table, step: Step, state: State, context: RowContext, at: string): Table;
}

/** The present values of a training column. Throws `NOT_ENOUGH_DATA` with fewer than `minimum`. */
export function trainingValues(column: NumberColumn, minimum: number, at: string): Float64Array {
  const values = present(column.values);
  if (values.length >= minimum) return values;
  throw new PlimsollError(
    "NOT_ENOUGH_DATA",
    `${at}: column "${column.name}" has ${values.length} values in the training rows, at least ${minimum} are needed: ` +
      "drop the column or pass a longer history",
    { argument: column.name, required: minimum, available: values.length },
  );
}

/** What was learned about a column. Throws `INVALID_INPUT` when the step never saw it. */
export function learned<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
  name: string,
  at: string,
): Entry {
  const entry = entries.find((one) => one.name === name);
  if (entry !== undefined) return entry;
  throw invalidInput(
    "X",
    `${at}: column "${name}" was not among the training columns: pass the same columns as to fit`,
  );
}
