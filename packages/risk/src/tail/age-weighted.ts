import { argsort } from "@plimsoll/numeric";
import * as z from "zod";
import { quantileError, shortfallError } from "./standard-errors.ts";
import { compounded, type TailInput, type TailMethod } from "./tail-method.ts";

/** The empirical distribution with weights that fall with age. */
export interface AgeWeightedSpec {
  readonly kind: "age-weighted";
  /** What a period of age multiplies a weight by, strictly between 0 and 1. @defaultValue 0.98 */
  readonly decay?: number;
}

const schema: z.ZodType<AgeWeightedSpec> = z.strictObject({
  kind: z.literal("age-weighted"),
  decay: z.exactOptional(z.number().gt(0).lt(1)),
});

interface WeightedTail {
  readonly decay: number;
  /** By time: the i-th newest has decay^(i-1) (1 - decay) / (1 - decay^n). */
  readonly weights: Float64Array;
  readonly effective: number;
  readonly valueAtRisk: number;
  readonly edge: number;
  /** The share of each return in the tail mean: whole weights, and a part of the last. */
  readonly shares: Float64Array;
}

function weightedTail({ series, tail }: TailInput, decay: number): WeightedTail {
  const n = series.length;
  const weights = new Float64Array(n);
  const scale = (1 - decay) / (1 - decay ** n);
  let squares = 0;
  for (let t = 0; t < n; t++) {
    weights[t] = decay ** (n - 1 - t) * scale;
    squares += weights[t]! ** 2;
  }
  const shares = new Float64Array(n);
  const order = argsort(series);
  let mass = 0;
  let edge = order[0]!;
  for (const at of order) {
    const room = tail - mass;
    edge = at;
    shares[at] = Math.min(weights[at]!, room) / tail;
    mass += weights[at]!;
    // 1e-12 forgives the rounding of the sum
    if (mass >= tail * (1 - 1e-12)) break;
  }
  return { decay, weights, effective: 1 / squares, valueAtRisk: -series[edge]!, edge, shares };
}

/** Definitions 8 (Boudoukh, Richardson & Whitelaw 1998). */
export const ageWeightedMethod: TailMethod<AgeWeightedSpec> = {
  kind: "age-weighted",
  schema,
  minimum: 2,
  scaling: "square-root-of-time",
  valueAtRisk: (input, { decay = 0.98 }) => {
    const { valueAtRisk, edge, effective } = weightedTail(input, decay);
    return {
      value: valueAtRisk,
      standardError: quantileError(input.series, input.tail, valueAtRisk, effective),
      gradient: () => {
        const gradient = new Float64Array(input.series.length);
        gradient[edge] = -1;
        return gradient;
      },
      conventions: {
        decay,
        effectiveObservations: effective,
        standardError: "kernel density at the quantile, effective observations",
      },
    };
  },
  expectedShortfall: (input, { decay = 0.98 }) => {
    const { valueAtRisk, shares, weights, effective } = weightedTail(input, decay);
    let value = 0;
    for (let t = 0; t < shares.length; t++) value -= shares[t]! * input.series[t]!;
    return {
      value,
      standardError: shortfallError(input.series, input.tail, valueAtRisk, value, weights),
      gradient: () => shares.map((share) => -share),
      conventions: {
        decay,
        effectiveObservations: effective,
        standardError: "Manistre & Hancock (2005), effective observations",
      },
    };
  },
  // an age with the weights' geometric law, by inversion
  sampler: ({ series, horizon }, { decay = 0.98 }) => {
    const n = series.length;
    const reach = 1 - decay ** n;
    return compounded(horizon, (stream) => {
      const age = Math.floor(Math.log1p(-stream.uniform() * reach) / Math.log(decay));
      return series[n - 1 - Math.min(age, n - 1)]!;
    });
  },
};
