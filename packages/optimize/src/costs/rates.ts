import { invalidInput } from "@plimsoll/core";
import type { PerAsset, ProblemContext } from "../problem/context.ts";

/** A rate or coefficient of at least 0 for each asset; an asset without one costs nothing. */
export function readRates(value: PerAsset, context: ProblemContext, argument: string): Float64Array {
  return Float64Array.from(context.perAsset(value, argument), (rate, i) => {
    if (rate === undefined || rate === null) return 0;
    if (rate >= 0 && Number.isFinite(rate)) return rate;
    throw invalidInput(argument, `${argument} of "${context.assets[i]}" is ${rate}: expected a number of at least 0`, {
      expected: "a number of at least 0",
      received: String(rate),
    });
  });
}
