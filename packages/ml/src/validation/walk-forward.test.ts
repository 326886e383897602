import { correlation, RandomStream } from "@plimsoll/numeric";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { GaussianHmm } from "../regimes/gaussian-hmm.ts";
import { fitGarch } from "../volatility/fit-garch.ts";
import type { GarchModel } from "../volatility/garch-model.ts";
import { countRows, takeRows } from "./rows.ts";
import { walkForward } from "./walk-forward.ts";

/** Calm rows and wild rows by turns. */
function regimes(rows: number, seed: number): { returns: number[]; wild: boolean[] } {
  const random = RandomStream.of(seed);
  let state = 0;
  const wild: boolean[] = [];
  const returns = Array.from({ length: rows }, () => {
    if (random.uniform() < (state === 0 ? 0.02 : 0.05)) state = 1 - state;
    wild.push(state === 1);
    return (state === 0 ? 0.5 : 3) * random.normal();
  });
  return { returns, wild };
}

const sum = (values: readonly number[] | Float64Array): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

describe("takeRows", () => {
  test("rows of arrays, series and panels are copies of the same kind", () => {
    const X = [
      [1, 2],
      [3, 4],
      [5, 6],
    ];
    const taken = takeRows(X, [2, 0]);
    taken[0]![0] = 99;
    expect([taken, X[2]]).toEqual([
      [
        [99, 6],
        [1, 2],
      ],
      [5, 6],
    ]);
    expect(takeRows([7, 8, 9], [1])).toEqual([8]);
    expect(takeRows(Float64Array.of(7, 8, 9), [1, 2])).toEqual(Float64Array.of(8, 9));
    const panel = { values: Float64Array.of(1, 2, 3, 4, 5, 6), columns: 2 };
    expect(takeRows(panel, [2, 1])).toEqual({ values: Float64Array.of(5, 6, 3, 4), columns: 2 });
    expect(countRows(panel)).toBe(3);
    expect(() => countRows({ values: new Float64Array(5), columns: 2 })).toThrow("expected a multiple of 2 values");
  });
});

describe("walkForward", () => {
  test("regimes of a Gaussian HMM are filtered out of sample, row by row and by block alike", async () => {
    const { returns, wild } = regimes(420, 11);
    const fit = (train: number[]): GaussianHmm => GaussianHmm.fit(train, { states: 2, seed: 3, restarts: 3 });
    const options = { trainRows: 240, testRows: 60 };
    const single = await walkForward(
      returns,
      { fit, predictRow: (model, seen) => model.filter(seen).row(seen.length - 1)[1]! },
      options,
    );
    const block = await walkForward(
      returns,
      {
        fit,
        predict: (model, _test, { seen, rows }) => {
          const filtered = model.filter(seen());
          return rows.map((row) => filtered.row(row)[1]!);
        },
      },
      options,
    );
    expect(block.predictions).toEqual(single.predictions);
    expect(single.folds.map(({ origin }) => origin)).toEqual([239, 299, 359]);
    expect(single.predictions.map(({ row }) => row)).toEqual(Array.from({ length: 180 }, (_, i) => 240 + i));
    const right = single.predictions.filter(({ row, prediction }) => prediction > 0.5 === wild[row]).length;
    expect(right).toBeGreaterThan(0.85 * 180);
    // the models are those of the past, and not of all rows
    expect(single.folds[0]!.model.toJSON()).toEqual(fit(returns.slice(0, 240)).toJSON());
  });

  test("volatility of a GARCH model is forecast out of sample: each row's forecast knows the rows before it only", async () => {
    const random = RandomStream.of("garch");
    let [variance, last] = [1, 0];
    const volatilities: number[] = [];
    const returns = Array.from({ length: 700 }, () => {
      variance = 0.02 + 0.1 * last ** 2 + 0.88 * variance;
      volatilities.push(Math.sqrt(variance));
      return (last = Math.sqrt(variance) * random.normal());
    });
    const fit = (train: number[]): GarchModel => fitGarch(train, { mean: "zero" });
    const options = { window: "rolling", trainRows: 500, testRows: 100, reveal: "past" } as const;
    const forecast = (model: GarchModel, seen: readonly number[], from: number): number => {
      const tracker = model.track();
      for (const value of seen.slice(from)) tracker.update(value);
      return tracker.nextVolatility;
    };
    const { predictions, folds } = await walkForward(
      returns,
      { fit, predictRow: (model, seen, { origin }) => forecast(model, seen, origin + 1) },
      options,
    );
    expect(folds.map(({ train }) => [train[0], train.at(-1)])).toEqual([
      [0, 499],
      [100, 599],
    ]);
    // row by row with a tracker is the same, and the first of each block is the model's own forecast
    const block = await walkForward(
      returns,
      {
        fit,
        predict: (model, test) => {
          const tracker = model.track();
          return test.map((value) => [tracker.nextVolatility, tracker.update(value)][0] as number);
        },
      },
      options,
    );
    expect(block.predictions).toEqual(predictions);
    expect(predictions[100]!.prediction).toBeCloseTo(folds[1]!.model.forecast({ horizon: 1 }).volatility[0]!, 12);
    const truth = predictions.map(({ row }) => volatilities[row]!);
    const found = predictions.map(({ prediction }) => prediction);
    expect(correlation(Float64Array.from(found), Float64Array.from(truth))).toBeGreaterThan(0.9);
  });

  test("perturbing the future changes no earlier prediction and no earlier model", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 12, maxLength: 30 }),
        fc.nat(),
        fc.constantFrom("row" as const, "past" as const),
        fc.constantFrom("expanding" as const, "rolling" as const),
        fc.nat(3),
        async (X, place, reveal, window, labelHorizon) => {
          const from = place % X.length;
          const changed = X.map((value, row) => (row < from ? value : value * 3 + 7));
          const run = (rows: readonly number[]): ReturnType<typeof walkForward<readonly number[], number, string>> =>
            walkForward(
              rows,
              { fit: (train) => sum(train), predictRow: (model, seen) => `${model} ${sum(seen)} ${seen.length}` },
              { reveal, window, trainRows: 5, testRows: 3, labelHorizon },
            );
          const [before, after] = [await run(X), await run(changed)];
          const early = reveal === "row" ? from : from + 1;
          const known = <Kind extends { readonly row: number }>(all: readonly Kind[]): Kind[] =>
            all.filter(({ row }) => row < early);
          expect(known(after.predictions)).toEqual(known(before.predictions));
          after.folds.forEach((fold, index) => {
            const same = fold.test[0]! > from ? fold.model : before.folds[index]!.model;
            expect(fold.model).toBe(same);
          });
        },
      ),
    );
  });

  test("what fit and predictRow are given ends where it must, and writing to it changes nothing", async () => {
    const X = Array.from({ length: 12 }, (_, row) => [row, row * 10]);
    const seenLengths: number[] = [];
    const { predictions } = await walkForward(
      X,
      {
        fit: (train, { rows, targets, fold }) => {
          expect(train.map(([row]) => row)).toEqual(rows);
          expect([...targets!]).toEqual(rows.map((row) => -row));
          for (const row of train) row.fill(NaN);
          return fold;
        },
        predictRow: (_model, seen, { row }) => {
          seenLengths.push(seen.length);
          return seen.at(-1)![0]! - row;
        },
      },
      { trainRows: 6, testRows: 2, labelHorizon: 1, embargo: 1, reveal: "past", targets: X.map((_, row) => -row) },
    );
    expect(seenLengths).toEqual([8, 9, 10, 11]);
    expect(predictions.map(({ prediction }) => prediction)).toEqual([-1, -1, -1, -1]);
    expect(predictions.map(({ origin }) => origin)).toEqual([5, 5, 7, 7]);
    expect(X[3]).toEqual([3, 30]);
  });

  test("a warm start hands on the model of the fold before", async () => {
    const previous: (number | undefined)[] = [];
    const steps = {
      fit: (_train: Float64Array, context: { fold: number; previous: number | undefined }) => {
        previous.push(context.previous);
        return context.fold * 10;
      },
      predict: (model: number, test: Float64Array) => test.map(() => model),
    };
    const X = Float64Array.from({ length: 9 }, (_, row) => row);
    const { predictions } = await walkForward(X, steps, { folds: 3, testRows: 2, warmStart: "previous" });
    expect(previous).toEqual([undefined, 0, 10]);
    expect(predictions.map(({ prediction }) => prediction)).toEqual([0, 0, 10, 10, 20, 20]);
    previous.length = 0;
    await walkForward(X, steps, { folds: 3, testRows: 2 });
    expect(previous).toEqual([undefined, undefined, undefined]);
  });

  test("bad options are named, a signal ends it, progress counts folds", async () => {
    const steps = { fit: () => 0, predict: () => [0] };
    const X = [1, 2, 3, 4, 5, 6];
    const options = { trainRows: 2, testRows: 2 };
    await expect(walkForward(X, steps, options)).rejects.toThrow("expected 2 predictions for fold 0");
    await expect(walkForward(X, steps, { ...options, targets: [1] })).rejects.toThrow("targets: expected 6 values");
    await expect(walkForward(X, steps, { ...options, reveal: "all" as "row" })).rejects.toThrow("reveal");
    await expect(walkForward(X, steps, { ...options, warmStart: "yes" as "none" })).rejects.toThrow("warmStart");
    await expect(walkForward(X, steps, { ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "ABORTED",
    });
    const seen: unknown[] = [];
    await walkForward(
      X,
      { fit: () => 0, predict: (_model, test) => test },
      { ...options, onProgress: (progress) => seen.push(progress) },
    );
    expect(seen).toEqual([
      { phase: "folds", done: 1, total: 2 },
      { phase: "folds", done: 2, total: 2 },
    ]);
  });
});
