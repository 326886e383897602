import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { FeatureFamily, FeatureState } from "./feature.ts";
import { readFeatures, type ChosenFeature } from "./read-feature.ts";
import { resumeState, saveState, type StateJson } from "./state-json.ts";

/** A stream of features at rest, as plain JSON. */
export interface FeatureStreamJson {
  readonly kind: "feature-stream";
  readonly family: string;
  /** Rows seen. */
  readonly rows: number;
  readonly features: readonly {
    readonly name: string;
    readonly request: Readonly<Record<string, string | number>>;
    readonly state: StateJson;
  }[];
}

/** Schema of {@link FeatureStreamJson}; the memory of each feature is checked when it is resumed. */
export const FeatureStreamSchema: z.ZodType<FeatureStreamJson> = z.strictObject({
  kind: z.literal("feature-stream"),
  family: z.string(),
  rows: z.number().int().min(0),
  features: z
    .array(
      z.strictObject({
        name: z.string(),
        request: z.record(z.string(), z.union([z.string(), z.number()])),
        state: z.custom<StateJson>((value) => typeof value === "object" && value !== null),
      }),
    )
    .min(1),
});

/**
 * Features one row at a time: what arrives live gives, to the last bit, what the batch over the whole history gives, because the
 * batch is this.
 *
 * The one mutable thing of this package: `update` moves it on. `toJSON` saves where it stands; a stream resumed from that goes on
 * identically.
 */
export class FeatureStream<Row extends object> {
  /** The names of the outputs, in the order in which `update` gives them. */
  readonly names: readonly string[];
  /** Rows before the first one at which every output has a value, on data without missing rows. */
  readonly lookback: number;
  readonly #family: FeatureFamily<Row>;
  readonly #features: readonly ChosenFeature<Row>[];
  readonly #states: readonly FeatureState<Row>[];
  readonly #offsets: Int32Array;
  /** Bit i is set where the feature reads input i. */
  readonly #needs: Int32Array;
  #rows = 0;
  #masks: Int32Array = new Int32Array(0);

  private constructor(family: FeatureFamily<Row>, features: readonly ChosenFeature<Row>[]) {
    this.#family = family;
    this.#features = features;
    this.#states = features.map((feature) => feature.start());
    this.names = Object.freeze(features.flatMap(({ outputs }) => outputs));
    this.lookback = Math.max(...features.map(({ lookback }) => lookback));
    this.#offsets = new Int32Array(features.length);
    this.#needs = Int32Array.from(features, ({ inputs }) =>
      inputs.reduce((mask, input) => mask | (1 << family.inputs.indexOf(input)), 0),
    );
    for (let i = 1; i < features.length; i++)
      this.#offsets[i] = this.#offsets[i - 1]! + features[i - 1]!.outputs.length;
  }

  /** A stream of the features that `include` names, or all of the family. */
  static start<Row extends object>(family: FeatureFamily<Row>, include?: readonly unknown[]): FeatureStream<Row> {
    return new FeatureStream(family, readFeatures(include, family));
  }

  /** Goes on from where `toJSON` was called. Throws `INVALID_INPUT` for what is not a saved stream of this family. */
  static resume<Row extends object>(family: FeatureFamily<Row>, json: unknown): FeatureStream<Row> {
    const parsed = FeatureStreamSchema.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw invalidInput("json", `json: not a saved feature stream: ${issue.path.join(".")}: ${issue.message}`);
    }
    const { data } = parsed;
    if (data.family !== family.name) {
      throw invalidInput("json", `json: a stream of ${data.family} features, expected ${family.name} ones`);
    }
    const features = readFeatures(
      data.features.map(({ request }) => request),
      family,
    );
    const named = features.map((feature, i): ChosenFeature<Row> => {
      const { name } = data.features[i]!;
      return {
        ...feature,
        name,
        outputs: feature.feature.outputs.map((suffix) => (suffix === "" ? name : `${name}-${suffix}`)),
      };
    });
    const stream = new FeatureStream(family, named);
    stream.#rows = data.rows;
    data.features.forEach(({ state }, i) => resumeState(stream.#states[i]!, state, `json.features[${i}].state`));
    return stream;
  }

  /** Rows seen so far. */
  get rows(): number {
    return this.#rows;
  }

  /**
   * Takes the next row and returns one number for each name.
   *
   * A feature one of whose inputs is NaN or left out has no value at this row and passes over it: its windows count the rows it has
   * seen. Throws `INVALID_INPUT` for an infinite number and for a row that the family's check refuses; the stream stays as it was.
   */
  update(row: Partial<Row>): Float64Array {
    const out = new Float64Array(this.names.length);
    const missing = this.#missing(row, this.#rows);
    const states = this.#states;
    for (let i = 0; i < states.length; i++) {
      const place = this.#offsets[i]!;
      if ((missing & this.#needs[i]!) === 0) states[i]!.update(row as Row, out, place);
      else this.#skip(i, out, place);
    }
    this.#rows++;
    return out;
  }

  /**
   * {@link FeatureStream.update} for the first `count` of `rows`: writes rows x names to `out` from `at` on. Each feature takes all of them
   * in turn, which finds its code and memory warm: some dozens of rows are best. Throws before the first row is taken.
   */
  updateBlock(rows: readonly Row[], count: number, out: Float64Array, at: number): void {
    if (this.#masks.length < count) this.#masks = new Int32Array(count);
    const masks = this.#masks;
    for (let t = 0; t < count; t++) masks[t] = this.#missing(rows[t]!, this.#rows + t);
    const width = this.names.length;
    for (let i = 0; i < this.#states.length; i++) {
      const state = this.#states[i]!;
      const needs = this.#needs[i]!;
      for (let t = 0, place = at + this.#offsets[i]!; t < count; t++, place += width) {
        if ((masks[t]! & needs) === 0) state.update(rows[t]!, out, place);
        else this.#skip(i, out, place);
      }
    }
    this.#rows += count;
  }

  #skip(feature: number, out: Float64Array, place: number): void {
    out.fill(NaN, place, place + this.#features[feature]!.outputs.length);
  }

  /** Bit i is set where input i is missing. */
  #missing(row: Partial<Row>, place: number): number {
    const { inputs } = this.#family;
    const numbers = row as Readonly<Record<string, number | null | undefined>>;
    let missing = 0;
    for (let i = 0; i < inputs.length; i++) {
      const value = numbers[inputs[i]!];
      if (value === undefined || value === null || Number.isNaN(value)) missing |= 1 << i;
      else if (typeof value !== "number" || !Number.isFinite(value)) {
        throw invalidInput(
          inputs[i]!,
          `row ${place}: ${inputs[i]!} is ${String(value)}: write NaN where it is missing`,
        );
      }
    }
    const complaint = this.#family.checkRow?.(row as Row);
    if (complaint !== undefined) throw invalidInput("row", `row ${place}: ${complaint}`);
    return missing;
  }

  toJSON(): FeatureStreamJson {
    return {
      kind: "feature-stream",
      family: this.#family.name,
      rows: this.#rows,
      features: this.#features.map(({ name, request }, i) => ({ name, request, state: saveState(this.#states[i]!) })),
    };
  }
}
