import type { Feature, FeatureState } from "../feature.ts";

/** A feature that reads one row and remembers none. */
export function ofRow<Row, Kind extends string>(declaration: {
  readonly kind: Kind;
  readonly title: string;
  readonly source: string;
  readonly inputs: readonly (keyof Row & string)[];
  readonly value: (row: Row) => number;
}): Feature<Row, Kind> {
  const { kind, title, source, inputs, value } = declaration;
  class State implements FeatureState<Row> {
    update(row: Row, out: Float64Array, at: number): void {
      out[at] = value(row);
    }
  }
  return {
    kind,
    title,
    source,
    parameters: {},
    inputs: () => inputs,
    outputs: [""],
    lookback: () => 0,
    memory: "window",
    start: () => new State(),
  };
}

/** a / b, NaN where b is not above 0: a ratio to a loss or to nothing says nothing. */
export function overPositive(a: number, b: number): number {
  return b > 0 ? a / b : NaN;
}
