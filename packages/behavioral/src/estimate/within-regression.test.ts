import { leastSquares, RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { type RegressionGroup, withinRegression } from "./within-regression.ts";

function groupsOf(random: RandomStream, count: number, size: number, slope: number): RegressionGroup[] {
  return Array.from({ length: count }, () => {
    const level = 5 * random.normal();
    const covariates = random.fillNormal(new Float64Array(2 * size));
    const response = Float64Array.from(
      { length: size },
      (_, i) => level + slope * covariates[2 * i]! + random.normal(),
    );
    return { response, covariates };
  });
}

describe("withinRegression", () => {
  test("equals least squares with a column for each group", () => {
    const groups = groupsOf(RandomStream.of(1), 6, 4, 0.7);
    const rows = groups.flatMap(({ covariates }, group) =>
      [0, 1, 2, 3].map((i) => [
        covariates[2 * i]!,
        covariates[2 * i + 1]!,
        ...groups.map((_, g) => (g === group ? 1 : 0)),
      ]),
    );
    const response = Float64Array.from(groups.flatMap((group) => [...group.response]));
    const { coefficients: full } = leastSquares(Float64Array.from(rows.flat()), 24, 8, response);
    const { coefficients, observations } = withinRegression(groups, 2)!;
    expect(coefficients[0]).toBeCloseTo(full[0]!, 10);
    expect(coefficients[1]).toBeCloseTo(full[1]!, 10);
    expect(observations).toBe(24);
  });

  test("its standard errors are how far it strays", () => {
    const random = RandomStream.of(2);
    let [within, runs] = [0, 400];
    for (let run = 0; run < runs; run++) {
      const { coefficients, standardErrors } = withinRegression(groupsOf(random, 40, 3, 0), 2)!;
      if (Math.abs(coefficients[0]!) < 1.96 * standardErrors[0]!) within += 1;
    }
    expect(within / runs).toBeGreaterThan(0.9);
    expect(within / runs).toBeLessThan(0.98);
  });

  test("null where columns repeat each other or groups are few", () => {
    const twice = groupsOf(RandomStream.of(3), 10, 3, 1).map(({ response, covariates }) => ({
      response,
      covariates: covariates.map((_, i) => covariates[i - (i % 2)]!),
    }));
    expect(withinRegression(twice, 2)).toBeNull();
    expect(withinRegression(groupsOf(RandomStream.of(4), 2, 3, 1), 2)).toBeNull();
  });
});
