import { invalidInput, PlimsollError } from "@plimsoll/core";
import * as z from "zod";
import { checkKeys, type RowContext, type RowKeys, type RowPosition } from "./row-keys.ts";
import {
  type PreprocessingState,
  PreprocessingStateSchema,
  type PreprocessingStep,
  PreprocessingStepSchema,
  stepKindOf,
} from "./steps/table.ts";
import { type PreprocessingInput, readKnownTable, readTable, type Table } from "./table.ts";

/** Preprocessing as plain JSON. */
export interface PreprocessingData {
  readonly kind: "preprocessing";
  /** The columns that come in. */
  readonly inputs: readonly { readonly name: string; readonly kind: "number" | "category" }[];
  /** Names of the columns that come out. */
  readonly outputs: readonly string[];
  readonly trainingRows: number;
  readonly steps: readonly { readonly step: PreprocessingStep; readonly state: PreprocessingState }[];
}

export const PreprocessingSchema: z.ZodType<PreprocessingData> = z
  .strictObject({
    kind: z.literal("preprocessing"),
    inputs: z.array(z.strictObject({ name: z.string(), kind: z.enum(["number", "category"]) })).min(1),
    outputs: z.array(z.string()).min(1),
    trainingRows: z.number().int().min(1),
    steps: z.array(z.strictObject({ step: PreprocessingStepSchema, state: PreprocessingStateSchema })),
  })
  .refine(
    ({ steps }) => steps.every(({ step, state }) => step.kind === state.kind),
    "a step and its state differ in kind",
  );

/** Options of {@link fitPreprocessing}. */
export interface FitPreprocessingOptions extends RowKeys {
  /**
   * Names of the columns.
   * @defaultValue the assets of a panel, the names of a table, else `x0`, `x1`, ...
   */
  readonly columns?: readonly string[] | undefined;
}

/** Options of {@link Preprocessing.transform}. */
export interface TransformOptions extends RowKeys {
  /**
   * Whether the rows are the training rows themselves or follow them in time: forward-filled values and expanding ranks
   * start afresh, or go on from where training ended.
   * @defaultValue "after-training"
   */
  readonly position?: RowPosition | undefined;
}

/** Transformed rows: row-major numbers with their width and names, as every model of this package takes them. */
export interface TransformedRows {
  readonly rows: number;
  readonly columns: number;
  readonly names: readonly string[];
  /** `rows` x `columns`; NaN is missing. */
  readonly values: Float64Array;
}

const stepName = (index: number, step: PreprocessingStep): string => `steps[${index}] (${step.kind})`;

/**
 * Preprocessing fitted on training rows: immutable, the same for training and for prediction, plain JSON on demand, so
 * that it travels with the model. Made by {@link fitPreprocessing}.
 */
export class Preprocessing {
  readonly #data: PreprocessingData;

  private constructor(data: PreprocessingData) {
    this.#data = data;
    Object.freeze(this);
  }

  /**
   * Preprocessing from what {@link Preprocessing.toJSON} wrote.
   * @throws `INVALID_INPUT` naming the field
   */
  static fromJSON(json: unknown): Preprocessing {
    const parsed = PreprocessingSchema.safeParse(json);
    if (parsed.success) return new Preprocessing(parsed.data);
    const issue = parsed.error.issues[0]!;
    const path = issue.path.join(".");
    throw invalidInput(path, `not preprocessing: ${path === "" ? "" : `${path}: `}${issue.message}`);
  }

  /** Names of the columns that come in. */
  get inputs(): readonly string[] {
    return this.#data.inputs.map(({ name }) => name);
  }

  /** Names of the columns that come out. */
  get outputs(): readonly string[] {
    return this.#data.outputs;
  }

  /**
   * Transforms rows by what the training rows taught; the state never changes.
   *
   * @throws `INVALID_INPUT` for other columns than in training, an unknown category (unless the step has a policy),
   * missing `dates` where a step works within dates
   */
  transform(rows: PreprocessingInput, options: TransformOptions = {}): TransformedRows {
    const { inputs, outputs, steps } = this.#data;
    let table = readKnownTable(rows, inputs);
    checkKeys(options, table.rows);
    const context: RowContext = { keys: options, position: options.position ?? "after-training" };
    steps.forEach(({ step, state }, index) => {
      table = stepKindOf(step).apply(table, step, state, context, stepName(index, step));
    });
    return flatten(table, outputs);
  }

  /** The preprocessing as plain JSON; {@link Preprocessing.fromJSON} restores it without loss. */
  toJSON(): PreprocessingData {
    return structuredClone(this.#data);
  }
}

function flatten(table: Table, outputs: readonly string[]): TransformedRows {
  const columns = table.columns.length;
  const values = new Float64Array(table.rows * columns);
  table.columns.forEach((column, j) => {
    if (column.kind === "category" && table.rows > 0) {
      throw invalidInput(
        column.name,
        `column "${column.name}" still holds categories after the last step: add an encode step, or leave it out`,
      );
    }
    for (let t = 0; t < table.rows; t++) values[t * columns + j] = column.values[t] as number;
  });
  return { rows: table.rows, columns, names: outputs, values };
}

/**
 * Fits steps one after the other on training rows only; each step sees what those before it made of them.
 *
 * Rows are numbers, a panel, or rows of numbers and text; NaN and `null` are missing. Steps are data: `standardise`,
 * `rank`, `winsorise`, `encode`, `impute`. Where a step works within dates (`scope: "cross-section"`), pass `dates`;
 * where values are carried through time for several assets, pass `entities`, with rows of one entity in order of time.
 *
 * @throws `INVALID_INPUT` for a malformed step, an unknown or constant column; `NOT_ENOUGH_DATA` for no training rows or
 * a column without values
 *
 * @example
 * ```ts
 * import { fitPreprocessing } from "@plimsoll/ml";
 *
 * const training = [[1, "bank"], [2, "energy"], [NaN, "bank"], [6, "bank"]];
 * const preprocessing = fitPreprocessing(
 *   training,
 *   [{ kind: "impute", method: "median" }, { kind: "standardise" }, { kind: "encode", unknown: "ignore" }],
 *   { columns: ["size", "sector"] },
 * );
 * console.log(preprocessing.outputs.join(" ")); // size sector=bank sector=energy
 * console.log(preprocessing.transform([[2.75, "shipping"]]).values.join(" ")); // 0 0 0
 * ```
 */
export function fitPreprocessing(
  rows: PreprocessingInput,
  steps: readonly PreprocessingStep[],
  options: FitPreprocessingOptions = {},
): Preprocessing {
  let table = readTable(rows, options.columns);
  if (table.rows === 0) {
    throw new PlimsollError("NOT_ENOUGH_DATA", "there are no training rows: pass at least one", {
      argument: "rows",
      required: 1,
      available: 0,
    });
  }
  checkKeys(options, table.rows);
  const context: RowContext = { keys: options, position: "training" };
  const inputs = table.columns.map(({ name, kind }) => ({ name, kind }));
  const fitted = steps.map((given, index) => {
    const parsed = PreprocessingStepSchema.safeParse(given);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      const path = ["steps", index, ...issue.path].join(".");
      throw invalidInput(path, `${path}: ${issue.message}`);
    }
    const step = parsed.data;
    const kind = stepKindOf(step);
    // through JSON at once: -0 would not survive it later
    const learnt = JSON.stringify(kind.fit(table, step, context, stepName(index, step)));
    const state = JSON.parse(learnt) as PreprocessingState;
    table = kind.apply(table, step, state, context, stepName(index, step));
    return { step, state };
  });
  const outputs = table.columns.map(({ name }) => name);
  const twice = outputs.find((name, index) => outputs.indexOf(name) !== index);
  if (twice !== undefined) {
    throw invalidInput(
      "steps",
      `two columns named "${twice}" come out: rename the column that came in under that name`,
    );
  }
  flatten(table, outputs);
  return Preprocessing.fromJSON({ kind: "preprocessing", inputs, outputs, trainingRows: table.rows, steps: fitted });
}
