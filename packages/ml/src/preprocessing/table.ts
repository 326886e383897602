import { invalidInput } from "@plimsoll/core";
import type { ObservationInput } from "../observations.ts";

/** One value of a row: a number (NaN or `null` is missing) or the name of a category (`null` is missing). */
export type Cell = number | string | null;

/**
 * What preprocessing reads: everything that models read, a table of features, and rows that hold categories as text. A flat
 * array is one column.
 */
export type PreprocessingInput = ObservationInput | readonly (readonly Cell[])[];

/** A column of numbers; NaN is missing. */
export interface NumberColumn {
  readonly kind: "number";
  readonly name: string;
  readonly values: Float64Array;
}

/** A column of categories; `null` is missing. */
export interface CategoryColumn {
  readonly kind: "category";
  readonly name: string;
  readonly values: readonly (string | null)[];
}

export type Column = NumberColumn | CategoryColumn;

/** Named columns of one length. */
export interface Table {
  readonly rows: number;
  readonly columns: readonly Column[];
}

/** Number columns as the columns of a table. */
function numberColumns(values: Float64Array, names: readonly string[]): Column[] {
  const width = names.length;
  return names.map((name, j) => {
    const column = new Float64Array(values.length / width);
    for (let t = 0; t < column.length; t++) {
      const value = values[t * width + j]!;
      if (value === Infinity || value === -Infinity) {
        throw invalidInput("X", `row ${t} of "${name}" is ${value}: replace it by a number, or by NaN if missing`);
      }
      column[t] = value;
    }
    return { kind: "number", name, values: column };
  });
}

function cellColumn(
  rows: readonly (readonly Cell[])[],
  j: number,
  name: string,
  kind: Column["kind"] | undefined,
): Column {
  const text = rows.findIndex((row) => typeof row[j] === "string");
  if (kind === "number" && text >= 0) {
    throw invalidInput(
      "X",
      `row ${text} of "${name}" is text, but the column held numbers in training: write a number`,
    );
  }
  if (text < 0 && kind !== "category") {
    const values = Float64Array.from(rows, (row) => (row[j] as number | null) ?? Number.NaN);
    return numberColumns(values, [name])[0]!;
  }
  const values = rows.map((row, t) => {
    const cell = row[j] ?? null;
    if (typeof cell !== "number") return cell;
    if (Number.isNaN(cell)) return null;
    throw invalidInput(
      "X",
      `column "${name}" holds text and, in row ${t}, the number ${cell}: write all its cells as text or all as numbers`,
    );
  });
  return { kind: "category", name, values };
}

function namesFor(width: number, names: readonly string[] | undefined): readonly string[] {
  if (names === undefined) return Array.from({ length: width }, (_, j) => `x${j}`);
  if (names.length !== width) {
    throw invalidInput("columns", `X has ${width} columns, there are ${names.length} names: name each column once`);
  }
  const seen = new Set<string>();
  for (const name of names) {
    if (name === "" || seen.has(name)) {
      throw invalidInput("columns", `columns: expected distinct names, "${name}" is empty or stands twice`);
    }
    seen.add(name);
  }
  return names;
}

/** The names that the rows themselves carry: those of a panel or of a table of features. */
function ownNames(input: PreprocessingInput): readonly string[] | undefined {
  const named = input as { readonly assets?: readonly string[]; readonly names?: readonly string[] };
  return named.assets ?? named.names;
}

/** A column as training saw it. */
export interface ColumnHeader {
  readonly name: string;
  readonly kind: Column["kind"];
}

/**
 * Reads training rows into named columns: names given, else those that the rows carry, else `x0`, `x1`, ...
 *
 * A column with any text holds categories.
 */
export function readTable(input: PreprocessingInput, names?: readonly string[]): Table {
  return tableOf(input, names ?? ownNames(input), undefined);
}

/** Reads rows after training: the same columns of the same kinds. */
export function readKnownTable(input: PreprocessingInput, headers: readonly ColumnHeader[]): Table {
  const names = headers.map(({ name }) => name);
  const own = ownNames(input);
  if (own !== undefined && own.length === names.length && own.some((name, j) => name !== names[j])) {
    const place = own.findIndex((name, j) => name !== names[j]);
    throw invalidInput(
      "X",
      `column ${place} of X is "${own[place]!}", in training it was "${names[place]!}": pass the same columns in the same order`,
    );
  }
  return tableOf(input, names, headers);
}

function tableOf(
  input: PreprocessingInput,
  names: readonly string[] | undefined,
  headers: readonly ColumnHeader[] | undefined,
): Table {
  const flat = (values: Float64Array, width: number): Table => ({
    rows: values.length / width,
    columns: cellsAllowed(numberColumns(values, namesFor(width, names)), headers),
  });
  if (input instanceof Float64Array) return flat(input, 1);
  if ("columns" in input) {
    const { values, columns } = input;
    if (!Number.isInteger(columns) || columns < 1 || values.length % columns !== 0) {
      throw invalidInput("X", `expected a multiple of ${columns} values (the width), was ${values.length}`);
    }
    return flat(values, columns);
  }
  const list = "assets" in input ? input.values : input;
  const first = list[0];
  if (typeof first === "number") return flat(Float64Array.from(list as readonly number[]), 1);
  const rows = list as readonly (readonly Cell[])[];
  const width = first === undefined ? (names?.length ?? 1) : first.length;
  rows.forEach((row, t) => {
    if (row.length !== width) {
      throw invalidInput("X", `row ${t} has ${row.length} values, row 0 has ${width}: make all rows equally long`);
    }
  });
  return {
    rows: rows.length,
    columns: namesFor(width, names).map((name, j) => cellColumn(rows, j, name, headers?.[j]?.kind)),
  };
}

/** Columns of numbers, refused where training saw categories. */
function cellsAllowed(columns: readonly Column[], headers: readonly ColumnHeader[] | undefined): readonly Column[] {
  const text = headers?.find(({ kind }) => kind === "category");
  if (text === undefined) return columns;
  throw invalidInput(
    "X",
    `column "${text.name}" held categories in training: pass rows that hold text, not only numbers`,
  );
}

/** The values of a column that are there, without NaN. */
export function present(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}

/** The table with some columns replaced by others, in their place. */
export function replaceColumns(table: Table, replace: (column: Column) => Column | readonly Column[]): Table {
  return { rows: table.rows, columns: table.columns.flatMap((column) => replace(column)) };
}

/** The columns that a step acts on: the named ones, else all of its kind. */
export function stepColumns<Kind extends Column["kind"]>(
  table: Table,
  names: readonly string[] | undefined,
  kind: Kind,
  at: string,
): readonly Extract<Column, { kind: Kind }>[] {
  type Found = Extract<Column, { kind: Kind }>;
  if (names === undefined) return table.columns.filter((column): column is Found => column.kind === kind);
  return names.map((name) => {
    const column = columnNamed(table, name, at);
    if (column.kind === kind) return column as Found;
    const remedy = kind === "number" ? "encode it first" : "leave it out, it holds numbers";
    throw invalidInput(`${at}.columns`, `${at}: column "${name}" holds a ${column.kind}, not a ${kind}: ${remedy}`);
  });
}

/** The column of a name. Throws `INVALID_INPUT` naming those that there are. */
export function columnNamed(table: Table, name: string, at: string): Column {
  const column = table.columns.find((one) => one.name === name);
  if (column !== undefined) return column;
  const known = table.columns.map((one) => `"${one.name}"`).join(", ");
  throw invalidInput(`${at}.columns`, `${at}: there is no column "${name}" here, there are ${known}`);
}
