import { binomialDistribution, median } from "@plimsoll/numeric";
import type { ProfileEstimate } from "./profile-estimate.ts";

/** Fewer observations than this have no 80 % interval worth telling. */
const fewest = 5;

/**
 * The median with its distribution-free 80 % interval: the order statistics between which it lies with at least that
 * probability (binomial). `null` under five observations.
 */
export function medianEstimate(values: readonly number[], unit: string, method: string): ProfileEstimate | null {
  const count = values.length;
  if (count < fewest) return null;
  const ascending = Float64Array.from(values).sort();
  // the largest place that the median undercuts with at most 10 % probability
  let place = 0;
  const below = binomialDistribution(count, 0.5);
  while (below.cdf(place + 1) <= 0.1) place++;
  return {
    value: median(ascending),
    interval: [ascending[place]!, ascending[count - 1 - place]!],
    unit,
    method: `${method}; interval from order statistics`,
  };
}
