import type { Feature, FeatureMemory, FeatureState } from "../feature.ts";
import type { CountParameter, ParameterTable } from "../parameter.ts";
import { inputsOf, priceOf, sourceParameter, type Bar, type PriceSource } from "./bar.ts";

/** A number for each number: a recursion over one series, NaN while it has seen too few. */
export interface Series {
  next(value: number): number;
}

/** The parameter of indicators that read one number of a bar. */
export interface Sourced {
  /** @defaultValue "close" */
  readonly source: PriceSource;
}

/** The parameters of indicators over a window of one number of a bar. */
export interface Windowed extends Sourced {
  /** In bars. */
  readonly window: number;
}

/** What an indicator over one series declares; `parameters` without the source. */
export interface OneSeriesDeclaration<Kind extends string, Parameters extends Sourced> {
  readonly kind: Kind;
  readonly title: string;
  readonly source: string;
  readonly parameters: ParameterTable<Omit<Parameters, "source">>;
  readonly price?: PriceSource;
  readonly check?: (parameters: Parameters) => string | undefined;
  lookback(parameters: Parameters): number;
  readonly memory: FeatureMemory;
  series(parameters: Parameters): Series;
}

class OneSeriesState implements FeatureState<Bar> {
  private readonly source: PriceSource;
  private readonly series: Series;

  constructor(source: PriceSource, series: Series) {
    this.source = source;
    this.series = series;
  }

  update(bar: Bar, out: Float64Array, at: number): void {
    out[at] = this.series.next(priceOf(bar, this.source));
  }
}

/** An indicator with one output that reads one number of each bar. */
export function oneSeries<Kind extends string, Parameters extends Sourced>(
  declaration: OneSeriesDeclaration<Kind, Parameters>,
): Feature<Bar, Kind, Parameters> {
  const { kind, title, source, parameters, price, check, memory } = declaration;
  return {
    kind,
    title,
    source,
    parameters: { ...parameters, source: sourceParameter(price) } as unknown as ParameterTable<Parameters>,
    ...(check === undefined ? {} : { check }),
    inputs: (chosen: Parameters) => inputsOf(chosen.source),
    outputs: [""],
    lookback: (chosen: Parameters) => declaration.lookback(chosen),
    memory,
    start: (chosen: Parameters) => new OneSeriesState(chosen.source, declaration.series(chosen)),
  };
}

/** An indicator with one output over a window of one number of each bar. */
export function windowed<Kind extends string>(declaration: {
  readonly kind: Kind;
  readonly title: string;
  readonly source: string;
  readonly window: CountParameter;
  readonly price?: PriceSource;
  readonly lookback: (window: number) => number;
  readonly memory: FeatureMemory;
  readonly series: (window: number) => Series;
}): Feature<Bar, Kind, Windowed> {
  const { kind, title, source, window, price, memory } = declaration;
  return oneSeries<Kind, Windowed>({
    kind,
    title,
    source,
    parameters: { window },
    ...(price === undefined ? {} : { price }),
    lookback: (parameters) => declaration.lookback(parameters.window),
    memory,
    series: (parameters) => declaration.series(parameters.window),
  });
}
