/** Splits and searches. */
import { combinatorialPurged, purgedKFold, randomSearch, type SearchSpace, tpeSearch, walkForward } from "@plimsoll/ml";
import type { Benchmark } from "./benchmark.ts";

const space: SearchSpace = Object.fromEntries(
  ["a", "b", "c", "d", "e"].map((name) => [name, { kind: "log-uniform", low: 1e-3, high: 1e3 }] as const),
);
const sphere = ({ parameters }: { readonly parameters: Readonly<Record<string, unknown>> }): number =>
  -Object.values(parameters).reduce<number>((sum, value) => sum + Math.log(Number(value)) ** 2, 0);
const rows = Array.from({ length: 5_000 }, (_, t) => [Math.sin(t), Math.cos(t)]);

export const benchmarks: readonly Benchmark[] = [
  {
    name: "purged k-fold, 100 000 rows, 5 folds",
    run: () => [...purgedKFold(100_000, { folds: 5, labelHorizon: 10, embargo: 50 })].length,
  },
  {
    name: "combinatorial purged, 10 000 rows, 10 groups, 2 tested, 45 folds",
    run: () => [...combinatorialPurged(10_000, { groups: 10, testGroups: 2, labelHorizon: 10 })].length,
  },
  {
    name: "walk forward without a model, 4000 rows predicted one by one",
    run: () =>
      walkForward(
        rows,
        { fit: (train) => train.length, predictRow: (model, seen) => model + seen.length },
        { trainRows: 1_000, testRows: 250 },
      ),
  },
  {
    name: "random search, 200 trials of 5 parameters",
    run: () => randomSearch(space, sphere, { trials: 200, seed: 1 }),
  },
  { name: "TPE search, 200 trials of 5 parameters", run: () => tpeSearch(space, sphere, { trials: 200, seed: 1 }) },
];
