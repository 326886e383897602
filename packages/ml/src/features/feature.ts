import type { ParameterTable } from "./parameter.ts";

/**
 * What a feature depends on: only the last `lookback + 1` rows (`"window"`), all rows with weights that fade
 * (`"fading"`: two starts agree after a while), or all rows since the first without fading (`"cumulative"`: its level, or its
 * regime, depends on where the series starts).
 */
export type FeatureMemory = "window" | "fading" | "cumulative";

/**
 * A feature on its way through time: a machine fed one row after the other.
 *
 * A state is a class whose fields are all data: numbers, booleans, fixed words, `Float64Array`s whose length never changes, and further
 * such states; no `undefined`. Then it is saved and resumed without code of its own (`saveState`, `resumeState`). What is no
 * data, such as a function fixed by the parameters, is `#private`: that is not saved. It allocates nothing in `update`.
 */
export interface FeatureState<Row> {
  /**
   * Takes the next row and writes one number for each output to `out[at]`, `out[at + 1]`, ...: NaN while there are too
   * few rows. `row` is reused by the caller: it must not be kept. Its inputs are finite (rows with a missing input never arrive).
   */
  update(row: Row, out: Float64Array, at: number): void;
}

/**
 * A feature, declared: what each file of a family's folder exports, one constant a file.
 *
 * `Row` is what one row of the family's data holds, numbers by name, such as a bar. A feature at t uses rows up to t only:
 * it can't do otherwise, since its state has seen no later row.
 */
export interface Feature<Row, Kind extends string = string, Parameters extends object = object> {
  /** Its name without parameters, lower case with hyphens, such as `"rsi"`. */
  readonly kind: Kind;
  /** What it is, for the docs: a phrase without full stop. */
  readonly title: string;
  /** Where the formula is from. */
  readonly source: string;
  /** Its parameters in the order in which a name writes them: `"macd-12-26-9"`. */
  readonly parameters: ParameterTable<Parameters>;
  /** What must hold between parameters, as the sentence of an error such as `"fast must be below slow"`. */
  check?(parameters: Parameters): string | undefined;
  /** The numbers of a row that it reads. */
  inputs(parameters: Parameters): readonly (keyof Row & string)[];
  /** What is added to the feature's name to name each output: `""` for the one that bears it alone, `"signal"` for `"macd-signal"`. */
  readonly outputs: readonly string[];
  /** Rows before the first one at which all outputs have a value: the window is `lookback + 1`. */
  lookback(parameters: Parameters): number;
  readonly memory: FeatureMemory;
  /** A state that has seen nothing. */
  start(parameters: Parameters): FeatureState<Row>;
}

/** The kind and parameters of a feature as plain JSON: parameters left out have their declared defaults. */
export type FeatureRequest<Kind extends string, Parameters extends object> = { readonly kind: Kind } & {
  readonly [Name in keyof Parameters]?: Parameters[Name] | undefined;
};

/** The request that a declared feature answers. */
export type RequestOf<F> =
  F extends Feature<never, infer Kind, infer Parameters> ? FeatureRequest<Kind, Parameters> : never;

/** A family: features of one kind of rows, and the names of the numbers in a row. */
export interface FeatureFamily<Row> {
  /** Such as `"technical"`. */
  readonly name: string;
  /** At most 31. */
  readonly inputs: readonly (keyof Row & string)[];
  /** The table: names, schema, docs and tests are made from it. */
  readonly features: readonly Feature<Row>[];
  /** What makes a row unusable, as the sentence of an error, such as `"high 1 is below low 2"`; NaN stands for missing. */
  checkRow?(row: Row): string | undefined;
}
