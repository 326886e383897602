import { invalidInput } from "@plimsoll/core";
import { type PurgeOptions, purgedTraining, readLabelSpans } from "./label-spans.ts";
import { blockBounds, type Fold, lazySplits, requireTraining, rowRange, type Splits } from "./splits.ts";
import { wholeNumber } from "./whole-number.ts";

/** Options of {@link combinatorialPurged}. */
export interface CombinatorialPurgedOptions extends PurgeOptions {
  /** Blocks of consecutive rows, N; at least 2. The first ones have one row more where the rows don't divide. */
  readonly groups: number;
  /** Blocks tested at once, k; from 1 to N - 1. */
  readonly testGroups: number;
}

/** A fold that tests several blocks. */
export interface CombinatorialFold extends Fold {
  /** The blocks tested, ascending. */
  readonly groups: readonly number[];
  /** The rows of each block tested, in the order of `groups`; `test` is all of them. */
  readonly blocks: readonly (readonly number[])[];
  /** The path to which the predictions of each block belong, in the order of `groups`. */
  readonly paths: readonly number[];
}

/** The folds of {@link combinatorialPurged} and how their predictions make backtest paths. */
export interface CombinatorialSplits extends Splits<CombinatorialFold> {
  /** Number of backtest paths, C(N, k) k / N. */
  readonly paths: number;
  /** For each block, the fold that tests it on each path. */
  readonly foldOfPath: readonly (readonly number[])[];
  /**
   * Puts predictions together to paths: `predictions[fold][i]` belongs to row `test[i]` of that fold; the result is one
   * series a path that covers every row once, in the order of rows.
   */
  recombine<Prediction>(predictions: readonly ArrayLike<Prediction>[]): Prediction[][];
}

const mostSplits = 100_000;

/** All ways to choose `k` of 0..n-1, in lexicographic order. */
function combinations(n: number, k: number): number[][] {
  const all: number[][] = [];
  const chosen = rowRange(0, k);
  for (;;) {
    all.push(chosen.slice());
    let place = k - 1;
    while (place >= 0 && chosen[place] === n - k + place) place--;
    if (place < 0) return all;
    chosen[place]!++;
    for (let next = place + 1; next < k; next++) chosen[next] = chosen[next - 1]! + 1;
  }
}

/** The binomial coefficient C(n, k). */
export function binomial(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= Math.min(k, n - k); i++) product = Math.round((product * (n - i + 1)) / i);
  return product;
}

/**
 * Combinatorial purged cross-validation (Lopez de Prado 2018, chapter 12; definition 42): the rows are cut into N blocks,
 * every choice of k of them is tested once with purging and embargo around each, and the predictions are recombined to
 * C(N, k) k / N backtest paths, each of which covers every row once. A block's prediction by the i-th fold that tests it
 * goes to path i.
 *
 * Throws `INVALID_INPUT` for impossible counts or more than 100 000 folds, `NOT_ENOUGH_DATA` when a fold is reached that
 * has no training row left.
 *
 * @example
 * ```ts
 * import { combinatorialPurged } from "@plimsoll/ml";
 *
 * const splits = combinatorialPurged(12, { groups: 3, testGroups: 2, labelHorizon: 1 });
 * for (const { train, groups, paths } of splits) console.log(train.join(" "), groups, paths);
 * // 9 10 11 [ 0, 1 ] [ 0, 0 ]
 * // 5 6 [ 0, 2 ] [ 1, 0 ]
 * // 0 1 2 [ 1, 2 ] [ 1, 1 ]
 * const predictions = [...splits].map(({ test }, fold) => test.map(() => fold));
 * console.log(splits.recombine(predictions).map((path) => path.join(""))); // [ '000000001111', '111122222222' ]
 * ```
 */
export function combinatorialPurged(length: number, options: CombinatorialPurgedOptions): CombinatorialSplits {
  wholeNumber("length", length, 2);
  const groups = wholeNumber("groups", options.groups, 2);
  const testGroups = wholeNumber("testGroups", options.testGroups, 1);
  if (groups > length) throw invalidInput("groups", `groups: expected at most ${length} (the rows), was ${groups}`);
  if (testGroups >= groups) {
    throw invalidInput("testGroups", `testGroups: expected fewer than the ${groups} groups, was ${testGroups}`);
  }
  const count = binomial(groups, testGroups);
  if (!(count <= mostSplits)) {
    throw invalidInput(
      "testGroups",
      `${groups} groups with ${testGroups} tested make ${count} folds, at most ${mostSplits} are possible: lower either`,
    );
  }
  const spans = readLabelSpans(length, options);
  const bounds = blockBounds(length, groups);
  const chosen = combinations(groups, testGroups);
  const foldOfPath: number[][] = Array.from({ length: groups }, () => []);
  const pathsOfFold = chosen.map((tested, fold) => tested.map((group) => foldOfPath[group]!.push(fold) - 1));

  const splits = lazySplits(count, (fold): CombinatorialFold => {
    const tested = chosen[fold]!;
    const isTest = new Uint8Array(length);
    for (const group of tested) isTest.fill(1, bounds[group], bounds[group + 1]);
    const blocks = tested.map((group) => rowRange(bounds[group]!, bounds[group + 1]!));
    const train = requireTraining(purgedTraining(isTest, spans), fold);
    return { train, test: blocks.flat(), groups: tested, blocks, paths: pathsOfFold[fold]! };
  });

  const recombine = <Prediction>(predictions: readonly ArrayLike<Prediction>[]): Prediction[][] => {
    if (predictions.length !== count) {
      throw invalidInput("predictions", `predictions: expected those of ${count} folds, was ${predictions.length}`);
    }
    // blocks go into the paths in the order of rows, because folds list their blocks ascending and groups are walked outside
    const starts = chosen.map((tested, fold) => {
      let at = 0;
      const offsets = new Map(
        tested.map((group): [number, number] => {
          const offset = at;
          at += bounds[group + 1]! - bounds[group]!;
          return [group, offset];
        }),
      );
      if (predictions[fold]!.length === at) return offsets;
      throw invalidInput(
        `predictions[${fold}]`,
        `predictions[${fold}]: expected ${at} values, one a tested row, was ${predictions[fold]!.length}`,
      );
    });
    return Array.from({ length: foldOfPath[0]!.length }, (_, path) =>
      foldOfPath.flatMap((folds, group) => {
        const fold = folds[path]!;
        const offset = starts[fold]!.get(group)!;
        const size = bounds[group + 1]! - bounds[group]!;
        return Array.from({ length: size }, (_, i) => predictions[fold]![offset + i]!);
      }),
    );
  };
  return Object.assign(splits, { paths: foldOfPath[0]!.length, foldOfPath, recombine });
}
