import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import type { LedgerOptions } from "../choice-set/ledger.ts";
import { type BiasKey, biasKeys } from "../detectors/bias-key.ts";

/** Options of {@link analyzeBehavior}. */
export interface BehaviorOptions {
  /** Cost of a position: the average of its purchases, or the mean of the lots still open, first or last in first out.
   * @defaultValue "average" */
  readonly costBasis?: "average" | "fifo" | "lifo" | undefined;
  /**
   * What gains and losses are measured against: the cost, the last price of an earlier day, the best price since the
   * purchase, or the cost grown at `expectedReturn`.
   * @defaultValue "purchase"
   */
  readonly referencePoint?: "purchase" | "last" | "peak" | "expectation" | undefined;
  /** Return a year of the reference point `"expectation"`, > -1.
   * @defaultValue 0.06 */
  readonly expectedReturn?: number | undefined;
  /** What a sale beyond the position does: it closes it, or opens a short position with the rest.
   * @defaultValue "clip" */
  readonly shortSales?: "clip" | "open" | undefined;
  /** Whether the accounts of the trades keep their positions apart or are one.
   * @defaultValue "separate" */
  readonly households?: "separate" | "together" | undefined;
  /** Standard deviations of the priors on the effects, in place of the documented ones. */
  readonly priors?: Readonly<Partial<Record<BiasKey, number>>> | undefined;
  /** Seed of permutation tests and resampling.
   * @defaultValue 1 */
  readonly seed?: number | undefined;
}

const BehaviorOptionsSchema = z.strictObject({
  costBasis: z.enum(["average", "fifo", "lifo"]).default("average"),
  referencePoint: z.enum(["purchase", "last", "peak", "expectation"]).default("purchase"),
  expectedReturn: z.number().gt(-1).default(0.06),
  shortSales: z.enum(["clip", "open"]).default("clip"),
  households: z.enum(["separate", "together"]).default("separate"),
  priors: z.partialRecord(z.enum(biasKeys), z.number().positive()).default({}),
  seed: z.number().default(1),
});

/** Options with their defaults. Throws `INVALID_INPUT` naming the option. */
export function readOptions(options: BehaviorOptions): {
  readonly ledger: LedgerOptions;
  readonly priors: Readonly<Partial<Record<BiasKey, number>>>;
  readonly seed: number;
} {
  const parsed = BehaviorOptionsSchema.safeParse(options);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.length === 0 ? "options" : issue.path.join(".");
    throw invalidInput(field, `option ${field}: ${issue.message}`);
  }
  const { priors, seed, ...ledger } = parsed.data;
  return { ledger, priors, seed };
}
