import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import { crossValidate } from "./cross-validate.ts";
import { nestedTuning } from "./nested-tuning.ts";
import { purgedKFold } from "./purged-k-fold.ts";

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const loss = (model: number, test: readonly number[]): number => -mean(test.map((value) => (value - model) ** 2));

describe("crossValidate", () => {
  test("scores by fold with mean, naive and Nadeau-Bengio corrected standard error", async () => {
    const X = [1, 2, 3, 4, 5, 6];
    const result = await crossValidate(X, { fit: mean, score: loss }, { splits: purgedKFold(6, { folds: 3 }) });
    // by hand: models 4.5, 3.5, 2.5; tests (1,2), (3,4), (5,6)
    expect(result.scores).toEqual([-9.25, -0.25, -9.25]);
    expect(result.mean).toBeCloseTo(-6.25, 14);
    const deviation = Math.sqrt((9 + 36 + 9) / 2);
    expect(result.standardDeviation).toBeCloseTo(deviation, 14);
    expect(result.standardError).toBeCloseTo(deviation / Math.sqrt(3), 14);
    expect(result.correctedStandardError).toBeCloseTo(deviation * Math.sqrt(1 / 3 + 2 / 4), 14);
  });

  test("fit and score get the targets and numbers of their rows", async () => {
    const X = [[0], [1], [2], [3]];
    const seen: unknown[] = [];
    await crossValidate(
      X,
      {
        fit: (train, { rows, targets }) => seen.push(["fit", train.flat(), rows, [...targets!]]),
        score: (_model, test, { rows, targets }) => seen.push(["score", test.flat(), rows, [...targets!]]),
      },
      { splits: purgedKFold(4, { folds: 2 }), targets: [5, 6, 7, 8] },
    );
    expect(seen).toEqual([
      ["fit", [2, 3], [2, 3], [7, 8]],
      ["score", [0, 1], [0, 1], [5, 6]],
      ["fit", [0, 1], [0, 1], [5, 6]],
      ["score", [2, 3], [2, 3], [7, 8]],
    ]);
  });

  test("a score that is no number, folds of other rows and no folds are errors", async () => {
    const splits = purgedKFold(6, { folds: 3 });
    const run = (X: number[], score: number, folds = splits): Promise<unknown> =>
      crossValidate(X, { fit: mean, score: () => score }, { splits: folds });
    await expect(run([1, 2, 3, 4, 5, 6], NaN)).rejects.toThrow("was NaN on fold 0");
    await expect(run([1, 2, 3], 1)).rejects.toThrow("splits: fold 0 has row 5, the data have 3");
    await expect(crossValidate([1], { fit: mean, score: loss }, { splits: [] })).rejects.toThrow("there is no fold");
  });
});

describe("nestedTuning", () => {
  const noise = RandomStream.of("nested").substream("noise");
  const X = Array.from({ length: 60 }, () => noise.normal());
  const space = { guess: { kind: "uniform", low: -3, high: 3 } } as const;
  const options = {
    space,
    outer: purgedKFold(60, { folds: 4 }),
    inner: (length: number) => purgedKFold(length, { folds: 3 }),
    trials: 25,
    seed: 5,
  };
  const steps = {
    fit: (_train: number[], { parameters }: { parameters: Readonly<Record<string, unknown>> }): number =>
      Number(parameters["guess"]),
    score: loss,
  };

  test("outer test rows take no part in tuning: changing them changes no chosen parameter of their fold", async () => {
    const before = await nestedTuning(X, steps, options);
    const changed = X.map((value, row) => (row < 15 ? value + 100 : value));
    const after = await nestedTuning(changed, steps, options);
    expect(after.folds[0]!.parameters).toEqual(before.folds[0]!.parameters);
    expect(after.folds[0]!.innerScore).toBe(before.folds[0]!.innerScore);
    expect(after.folds[0]!.score).not.toBe(before.folds[0]!.score);
    expect(after.folds[1]!.parameters).not.toEqual(before.folds[1]!.parameters);
  });

  test("what the inner folds promise is better than the outer score, on noise", async () => {
    for (const search of ["tpe", "random"] as const) {
      const { folds, mean: outer, trials, scores } = await nestedTuning(X, steps, { ...options, search });
      expect(trials).toBe(100);
      expect(scores).toEqual(folds.map(({ score }) => score));
      // within the rows it was tuned on, no constant beats their mean by much: the search comes near it
      for (const { innerScore, records } of folds) {
        expect(records.length).toBe(25);
        expect(innerScore).toBe(Math.max(...records.map(({ score }) => score!)));
      }
      expect(mean(folds.map(({ innerScore }) => innerScore))).toBeGreaterThan(outer - 0.5);
    }
  });

  test("inner folds are given the rows they stand for, so that spans of their own can be taken from them", async () => {
    const given: (readonly number[])[] = [];
    await nestedTuning(X, steps, {
      ...options,
      trials: 2,
      inner: (length, rows) => {
        given.push(rows);
        return purgedKFold(length, { folds: 3, labelStarts: rows, labelEnds: rows.map((row) => row + 2) });
      },
    });
    expect(given).toEqual([...options.outer].map(({ train }) => train));
  });

  test("bad options are named", async () => {
    await expect(nestedTuning(X, steps, { ...options, search: "grid" as "tpe" })).rejects.toThrow("search: expected");
    await expect(nestedTuning(X, steps, { ...options, space: {} })).rejects.toThrow("there is no parameter");
    await expect(nestedTuning(X, { ...steps, score: () => NaN }, options)).rejects.toThrow(
      "none of 25 trials succeeded",
    );
  });
});
