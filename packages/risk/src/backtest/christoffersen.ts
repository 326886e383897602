import { invalidInput } from "@plimsoll/core";
import { checkConfidence } from "../input/checks.ts";
import { tailOf } from "./forecast-record.ts";
import { kupiecStatistic } from "./kupiec.ts";
import { type ChiSquareResult, chiSquareResult, timesLog } from "./test-result.ts";

/** How often a period without (0) or with (1) exception was followed by one without or with. */
export interface TransitionCounts {
  readonly n00: number;
  readonly n01: number;
  readonly n10: number;
  readonly n11: number;
}

/** Throws `INVALID_INPUT` unless every hit is 0, 1, false or true. */
export function checkHits(hits: ArrayLike<number | boolean>): void {
  for (let t = 0; t < hits.length; t++) {
    if (Number(hits[t]) === 0 || Number(hits[t]) === 1) continue;
    throw invalidInput(
      `hits[${t}]`,
      `hits[${t}]: expected 1 (or true) for an exception and 0 otherwise, was ${hits[t]}`,
      {
        expected: "0 or 1",
        received: String(hits[t]),
      },
    );
  }
}

/**
 * Counts the transitions of a series of hits (1 or true for an exception).
 *
 * @example
 * ```ts
 * import { countTransitions } from "@plimsoll/risk";
 *
 * console.log(countTransitions([0, 1, 1, 0, 0])); // { n00: 1, n01: 1, n10: 1, n11: 1 }
 * ```
 */
export function countTransitions(hits: ArrayLike<number | boolean>): TransitionCounts {
  checkHits(hits);
  const counts = [0, 0, 0, 0];
  for (let t = 1; t < hits.length; t++) counts[2 * Number(hits[t - 1]) + Number(hits[t])]!++;
  return { n00: counts[0]!, n01: counts[1]!, n10: counts[2]!, n11: counts[3]! };
}

/** The likelihood ratio of a first-order Markov chain against independence; 0 when one of the states was never left. */
function independenceStatistic({ n00, n01, n10, n11 }: TransitionCounts): number {
  const total = n00 + n01 + n10 + n11;
  const rate = (n01 + n11) / total;
  const afterNone = n01 / (n00 + n01);
  const afterHit = n11 / (n10 + n11);
  return (
    2 *
    (timesLog(n00, 1 - afterNone) +
      timesLog(n01, afterNone) +
      timesLog(n10, 1 - afterHit) +
      timesLog(n11, afterHit) -
      timesLog(n00 + n10, 1 - rate) -
      timesLog(n01 + n11, rate))
  );
}

function checkTransitions(counts: TransitionCounts): void {
  for (const name of ["n00", "n01", "n10", "n11"] as const) {
    if (!Number.isInteger(counts[name]) || counts[name] < 0) {
      throw invalidInput(name, `${name}: expected a whole number of at least 0, was ${counts[name]}`);
    }
  }
  if (counts.n00 + counts.n01 + counts.n10 + counts.n11 === 0) {
    throw invalidInput("n00", "n00 to n11: expected at least one transition");
  }
}

/**
 * Whether exceptions come singly: the likelihood ratio of a Markov chain against independence (Christoffersen 1998).
 *
 * Chi-square with one degree of freedom. Without exceptions, or with nothing else, the statistic is 0.
 *
 * @example
 * ```ts
 * import { independenceTest } from "@plimsoll/risk";
 *
 * console.log(independenceTest({ n00: 218, n01: 14, n10: 14, n11: 6 }).statistic.toFixed(5)); // 9.52957
 * ```
 */
export function independenceTest(counts: TransitionCounts): ChiSquareResult {
  checkTransitions(counts);
  return chiSquareResult(independenceStatistic(counts), 1);
}

/**
 * Frequency and independence of exceptions together, from counts: the sum of the two likelihood ratios, both on the
 * n00 + n01 + n10 + n11 transitions (definition 20). Chi-square with two degrees of freedom.
 *
 * A series of T periods has T - 1 transitions; `backtestVaR` adds the two ratios as they are usually reported, Kupiec's on
 * all T.
 *
 * @example
 * ```ts
 * import { conditionalCoverageTest } from "@plimsoll/risk";
 *
 * const counts = { n00: 218, n01: 14, n10: 14, n11: 6 };
 * console.log(conditionalCoverageTest(counts, { confidence: 0.95 }).statistic.toFixed(5)); // 13.44212
 * ```
 */
export function conditionalCoverageTest(
  counts: TransitionCounts,
  options: {
    /** @defaultValue 0.99 */
    readonly confidence?: number;
  } = {},
): ChiSquareResult {
  const confidence = checkConfidence(options.confidence ?? 0.99);
  checkTransitions(counts);
  const exceptions = counts.n01 + counts.n11;
  const total = counts.n00 + counts.n10 + exceptions;
  const coverage = kupiecStatistic(total, exceptions, tailOf(confidence));
  return chiSquareResult(coverage + independenceStatistic(counts), 2);
}
