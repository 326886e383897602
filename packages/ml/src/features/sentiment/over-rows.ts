import type { Feature, FeatureState } from "../feature.ts";
import { count } from "../parameter.ts";
import type { SentimentRow } from "./headlines.ts";

/** The parameter of features over a window of days. */
export interface SentimentWindow {
  /** In rows. */
  readonly window: number;
}

/** Headlines of a window added up, its newest row beside them. */
export interface SentimentSums {
  readonly now: SentimentRow;
  /** The whole window, the newest row included. */
  readonly all: SentimentRow;
  /** Rows of the window. */
  readonly size: number;
}

const fields = ["count", "weight", "total", "squares", "positive", "negative"] as const;

/** A feature over the headlines of the last rows, added up afresh at each: no sums that drift. */
export function overRows<Kind extends string>(declaration: {
  readonly kind: Kind;
  readonly title: string;
  readonly source: string;
  readonly window: number;
  readonly minimum?: number;
  readonly inputs: readonly (keyof SentimentRow)[];
  readonly value: (sums: SentimentSums) => number;
}): Feature<SentimentRow, Kind, SentimentWindow> {
  const { kind, title, source, window, minimum = 1, inputs, value } = declaration;
  class State implements FeatureState<SentimentRow> {
    private readonly values: Float64Array;
    private head = 0;
    private filled = 0;

    constructor(size: number) {
      this.values = new Float64Array(size * fields.length);
    }

    update(row: SentimentRow, out: Float64Array, at: number): void {
      const { values } = this;
      const size = values.length / fields.length;
      // numbers that the feature does not read may be missing
      fields.forEach(
        (field, i) => (values[this.head * fields.length + i] = (row as Partial<SentimentRow>)[field] ?? 0),
      );
      this.head = this.head + 1 === size ? 0 : this.head + 1;
      if (this.filled < size) this.filled++;
      out[at] = this.filled === size ? value({ now: row, all: this.sums(), size }) : NaN;
    }

    private sums(): SentimentRow {
      const sums = { count: 0, weight: 0, total: 0, squares: 0, positive: 0, negative: 0 };
      for (let i = 0; i < this.values.length; i++) sums[fields[i % fields.length]!] += this.values[i]!;
      return sums;
    }
  }
  return {
    kind,
    title,
    source,
    parameters: { window: count(window, minimum) },
    inputs: () => inputs,
    outputs: [""],
    lookback: ({ window }) => window - 1,
    memory: "window",
    start: ({ window }) => new State(window),
  };
}
