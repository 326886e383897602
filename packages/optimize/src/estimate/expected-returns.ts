import { invalidInput } from "@plimsoll/core";
import type { MeanEstimate } from "../problem/inputs.ts";
import type { MeanKind } from "./mean/mean-kind.ts";
import { type ExpectedReturnsOptions, meanKinds } from "./mean/table.ts";
import { readReturns, type ReturnInput } from "./return-data.ts";

/**
 * Estimates expected returns from simple returns by date (a `ReturnPanel` or its JSON). Annual by default, as fractions;
 * missing returns are an error unless `missing` says otherwise. Throws `INVALID_INPUT`, `NOT_ENOUGH_DATA`.
 *
 * @example
 * ```ts
 * import { expectedReturns } from "@plimsoll/optimize";
 *
 * const returns = { assets: ["A", "B"], values: [[0.01, 0.02], [0.03, -0.01]] };
 * const mean = expectedReturns(returns, { method: "mean", periodsPerYear: 12 });
 * console.log(mean.values.map((value) => value.toFixed(2)).join(" "), mean.unit); // 0.24 0.06 year
 * ```
 */
export function expectedReturns(returns: ReturnInput, options: ExpectedReturnsOptions): MeanEstimate {
  const kind = meanKinds[options.method] as unknown as MeanKind<ExpectedReturnsOptions> | undefined;
  if (kind === undefined) {
    throw invalidInput("method", `expected one of ${Object.keys(meanKinds).join(", ")}, was ${options.method}`);
  }
  const data = readReturns(returns, options);
  const { values, annual } = kind.estimate(data, options);
  const factor = data.unit === "year" && !annual ? data.periodsPerYear : 1;
  return {
    assets: [...data.assets],
    values: Array.from(values, (value) => value * factor),
    periodsPerYear: data.periodsPerYear,
    unit: data.unit,
    method: options.method,
  };
}
