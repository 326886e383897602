import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { concentration, equalWeightNormalizedVariance, normalizedVariance } from "./normalized-variance.ts";

test("one asset has normalised variance 1, N uncorrelated equals 1/N", () => {
  expect(normalizedVariance([1], [0.04])).toBe(1);
  expect(normalizedVariance([0.25, 0.25, 0.25, 0.25], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1])).toBe(0.25);
});

// golden/behavioral.md, section 1: equal weight = 1/N + (N - 1) rho / N
test("equal weights at one correlation are the closed form", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, rho) => {
      const covariance = Array.from({ length: n * n }, (_, at) => (Math.floor(at / n) === at % n ? 0.09 : 0.09 * rho));
      const weights = Array.from({ length: n }, () => 1 / n);
      expect(normalizedVariance(weights, covariance)).toBeCloseTo(equalWeightNormalizedVariance(n, rho), 12);
    }),
  );
});

test.each([
  [() => normalizedVariance([], []), "no weights"],
  [() => normalizedVariance([1, 0], [1, 0, 1]), "2 x 2"],
  [() => normalizedVariance([1], [0]), "variances are 0"],
  [() => equalWeightNormalizedVariance(2.5, 0.1), "positive number of assets"],
] as const)("refused: %s", (call, message) => {
  expect(call).toThrow(message);
});

/** Returns with one common factor: all correlations are `rho`. */
function returns(random: RandomStream, rows: number, width: number, rho: number): Float64Array {
  const out = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const common = Math.sqrt(rho) * random.normal();
    for (let i = 0; i < width; i++) out[row * width + i] = 0.02 * (common + Math.sqrt(1 - rho) * random.normal());
  }
  return out;
}

const firstColumns = (values: Float64Array, width: number, count: number): Float64Array =>
  values.filter((_, at) => at % width < count);

test("the ratio of means is the normalised variance of the sample covariance", () => {
  const rows = 60;
  const sample = returns(RandomStream.of(1), rows, 3, 0.3);
  const weights = [0.5, 0.3, 0.2];
  const means = [0, 1, 2].map((i) => sample.reduce((sum, value, at) => (at % 3 === i ? sum + value / rows : sum), 0));
  const covariance = Array.from({ length: 9 }, (_, at) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const [i, j] = [Math.floor(at / 3), at % 3];
      sum += ((sample[row * 3 + i]! - means[i]!) * (sample[row * 3 + j]! - means[j]!)) / (rows - 1);
    }
    return sum;
  });
  const found = concentration(Float64Array.from(weights), sample, sample, rows);
  expect(found.normalizedVariance).toBeCloseTo(normalizedVariance(weights, covariance), 12);
  const off = (covariance[1]! + covariance[2]! + covariance[5]!) / 3;
  expect(found.averageCorrelation).toBeCloseTo(off / ((covariance[0]! + covariance[4]! + covariance[8]!) / 3), 12);
});

test("four equal stocks of forty leave a quarter, and 80 % intervals hold it", () => {
  const random = RandomStream.of("quarter");
  let held = 0;
  let total = 0;
  const replications = 300;
  for (let k = 0; k < replications; k++) {
    const all = returns(random, 250, 40, 0.25);
    const { excess, standardError } = concentration(new Float64Array(4).fill(0.25), firstColumns(all, 40, 4), all, 250);
    total += excess / replications;
    if (Math.abs(excess - 0.25) < 1.2816 * standardError) held++;
  }
  expect(Math.abs(total - 0.25)).toBeLessThan(0.01);
  expect(Math.abs(held / replications - 0.8)).toBeLessThan(0.08);
});

test("a single stock is wholly concentrated without error; a universe of one has no correlation", () => {
  const all = returns(RandomStream.of(2), 50, 10, 0.2);
  const one = concentration(Float64Array.of(1), firstColumns(all, 10, 1), all, 50);
  expect(one.excess).toBeCloseTo(1, 12);
  expect(one.standardError).toBeCloseTo(0, 12);
  const alone = firstColumns(all, 10, 1);
  expect(concentration(Float64Array.of(1), alone, alone, 50)).toMatchObject({ averageCorrelation: 0 });
});
