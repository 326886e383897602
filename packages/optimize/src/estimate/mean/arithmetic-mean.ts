import { type EstimateOptions, requireCount, type ReturnData } from "../return-data.ts";
import type { MeanKind } from "./mean-kind.ts";

/** Arithmetic mean of simple returns, times `periodsPerYear` where annual. */
export interface MeanOptions extends EstimateOptions {
  readonly method: "mean";
}

/** The arithmetic mean. */
export const arithmeticMean: MeanKind<MeanOptions> = {
  method: "mean",
  summary: "Arithmetic mean of simple returns; annual: times `periodsPerYear`.",
  estimate({ assets, rows, columns, values }: ReturnData) {
    const means = new Float64Array(columns);
    for (let j = 0; j < columns; j += 1) {
      let sum = 0;
      let count = 0;
      for (let t = 0; t < rows; t += 1) {
        const value = values[t * columns + j]!;
        if (Number.isNaN(value)) continue;
        sum += value;
        count += 1;
      }
      requireCount(count, 1, assets[j]!);
      means[j] = sum / count;
    }
    return { values: means, annual: false };
  },
};
