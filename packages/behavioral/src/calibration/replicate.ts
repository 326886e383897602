import { evidenceOf } from "../choice-set/evidence.ts";
import type { BiasKey } from "../detectors/bias-key.ts";
import { detectors } from "../detectors/table.ts";
import { readOptions } from "../input/behavior-options.ts";
import { simulateInvestor } from "../simulate/simulate-investor.ts";
import type { Generator } from "./generators.ts";

/** Tests that everyone knows and nobody should use: the traps beside the detector. */
export const naiveTests = ["naive Odean", "stratified odds ratio"] as const;

/** Snapshots, single events and turnover: a value and an interval without a p-value, so there is nothing to calibrate. */
export const uncalibrated: readonly BiasKey[] = [
  "overconfidence",
  "underDiversification",
  "homeBias",
  "lotteryPreference",
  "panicSelling",
];

/** A column of the matrix. */
export type TestName = BiasKey | (typeof naiveTests)[number];

/** What a test said over some replications. */
export interface Tally {
  readonly replications: number;
  /** In how many there was enough to test. */
  readonly tested: number;
  /** Two-sided p below 5 %. */
  readonly rejected: number;
  /** Of these with a positive effect. */
  readonly positive: number;
}

const level = 0.05;
const criticalZ = 1.959963984540054;

/** Draws `count` investors of a generator, from number `from` on, and lets the tests named judge each. */
export function replicate(
  generator: Generator,
  from: number,
  count: number,
  tests: readonly TestName[],
): Readonly<Record<string, Tally>> {
  const tallies = new Map(tests.map((test) => [test, { replications: count, tested: 0, rejected: 0, positive: 0 }]));
  const { ledger } = readOptions({});
  for (let number = from; number < from + count; number++) {
    const { truth: _, ...input } = simulateInvestor({ ...generator.investor, seed: `${generator.name}/${number}` });
    const evidence = evidenceOf(input, ledger);
    const add = (test: TestName, rejects: boolean, effect: number): void => {
      const tally = tallies.get(test);
      if (tally === undefined) return;
      tally.tested += 1;
      if (!rejects) return;
      tally.rejected += 1;
      if (effect > 0) tally.positive += 1;
    };
    const wanted = new Set<TestName>(tests);
    if (naiveTests.some((test) => wanted.has(test))) wanted.add("disposition");
    for (const key of wanted) {
      const detector = detectors[key as BiasKey];
      if (detector === undefined) continue;
      const { pValue, effect, counts } = detector.detect(evidence, { seed: number });
      if (pValue !== null) add(detector.key, pValue < level, effect!);
      if (key !== "disposition") continue;
      const { proportionZ, logOddsRatio, logOddsRatioStandardError } = counts;
      if (proportionZ != null) add("naive Odean", Math.abs(proportionZ) > criticalZ, proportionZ);
      if (logOddsRatio != null && logOddsRatioStandardError != null) {
        const z = logOddsRatio / logOddsRatioStandardError;
        add("stratified odds ratio", Math.abs(z) > criticalZ, z);
      }
    }
  }
  return Object.fromEntries(tallies);
}

/** Tallies of the same test over different replications, as one. */
export function sumTallies(tallies: readonly Tally[]): Tally {
  const sum = (key: keyof Tally): number => tallies.reduce((total, tally) => total + tally[key], 0);
  return {
    replications: sum("replications"),
    tested: sum("tested"),
    rejected: sum("rejected"),
    positive: sum("positive"),
  };
}
