import { linearRegression, RandomStream } from "@plimsoll/numeric";
import { expect, test } from "vitest";
import { type Cluster, clusteredSlope } from "./clustered-slope.ts";

function draw(random: RandomStream, clusters: number, slope: number, walk: number): Cluster[] {
  return Array.from({ length: clusters }, () => {
    const size = 4 + random.integer(4);
    let level = 5 * random.normal();
    const sign = random.uniform() < 0.5 ? -1 : 1;
    const control = Float64Array.from({ length: size }, () => random.normal());
    // an exposure that trends within the cluster, as the sign of a running profit does
    const exposure = control.map((value, i) => 0.5 * value + sign * i + random.normal());
    const response = exposure.map((value, i) => {
      level += walk;
      return level + slope * value + 0.7 * control[i]! + random.normal();
    });
    return { exposure, control, response };
  });
}

test("slope and error are those of a regression with a dummy for each cluster", () => {
  const clusters = draw(RandomStream.of(1), 8, 0.3, 0.2);
  const rows = clusters.flatMap(({ exposure, control, response }, cluster) =>
    Array.from(exposure, (value, i) => ({ cluster, value, control: control[i]!, response: response[i]! })),
  );
  const width = clusters.length + 2;
  const matrix = new Float64Array(rows.length * width);
  rows.forEach(({ cluster, value, control }, row) => {
    matrix[row * width] = value;
    matrix[row * width + 1] = control;
    matrix[row * width + 2 + cluster] = 1;
  });
  const y = Float64Array.from(rows, ({ response }) => response);
  const fit = linearRegression(matrix, rows.length, width, y);
  const found = clusteredSlope(clusters);
  expect(found.slope).toBeCloseTo(fit.coefficients[0]!, 12);
  expect(found.residualDeviation).toBeCloseTo(Math.sqrt(fit.residualSumOfSquares / fit.degreesOfFreedom), 12);
  // Liang & Zeger: the bread's row of the exposure is the residualised exposure over its square
  const { residuals } = fit;
  const bread = Float64Array.from(rows, (_, row) => {
    const alone = linearRegression(
      matrix,
      rows.length,
      width,
      Float64Array.from(rows, (__, at) => (at === row ? 1 : 0)),
    );
    return alone.coefficients[0]!;
  });
  const sums = clusters.map((_, cluster) =>
    rows.reduce((sum, row, at) => (row.cluster === cluster ? sum + bread[at]! * residuals[at]! : sum), 0),
  );
  const variance = (sums.reduce((sum, score) => sum + score ** 2, 0) * 8) / 7;
  expect(found.standardError).toBeCloseTo(Math.sqrt(variance), 12);
});

test("five in a hundred without a slope, also where all clusters trend alike", () => {
  for (const walk of [0, 1]) {
    const random = RandomStream.of(`walk${walk}`);
    let count = 0;
    const replications = 1500;
    for (let k = 0; k < replications; k++)
      if (Math.abs(clusteredSlope(draw(random, 12, 0, walk)).upperTail - 0.5) > 0.475) count++;
    expect(Math.abs(count / replications - 0.05)).toBeLessThan(0.02);
  }
});

test("clusters without variation are passed over; without any, or beside an equal control, nothing is known", () => {
  const flat: Cluster = {
    exposure: Float64Array.of(1, 1),
    control: Float64Array.of(0, 1),
    response: Float64Array.of(5, 9),
  };
  const clusters = draw(RandomStream.of(3), 5, 1, 0);
  expect(clusteredSlope([...clusters, flat])).toEqual(clusteredSlope(clusters));
  expect(clusteredSlope([flat])).toMatchObject({ slope: NaN, upperTail: NaN, clusters: 0, observations: 0 });
  const same = clusters.map((cluster) => ({ ...cluster, control: cluster.exposure }));
  expect(clusteredSlope(same).slope).toBeNaN();
});
