import type { Scenarios } from "../problem/context.ts";

/** Root mean square return of each asset, once for each set of scenarios. */
const sizes = new WeakMap<Scenarios, Float64Array>();

function sizesOf(scenarios: Scenarios, assets: number): Float64Array {
  const known = sizes.get(scenarios);
  if (known !== undefined) return known;
  const { rows, values } = scenarios;
  const squares = new Float64Array(assets);
  let row = 0;
  // two rows at a time: the sums are read and written once for both
  for (; row + 1 < rows; row += 2) {
    const from = row * assets;
    const next = from + assets;
    for (let i = 0; i < assets; i += 1) {
      const first = values[from + i]!;
      const second = values[next + i]!;
      squares[i] = squares[i]! + (first * first + second * second);
    }
  }
  if (row < rows) for (let i = 0; i < assets; i += 1) squares[i] = squares[i]! + values[row * assets + i]! ** 2;
  const made = squares.map((sum) => Math.sqrt(sum / rows));
  sizes.set(scenarios, made);
  return made;
}

/**
 * Size of a measure of scenarios and of its slopes if no asset offset another: `mass` times the root mean square return
 * of each asset.
 */
export function scenarioMagnitude(
  scenarios: Scenarios,
  weights: Float64Array,
  slopes: Float64Array,
  mass: number,
): number {
  const size = sizesOf(scenarios, slopes.length);
  let value = 0;
  for (let i = 0; i < slopes.length; i += 1) {
    slopes[i] = mass * size[i]!;
    value += Math.abs(weights[i]!) * slopes[i]!;
  }
  return value;
}
