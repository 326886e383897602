import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cornishFisherDomain } from "./cornish-fisher.ts";

/** The corrected quantile of definitions 6. */
function corrected(z: number, s: number, k: number): number {
  return z + ((z ** 2 - 1) * s) / 6 + ((z ** 3 - 3 * z) * k) / 24 - ((2 * z ** 3 - 5 * z) * s ** 2) / 36;
}

function increases(s: number, k: number, reach: number): boolean {
  const steps = 4000;
  const values = Array.from({ length: steps + 1 }, (_, i) => corrected(-reach + (2 * reach * i) / steps, s, k));
  return values.every((value, i) => i === 0 || value >= values.at(i - 1)! - 1e-12);
}

const skewness = fc.double({ min: -3, max: 3, noNaN: true });
const excessKurtosis = fc.double({ min: -1, max: 12, noNaN: true });

describe("domain of Cornish-Fisher", () => {
  test("local: exactly where the corrected quantile increases on |z| <= 4", () => {
    fc.assert(
      fc.property(skewness, excessKurtosis, (s, k) => {
        // a hair inside and a hair outside: the grid cannot see a dip narrower than its step
        const inside = cornishFisherDomain(s, k, "local");
        fc.pre(cornishFisherDomain(s * 1.001, k + 1e-3, "local") === inside);
        fc.pre(cornishFisherDomain(s * 0.999, k - 1e-3, "local") === inside);
        expect(increases(s, k, 4)).toBe(inside);
      }),
    );
  });

  test("global is stricter: it increases as far as one looks, and a normal-looking sample may fail it", () => {
    fc.assert(
      fc.property(skewness, excessKurtosis, (s, k) => {
        fc.pre(cornishFisherDomain(s, k, "global"));
        expect(cornishFisherDomain(s, k, "local")).toBe(true);
        expect(increases(s, k, 40)).toBe(true);
      }),
      { numRuns: 50 },
    );
    expect(cornishFisherDomain(0, -0.1, "global")).toBe(false);
    expect(cornishFisherDomain(0, -0.1, "local")).toBe(true);
  });
});
