import { invalidInput } from "@plimsoll/core";
import { type EstimateOptions, requireCount, type ReturnData } from "../return-data.ts";
import type { MeanKind } from "./mean-kind.ts";

/** Exponentially weighted mean of simple returns, times `periodsPerYear` where annual. */
export interface ExponentialMeanOptions extends EstimateOptions {
  readonly method: "exponential";
  /** Weights fall by 1 - 2 / (span + 1) a period, and are normalised. @defaultValue 500 */
  readonly span?: number | undefined;
}

/** The exponentially weighted mean. */
export const exponentialMean: MeanKind<ExponentialMeanOptions> = {
  method: "exponential",
  summary: "Exponentially weighted mean; annual: times `periodsPerYear`. `span` gives the decay, 2 / (span + 1).",
  estimate({ assets, rows, columns, values }: ReturnData, options: ExponentialMeanOptions) {
    const decay = decayOf(options.span ?? 500);
    const means = new Float64Array(columns);
    for (let j = 0; j < columns; j += 1) {
      let sum = 0;
      let mass = 0;
      let weight = 1;
      let count = 0;
      for (let t = rows - 1; t >= 0; t -= 1) {
        const value = values[t * columns + j]!;
        if (!Number.isNaN(value)) {
          sum += weight * value;
          mass += weight;
          count += 1;
        }
        weight *= decay;
      }
      requireCount(count, 1, assets[j]!);
      means[j] = sum / mass;
    }
    return { values: means, annual: false };
  },
};

/** What weights are multiplied by from one period to the one before. Throws `INVALID_INPUT` for a span below 1. */
export function decayOf(span: number): number {
  if (span >= 1 && Number.isFinite(span)) return 1 - 2 / (span + 1);
  throw invalidInput("span", `expected span of at least 1 period, was ${span}`);
}
