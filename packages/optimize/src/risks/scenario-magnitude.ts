import type { Scenarios } from "../problem/context.ts";

/**
 * Size of a measure of scenarios and of its slopes if no asset offset another: `mass` times the root mean square return
 * of each asset.
 */
export function scenarioMagnitude(
  { rows, values }: Scenarios,
  weights: Float64Array,
  slopes: Float64Array,
  mass: number,
): number {
  slopes.fill(0);
  for (let row = 0; row < rows; row += 1)
    for (let i = 0; i < slopes.length; i += 1) slopes[i] = slopes[i]! + values[row * slopes.length + i]! ** 2;
  let value = 0;
  for (let i = 0; i < slopes.length; i += 1) {
    slopes[i] = mass * Math.sqrt(slopes[i]! / rows);
    value += Math.abs(weights[i]!) * slopes[i]!;
  }
  return value;
}
