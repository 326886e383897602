import type { Feature, FeatureMemory, FeatureState } from "../feature.ts";
import type { CountParameter, ParameterTable } from "../parameter.ts";
import type { Bar } from "./bar.ts";

/** The parameter of indicators over a window of bars. */
export interface WindowOnly {
  /** In bars. */
  readonly window: number;
}

/** A number for each bar: NaN while it has seen too few. */
export interface BarSeriesState {
  next(bar: Bar): number;
}

class OneOutput implements FeatureState<Bar> {
  private readonly series: BarSeriesState;

  constructor(series: BarSeriesState) {
    this.series = series;
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    out[at] = this.series.next(bar);
  }
}

/** An indicator with one output that reads several numbers of each bar. */
export function ofBar<Kind extends string, Parameters extends object>(declaration: {
  readonly kind: Kind;
  readonly title: string;
  readonly source: string;
  readonly parameters: ParameterTable<Parameters>;
  readonly inputs: readonly (keyof Bar)[];
  readonly check?: (parameters: Parameters) => string | undefined;
  readonly lookback: (parameters: Parameters) => number;
  readonly memory: FeatureMemory;
  readonly series: (parameters: Parameters) => BarSeriesState;
}): Feature<Bar, Kind, Parameters> {
  const { kind, title, source, parameters, inputs, check, memory } = declaration;
  return {
    kind,
    title,
    source,
    parameters,
    ...(check === undefined ? {} : { check }),
    inputs: () => inputs,
    outputs: [""],
    lookback: (chosen: Parameters) => declaration.lookback(chosen),
    memory,
    start: (chosen: Parameters) => new OneOutput(declaration.series(chosen)),
  };
}

/** An indicator with one output over a window of bars. */
export function ofBars<Kind extends string>(declaration: {
  readonly kind: Kind;
  readonly title: string;
  readonly source: string;
  readonly window: CountParameter;
  readonly inputs: readonly (keyof Bar)[];
  readonly lookback: (window: number) => number;
  readonly memory: FeatureMemory;
  readonly series: (window: number) => BarSeriesState;
}): Feature<Bar, Kind, WindowOnly> {
  const { window, lookback, series, ...rest } = declaration;
  return ofBar<Kind, WindowOnly>({
    ...rest,
    parameters: { window },
    lookback: (parameters) => lookback(parameters.window),
    series: (parameters) => series(parameters.window),
  });
}
