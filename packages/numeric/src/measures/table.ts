import { averageDrawdownMeasure } from "./average-drawdown.ts";
import { cdarMeasure } from "./cdar.ts";
import { cvarMeasure } from "./cvar.ts";
import { cvarRangeMeasure } from "./cvar-range.ts";
import { distortionMeasure } from "./distortion.ts";
import { downsideVarianceMeasure } from "./downside-variance.ts";
import { edarMeasure } from "./edar.ts";
import { entropicMeasure } from "./entropic.ts";
import { evarMeasure } from "./evar.ts";
import { flpmMeasure } from "./flpm.ts";
import { giniMeasure } from "./gini.ts";
import { madMeasure } from "./mad.ts";
import { maxDrawdownMeasure } from "./max-drawdown.ts";
import type { MeasureTraits, RiskMeasure } from "./measure.ts";
import { rangeMeasure } from "./range.ts";
import { rlvarMeasure } from "./rlvar.ts";
import { semideviationMeasure } from "./semideviation.ts";
import { semivarianceMeasure } from "./semivariance.ts";
import { slpmMeasure } from "./slpm.ts";
import { spectralMeasure } from "./spectral.ts";
import { standardDeviationMeasure } from "./standard-deviation.ts";
import { tailGiniMeasure } from "./tail-gini.ts";
import { ulcerMeasure } from "./ulcer.ts";
import { valueAtRiskMeasure } from "./value-at-risk.ts";
import { varianceMeasure } from "./variance.ts";
import { worstMeasure } from "./worst.ts";

/** The shape of {@link riskMeasures}: one entry a kind. */
export interface RiskMeasureTable {
  readonly variance: typeof varianceMeasure;
  readonly "standard-deviation": typeof standardDeviationMeasure;
  readonly semivariance: typeof semivarianceMeasure;
  readonly semideviation: typeof semideviationMeasure;
  readonly "downside-variance": typeof downsideVarianceMeasure;
  readonly mad: typeof madMeasure;
  readonly gini: typeof giniMeasure;
  readonly range: typeof rangeMeasure;
  readonly flpm: typeof flpmMeasure;
  readonly slpm: typeof slpmMeasure;
  readonly "value-at-risk": typeof valueAtRiskMeasure;
  readonly cvar: typeof cvarMeasure;
  readonly evar: typeof evarMeasure;
  readonly rlvar: typeof rlvarMeasure;
  readonly worst: typeof worstMeasure;
  readonly "cvar-range": typeof cvarRangeMeasure;
  readonly "tail-gini": typeof tailGiniMeasure;
  readonly entropic: typeof entropicMeasure;
  readonly spectral: typeof spectralMeasure;
  readonly distortion: typeof distortionMeasure;
  readonly "max-drawdown": typeof maxDrawdownMeasure;
  readonly "average-drawdown": typeof averageDrawdownMeasure;
  readonly cdar: typeof cdarMeasure;
  readonly edar: typeof edarMeasure;
  readonly ulcer: typeof ulcerMeasure;
}

/**
 * Every risk measure of the suite, by kind: the one definition that optimize minimises and risk reports.
 *
 * @example
 * ```ts
 * import { riskMeasures } from "@plimsoll/numeric";
 *
 * const returns = Float64Array.of(0.01, -0.04, 0.02, -0.01, 0.03);
 * console.log(riskMeasures.cvar.value(returns, { confidence: 0.6 })); // 0.025, the mean of 0.04 and 0.01
 * console.log(riskMeasures["max-drawdown"].gradient(returns).join(" ")); // 0 -1 0 0 0
 * ```
 */
export const riskMeasures: RiskMeasureTable = Object.freeze({
  variance: varianceMeasure,
  "standard-deviation": standardDeviationMeasure,
  semivariance: semivarianceMeasure,
  semideviation: semideviationMeasure,
  "downside-variance": downsideVarianceMeasure,
  mad: madMeasure,
  gini: giniMeasure,
  range: rangeMeasure,
  flpm: flpmMeasure,
  slpm: slpmMeasure,
  "value-at-risk": valueAtRiskMeasure,
  cvar: cvarMeasure,
  evar: evarMeasure,
  rlvar: rlvarMeasure,
  worst: worstMeasure,
  "cvar-range": cvarRangeMeasure,
  "tail-gini": tailGiniMeasure,
  entropic: entropicMeasure,
  spectral: spectralMeasure,
  distortion: distortionMeasure,
  "max-drawdown": maxDrawdownMeasure,
  "average-drawdown": averageDrawdownMeasure,
  cdar: cdarMeasure,
  edar: edarMeasure,
  ulcer: ulcerMeasure,
});

/** The name of a risk measure. */
export type RiskMeasureKind = keyof RiskMeasureTable;

/** A risk measure with its options as plain data, such as `{ kind: "cvar", confidence: 0.99 }`. */
export type RiskMeasureSpec = {
  readonly [Kind in RiskMeasureKind]: { readonly kind: Kind } & NonNullable<
    Parameters<RiskMeasureTable[Kind]["value"]>[1]
  >;
}[RiskMeasureKind];

/** The table entry of `kind`, options untyped: a spec carries the options of its own kind. */
function entry(kind: RiskMeasureKind): RiskMeasure<RiskMeasureKind, object> {
  if (!Object.hasOwn(riskMeasures, kind)) {
    throw new RangeError(`expected one of ${Object.keys(riskMeasures).join(", ")}, was ${kind}`);
  }
  return riskMeasures[kind];
}

/** The value of the measure that `spec` describes; see {@link RiskMeasure}. */
export function measureRisk(spec: RiskMeasureSpec, series: Float64Array): number {
  return entry(spec.kind).value(series, spec);
}

/** The derivative of {@link measureRisk} by each return. */
export function measureRiskGradient(spec: RiskMeasureSpec, series: Float64Array): Float64Array {
  return entry(spec.kind).gradient(series, spec);
}

/** The traits of the measure that `spec` describes. */
export function riskMeasureTraits(spec: RiskMeasureSpec): MeasureTraits {
  return entry(spec.kind).traits(spec);
}
