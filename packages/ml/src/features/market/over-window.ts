import type { Feature, FeatureState } from "../feature.ts";
import type { ParameterTable } from "../parameter.ts";
import { type MarketRow, RowBefore } from "./market-row.ts";

/** The last `size` entries of `width` numbers each, in one array that goes round. */
export class Window {
  readonly values: Float64Array;
  readonly size: number;
  readonly width: number;
  /** Where the newest entry begins. */
  newest = 0;
  filled = 0;

  constructor(size: number, width: number) {
    this.size = size;
    this.width = width;
    this.values = new Float64Array(size * width);
  }

  get full(): boolean {
    return this.filled === this.size;
  }

  /** Makes room for an entry in place of the oldest; the caller writes it at `newest`. */
  advance(): void {
    this.newest = this.newest + this.width === this.values.length ? 0 : this.newest + this.width;
    if (this.filled < this.size) this.filled++;
  }

  /** Where the entry `lag` places before the newest begins. */
  at(lag: number): number {
    const place = this.newest - lag * this.width;
    return place < 0 ? place + this.values.length : place;
  }
}

/** A feature with one output over the last entries that rows have made, computed afresh at every row: no sums that drift. */
export interface WindowDeclaration<Kind extends string, Parameters extends object> {
  readonly kind: Kind;
  readonly title: string;
  readonly source: string;
  readonly parameters: ParameterTable<Parameters>;
  readonly check?: (parameters: Parameters) => string | undefined;
  readonly inputs: readonly (keyof MarketRow)[];
  /** Entries that the feature needs. */
  readonly size: (parameters: Parameters) => number;
  /**
   * Numbers of an entry.
   * @defaultValue 1
   */
  readonly width?: number;
  /** Whether an entry needs the row before, so that the first row makes none. */
  readonly needsBefore: boolean;
  /** Writes the entry of a row to `values` from `at` on. */
  readonly enter: (row: MarketRow, before: MarketRow, values: Float64Array, at: number) => void;
  /** Whether a row makes an entry. @defaultValue every row */
  readonly counts?: (row: MarketRow, before: MarketRow) => boolean;
  readonly statistic: (window: Window, parameters: Parameters) => number;
}

/** A market feature over a window of rows. */
export function overWindow<Kind extends string, Parameters extends object>(
  declaration: WindowDeclaration<Kind, Parameters>,
): Feature<MarketRow, Kind, Parameters> {
  const { kind, title, source, parameters, check, inputs, size, width = 1, needsBefore } = declaration;
  const { enter, counts, statistic } = declaration;

  class State implements FeatureState<MarketRow> {
    private readonly window: Window;
    private readonly before = new RowBefore();
    private seen = 0;
    private readonly parameters: Parameters;

    constructor(chosen: Parameters) {
      this.window = new Window(size(chosen), width);
      this.parameters = { ...chosen };
    }

    update(row: MarketRow, out: Float64Array, at: number): void {
      const { window, before } = this;
      if ((!needsBefore || this.seen > 0) && (counts === undefined || counts(row, before))) {
        window.advance();
        enter(row, before, window.values, window.newest);
      }
      this.seen = 1;
      if (needsBefore) before.keep(row);
      out[at] = window.full ? statistic(window, this.parameters) : NaN;
    }
  }

  return {
    kind,
    title,
    source,
    parameters,
    ...(check === undefined ? {} : { check }),
    inputs: () => inputs,
    outputs: [""],
    lookback: (chosen) => size(chosen) - (needsBefore ? 0 : 1),
    memory: "window",
    start: (chosen) => new State(chosen),
  };
}
