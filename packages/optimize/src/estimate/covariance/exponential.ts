import { decayOf } from "../mean/exponential-mean.ts";
import { type EstimateOptions, requireCount, type ReturnData } from "../return-data.ts";
import type { CovarianceKind } from "./covariance-kind.ts";

/** Exponentially weighted mean of the products of deviations from the full-sample means, as PyPortfolioOpt computes it. */
export interface ExponentialCovarianceOptions extends EstimateOptions {
  readonly method: "exponential";
  /** Weights fall by 1 - 2 / (span + 1) a period, and are normalised. @defaultValue 180 */
  readonly span?: number | undefined;
}

/** The exponentially weighted covariance. */
export const exponential: CovarianceKind<ExponentialCovarianceOptions> = {
  method: "exponential",
  summary:
    "Exponentially weighted products of deviations from the full-sample means; `span` gives the decay, 2 / (span + 1).",
  estimate({ assets, rows, columns, values }: ReturnData, options: ExponentialCovarianceOptions) {
    const decay = decayOf(options.span ?? 180);
    const means = new Float64Array(columns);
    for (let j = 0; j < columns; j += 1) {
      let count = 0;
      for (let t = 0; t < rows; t += 1) {
        const value = values[t * columns + j]!;
        if (Number.isNaN(value)) continue;
        means[j] = means[j]! + value;
        count += 1;
      }
      requireCount(count, 2, assets[j]!);
      means[j] = means[j]! / count;
    }
    const sums = new Float64Array(columns * columns);
    const masses = new Float64Array(columns * columns);
    let weight = 1;
    for (let t = rows - 1; t >= 0; t -= 1) {
      for (let i = 0; i < columns; i += 1) {
        const a = values[t * columns + i]! - means[i]!;
        if (Number.isNaN(a)) continue;
        for (let j = 0; j <= i; j += 1) {
          const b = values[t * columns + j]! - means[j]!;
          if (Number.isNaN(b)) continue;
          sums[i * columns + j] = sums[i * columns + j]! + weight * a * b;
          masses[i * columns + j] = masses[i * columns + j]! + weight;
        }
      }
      weight *= decay;
    }
    const result = new Float64Array(columns * columns);
    for (let i = 0; i < columns; i += 1) {
      for (let j = 0; j <= i; j += 1) {
        requireCount(masses[i * columns + j]! > 0 ? 1 : 0, 1, assets[i]!);
        const value = sums[i * columns + j]! / masses[i * columns + j]!;
        result[i * columns + j] = value;
        result[j * columns + i] = value;
      }
    }
    return { values: result };
  },
};
