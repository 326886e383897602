import { expect, test } from "vitest";
import { informationCriteria } from "./information-criteria.ts";

test("AIC and BIC of a likelihood", () => {
  const { aic, bic } = informationCriteria(-1106.6, 4, 1974);
  expect(aic).toBeCloseTo(2221.2, 10);
  expect(bic).toBeCloseTo(2213.2 + 4 * Math.log(1974), 10);
});
