import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import { nearNames } from "./near-names.ts";

const brand: symbol = Symbol.for("plimsoll.feature-table");

/** A feature table as plain JSON; `null` is missing. */
export interface FeatureTableJson {
  readonly kind: "feature-table";
  readonly names: readonly string[];
  readonly dates?: readonly string[];
  readonly values: readonly (readonly (number | null)[])[];
}

/** Schema of {@link FeatureTableJson}. */
export const FeatureTableSchema: z.ZodType<FeatureTableJson> = z.strictObject({
  kind: z.literal("feature-table"),
  names: z.array(z.string()).min(1),
  dates: z.array(z.string()).optional(),
  values: z.array(z.array(z.number().nullable())),
}) as z.ZodType<FeatureTableJson>;

/**
 * Features over time: rows x named columns, NaN where a feature has no value yet or a bar was missing.
 *
 * Its `values` (row-major) and `columns` (the width) are what the models of this package accept as observations.
 *
 * @example
 * ```ts
 * import { FeatureTable } from "@plimsoll/ml";
 *
 * const table = FeatureTable.of({ names: ["a", "b"], values: Float64Array.of(1, NaN, 3, 4) });
 * console.log(table.rows, table.columns, table.column("b"), table.complete().rows); // 2 2 Float64Array(2) [ NaN, 4 ] 1
 * ```
 */
export class FeatureTable {
  readonly rows: number;
  /** The number of columns. */
  readonly columns: number;
  readonly names: readonly string[];
  /** Row-major, rows x columns. */
  readonly values: Float64Array;
  /** One for each row, where the data carried them. */
  readonly dates: readonly string[] | undefined;

  private constructor(names: readonly string[], values: Float64Array, dates: readonly string[] | undefined) {
    this.names = Object.freeze([...names]);
    this.columns = names.length;
    this.rows = values.length / names.length;
    this.values = values;
    this.dates = dates === undefined ? undefined : Object.freeze([...dates]);
    Object.defineProperty(this, brand, { value: true });
    Object.freeze(this);
  }

  /** A table over row-major values, which are shared, not copied. Throws `INVALID_INPUT` where the sizes do not agree. */
  static of(data: {
    readonly names: readonly string[];
    readonly values: Float64Array;
    readonly dates?: readonly string[] | undefined;
  }): FeatureTable {
    const { names, values, dates } = data;
    if (names.length === 0 || new Set(names).size !== names.length) {
      throw invalidInput("names", "names: expected at least one name, each once");
    }
    const rows = values.length / names.length;
    if (!Number.isInteger(rows)) {
      throw invalidInput("values", `values: expected a multiple of ${names.length}, was ${values.length}`);
    }
    if (dates !== undefined && dates.length !== rows) {
      throw invalidInput("dates", `dates: expected ${rows}, one for each row, was ${dates.length}`);
    }
    return new FeatureTable(names, values, dates);
  }

  /** A table from its JSON. Throws `INVALID_INPUT` for what is none. */
  static parse(json: unknown): FeatureTable {
    const parsed = FeatureTableSchema.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw invalidInput("json", `json: not a feature table: ${issue.path.join(".")}: ${issue.message}`);
    }
    const { names, dates, values } = parsed.data;
    const ragged = values.findIndex((row) => row.length !== names.length);
    if (ragged >= 0) {
      const width = values[ragged]!.length;
      throw invalidInput("json", `json: row ${ragged} has ${width} values for ${names.length} names`);
    }
    return FeatureTable.of({ names, dates, values: Float64Array.from(values.flat(), (value) => value ?? NaN) });
  }

  /** One column, as an array of its own. Throws `INVALID_INPUT` for a name that is not in the table, listing near ones. */
  column(name: string): Float64Array {
    const place = this.names.indexOf(name);
    if (place < 0) {
      const near = nearNames(name, this.names).join(", ");
      throw invalidInput("name", `name: there is no column "${name}"; the nearest are ${near}`, { received: name });
    }
    return Float64Array.from({ length: this.rows }, (_, row) => this.values[row * this.columns + place]!);
  }

  /** One row, as a view. */
  row(row: number): Float64Array {
    return this.values.subarray(row * this.columns, (row + 1) * this.columns);
  }

  /** The rows without a missing value: for learners that know no missing ones. */
  complete(): FeatureTable {
    const kept = Array.from({ length: this.rows }, (_, row) => row).filter((row) => !this.row(row).some(Number.isNaN));
    const values = new Float64Array(kept.length * this.columns);
    kept.forEach((row, place) => values.set(this.row(row), place * this.columns));
    return new FeatureTable(
      this.names,
      values,
      this.dates === undefined ? undefined : kept.map((row) => this.dates![row]!),
    );
  }

  toJSON(): FeatureTableJson {
    const values = Array.from({ length: this.rows }, (_, row) =>
      Array.from(this.row(row), (value) => (Number.isNaN(value) ? null : value)),
    );
    return {
      kind: "feature-table",
      names: this.names,
      ...(this.dates === undefined ? {} : { dates: this.dates }),
      values,
    };
  }
}
