import { quantileSorted, RandomStream, stationaryBootstrapBlocks } from "@plimsoll/numeric";

const draws = 400;

/** A statistic of a series and its 80 % interval. */
export interface Bootstrapped {
  readonly value: number;
  readonly interval: readonly [number, number];
}

/**
 * Statistics of sums over periods with 80 % percentile intervals by the stationary bootstrap (Politis & Romano 1994), mean
 * block size^(1/3). `columns` are series of one length; `statistics` makes values of their sums, over all periods and over
 * the periods drawn, as many. Draws on which a statistic is not finite are passed over.
 */
export function blockBootstrap(
  columns: readonly Float64Array[],
  seed: number | string,
  statistics: (sums: Float64Array) => readonly number[],
): readonly Bootstrapped[] {
  const size = columns[0]!.length;
  const width = columns.length;
  // sums up to each period, twice over: a block may go round the end
  const running = new Float64Array((2 * size + 1) * width);
  for (let row = 0, cell = 0; row < 2 * size; row++) {
    for (let column = 0; column < width; column++, cell++) {
      running[cell + width] = running[cell]! + columns[column]![row < size ? row : row - size]!;
    }
  }
  const stream = RandomStream.of(seed);
  const block = Math.max(1, Math.cbrt(size));
  const sums = new Float64Array(width);
  const point = statistics(running.slice(size * width, (size + 1) * width));
  const values = point.map((): number[] => []);
  for (let draw = 0; draw < draws; draw++) {
    sums.fill(0);
    stationaryBootstrapBlocks(stream, size, block, size, (first, length) => {
      const from = first * width;
      const to = from + length * width;
      for (let column = 0; column < width; column++) sums[column]! += running[to + column]! - running[from + column]!;
    });
    statistics(sums).forEach((value, index) => values[index]!.push(value));
  }
  return point.map((value, index) => {
    const ascending = Float64Array.from(values[index]!.filter(Number.isFinite)).sort();
    return { value, interval: [quantileSorted(ascending, 0.1), quantileSorted(ascending, 0.9)] };
  });
}
