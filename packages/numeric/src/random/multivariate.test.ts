import { describe, expect, test } from "vitest";
import { choleskyFactor } from "../dense/cholesky.ts";
import { covarianceMatrix, correlation } from "../statistics/covariance.ts";
import { mean } from "../statistics/mean.ts";
import { ranks } from "../statistics/selection.ts";
import { gaussianCopula, multivariateNormal, multivariateStudentT, studentTCopula, wishart } from "./multivariate.ts";
import { RandomStream } from "./random-stream.ts";

const covariance = Float64Array.of(4, 1.2, -0.5, 1.2, 1, 0.1, -0.5, 0.1, 0.25);
const lower = new Float64Array(9);
choleskyFactor(covariance, 3, lower);
const rows = 30_000;
const column = (x: Float64Array, j: number, size: number): Float64Array => x.filter((_, at) => at % size === j);

/** Sampling error of a covariance of normals: sqrt((c_ii c_jj + c_ij^2) / n). */
const deviation = (i: number, j: number): number =>
  Math.sqrt((covariance[4 * i]! * covariance[4 * j]! + covariance[3 * i + j]! ** 2) / rows);

test("correlated normals have the mean and covariance asked for", () => {
  const x = multivariateNormal(RandomStream.of("normal"), Float64Array.of(1, 2, 3), lower, rows);
  const found = covarianceMatrix(x, rows, 3);
  for (let i = 0; i < 3; i++) {
    expect(Math.abs(mean(column(x, i, 3)) - (i + 1))).toBeLessThan(4 * Math.sqrt(covariance[4 * i]! / rows));
    for (let j = 0; j < 3; j++) {
      expect(Math.abs(found[3 * i + j]! - covariance[3 * i + j]!)).toBeLessThan(4 * deviation(i, j));
    }
  }
});

test("multivariate t has covariance nu / (nu - 2) times its scatter", () => {
  const x = multivariateStudentT(RandomStream.of("t"), 12, new Float64Array(3), lower, rows);
  const found = covarianceMatrix(x, rows, 3);
  for (let i = 0; i < 9; i++) expect(Math.abs(found[i]! - 1.2 * covariance[i]!)).toBeLessThan(0.2);
});

describe("wishart", () => {
  test("has mean nu S and the variance nu (S_ij^2 + S_ii S_jj)", () => {
    const stream = RandomStream.of("wishart");
    const count = 8000;
    const nu = 6.5;
    const sums = new Float64Array(9);
    for (let k = 0; k < count; k++) wishart(stream, nu, lower, 3).forEach((value, at) => (sums[at]! += value));
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const error = deviation(i, j) * Math.sqrt((rows * nu) / count);
        expect(Math.abs(sums[3 * i + j]! / count - nu * covariance[3 * i + j]!)).toBeLessThan(4 * error);
      }
    }
  });

  test("refuses too few degrees of freedom", () => {
    expect(() => wishart(RandomStream.of(1), 2, lower, 3)).toThrow("expected more than 2 degrees of freedom, was 2");
  });
});

describe("copulas", () => {
  const correlations = Float64Array.of(1, 0.7, 0.7, 1);

  test.each([
    ["Gaussian", (stream: RandomStream) => gaussianCopula(stream, correlations, 2, rows)],
    ["Student t", (stream: RandomStream) => studentTCopula(stream, 4, correlations, 2, rows)],
  ] as const)("%s: uniform margins with the rank correlation of the normal, about", (name, draw) => {
    const u = draw(RandomStream.of(name));
    const [a, b] = [column(u, 0, 2), column(u, 1, 2)];
    for (const margin of [a, b]) {
      const counts = new Float64Array(10);
      for (const value of margin) counts[Math.floor(value * 10)]! += 1;
      const chiSquare = counts.reduce((sum, count) => sum + (count - rows / 10) ** 2 / (rows / 10), 0);
      expect(chiSquare).toBeLessThan(27.9); // 0.1 % point of 9 degrees of freedom
    }
    const spearman = (6 / Math.PI) * Math.asin(0.35);
    expect(Math.abs(correlation(ranks(a), ranks(b)) - spearman)).toBeLessThan(0.03);
  });

  test("the t copula has joint extremes that the Gaussian lacks", () => {
    const both = (u: Float64Array): number => {
      let count = 0;
      for (let r = 0; r < rows; r++) if (u[2 * r]! < 0.01 && u[2 * r + 1]! < 0.01) count++;
      return count;
    };
    const gaussian = both(gaussianCopula(RandomStream.of(1), correlations, 2, rows));
    const student = both(studentTCopula(RandomStream.of(1), 3, correlations, 2, rows));
    expect(student).toBeGreaterThan(gaussian * 1.2);
  });

  test("refuse what is not a correlation matrix", () => {
    const stream = RandomStream.of(1);
    expect(() => gaussianCopula(stream, Float64Array.of(2, 0, 0, 1), 2, 1)).toThrow("diagonal entry 0 was 2");
    expect(() => studentTCopula(stream, 4, Float64Array.of(1, 1, 1, 1), 2, 1)).toThrow("pivot 1 is not positive");
    expect(() => gaussianCopula(stream, Float64Array.of(1, Number.NaN, Number.NaN, 1), 2, 1)).toThrow(RangeError);
  });
});
