import { type EstimateOptions, requireCount, type ReturnData } from "../return-data.ts";
import type { MeanKind } from "./mean-kind.ts";

/** Compound growth rate: prod(1 + r)^(periodsPerYear / count) - 1 where annual, prod(1 + r)^(1 / count) - 1 of one period. */
export interface CagrOptions extends EstimateOptions {
  readonly method: "cagr";
}

/** The compound annual growth rate. */
export const cagr: MeanKind<CagrOptions> = {
  method: "cagr",
  summary: "Compound growth rate, prod(1 + r)^(periodsPerYear / count) - 1.",
  estimate({ assets, rows, columns, values, periodsPerYear, unit }: ReturnData) {
    const rates = new Float64Array(columns);
    for (let j = 0; j < columns; j += 1) {
      let growth = 1;
      let count = 0;
      for (let t = 0; t < rows; t += 1) {
        const value = values[t * columns + j]!;
        if (Number.isNaN(value)) continue;
        growth *= 1 + value;
        count += 1;
      }
      requireCount(count, 1, assets[j]!);
      rates[j] = Math.max(0, growth) ** ((unit === "year" ? periodsPerYear : 1) / count) - 1;
    }
    return { values: rates, annual: unit === "year" };
  },
};
