import { PlimsollError } from "@plimsoll/core";

/** One fold: row numbers to train on and row numbers to test on, both ascending. */
export interface Fold {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

/** Folds in order, made when they are asked for; they can be walked through any number of times. */
export interface Splits<Kind extends Fold = Fold> extends Iterable<Kind> {
  /** How many folds there are. */
  readonly length: number;
  /** The fold of that number, from 0; `undefined` beyond the end. */
  at(index: number): Kind | undefined;
}

/** Splits whose folds `make` makes. */
export function lazySplits<Kind extends Fold>(length: number, make: (index: number) => Kind): Splits<Kind> {
  return {
    length,
    at: (index) => (Number.isInteger(index) && index >= 0 && index < length ? make(index) : undefined),
    *[Symbol.iterator]() {
      for (let index = 0; index < length; index++) yield make(index);
    },
  };
}

/** The row numbers from `from` up to and without `to`. */
export function rowRange(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

/** Where each of `groups` blocks of consecutive rows starts, and the end: sizes differ by at most one, larger first. */
export function blockBounds(length: number, groups: number): number[] {
  const size = Math.floor(length / groups);
  const larger = length % groups;
  return Array.from({ length: groups + 1 }, (_, group) => group * size + Math.min(group, larger));
}

/** Fails where purging has left nothing to train on. */
export function requireTraining(train: readonly number[], fold: number): readonly number[] {
  if (train.length > 0) return train;
  throw new PlimsollError(
    "NOT_ENOUGH_DATA",
    `fold ${fold} has no training row left after purging: use fewer folds, a shorter label horizon or a smaller embargo`,
    { argument: "length", required: 1, available: 0 },
  );
}
