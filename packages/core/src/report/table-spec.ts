/** How the numbers of a column are written. */
export type CellFormat = "text" | "integer" | "number" | "percent" | "currency" | "date" | "scientific";

/** One column of a {@link TableSpec}. */
export interface TableColumn {
  /** Property of each row that holds the cell. */
  readonly key: string;
  readonly label: string;
  /** @defaultValue "text" */
  readonly format?: CellFormat;
  /**
   * Digits after the decimal point.
   * @defaultValue 2
   */
  readonly digits?: number;
}

/** A table as plain data; `null` is an empty cell, fractions are written as per cent by the `percent` format. */
export interface TableSpec {
  readonly title: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly Readonly<Record<string, string | number | null>>[];
  /** One or two sentences below the table: conventions, sources. */
  readonly note?: string;
}
