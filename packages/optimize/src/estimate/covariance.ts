import { invalidInput } from "@plimsoll/core";
import type { CovarianceEstimate } from "../problem/inputs.ts";
import type { CovarianceKind } from "./covariance/covariance-kind.ts";
import { type CovarianceOptions, covarianceKinds } from "./covariance/table.ts";
import { readReturns, type ReturnInput } from "./return-data.ts";

/**
 * Estimates a covariance from simple returns by date (a `ReturnPanel` or its JSON). Annual by default (times
 * `periodsPerYear`); missing returns are an error unless `missing` says otherwise. Throws `INVALID_INPUT`,
 * `NOT_ENOUGH_DATA`.
 *
 * @example
 * ```ts
 * import { covariance } from "@plimsoll/optimize";
 *
 * const returns = { assets: ["A", "B"], values: [[0.01, 0.02], [0.03, -0.01], [-0.01, 0.02]] };
 * const estimate = covariance(returns, { method: "sample", periodsPerYear: 12 });
 * console.log(estimate.values[0]![0]!.toFixed(4), estimate.periodsPerYear); // 0.0048 12
 * ```
 */
export function covariance(returns: ReturnInput, options: CovarianceOptions): CovarianceEstimate {
  const kind = covarianceKinds[options.method] as unknown as CovarianceKind<CovarianceOptions> | undefined;
  if (kind === undefined) {
    throw invalidInput("method", `expected one of ${Object.keys(covarianceKinds).join(", ")}, was ${options.method}`);
  }
  const data = readReturns(returns, options);
  const { values, shrinkage } = kind.estimate(data, options);
  const factor = data.unit === "year" ? data.periodsPerYear : 1;
  const { columns } = data;
  return {
    assets: [...data.assets],
    values: data.assets.map((_, i) =>
      Array.from(values.subarray(i * columns, (i + 1) * columns), (value) => value * factor),
    ),
    periodsPerYear: data.periodsPerYear,
    unit: data.unit,
    method: options.method,
    ...(shrinkage === undefined ? {} : { shrinkage }),
  };
}
