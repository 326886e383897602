/** A named line: `values[i]` belongs to `dates[i]`; `null` where there is no value. */
export interface ChartSeries {
  readonly name: string;
  /** ISO dates, ascending. */
  readonly dates: readonly string[];
  readonly values: readonly (number | null)[];
}

/** Wealth over time: each series is the value of one unit invested at its first date. */
export interface EquityChart {
  readonly kind: "equity";
  readonly title: string;
  readonly series: readonly ChartSeries[];
  /** @defaultValue "linear" */
  readonly scale?: "linear" | "logarithmic";
}

/** Loss from the running maximum over time: values are fractions >= 0, drawn downwards. */
export interface DrawdownChart {
  readonly kind: "drawdown";
  readonly title: string;
  readonly series: readonly ChartSeries[];
}

/** Portfolio weights over time: `weights[i][j]` is the fraction in `assets[j]` at `dates[i]`. */
export interface WeightsChart {
  readonly kind: "weights";
  readonly title: string;
  readonly dates: readonly string[];
  readonly assets: readonly string[];
  readonly weights: readonly (readonly number[])[];
}

/** The efficient frontier with named points beside it; risk and return are annual fractions. */
export interface FrontierChart {
  readonly kind: "frontier";
  readonly title: string;
  readonly riskName: string;
  readonly curve: readonly { readonly risk: number; readonly expectedReturn: number }[];
  readonly points: readonly {
    readonly name: string;
    readonly risk: number;
    readonly expectedReturn: number;
    readonly role: "asset" | "portfolio";
  }[];
}

/** A series with the regime of each date behind it: `regimes[i]` indexes `regimeNames`. */
export interface RegimesChart {
  readonly kind: "regimes";
  readonly title: string;
  readonly series: ChartSeries;
  readonly regimes: readonly number[];
  readonly regimeNames: readonly string[];
  /** @defaultValue "linear" */
  readonly scale?: "linear" | "logarithmic";
}

/** A chart as plain data; `@plimsoll/plot` renders it. */
export type ChartSpec = EquityChart | DrawdownChart | WeightsChart | FrontierChart | RegimesChart;
