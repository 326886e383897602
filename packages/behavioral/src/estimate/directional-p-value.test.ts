import { expect, test } from "vitest";
import { directionalPValue } from "./directional-p-value.ts";

test("uniform when the upper tail is, sharper on its side", () => {
  const values = Array.from({ length: 999 }, (_, k) => directionalPValue((k + 1) / 1000, 1 - (k + 1) / 1000));
  for (const level of [0.01, 0.05, 0.5, 0.9]) {
    expect(Math.abs(values.filter((value) => value <= level + 1e-12).length / 1000 - level)).toBeLessThan(0.003);
  }
  expect(directionalPValue(0.045, 0.955)).toBeCloseTo(0.05, 12);
  expect(directionalPValue(0.995, 0.005)).toBeCloseTo(0.05, 12);
  expect(directionalPValue(1, 1)).toBe(1);
});
