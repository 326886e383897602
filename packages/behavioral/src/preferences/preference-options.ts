import { invalidInput } from "@plimsoll/core";
import type { MentalAccount } from "@plimsoll/optimize";
import * as z from "zod";

/** What of the problem the preferences have to know, and how firm they are. */
export interface PreferenceOptions {
  /** Names of the problem's assets; limits on their number need them. */
  readonly assets?: readonly string[] | undefined;
  /** Those of the investor's own country; the limit on home bias needs them. */
  readonly homeAssets?: readonly string[] | undefined;
  /** Those that are lottery-like (Kumar 2009); the limit on lottery preference needs them. */
  readonly lotteryAssets?: readonly string[] | undefined;
  /** The fall from a peak that the investor can bear, as a fraction; the limit after panic selling needs it. */
  readonly bearableDrawdown?: number | undefined;
  /** Goals, each with a share of the wealth: they become the objective. */
  readonly goals?: readonly MentalAccount[] | undefined;
  /** How often a year the portfolio is set anew.
   * @defaultValue 12 */
  readonly rebalancesPerYear?: number | undefined;
  /** Turnover a year that is always left, so that the portfolio can follow its problem.
   * @defaultValue 0.1 */
  readonly leastTurnover?: number | undefined;
  /** Effective number of holdings asked of the least diversified: ten random stocks shed most of the risk that is their own
   * (Evans & Archer 1968).
   * @defaultValue 10 */
  readonly targetHoldings?: number | undefined;
  /** Number of names that an investor led by attention is held to; the account's own number, where it is smaller, goes before.
   * @defaultValue 10 */
  readonly attentionLimit?: number | undefined;
  /** Objective of a known loss aversion: with curvature and decision weights, or a linear program.
   * @defaultValue "prospect" */
  readonly valueFunction?: "prospect" | "linear" | undefined;
  /** Least score of a bias that changes anything, 0 to 100.
   * @defaultValue 35 */
  readonly minimumScore?: number | undefined;
  /** Largest p-value after adjustment over the report's biases; biases without a test go by score and interval alone.
   * @defaultValue 0.05 */
  readonly maximumPValue?: number | undefined;
}

/** Options with their defaults. */
export type CompletePreferenceOptions = PreferenceOptions &
  Readonly<
    Required<
      Pick<
        { [Key in keyof PreferenceOptions]: Exclude<PreferenceOptions[Key], undefined> },
        | "rebalancesPerYear"
        | "leastTurnover"
        | "targetHoldings"
        | "attentionLimit"
        | "valueFunction"
        | "minimumScore"
        | "maximumPValue"
      >
    >
  >;

const names = z.array(z.string().min(1)).min(1).optional();

const PreferenceOptionsSchema = z.strictObject({
  assets: names,
  homeAssets: names,
  lotteryAssets: names,
  bearableDrawdown: z.number().gt(0).max(1).optional(),
  goals: z
    .array(
      z.strictObject({
        name: z.string(),
        share: z.number().positive(),
        threshold: z.number(),
        probability: z.number().positive().max(0.5),
      }),
    )
    .min(1)
    .optional(),
  rebalancesPerYear: z.number().positive().default(12),
  leastTurnover: z.number().nonnegative().default(0.1),
  targetHoldings: z.number().min(1).default(10),
  attentionLimit: z.int().min(1).default(10),
  valueFunction: z.enum(["prospect", "linear"]).default("prospect"),
  minimumScore: z.number().min(0).max(100).default(35),
  maximumPValue: z.number().gt(0).max(1).default(0.05),
});

/** Options with their defaults. Throws `INVALID_INPUT` naming the option. */
export function readPreferenceOptions(options: PreferenceOptions): CompletePreferenceOptions {
  const parsed = PreferenceOptionsSchema.safeParse(options);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const field = issue.path.length === 0 ? "options" : issue.path.map(String).join(".");
    throw invalidInput(field, `option ${field}: ${issue.message}`);
  }
  const { assets, homeAssets = [], lotteryAssets = [] } = parsed.data;
  for (const [field, list] of Object.entries({ homeAssets, lotteryAssets })) {
    const stranger = list.find((name) => assets?.includes(name) === false);
    if (stranger === undefined) continue;
    throw invalidInput(field, `option ${field}: "${stranger}" is not among the assets`, { received: stranger });
  }
  return parsed.data;
}
