import { evidenceOf, type Evidence } from "./choice-set/evidence.ts";
import type { BiasKey } from "./detectors/bias-key.ts";
import type { BiasResult } from "./detectors/bias-result.ts";
import { detectorList } from "./detectors/table.ts";
import { benjaminiHochberg } from "./estimate/benjamini-hochberg.ts";
import type { BehaviorInput } from "./input/behavior-input.ts";
import { type BehaviorOptions, readOptions } from "./input/behavior-options.ts";
import type { Repair } from "./input/trade-record.ts";
import { findPatterns } from "./patterns/find-patterns.ts";
import type { Pattern } from "./patterns/pattern.ts";
import { type InvestorProfile, investorProfile } from "./profile/investor-profile.ts";
import { compositeScore, type CompositeScore } from "./score/composite.ts";

/** What {@link analyzeBehavior} found. */
export interface BehaviorReport {
  readonly biases: Readonly<Record<BiasKey, BiasResult>>;
  readonly composite: CompositeScore;
  /** What happened and when, in time order. */
  readonly patterns: readonly Pattern[];
  /** What else is known of the investor, for the optimizer. */
  readonly profile: InvestorProfile;
  /** Every change made to the input before it was analysed. */
  readonly repairs: readonly Repair[];
}

/**
 * Looks for investor biases in an account's trades.
 *
 * Quantities in units, prices in the account's currency. Trades may come in any order; zero-quantity rows, oversold
 * positions and missing prices are repaired as `repairs` lists. Each bias has an effect, its standard error, a p-value
 * (also adjusted for the number of biases looked for) and a score of 0 to 100 with an 80 % interval, or says why it
 * cannot know: too few observations, or which input would tell.
 *
 * @throws `INVALID_INPUT` naming the row: a negative quantity, a price of zero or below, an unreadable time, a time
 * without a zone when `timeZone` is absent, a repeated id; so for each optional input.
 *
 * @example
 * ```ts
 * import { analyzeBehavior } from "@plimsoll/behavioral";
 *
 * const { biases } = analyzeBehavior({
 *   trades: [
 *     { side: "buy", asset: "A", quantity: 10, price: 100, at: "2024-01-02T15:00:00Z" },
 *     { side: "buy", asset: "B", quantity: 10, price: 100, at: "2024-01-02T15:01:00Z" },
 *     { side: "sell", asset: "A", quantity: 10, price: 120, at: "2024-03-01T15:00:00Z" },
 *   ],
 *   prices: [{ asset: "B", at: "2024-03-01T14:00:00Z", price: 80 }],
 * });
 * console.log(biases.disposition.status, biases.disposition.counts["pgr"]); // insufficient 1
 * ```
 */
export function analyzeBehavior(input: BehaviorInput, options: BehaviorOptions = {}): BehaviorReport {
  const { ledger, priors, seed } = readOptions(options);
  return reportOf(evidenceOf(input, ledger), priors, seed);
}

/** The report on evidence already derived. */
export function reportOf(
  evidence: Evidence,
  priors: Readonly<Partial<Record<BiasKey, number>>>,
  seed: number,
): BehaviorReport {
  const findings = detectorList.map(({ key, detect }) => ({
    key,
    finding: detect(evidence, { priorStandardDeviation: priors[key], seed }),
  }));
  const adjusted = benjaminiHochberg(findings.map(({ finding }) => finding.pValue));
  const biases = Object.fromEntries(
    findings.map(({ key, finding }, index) => [key, { ...finding, adjustedPValue: adjusted[index]! }]),
  ) as Record<BiasKey, BiasResult>;
  return {
    biases,
    composite: compositeScore(biases),
    patterns: findPatterns(evidence),
    profile: investorProfile(evidence, biases.lossAversion, seed),
    repairs: evidence.repairs,
  };
}
