import { invalidInput } from "@plimsoll/core";
import { covarianceMatrix, columnMeans } from "@plimsoll/numeric";
import type { EstimateOptions, ReturnData } from "../return-data.ts";
import type { CovarianceKind } from "./covariance-kind.ts";

/** Shrinkage of the sample covariance (ddof 0, as in the paper) towards a multiple of the identity. */
export interface LedoitWolfOptions extends EstimateOptions {
  readonly method: "ledoit-wolf";
  /** @defaultValue "identity" */
  readonly target?: "identity" | undefined;
}

/** Ledoit & Wolf 2004, "A well-conditioned estimator for large-dimensional covariance matrices". */
export const ledoitWolf: CovarianceKind<LedoitWolfOptions> = {
  method: "ledoit-wolf",
  summary: "Shrinkage towards a multiple of the identity with the least expected error (Ledoit & Wolf 2004).",
  estimate({ rows, columns, values }: ReturnData, _options: LedoitWolfOptions) {
    if (values.some(Number.isNaN)) {
      throw invalidInput("missing", 'ledoit-wolf needs complete rows: pass missing: "complete"', {
        expected: "complete",
      });
    }
    const means = columnMeans(values, rows, columns);
    const covariance = covarianceMatrix(values, rows, columns, { ddof: 0 });
    let trace = 0;
    let square = 0;
    for (let i = 0; i < columns; i += 1) trace += covariance[i * columns + i]!;
    for (let k = 0; k < covariance.length; k += 1) square += covariance[k]! ** 2;
    // sum over dates of |x x'|^2 = (x'x)^2
    let fourth = 0;
    for (let t = 0; t < rows; t += 1) {
      let norm = 0;
      for (let j = 0; j < columns; j += 1) norm += (values[t * columns + j]! - means[j]!) ** 2;
      fourth += norm * norm;
    }
    const scale = trace / columns;
    const distance = square - columns * scale * scale;
    const error = Math.min((fourth / rows - square) / rows, distance);
    const shrinkage = distance > 0 ? Math.max(0, error) / distance : 0;
    const shrunk = covariance.map((value) => (1 - shrinkage) * value);
    for (let i = 0; i < columns; i += 1) shrunk[i * columns + i] = shrunk[i * columns + i]! + shrinkage * scale;
    return { values: shrunk, shrinkage };
  },
};
