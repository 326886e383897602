import { invalidInput } from "@plimsoll/core";

/** To which moment and which asset each row belongs. */
export interface RowKeys {
  /** One a row: rows with the same date are one cross-section. */
  readonly dates?: readonly (string | number)[] | undefined;
  /** One a row, such as the asset: what is carried forward in time is carried within an entity. */
  readonly entities?: readonly (string | number)[] | undefined;
}

/** Whether rows are the training rows themselves, or come after them in time. */
export type RowPosition = "training" | "after-training";

/** What a step knows about the rows beside their values. */
export interface RowContext {
  readonly keys: RowKeys;
  readonly position: RowPosition;
}

/** Refuses keys that do not stand for one row each. */
export function checkKeys(keys: RowKeys, rows: number): void {
  for (const name of ["dates", "entities"] as const) {
    const key = keys[name];
    if (key !== undefined && key.length !== rows) {
      throw invalidInput(name, `X has ${rows} rows, ${name} has ${key.length} values: give one a row`);
    }
  }
}

/** Row numbers by key, in the order of rows. */
export function groupRows(key: readonly (string | number)[]): readonly (readonly number[])[] {
  const groups = new Map<string | number, number[]>();
  key.forEach((value, row) => {
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [row]);
    else group.push(row);
  });
  return [...groups.values()];
}

/** The cross-sections of the rows. Throws `INVALID_INPUT` without dates. */
export function crossSections(keys: RowKeys, at: string): readonly (readonly number[])[] {
  if (keys.dates !== undefined) return groupRows(keys.dates);
  throw invalidInput("dates", `${at} works within dates: pass \`dates\`, one a row, to fit and to transform`);
}

/** Name of the entity of a row; one nameless entity where none are given. */
export function entityOf(keys: RowKeys, row: number): string {
  return keys.entities === undefined ? "" : String(keys.entities[row]!);
}

/** Applies `change` to each cross-section of a column: it gets the present values and their places, and writes to `out`. */
export function withinDates(
  values: Float64Array,
  sections: readonly (readonly number[])[],
  change: (section: Float64Array) => (value: number) => number,
): Float64Array {
  const out = new Float64Array(values.length).fill(Number.NaN);
  for (const rows of sections) {
    const there = Float64Array.from(rows, (row) => values[row]!).filter((value) => !Number.isNaN(value));
    const map = change(there);
    for (const row of rows) out[row] = map(values[row]!);
  }
  return out;
}
