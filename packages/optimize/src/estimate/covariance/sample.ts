import { covarianceMatrix } from "@plimsoll/numeric";
import { type EstimateOptions, requireCount, type ReturnData } from "../return-data.ts";
import type { CovarianceKind } from "./covariance-kind.ts";

/** Sample covariance. With `missing: "available"` each pair of assets uses its common dates, which can make the matrix indefinite. */
export interface SampleOptions extends EstimateOptions {
  readonly method: "sample";
  /** Degrees of freedom taken off the count. @defaultValue 1 */
  readonly ddof?: number | undefined;
}

/** The sample covariance. */
export const sample: CovarianceKind<SampleOptions> = {
  method: "sample",
  summary: "Sample covariance, ddof 1.",
  estimate({ assets, rows, columns, values }: ReturnData, options: SampleOptions) {
    const ddof = options.ddof ?? 1;
    if (!values.some(Number.isNaN)) return { values: covarianceMatrix(values, rows, columns, { ddof }) };
    const result = new Float64Array(columns * columns);
    for (let i = 0; i < columns; i += 1) {
      for (let j = 0; j <= i; j += 1) {
        const value = pairwise(values, rows, columns, i, j, ddof, assets[i]!);
        result[i * columns + j] = value;
        result[j * columns + i] = value;
      }
    }
    return { values: result };
  },
};

function pairwise(
  values: Float64Array,
  rows: number,
  columns: number,
  i: number,
  j: number,
  ddof: number,
  asset: string,
): number {
  let count = 0;
  let sumI = 0;
  let sumJ = 0;
  for (let t = 0; t < rows; t += 1) {
    const a = values[t * columns + i]!;
    const b = values[t * columns + j]!;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    count += 1;
    sumI += a;
    sumJ += b;
  }
  requireCount(count, ddof + 1, asset);
  let sum = 0;
  for (let t = 0; t < rows; t += 1) {
    const a = values[t * columns + i]!;
    const b = values[t * columns + j]!;
    if (!Number.isNaN(a) && !Number.isNaN(b)) sum += (a - sumI / count) * (b - sumJ / count);
  }
  return sum / (count - ddof);
}
