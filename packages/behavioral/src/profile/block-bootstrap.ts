import { quantileSorted, RandomStream, stationaryBootstrapIndices } from "@plimsoll/numeric";

const draws = 200;

/**
 * 80 % percentile intervals of several statistics of a series of `size` periods, by the stationary bootstrap (Politis &
 * Romano 1994) with mean block size^(1/3): `statistics` is asked for their values on the rows drawn. Draws on which a
 * statistic is not finite are passed over.
 */
export function blockBootstrap(
  size: number,
  seed: number | string,
  statistics: (rows: Int32Array) => readonly number[],
): (readonly [number, number])[] {
  const stream = RandomStream.of(seed);
  const block = Math.max(1, Math.cbrt(size));
  const rows = new Int32Array(size);
  const values: number[][] = [];
  for (let draw = 0; draw < draws; draw++) {
    statistics(stationaryBootstrapIndices(stream, size, block, rows)).forEach((value, index) => {
      (values[index] ??= []).push(value);
    });
  }
  return values.map((all) => {
    const ascending = Float64Array.from(all.filter(Number.isFinite)).sort();
    return [quantileSorted(ascending, 0.1), quantileSorted(ascending, 0.9)];
  });
}
