import { invalidInput, type RiskMeasureName } from "@plimsoll/core";
import { quantileSorted } from "@plimsoll/numeric";

/** What a monitor can watch; losses and drawdowns are positive. */
export type MonitorMetric =
  /** Value at risk of one period at a confidence in per cent, quantile type 7. */
  | `var-${number}`
  /** Exact expected shortfall. */
  | `es-${number}`
  /** Annualised standard deviation, ddof 1. */
  | "volatility"
  /** Fall from the highest value since the monitor began, now and at its worst. */
  | "drawdown"
  | "max-drawdown"
  /** sum |w| and |sum w|. */
  | "gross-exposure"
  | "net-exposure"
  /** Largest |w|, and sum w^2 / (sum |w|)^2. */
  | "largest-position"
  | "concentration"
  /** Days to sell the slowest position: |w| over its `capacities`. */
  | "liquidation-days";

/** What metrics are computed from. */
export interface MetricInput {
  readonly weights: Float64Array;
  /** Portfolio returns upwards, and oldest first. */
  readonly sorted: Float64Array;
  readonly chronological: Float64Array;
  readonly drawdown: number;
  readonly maxDrawdown: number;
  /** Fraction of the portfolio's value that can be sold a day, by asset; `null` where it isn't known. */
  readonly capacities: Float64Array | null;
  readonly periodsPerYear: number;
}

/** A metric that is ready to compute. */
export interface CompiledMetric {
  readonly name: MonitorMetric;
  /** Returns that it needs. */
  readonly minimum: number;
  /** The name core knows it by; `null` for metrics core has no limit for. */
  readonly measure: RiskMeasureName | null;
  /** Whether it is computed from returns rather than from weights. */
  readonly fromReturns: boolean;
  readonly value: (input: MetricInput) => number;
}

type Fixed = Exclude<MonitorMetric, `var-${number}` | `es-${number}`>;

const fixed: { readonly [Name in Fixed]: Omit<CompiledMetric, "name"> } = {
  volatility: {
    minimum: 2,
    measure: "volatility",
    fromReturns: true,
    value: ({ chronological, periodsPerYear }) => Math.sqrt(varianceOf(chronological) * periodsPerYear),
  },
  drawdown: { minimum: 1, measure: null, fromReturns: false, value: ({ drawdown }) => drawdown },
  "max-drawdown": {
    minimum: 1,
    measure: "maximumDrawdown",
    fromReturns: false,
    value: ({ maxDrawdown }) => maxDrawdown,
  },
  "gross-exposure": { minimum: 0, measure: null, fromReturns: false, value: ({ weights }) => gross(weights) },
  "net-exposure": {
    minimum: 0,
    measure: null,
    fromReturns: false,
    value: ({ weights }) => Math.abs(weights.reduce((sum, weight) => sum + weight, 0)),
  },
  "largest-position": {
    minimum: 0,
    measure: null,
    fromReturns: false,
    value: ({ weights }) => weights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0),
  },
  concentration: {
    minimum: 0,
    measure: null,
    fromReturns: false,
    value: ({ weights }) => {
      const total = gross(weights);
      return total === 0 ? 0 : weights.reduce((sum, weight) => sum + weight * weight, 0) / total ** 2;
    },
  },
  "liquidation-days": {
    minimum: 0,
    measure: null,
    fromReturns: false,
    value: ({ weights, capacities }) => {
      if (capacities === null) {
        throw invalidInput(
          "capacities",
          "capacities: the metric liquidation-days needs what can be sold a day, as a fraction of the portfolio, by asset",
        );
      }
      return weights.reduce(
        (days, weight, i) => (weight === 0 ? days : Math.max(days, Math.abs(weight) / capacities[i]!)),
        0,
      );
    },
  },
};

const measures: Readonly<Record<string, RiskMeasureName>> = {
  "var-95": "valueAtRisk95",
  "var-99": "valueAtRisk99",
  "es-95": "expectedShortfall95",
};

/** The metric of a name; throws `INVALID_INPUT` for one it doesn't know. */
export function compileMetric(name: string, argument: string): CompiledMetric {
  if (Object.hasOwn(fixed, name)) return { name: name as Fixed, ...fixed[name as Fixed] };
  const match = /^(var|es)-(\d+(?:\.\d+)?)$/.exec(name);
  const percent = match === null ? Number.NaN : Number(match[2]);
  if (match === null || !(percent > 0 && percent < 100)) {
    throw invalidInput(
      argument,
      `${argument}: no metric "${name}": choose var-99 or es-97.5 (any confidence in per cent), ${Object.keys(fixed).join(", ")}`,
      { received: name },
    );
  }
  const tail = Number(((100 - percent) / 100).toPrecision(12));
  return {
    name: name as MonitorMetric,
    // one observation beyond the quantile on average
    minimum: Math.max(2, Math.ceil(1 / tail - 1e-9)),
    measure: Object.hasOwn(measures, name) ? measures[name]! : null,
    fromReturns: true,
    value: match[1] === "var" ? ({ sorted }) => -quantileSorted(sorted, tail) : ({ sorted }) => shortfall(sorted, tail),
  };
}

function gross(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
}

function varianceOf(values: Float64Array): number {
  let total = 0;
  for (let t = 0; t < values.length; t++) total += values[t]!;
  const centre = total / values.length;
  let squares = 0;
  for (let t = 0; t < values.length; t++) squares += (values[t]! - centre) ** 2;
  return squares / (values.length - 1);
}

/** Mean of the worst `tail` of sorted returns, the last one in part (definition 2). */
function shortfall(sorted: Float64Array, tail: number): number {
  const mass = tail * sorted.length;
  const whole = Math.min(sorted.length, Math.floor(mass + 1e-9));
  let total = 0;
  for (let i = 0; i < whole; i++) total += sorted[i]!;
  if (whole < sorted.length) total += Math.max(0, mass - whole) * sorted[whole]!;
  return -total / mass;
}
