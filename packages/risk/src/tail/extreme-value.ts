import { invalidInput, PlimsollError } from "@plimsoll/core";
import { argsort, fitGeneralisedPareto, type GeneralisedParetoFit } from "@plimsoll/numeric";
import * as z from "zod";
import { compounded, type TailEstimate, type TailInput, type TailMethod } from "./tail-method.ts";

/** A generalised Pareto law for the losses over a high threshold. */
export interface ExtremeValueSpec {
  readonly kind: "extreme-value";
  /** Share of the observations whose losses count as extreme: the threshold is the next largest loss. @defaultValue 0.1 */
  readonly tailFraction?: number;
  /** The threshold itself, as a loss, instead of `tailFraction`. */
  readonly threshold?: number;
}

const schema: z.ZodType<ExtremeValueSpec> = z
  .strictObject({
    kind: z.literal("extreme-value"),
    tailFraction: z.exactOptional(z.number().gt(0).lt(1)),
    threshold: z.exactOptional(z.number()),
  })
  .refine(({ tailFraction, threshold }) => tailFraction === undefined || threshold === undefined, {
    message: "expected tailFraction or threshold, not both",
  });

/** The losses over a threshold with the law fitted to their excesses. */
export interface PeaksOverThreshold {
  readonly threshold: number;
  /** Rows of the losses over it. */
  readonly rows: readonly number[];
  /** The row whose loss is the threshold; `null` where it was given. */
  readonly thresholdRow: number | null;
  readonly excesses: Float64Array;
  readonly fit: GeneralisedParetoFit;
}

/** Fits a generalised Pareto law to the excesses of the losses; throws `NOT_ENOUGH_DATA` under 5, `NOT_CONVERGED` without a fit. */
export function peaksOverThreshold(
  series: Float64Array,
  { tailFraction = 0.1, threshold: given }: Omit<ExtremeValueSpec, "kind">,
): PeaksOverThreshold {
  const n = series.length;
  const order = argsort(series);
  const place = given === undefined ? Math.min(Math.floor(tailFraction * n + 1e-9), n - 1) : null;
  const thresholdRow = place === null ? null : order[place]!;
  const threshold = given ?? -series[thresholdRow!]!;
  const rows: number[] = [];
  // ties with the threshold are no excess
  for (const row of order) {
    if (-series[row]! > threshold) rows.push(row);
    else break;
  }
  if (rows.length < 5) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `method "extreme-value": ${rows.length} losses above the threshold ${threshold.toPrecision(4)}, at least 5 are needed: lower the threshold, raise tailFraction or bring more returns`,
      { required: 5, available: rows.length, argument: "returns" },
    );
  }
  const excesses = Float64Array.from(rows, (row) => -series[row]! - threshold);
  try {
    return { threshold, rows, thresholdRow, excesses, fit: fitGeneralisedPareto(excesses) };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new PlimsollError(
      "NOT_CONVERGED",
      `method "extreme-value": ${cause.message}: choose another threshold or method`,
      { iterations: 0, residual: NaN, tolerance: NaN },
      { cause },
    );
  }
}

/** A value at the tail and its derivatives by threshold, shape, scale and share of excesses. */
interface TailValue {
  readonly value: number;
  readonly byThreshold: number;
  readonly byShape: number;
  readonly byScale: number;
  readonly byShare: number;
}

/** u + (beta / xi) (k^(-xi) - 1), k = a / share; its limit at xi = 0. */
function quantileOf({ threshold, fit: { shape, scale } }: PeaksOverThreshold, share: number, tail: number): TailValue {
  const log = Math.log(tail / share);
  const power = Math.exp(-shape * log);
  const reach = Math.abs(shape) < 1e-8 ? -log : Math.expm1(-shape * log) / shape;
  return {
    value: threshold + scale * reach,
    byThreshold: 1,
    byShape: Math.abs(shape) < 1e-5 ? (scale * log * log) / 2 : scale * ((-log * power - reach) / shape),
    byScale: reach,
    byShare: (scale * power) / share,
  };
}

/** (VaR + beta - xi u) / (1 - xi); Infinity for xi >= 1. */
function meanOf(peaks: PeaksOverThreshold, share: number, tail: number): TailValue {
  const {
    threshold,
    fit: { shape, scale },
  } = peaks;
  const edge = quantileOf(peaks, share, tail);
  const rest = 1 - shape;
  if (!(rest > 0)) return { value: Infinity, byThreshold: NaN, byShape: NaN, byScale: NaN, byShare: NaN };
  const value = (edge.value + scale - shape * threshold) / rest;
  return {
    value,
    byThreshold: 1,
    byShape: (edge.byShape - threshold + value) / rest,
    byScale: (edge.byScale + 1) / rest,
    byShare: edge.byShare / rest,
  };
}

/** The derivative of shape and scale by each excess, through the likelihood equations. */
function implicitGradient({ excesses, fit }: PeaksOverThreshold, byShape: number, byScale: number): Float64Array {
  const { shape, scale, covariance } = fit;
  const [a, b, c] = covariance;
  // minus the inverse Hessian is the covariance
  const left = byShape * a + byScale * b;
  const right = byShape * b + byScale * c;
  return excesses.map((excess) => {
    const s = excess / scale;
    const w = 1 + shape * s;
    const mixedShape = (-1 + ((1 + shape) * s) / w) / (scale * w);
    const mixedScale = (1 + shape) / (scale * w) ** 2;
    return left * mixedShape + right * mixedScale;
  });
}

function estimate(
  input: TailInput,
  spec: ExtremeValueSpec,
  read: (peaks: PeaksOverThreshold, share: number, tail: number) => TailValue,
): TailEstimate {
  const n = input.series.length;
  const peaks = peaksOverThreshold(input.series, spec);
  const share = peaks.rows.length / n;
  if (input.tail > share) {
    throw invalidInput(
      "confidence",
      `confidence: a tail of ${input.tail} is larger than the ${peaks.rows.length} of ${n} losses above the threshold: raise the confidence, lower the threshold or raise tailFraction`,
      { expected: `1 - confidence <= ${share}`, received: String(input.confidence) },
    );
  }
  const at = read(peaks, share, input.tail);
  const { shape, scale, covariance } = peaks.fit;
  const variance =
    at.byShape ** 2 * covariance[0] +
    2 * at.byShape * at.byScale * covariance[1] +
    at.byScale ** 2 * covariance[2] +
    (at.byShare ** 2 * share * (1 - share)) / n;
  return {
    value: at.value,
    standardError: at.value === Infinity ? Infinity : Math.sqrt(variance),
    gradient: () => {
      if (peaks.thresholdRow === null) {
        throw new PlimsollError(
          "UNSUPPORTED",
          "method.threshold: a given threshold does not move with the weights, so risk has no contributions: give tailFraction",
          { feature: "contributions with a given threshold" },
        );
      }
      const slopes = implicitGradient(peaks, at.byShape, at.byScale);
      const gradient = new Float64Array(n);
      let byThreshold = at.byThreshold;
      peaks.rows.forEach((row, i) => {
        gradient[row] = -slopes[i]!;
        byThreshold -= slopes[i]!;
      });
      gradient[peaks.thresholdRow]! -= byThreshold;
      return gradient;
    },
    conventions: {
      threshold: peaks.threshold,
      exceedances: peaks.rows.length,
      shape,
      scale,
      fit: "maximum likelihood",
      standardError: "delta method, observed information; the threshold counts as chosen",
    },
  };
}

/** Definitions 12 (McNeil & Frey 2000). */
export const extremeValueMethod: TailMethod<ExtremeValueSpec> = {
  kind: "extreme-value",
  schema,
  minimum: 20,
  scaling: "square-root-of-time",
  valueAtRisk: (input, spec) => estimate(input, spec, quantileOf),
  expectedShortfall: (input, spec) => estimate(input, spec, meanOf),
  sampler: (input, spec) => {
    const { threshold, fit, rows } = peaksOverThreshold(input.series, spec);
    const extreme = new Set(rows);
    const body = input.series.filter((_, row) => !extreme.has(row));
    const share = rows.length / input.series.length;
    return compounded(input.horizon, (stream) => {
      const u = stream.uniformOpen();
      if (u >= share) return body[stream.integer(body.length)]!;
      const log = Math.log(u / share);
      const excess = Math.abs(fit.shape) < 1e-8 ? -log : Math.expm1(-fit.shape * log) / fit.shape;
      return -(threshold + fit.scale * excess);
    });
  },
};
