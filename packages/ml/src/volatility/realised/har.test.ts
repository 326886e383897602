import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { HarModel } from "./har.ts";

interface Reference {
  readonly realised: number[];
  readonly jumps: number[];
  readonly returns: number[];
  readonly cases: {
    readonly form: "variance" | "volatility" | "log";
    readonly horizon: number;
    readonly extended: boolean;
    readonly coefficients: number[];
    readonly standardErrors: number[];
    readonly rSquared: number;
    readonly logLikelihood: number;
    readonly forecast: number;
  }[];
}
// made by scripts/reference/har.py with statsmodels 0.15.0
const reference = JSON.parse(readFileSync(new URL("fixtures/har.json", import.meta.url), "utf8")) as Reference;

describe("HAR of realised variance", () => {
  test.each(reference.cases)(
    "form $form, horizon $horizon, jumps and returns $extended: equals statsmodels",
    (expected) => {
      const { form, horizon, extended } = expected;
      const { realised, jumps, returns } = reference;
      const more = extended ? { jumps, returns } : {};
      const model = HarModel.fit(realised, { form, horizon, ...more });
      model.coefficients.forEach(({ value, standardError }, j) => {
        expect(value).toBeCloseTo(expected.coefficients[j]!, 9);
        expect(standardError).toBeCloseTo(expected.standardErrors[j]!, 9);
      });
      expect(model.rSquared).toBeCloseTo(expected.rSquared, 10);
      expect(model.logLikelihood).toBeCloseTo(expected.logLikelihood, 7);
      const { variance, interval } = model.forecast(realised, more);
      expect(variance).toBeCloseTo(expected.forecast, 9);
      expect(interval[0]).toBeLessThan(variance);
      expect(interval[1]).toBeGreaterThan(variance);
    },
  );

  test("recovers planted coefficients within their errors", () => {
    const random = RandomStream.of(12);
    const realised: number[] = new Array<number>(22).fill(1);
    const mean = (count: number): number => realised.slice(-count).reduce((sum, value) => sum + value, 0) / count;
    for (let day = 0; day < 4000; day++) {
      const shock = random.gamma(4) / 4;
      realised.push((0.1 + 0.35 * mean(1) + 0.3 * mean(5) + 0.25 * mean(22)) * shock);
    }
    const model = HarModel.fit(realised);
    [0.1, 0.35, 0.3, 0.25].forEach((truth, j) => {
      const { value, standardError } = model.coefficients[j]!;
      expect(Math.abs(value - truth)).toBeLessThan(4 * standardError);
    });
  });

  test("a unit of the variance scales the forecast, and the future changes none", () => {
    const { realised } = reference;
    for (const form of ["variance", "volatility", "log"] as const) {
      const plain = HarModel.fit(realised, { form }).forecast(realised).variance;
      const scaled = realised.map((value) => 1e4 * value);
      expect(HarModel.fit(scaled, { form }).forecast(scaled).variance / plain).toBeCloseTo(1e4, 4);
    }
    const model = HarModel.fit(realised.slice(0, 200));
    expect(model.forecast(realised.slice(0, 200))).toEqual(model.forecast(realised.slice(100, 200)));
  });

  test("JSON round trip answers the same", () => {
    const model = HarModel.fit(reference.realised, { form: "log" });
    const copy = HarModel.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(copy.forecast(reference.realised)).toEqual(model.forecast(reference.realised));
    expect(copy.toJSON()).toEqual(model.toJSON());
  });

  test("bad input is named", () => {
    const { realised, jumps } = reference;
    expect(() => HarModel.fit(realised, { lags: [5, 1] })).toThrow(/ascending/);
    expect(() => HarModel.fit(realised, { horizon: 0 })).toThrow(/horizon/);
    expect(() => HarModel.fit(realised.slice(0, 30))).toThrow(/at least/);
    expect(() => HarModel.fit(realised.map((value, t) => (t === 3 ? -1 : value)))).toThrow(/row 3 is -1/);
    expect(() =>
      HarModel.fit(
        realised.map((value, t) => (t === 3 ? 0 : value)),
        { form: "log" },
      ),
    ).toThrow(/positive/);
    expect(() => HarModel.fit(realised, { jumps: jumps.slice(1) })).toThrow(/expected 300 rows/);
    expect(() => HarModel.fit(realised).forecast(realised, { jumps })).toThrow(/fitted without/);
    expect(() => HarModel.fromJSON({ kind: "har-rv" })).toThrow(/not a HAR model/);
  });
});
