import { ReturnPanel } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import golden from "./fixtures/event-study.json" with { type: "json" };
import { abnormalReturns, abnormalVolume, cusumFilter, eventStudy, type NormalModelKind } from "./index.ts";

const day = (row: number): string => new Date(Date.UTC(2020, 0, 1 + row)).toISOString().slice(0, 10);
const panelOf = (values: number[][], assets: string[]): ReturnPanel =>
  ReturnPanel.of({ dates: values.map((_, row) => day(row)), assets, values });
const assets = ["A", "B", "C", "D", "E", "F"];
const returns = panelOf(golden.returns, assets);
const events = golden.events.map((row, i) => ({ asset: assets[i]!, date: day(row) }));
const window = golden.window as [number, number];
const estimation = { length: golden.length, gap: golden.gap };
const models: NormalModelKind[] = ["market-model", "market-adjusted", "mean-adjusted"];

describe("CUSUM filter", () => {
  test("fires where a sum runs over the threshold, by direction, and starts that sum again", () => {
    const series = [0, 1, 2, 1.9, 0.5, 0.4, 2, 4];
    expect(cusumFilter(series, { threshold: 1.25 })).toEqual([
      { row: 2, direction: 1 },
      { row: 4, direction: -1 },
      { row: 6, direction: 1 },
      { row: 7, direction: 1 },
    ]);
    expect(cusumFilter(series, { threshold: 1.25, drift: 0.5 }).map(({ row }) => row)).toEqual([7]);
  });

  test("thresholds may vary by row, and an unknown one gives no event", () => {
    expect(cusumFilter([0, 5, 10, 15], { threshold: [1, NaN, 20, 12] })).toEqual([{ row: 3, direction: 1 }]);
    expect(() => cusumFilter([0, 1], { threshold: 0 })).toThrow("threshold: expected a number above 0");
    expect(() => cusumFilter([0, 1], { threshold: [1] })).toThrow("expected 2 values");
    expect(() => cusumFilter([0, NaN], { threshold: 1 })).toThrow("row 1 is NaN");
  });

  test("is symmetric: the mirrored series has the same events the other way", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 60 }), (steps) => {
        const mirrored = cusumFilter(
          steps.map((step) => -step),
          { threshold: 60.5 },
        );
        const turned = mirrored.map(({ row, direction }) => ({ row, direction: -direction }));
        expect(turned).toEqual(cusumFilter(steps, { threshold: 60.5 }));
      }),
    );
  });

  test("perturbing the future changes no past event", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 60 }),
        fc.nat(),
        (series, place) => {
          const cut = 1 + (place % (series.length - 1));
          const changed = series.map((value, row) => (row < cut ? value : value + 9));
          const past = (values: number[]) => cusumFilter(values, { threshold: 2 }).filter(({ row }) => row < cut);
          expect(past(changed)).toEqual(past(series));
        },
      ),
    );
  });
});

describe("abnormal returns and volume", () => {
  test.each(models)("%s: abnormal returns and standard errors equal the dummy regression of statsmodels", (model) => {
    golden.studies[model].events.forEach((expected, i) => {
      const first = golden.events[i]! + window[0];
      const found = abnormalReturns(returns.select([assets[i]!]), {
        model,
        market: golden.market,
        estimation: [first - golden.gap - golden.length, first - golden.gap - 1],
        window: [first, golden.events[i]! + window[1]],
      });
      expected.abnormal.forEach((value, k) => {
        expect(found.abnormal[k]).toBeCloseTo(value, 12);
        expect(found.standardErrors[k]).toBeCloseTo(expected.standardErrors[k]!, 12);
      });
      const [alpha = 0, beta = model === "mean-adjusted" ? 0 : 1] = expected.coefficients;
      expect(found.alpha).toBeCloseTo(alpha, 12);
      expect(found.beta).toBeCloseTo(beta, 12);
      const [alphaError = 0, betaError = 0] = expected.coefficientErrors;
      expect(found.alphaStandardError).toBeCloseTo(alphaError, 12);
      expect(found.betaStandardError).toBeCloseTo(betaError, 12);
    });
  });

  test("abnormal volume is in logarithms, against the mean or the market's volume", () => {
    const market = [100, 120, 90, 110, 105, 95, 130, 100];
    const volume = [10.2, 11.9, 9.1, 10.9, 10.6, 9.4, 13, 40];
    const found = abnormalVolume(volume, { market, estimation: [0, 5] });
    const logarithms = abnormalReturns(volume.map(Math.log), { market: market.map(Math.log), estimation: [0, 5] });
    expect(found).toEqual(logarithms);
    expect(found.abnormal[1]).toBeCloseTo(Math.log(4), 1);
    expect(found.pValues[0]).toBeGreaterThan(0.05);
    expect(() => abnormalVolume([1, 0, 2, 3, 4], { estimation: [0, 3] })).toThrow(
      "set offset to count days without trade",
    );
    expect(abnormalVolume([1, 0, 2, 3, 4], { estimation: [0, 3], offset: 0.5 }).abnormal.length).toBe(1);
  });

  test("missing rows are left out of the estimation and are missing in the window", () => {
    const y = [0.01, NaN, 0.02, -0.01, 0.005, 0.03, NaN];
    const found = abnormalReturns(y, { estimation: [0, 4] });
    expect(found.observations).toBe(4);
    expect(found.alpha).toBeCloseTo(0.00625, 12);
    expect([...found.abnormal].map(Number.isNaN)).toEqual([false, true]);
  });

  test("bad windows and markets name culprit and remedy", () => {
    const y = [0.01, 0.02, -0.01, 0.03, 0];
    const run = (options: object) => () => abnormalReturns(y, { estimation: [0, 3], ...options });
    expect(run({ estimation: [0, 9] })).toThrow("expected rows 0 <= first <= last < 5");
    expect(run({ window: [3, 4] })).toThrow("overlaps the estimation window");
    expect(run({ model: "market-model" })).toThrow('the model "market-model" needs one');
    expect(run({ market: [1, 2] })).toThrow("expected 5 values");
    expect(run({ model: "capm" })).toThrow("expected one of market-model");
    expect(run({ estimation: [0, 1] })).toThrow("2 of the 2 rows of the estimation window hold values");
    expect(() => abnormalReturns([...y, 0.1], { market: [1, 1, 1, 1, 1, 1], estimation: [0, 4] })).toThrow(
      "does not move",
    );
    expect(() => abnormalReturns([0.1, 0.1, 0.1, 0.1, 0.1, 0.2], { estimation: [0, 4] })).toThrow("leaves no residual");
  });
});

describe("event study", () => {
  test.each(models)("%s: CAR, CAAR and all five tests equal a second method on statsmodels regressions", (model) => {
    const expected = golden.studies[model];
    const study = eventStudy(returns, events, { model, market: golden.market, window, estimation });
    const { events: found, average, tests } = study.over(...window);
    expected.events.forEach((event, i) => {
      expect(found[i]!.cumulative.estimate).toBeCloseTo(event.car, 12);
      expect(found[i]!.cumulative.standardError).toBeCloseTo(event.carStandardError, 12);
      const [low, high] = found[i]!.cumulative.interval;
      expect(low < 0 && high > 0).toBe(event.carPValue > 0.05);
    });
    expect(average!.estimate).toBeCloseTo(expected.caar, 12);
    expect(average!.standardError).toBeCloseTo(expected.caarStandardError, 12);
    expect(tests.crossSectional!.statistic).toBeCloseTo(expected.crossSectional[0]!, 9);
    expect(tests.crossSectional!.pValue).toBeCloseTo(expected.crossSectional[1]!, 9);
    expect(tests.patell.statistic).toBeCloseTo(expected.patell, 9);
    expect(tests.patell.pValue).toBeCloseTo(expected.patellPValue, 9);
    expect(tests.boehmer!.statistic).toBeCloseTo(expected.boehmer[0]!, 9);
    expect(tests.boehmer!.pValue).toBeCloseTo(expected.boehmer[1]!, 9);
    expect(tests.crossCorrelation).toBeCloseTo(expected.rho, 9);
    expect(tests.kolariPynnonen!.statistic).toBeCloseTo(expected.kolariPynnonen, 9);
    expect(tests.corrado.statistic).toBeCloseTo(expected.corrado, 9);
  });

  test("each day has its average with standard error and interval, cumulated from the first day", () => {
    const study = eventStudy(returns, events, { market: golden.market, window, estimation, confidence: 0.9 });
    const days = study.days();
    expect(days.map(({ day }) => day)).toEqual([-2, -1, 0, 1, 2, 3]);
    let sum = 0;
    for (const { day, average, cumulative } of days) {
      sum += average!.estimate;
      expect(cumulative!.estimate).toBeCloseTo(sum, 12);
      expect(cumulative!.estimate).toBeCloseTo(study.over(-2, day).average!.estimate, 12);
      // t quantile 0.95 with 5 degrees of freedom
      const reach = (average!.interval[1] - average!.interval[0]) / 2;
      expect(reach / average!.standardError).toBeCloseTo(2.0150483733330233, 9);
    }
    expect(days[2]!.tests.boehmer!.pValue).toBeLessThan(0.05);
    const json = JSON.parse(JSON.stringify(study)) as { kind: string; days: unknown[] };
    expect(json.kind).toBe("event-study");
    expect(json.days).toEqual(JSON.parse(JSON.stringify(days)));
  });

  test("a market named as a column, and an event between two rows, mean the same", () => {
    const withMarket = panelOf(
      golden.returns.map((row, t) => [...row, golden.market[t]!]).filter((_, t) => t !== 99),
      [...assets, "market"],
    );
    const shifted = eventStudy(withMarket, [{ asset: "A", date: day(99) }], { market: "market", window, estimation });
    const byRow = eventStudy(withMarket, [{ asset: "A", row: 99 }], {
      market: withMarket.column("market"),
      window,
      estimation,
    });
    expect(shifted.toJSON()).toEqual(byRow.toJSON());
    expect(shifted.over(0, 0).average).toBeNull();
    expect(shifted.over(0, 0).tests.boehmer).toBeNull();
  });

  test("an event without enough history is an error, or is skipped and listed", () => {
    const early = [...events, { asset: "A", date: day(12) }];
    const options = { market: golden.market, window, estimation };
    expect(() => eventStudy(returns, early, options)).toThrow(
      `events[6] (A on ${day(12)}): 5 of the 60 rows of the estimation window hold values, at least 30 are needed`,
    );
    const study = eventStudy(returns, early, { ...options, insufficient: "skip" });
    expect(study.count).toBe(6);
    expect(study.skipped).toMatchObject([{ asset: "A", event: 6 }]);
    expect(() => eventStudy(returns, [early[6]!], { ...options, insufficient: "skip" })).toThrow(
      "none of 1 can be studied",
    );
    expect(() => eventStudy(returns, [{ asset: "A", row: 148 }], options)).toThrow("ends within the event window");
    expect(() => eventStudy(returns, [{ asset: "A", date: "2031-01-01" }], options)).toThrow(
      "lies outside the returns",
    );
    expect(() => eventStudy(returns, events, { ...options, window: [2, 1] })).toThrow("first <= last");
    expect(() => eventStudy(returns, events, { ...options, market: [0] })).toThrow("expected 150 values");
    expect(() => eventStudy(returns, events, options).over(0, 9)).toThrow("whole days -2 <= from");
  });

  test("abnormal returns of an event ignore every row after its window", () => {
    const one = [{ asset: "B", row: 100 }];
    const options = { market: golden.market, window, estimation };
    const later = golden.returns.map((row, t) => (t <= 103 ? row : row.map((value) => value * 5 + 0.1)));
    expect(eventStudy(panelOf(later, assets), one, options).toJSON()).toEqual(
      eventStudy(returns, one, options).toJSON(),
    );
  });
});

/** Shares of simulations without any effect in which tests reject at 5 %. */
function sizes(clustered: boolean, varianceFactor: number, runs: number): Record<string, number> {
  const [rows, count] = [75, 20];
  const names = Array.from({ length: count }, (_, i) => `S${i}`);
  const rejections: Record<string, number> = {
    crossSectional: 0,
    patell: 0,
    boehmer: 0,
    kolariPynnonen: 0,
    corrado: 0,
  };
  for (let run = 0; run < runs; run++) {
    const random = RandomStream.of(`size-${clustered}-${varianceFactor}-${run}`);
    const market = Float64Array.from({ length: rows }, () => 0.01 * random.normal());
    const common = Float64Array.from({ length: rows }, () => random.normal());
    const values = Array.from({ length: rows }, (_, t) =>
      names.map(() => {
        const shock = clustered ? Math.sqrt(0.3) * common[t]! + Math.sqrt(0.7) * random.normal() : random.normal();
        return market[t]! + 0.01 * (t === 70 ? Math.sqrt(varianceFactor) : 1) * shock;
      }),
    );
    const study = eventStudy(
      panelOf(values, names),
      names.map((asset) => ({ asset, row: 70 })),
      { market, window: [0, 0], estimation: { length: 60, gap: 5 } },
    );
    const tests = study.over(0, 0).tests;
    for (const name of Object.keys(rejections)) {
      const test = tests[name as "patell"];
      if (test.pValue < 0.05) rejections[name]! += 1 / runs;
    }
  }
  return rejections;
}

describe("size under the null, by seeded simulation", () => {
  test("independent events: every test rejects about 5 %", () => {
    const found = sizes(false, 1, 300);
    // four standard errors of a share of 5 % in 300 are 5 %
    for (const share of Object.values(found)) expect(Math.abs(share - 0.05)).toBeLessThan(0.05);
  });

  test("events that quadruple the variance: Patell rejects far too often, Boehmer does not", () => {
    const found = sizes(false, 4, 300);
    expect(found["patell"]).toBeGreaterThan(0.2);
    expect(Math.abs(found["boehmer"]! - 0.05)).toBeLessThan(0.05);
    expect(Math.abs(found["crossSectional"]! - 0.05)).toBeLessThan(0.05);
  });

  test("events on one day with correlated returns: Boehmer rejects far too often, Kolari-Pynnonen and Corrado do not", () => {
    const found = sizes(true, 1, 300);
    expect(found["boehmer"]).toBeGreaterThan(0.3);
    expect(Math.abs(found["kolariPynnonen"]! - 0.05)).toBeLessThan(0.05);
    expect(Math.abs(found["corrado"]! - 0.05)).toBeLessThan(0.05);
  });
});
