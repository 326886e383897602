import { attempt, PlimsollError } from "@plimsoll/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { combinatorialPurged } from "./combinatorial-purged.ts";
import sklearn from "./fixtures/sklearn-time-series-split.json" with { type: "json" };
import skfolio from "./fixtures/skfolio-cpcv.json" with { type: "json" };
import type { PurgeOptions } from "./label-spans.ts";
import { optimalGroups } from "./optimal-groups.ts";
import { purgedKFold } from "./purged-k-fold.ts";
import type { Fold } from "./splits.ts";
import { walkForwardSplits, type WalkForwardSplitsOptions } from "./walk-forward-splits.ts";

/** Label spans of every kind, with the horizon of each row written out. */
const labels = (length: number): fc.Arbitrary<{ options: PurgeOptions; starts: number[]; ends: number[] }> => {
  const rows = Array.from({ length }, (_, row) => row);
  const embargo = fc.oneof(
    fc.nat(4),
    fc.record({ share: fc.double({ min: 0, max: 0.2, noNaN: true }) }),
    fc.constant(undefined),
  );
  return fc.oneof(
    fc.tuple(fc.nat(6), embargo).map(([labelHorizon, embargo]) => ({
      options: { labelHorizon, embargo },
      starts: rows,
      ends: rows.map((row) => row + labelHorizon),
    })),
    fc.tuple(fc.array(fc.nat(8), { minLength: length, maxLength: length }), embargo).map(([spans, embargo]) => {
      const labelEnds = spans.map((span, row) => row + span);
      return { options: { labelEnds, embargo }, starts: rows, ends: labelEnds };
    }),
    fc
      .tuple(
        fc.array(fc.tuple(fc.nat(5), fc.nat(20)), { minLength: length, maxLength: length }),
        fc.double({ min: 0, max: 9, noNaN: true }),
      )
      .map(([steps, embargo]) => {
        let time = 1000;
        const labelStarts = steps.map(([step]) => (time += step));
        const labelEnds = steps.map(([, span], row) => labelStarts[row]! + span);
        return { options: { labelStarts, labelEnds, embargo }, starts: labelStarts, ends: labelEnds };
      }),
  );
};

const overlaps = (fold: Fold, starts: readonly number[], ends: readonly number[]): boolean =>
  fold.train.some((a) => fold.test.some((b) => starts[a]! <= ends[b]! && starts[b]! <= ends[a]!));

/** Folds until one has no training row left, which is an error of its own. */
function reachable<Kind>(splits: Iterable<Kind>): Kind[] {
  const folds: Kind[] = [];
  try {
    for (const fold of splits) folds.push(fold);
  } catch (error) {
    if (!PlimsollError.is(error, "NOT_ENOUGH_DATA")) throw error;
  }
  return folds;
}

const withLabels = fc.integer({ min: 6, max: 40 }).chain((length) => fc.tuple(fc.constant(length), labels(length)));

describe("purgedKFold", () => {
  test("the snippet of the issue: train and test of each fold", () => {
    const X = Array.from({ length: 100 }, () => [0]);
    const seen: [number, number, number][] = [];
    for (const fold of purgedKFold(X.length, { folds: 5, labelHorizon: 10, embargo: 5 })) {
      seen.push([fold.train.length, fold.test[0]!, fold.test.at(-1)!]);
    }
    // 10 rows before and 10 + 5 after each test block are left out
    expect(seen).toEqual([
      [65, 0, 19],
      [55, 20, 39],
      [55, 40, 59],
      [55, 60, 79],
      [70, 80, 99],
    ]);
  });

  test("no training label overlaps a tested label, whatever the spans, and every row is tested exactly once", () => {
    fc.assert(
      fc.property(withLabels, fc.integer({ min: 2, max: 6 }), ([length, { options, starts, ends }], folds) => {
        const splits = purgedKFold(length, { folds, ...options });
        expect(splits.length).toBe(folds);
        const found = reachable(splits);
        for (const fold of found) expect(overlaps(fold, starts, ends)).toBe(false);
        const complete = found.length === folds;
        const tested = found.flatMap(({ test }) => test);
        expect(complete ? tested : []).toEqual(complete ? Array.from({ length }, (_, row) => row) : []);
      }),
    );
  });

  test("nothing is purged that need not be: every row left out overlaps a tested label or is in the embargo", () => {
    fc.assert(
      fc.property(withLabels, fc.integer({ min: 2, max: 6 }), ([length, { options, starts, ends }], folds) => {
        const { embargo = 0 } = options;
        const span = options.labelStarts === undefined ? length : starts.at(-1)! - starts[0]!;
        const width = typeof embargo === "number" ? embargo : Math.floor(embargo.share * span);
        for (const fold of reachable(purgedKFold(length, { folds, ...options }))) {
          for (let row = 0; row < length; row++) {
            if (fold.train.includes(row) || fold.test.includes(row)) continue;
            const overlapping = overlaps({ train: [row], test: fold.test }, starts, ends);
            const last = Math.max(...fold.test.map((tested) => ends[tested]!));
            const embargoed = width > 0 && row > fold.test.at(-1)! && starts[row]! <= last + width;
            expect(overlapping || embargoed).toBe(true);
          }
        }
      }),
    );
  });

  test("folds can be walked again, taken by number, and are even", () => {
    const splits = purgedKFold(11, { folds: 3 });
    expect([...splits].map(({ test }) => test.length)).toEqual([4, 4, 3]);
    expect([...splits]).toEqual([splits.at(0), splits.at(1), splits.at(2)]);
    expect(splits.at(3)).toBeUndefined();
  });

  test("bad options are named, and a fold without training rows is an error", () => {
    const argument = (options: object): unknown => {
      try {
        purgedKFold(10, options);
        return undefined;
      } catch (error) {
        return (error as { details: { argument: string } }).details.argument;
      }
    };
    expect(argument({ folds: 1 })).toBe("folds");
    expect(argument({ folds: 11 })).toBe("folds");
    expect(argument({ labelHorizon: -1 })).toBe("labelHorizon");
    expect(argument({ embargo: 0.01 })).toBe("embargo");
    expect(argument({ embargo: { share: 1 } })).toBe("embargo.share");
    expect(argument({ labelEnds: [1, 2] })).toBe("labelEnds");
    expect(argument({ labelEnds: [0, 0, 2, 3, 4, 5, 6, 7, 8, 9] })).toBe("labelEnds[1]");
    expect(argument({ labelEnds: [0], labelHorizon: 1 })).toBe("labelHorizon");
    expect(argument({ labelStarts: [0] })).toBe("labelStarts");
    expect(argument({ labelStarts: [0, 2, 1, 3, 4, 5, 6, 7, 8, 9], labelEnds: [] })).toBe("labelStarts[2]");
    expect(() => [...purgedKFold(10, { folds: 2, labelHorizon: 9 })]).toThrow("fold 0 has no training row left");
  });
});

describe("walkForwardSplits", () => {
  test.each(sklearn.cases)("equals scikit-learn's TimeSeriesSplit: $sklearn", ({ options, folds }) => {
    const splits = walkForwardSplits(sklearn.rows, options as WalkForwardSplitsOptions);
    expect([...splits].map(({ train, test }) => [train, test])).toEqual(folds);
  });

  test("training labels end before the test begins, windows keep their size, tests cover all later rows once", () => {
    fc.assert(
      fc.property(
        withLabels,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom("expanding" as const, "rolling" as const),
        ([length, { options, starts, ends }], trainRows, testRows, window) => {
          const found = attempt(() => [...walkForwardSplits(length, { window, trainRows, testRows, ...options })]);
          if (!found.success) {
            if (found.error.code !== "NOT_ENOUGH_DATA") throw found.error;
            return;
          }
          const folds = found.data;
          for (const fold of folds) {
            const begin = starts[fold.test[0]!]!;
            expect(fold.train.every((row) => row < fold.test[0]! && ends[row]! < begin)).toBe(true);
            expect(window === "rolling" ? fold.train.length : Math.min(fold.train.length, trainRows)).toBe(trainRows);
          }
          const first = folds[0]!.test[0]!;
          expect(folds.flatMap(({ test }) => test)).toEqual(
            Array.from({ length: length - first }, (_, i) => first + i),
          );
        },
      ),
    );
  });

  test("the remainder is kept or dropped, and bad options are named", () => {
    const last = (remainder: "keep" | "drop"): unknown =>
      [...walkForwardSplits(10, { trainRows: 3, testRows: 3, remainder })].at(-1)!.test;
    expect(last("keep")).toEqual([9]);
    expect(last("drop")).toEqual([6, 7, 8]);
    expect(() => walkForwardSplits(10, {})).toThrow("give folds, or trainRows and testRows");
    expect(() => walkForwardSplits(10, { folds: 3, window: "rolling" })).toThrow("a rolling window needs trainRows");
    expect(() => walkForwardSplits(10, { folds: 5, testRows: 2 })).toThrow("leave none of the 10 rows to train on");
    expect(() => walkForwardSplits(10, { trainRows: 10, testRows: 1 })).toThrow("lower trainRows");
    expect(() => walkForwardSplits(10, { trainRows: 8, testRows: 3, remainder: "drop" })).toThrow("lower testRows");
    expect(() => [...walkForwardSplits(12, { folds: 3, trainRows: 5 })]).toThrow("fold 0 has 3 training rows");
  });
});

describe("combinatorialPurged", () => {
  test("equals skfolio's combinatorial purged cross-validation: splits, purge, embargo, path ids, paths", () => {
    for (const golden of skfolio.cases) {
      const splits = combinatorialPurged(skfolio.n_samples, {
        groups: golden.n_folds,
        testGroups: golden.n_test_folds,
        labelHorizon: golden.purged ?? 0,
        embargo: golden.embargo ?? 0,
      });
      const folds = [...splits];
      const found = {
        splits: folds.map(({ train, blocks }) => [train, blocks]),
        train: folds.map(({ train }) => train),
        path_ids: folds.map(({ paths }) => paths),
        n_splits: splits.length,
        n_paths: splits.paths,
        recombined_paths: splits.foldOfPath,
      };
      const { n_folds: _n, n_test_folds: _k, purged: _p, embargo: _e, ...wanted } = golden;
      expect(found).toMatchObject(wanted);
    }
  });

  test("the number of groups for a wanted training size and number of paths equals skfolio's", () => {
    for (const { n, paths, train, res } of skfolio.optimal_folds) {
      expect(optimalGroups(n, { trainRows: train, paths })).toEqual({ groups: res[0], testGroups: res[1] });
    }
  });

  test("every path covers every row once, its predictions made by a fold that tested the row, and no label overlaps", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 40 }).chain((length) => fc.tuple(fc.constant(length), labels(length))),
        fc.integer({ min: 2, max: 6 }),
        fc.nat(4),
        ([length, { options, starts, ends }], groups, pick) => {
          const testGroups = 1 + (pick % (groups - 1));
          const splits = combinatorialPurged(length, { groups, testGroups, ...options });
          const folds = reachable(splits);
          for (const fold of folds) expect(overlaps(fold, starts, ends)).toBe(false);
          if (folds.length < splits.length) return;
          const paths = splits.recombine(folds.map(({ test }, fold) => test.map((row) => ({ row, fold }))));
          expect(paths.length).toBe(splits.paths);
          const used = new Set<string>();
          for (const path of paths) {
            expect(path.map(({ row }) => row)).toEqual(Array.from({ length }, (_, row) => row));
            for (const { row, fold } of path) used.add(`${row} ${fold}`);
          }
          // each prediction is used on exactly one path
          expect(used.size).toBe(folds.reduce((sum, { test }) => sum + test.length, 0));
        },
      ),
    );
  });

  test("bad options and predictions of the wrong size are named", () => {
    expect(() => combinatorialPurged(10, { groups: 3, testGroups: 3 })).toThrow("fewer than the 3 groups");
    expect(() => combinatorialPurged(100, { groups: 30, testGroups: 15 })).toThrow("at most 100000 are possible");
    const splits = combinatorialPurged(10, { groups: 3, testGroups: 2 });
    expect(() => splits.recombine([])).toThrow("expected those of 3 folds, was 0");
    expect(() => splits.recombine([[], [], []])).toThrow("predictions[0]: expected 7 values");
  });
});
