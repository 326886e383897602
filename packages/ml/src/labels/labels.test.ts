import { linearRegression, RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { combinatorialPurged, purgedKFold } from "../validation/index.ts";
import { augmentedDickeyFuller } from "../volatility/index.ts";
import golden from "./fixtures/labels.json" with { type: "json" };
import {
  averageUniqueness,
  fixedHorizonLabels,
  fractionalDifference,
  fractionalWeights,
  labelConcurrency,
  labelSpans,
  minimumFractionalOrder,
  returnAttributionWeights,
  sequentialBootstrap,
  timeDecayWeights,
  trendScanningLabels,
  trendScanningSpans,
  tripleBarrierLabels,
} from "./index.ts";
import { candidateUniqueness } from "./sequential-bootstrap.ts";

const { prices, volatility, events, horizon } = golden;
const sides = golden.sides as (1 | -1)[];
const close = (found: ArrayLike<number>, expected: ArrayLike<number>, digits = 12): void => {
  const round = (values: ArrayLike<number>) => Array.from(values, (value) => Number(value.toFixed(digits)) + 0);
  expect(round(found)).toEqual(round(expected));
};
// three labels on seven prices, as in section 4.5.3 of Lopez de Prado (2018)
const three = [
  { start: 0, end: 3 },
  { start: 2, end: 4 },
  { start: 4, end: 6 },
];

const path = fc
  .array(fc.double({ min: -0.05, max: 0.05, noNaN: true }), { minLength: 20, maxLength: 60 })
  .map((changes) => {
    let price = 100;
    return changes.map((change) => (price *= 1 + change));
  });
const spans = fc
  .array(fc.tuple(fc.nat(30), fc.nat(9)), { minLength: 1, maxLength: 25 })
  .map((pairs) => pairs.map(([start, length]) => ({ start, end: start + length })));

describe("triple barrier", () => {
  test("labels, ends and meta-labels equal a second method in pandas", () => {
    const found = tripleBarrierLabels(prices, { events, sides, volatility, horizon, profit: 2, stop: 1 });
    expect(found.labels.map(({ start, end, barrier, metaLabel }) => [start, end, barrier, metaLabel])).toEqual(
      golden.tripleBarrier.map(([start, end, barrier, , meta]) => [start, end, barrier, meta]),
    );
    close(
      found.labels.map((label) => label.return),
      golden.tripleBarrier.map((label) => label[3] as number),
    );
    expect(found.open).toEqual(golden.open);
  });

  test("without a side the label is the direction; a short bet turns the barriers around", () => {
    const path = [100, 99, 98.5, 103, 104];
    const options = { events: [0], horizon: 4, profit: 0.03, stop: 0.02 };
    expect(tripleBarrierLabels(path, options).labels[0]).toMatchObject({ end: 3, barrier: "profit", label: 1 });
    expect(tripleBarrierLabels(path, { ...options, sides: [-1], profit: 0.015 }).labels[0]).toMatchObject({
      end: 2,
      barrier: "profit",
      label: -1,
      metaLabel: 1,
    });
    expect(tripleBarrierLabels(path, { ...options, sides: [-1] }).labels[0]).toMatchObject({
      end: 3,
      barrier: "stop",
      label: 1,
      metaLabel: 0,
    });
  });

  test("the vertical barrier gives the sign or 0, and open labels are listed, not guessed", () => {
    const path = [100, 100.5, 101, 101, 101];
    const options = { horizon: 2, profit: 0.5, stop: null };
    const signs = tripleBarrierLabels(path, options);
    expect(signs.labels.map(({ barrier, label }) => [barrier, label])).toEqual([
      ["vertical", 1],
      ["vertical", 1],
      ["vertical", 0],
    ]);
    expect(signs.open).toEqual([3, 4]);
    const zeros = tripleBarrierLabels(path, { ...options, vertical: "zero", events: [0], sides: [1] });
    expect(zeros.labels[0]).toMatchObject({ label: 0, metaLabel: 0 });
    const quiet = tripleBarrierLabels(path, {
      horizon: 1,
      volatility: [NaN, 0, 0.01, 0.2, 0.2],
      minimumVolatility: 0.1,
    });
    expect(quiet.skipped).toEqual([0, 1, 2]);
  });

  test("with highs and lows barriers are touched within a row, the stop first", () => {
    const path = [100, 100, 100];
    const options = { events: [0], horizon: 2, profit: 0.02, stop: 0.02, low: [99, 99, 97] };
    const profit = tripleBarrierLabels(path, { ...options, high: [101, 103, 103] }).labels[0];
    expect(profit).toMatchObject({ end: 1, barrier: "profit", return: 0.02 });
    const stop = tripleBarrierLabels(path, { ...options, high: [101, 101, 103] }).labels[0];
    expect(stop).toMatchObject({ end: 2, barrier: "stop", return: -0.02 });
    const short = tripleBarrierLabels(path, { ...options, high: [101, 101, 101], sides: [-1] }).labels[0];
    expect(short).toMatchObject({ end: 2, barrier: "profit", return: -0.02, metaLabel: 1 });
  });

  test("a label depends on no price after its end", () => {
    fc.assert(
      fc.property(path, (prices) => {
        const options = { horizon: 5, profit: 0.04, stop: 0.03 };
        const { labels } = tripleBarrierLabels(prices, options);
        for (const label of labels) {
          const changed = prices.map((price, row) => (row <= label.end ? price : price * 7));
          const again = tripleBarrierLabels(changed, { ...options, events: [label.start] });
          expect(again.labels).toEqual([label]);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("purged folds share no overlapping triple-barrier label", () => {
    const { labels } = tripleBarrierLabels(prices, { horizon, volatility, profit: 2, stop: 1 });
    const options = { ...labelSpans(labels), embargo: 2 };
    const folds = [
      ...purgedKFold(labels.length, { folds: 5, ...options }),
      ...combinatorialPurged(labels.length, { groups: 5, testGroups: 2, ...options }),
    ];
    for (const { train, test: held } of folds) {
      for (const i of train) {
        for (const j of held) expect(labels[i]!.end < labels[j]!.start || labels[i]!.start > labels[j]!.end).toBe(true);
      }
    }
  });

  test("bad input names culprit and remedy", () => {
    const run = (options: object) => () => tripleBarrierLabels([100, 101, 102], { horizon: 1, ...options });
    expect(run({ horizon: 0 })).toThrow("horizon: expected a whole number of rows >= 1");
    expect(run({ profit: -1 })).toThrow("or null for no barrier");
    expect(run({ events: [1, 1] })).toThrow("above the one before, was 1");
    expect(run({ sides: [1] })).toThrow("expected 3, one for each event");
    expect(run({ events: [0], sides: [2] })).toThrow("sides[0]: expected 1 or -1, was 2");
    expect(run({ volatility: [1] })).toThrow("expected 3 values");
    expect(run({ volatility: -1 })).toThrow("expected a number above 0");
    expect(run({ high: [1, 2, 3] })).toThrow("pass both");
    expect(run({ high: [101, 102, 103], low: [101, 100, 100] })).toThrow("row 0: price 100 is not between");
    expect(() => tripleBarrierLabels([100, -1], { horizon: 1 })).toThrow("prices must be above 0");
    expect(() => tripleBarrierLabels([100], { horizon: 1 })).toThrow("at least 2 are needed");
  });
});

describe("fixed horizon", () => {
  test("labels the sign of the return ahead, 0 within the threshold", () => {
    const labels = fixedHorizonLabels(prices, { horizon: 5, threshold: volatility });
    expect(labels.length).toBe(115);
    for (const label of labels) {
      const change = prices[label.start + 5]! / prices[label.start]! - 1;
      expect(label).toEqual({
        start: label.start,
        end: label.start + 5,
        return: change,
        label: Math.abs(change) <= volatility[label.start]! ? 0 : Math.sign(change),
      });
    }
    expect(fixedHorizonLabels([1, 2, 3], { horizon: 1, threshold: [NaN, 0, 0] }).map(({ start }) => start)).toEqual([
      1,
    ]);
  });
});

describe("trend scanning", () => {
  test("slope and t statistic equal statsmodels, the strongest trend is chosen", () => {
    const starts = golden.trends.map((trend) => trend![0]!);
    const labels = trendScanningLabels(prices, { horizon: [5, 15], events: starts });
    expect(labels.map(({ start, end }) => [start, end])).toEqual(golden.trends.map((trend) => trend!.slice(0, 2)));
    close(
      labels.map(({ slope }) => slope),
      golden.trends.map((trend) => trend![2]!),
    );
    close(
      labels.map(({ tStatistic }) => tStatistic),
      golden.trends.map((trend) => trend![3]!),
      8,
    );
  });

  test("a perfect line has an infinite t, a price at rest none; spans count what was looked at", () => {
    const rising = Array.from({ length: 8 }, (_, t) => Math.exp(0.25 * t));
    const options = { horizon: [2, 4] as const, events: [0] };
    expect(trendScanningLabels(rising, options)[0]).toMatchObject({ label: 1, end: 2, tStatistic: Infinity });
    const resting = trendScanningLabels([5, 5, 5, 5, 5], options);
    expect(resting[0]).toMatchObject({ label: 0, tStatistic: 0 });
    expect(trendScanningSpans(resting, options)).toEqual([{ start: 0, end: 4 }]);
    expect(() => trendScanningLabels(rising, { horizon: [1, 4] })).toThrow("2 <= shortest");
  });

  test("the t statistic is that of an ordinary regression", () => {
    fc.assert(
      fc.property(path, (prices) => {
        const [label] = trendScanningLabels(prices, { horizon: [6, 6], events: [0] });
        const x = Float64Array.from({ length: 14 }, (_, i) => (i % 2 === 0 ? 1 : (i - 1) / 2));
        const y = Float64Array.from(prices.slice(0, 7), Math.log);
        const fit = linearRegression(x, 7, 2, y);
        expect(label!.slope).toBeCloseTo(fit.coefficients[1]!, 10);
        const isLine = fit.residualSumOfSquares < 1e-20;
        expect(isLine || Math.abs(label!.tStatistic / (fit.coefficients[1]! / fit.standardErrors[1]!) - 1) < 1e-6).toBe(
          true,
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe("concurrency and uniqueness", () => {
  test("the published example of three labels: uniqueness 5/6, 3/4, 1", () => {
    expect([...labelConcurrency(three, { rows: 7 })]).toEqual([0, 1, 1, 2, 1, 1, 1]);
    close(averageUniqueness(three, { rows: 7 }), [5 / 6, 3 / 4, 1]);
  });

  test("equal the indicator matrix, counting returns or rows", () => {
    const labels = golden.tripleBarrier.map(([start, end]) => ({ start: start as number, end: end as number }));
    close(averageUniqueness(labels, { rows: 120 }), golden.uniqueness.returns);
    close(averageUniqueness(labels, { rows: 120, counting: "rows" }), golden.uniqueness.rows);
  });

  test("uniqueness is in (0, 1], and 1 exactly where a label is alone", () => {
    fc.assert(
      fc.property(spans, (labels) => {
        const options = { rows: 40, counting: "rows" as const };
        const counts = labelConcurrency(labels, options);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(
          labels.reduce((sum, { start, end }) => sum + end - start + 1, 0),
        );
        averageUniqueness(labels, options).forEach((value, i) => {
          const { start, end } = labels[i]!;
          const isAlone = counts.slice(start, end + 1).every((count) => count === 1);
          expect(value > 0 && value <= 1 && (value === 1) === isAlone).toBe(true);
        });
      }),
    );
    expect(() => averageUniqueness([{ start: 3, end: 2 }], { rows: 9 })).toThrow("labels[0]: expected whole rows");
    expect(() => averageUniqueness([], { rows: 9 })).toThrow("expected at least one label");
  });
});

describe("sequential bootstrap", () => {
  test("the published example: after drawing the second label the chances are 5, 3 and 6 of 14", () => {
    const drawn = Int32Array.of(0, 0, 0, 1, 1, 0, 0);
    const chances = candidateUniqueness(three, drawn, { rows: 7 });
    const total = chances.reduce((sum, chance) => sum + chance, 0);
    close(
      chances.map((chance) => chance / total),
      [5 / 14, 3 / 14, 6 / 14],
    );
  });

  test("the same seed gives the same draws, and they overlap less than independent ones", () => {
    const labels = Array.from({ length: 60 }, (_, i) => ({ start: (i * 7) % 90, end: ((i * 7) % 90) + 2 + (i % 9) }));
    const first = sequentialBootstrap(labels, { rows: 101, seed: 3 });
    expect(sequentialBootstrap(labels, { rows: 101, seed: 3 })).toEqual(first);
    const uniqueness = (drawn: Int32Array) => {
      const values = averageUniqueness(
        [...drawn].map((i) => labels[i]!),
        { rows: 101 },
      );
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    let [sequential, independent] = [0, 0];
    for (let seed = 0; seed < 40; seed++) {
      sequential += uniqueness(sequentialBootstrap(labels, { rows: 101, seed, draws: 20 })) / 40;
      const random = RandomStream.of(seed);
      const plain = Int32Array.from({ length: 20 }, () => random.integer(60));
      independent += uniqueness(plain) / 40;
    }
    expect(sequential).toBeGreaterThan(independent + 0.02);
    expect(() => sequentialBootstrap(labels, { rows: 101, seed: 1, draws: 0 })).toThrow("draws: expected");
  });
});

describe("sample weights", () => {
  test("return attribution equals the indicator matrix and sums to the number of labels", () => {
    const labels = golden.tripleBarrier.map(([start, end]) => ({ start: start as number, end: end as number }));
    const returns = prices.map((price, row) => (row === 0 ? 0 : Math.log(price / prices[row - 1]!)));
    const weights = returnAttributionWeights(labels, returns);
    close(weights, golden.attribution, 10);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(labels.length, 9);
    expect([...returnAttributionWeights(three, new Float64Array(7))]).toEqual([1, 1, 1]);
  });

  test("time decay is linear in accumulated uniqueness: 1 keeps all, 0 falls to nothing, below 0 cuts the oldest off", () => {
    const chain = Array.from({ length: 8 }, (_, i) => ({ start: i, end: i + 1 }));
    const decay = (oldest: number) => [...timeDecayWeights(chain, { rows: 9, oldest })];
    expect(decay(1)).toEqual(Array.from({ length: 8 }, () => 1));
    close(decay(0.2), [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    close(decay(-0.25), [0, 0, 1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1]);
    // order of starts decides, not order in the list
    const mixed = timeDecayWeights([chain[7]!, chain[0]!], { rows: 9, oldest: 0 });
    expect(mixed[0]).toBe(1);
    expect(() => decay(-1)).toThrow("above -1");
  });
});

describe("fractional differencing", () => {
  test("both windows equal numpy.convolve", () => {
    const fixed = fractionalDifference(prices, { order: 0.4, width: 25 });
    expect(fixed.slice(0, 24).every(Number.isNaN)).toBe(true);
    close(fixed.slice(24), golden.fixedWidth, 9);
    const expanding = fractionalDifference(prices, { order: 0.4, method: "expanding", threshold: 0.99 });
    close(expanding, golden.expanding, 9);
    const late = fractionalDifference(prices, { order: 0.4, method: "expanding", threshold: 0.01 });
    const first = late.findIndex((value) => !Number.isNaN(value));
    expect(first).toBeGreaterThan(20);
    close(late.slice(first), golden.expanding.slice(first), 9);
  });

  test("order 0 is the series, order 1 its changes, and orders add up", () => {
    expect([...fractionalDifference([3, 1, 4], { order: 0 })]).toEqual([3, 1, 4]);
    expect([...fractionalDifference([3, 1, 4], { order: 1 })]).toEqual([NaN, -2, 3]);
    // (1 - L)^0.3 (1 - L)^0.7 = 1 - L
    const [a, b] = [fractionalWeights(0.3, 40), fractionalWeights(0.7, 40)];
    const product = Array.from({ length: 40 }, (_, k) =>
      Array.from({ length: k + 1 }, (_, i) => a[i]! * b[k - i]!).reduce((sum, value) => sum + value, 0),
    );
    close(product, [1, -1, ...new Array<number>(38).fill(0)]);
  });

  test("the width holds the weights that reach the threshold", () => {
    const weights = fractionalWeights(0.5, 200);
    const width = weights.findIndex((weight) => Math.abs(weight) < 1e-3);
    const out = fractionalDifference(new Float64Array(200), { order: 0.5, threshold: 1e-3 });
    expect(out.findIndex((value) => !Number.isNaN(value))).toBe(width - 1);
  });

  test("perturbing the future changes no past difference", () => {
    fc.assert(
      fc.property(path, fc.nat(), fc.constantFrom("fixed-width", "expanding"), (prices, place, method) => {
        const cut = 1 + (place % (prices.length - 1));
        const options = {
          order: 0.45,
          method,
          ...(method === "expanding" ? { threshold: 0.5 } : { width: 6 }),
        } as const;
        const changed = prices.map((price, row) => (row < cut ? price : price + 13));
        expect(fractionalDifference(changed, options).slice(0, cut)).toEqual(
          fractionalDifference(prices, options).slice(0, cut),
        );
      }),
    );
  });

  test("the least stationary order by the augmented Dickey-Fuller test is that of statsmodels, memory beside it", () => {
    const found = minimumFractionalOrder(golden.walk, {
      test: (series) => augmentedDickeyFuller(series, { lags: 1 }),
      step: 0.1,
      width: 30,
    });
    const place = golden.orders.findIndex((trial) => trial[1]! <= 0.05);
    expect(place).toBeGreaterThan(0);
    expect(found.order).toBe(golden.orders[place]![0]);
    expect(found.observations).toBe(371);
    expect(found.trials.length).toBe(place + 1);
    close(
      found.trials.map(({ pValue }) => pValue),
      golden.orders.slice(0, place + 1).map((trial) => trial[1]!),
      9,
    );
    close(
      found.trials.map(({ correlation }) => correlation),
      golden.orders.slice(0, place + 1).map((trial) => trial[3]!),
      9,
    );
    expect(() => minimumFractionalOrder(golden.walk, { test: () => ({ pValue: 0.4 }), width: 5 })).toThrow(
      "no order up to 1 is stationary at 0.05",
    );
  });

  test("bad input names culprit and remedy", () => {
    expect(() => fractionalDifference([1, 2, 3], { order: -1 })).toThrow("order: expected a number >= 0");
    expect(() => fractionalDifference([1, 2, 3], { order: 0.5 })).toThrow("pass a longer series, a larger threshold");
    expect(() => fractionalDifference([1, NaN, 3], { order: 0 })).toThrow("row 1 is NaN");
    expect(() => fractionalDifference([1, 2], { order: 0.5, method: "expanding", width: 2 })).toThrow("leave it out");
    expect(() => fractionalDifference([1, 2], { order: 1e-9, threshold: 1e-16 })).toThrow("pass a width");
    expect(() => fractionalWeights(0.5, 0)).toThrow("count: expected");
  });
});
