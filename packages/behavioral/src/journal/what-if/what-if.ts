import { invalidInput } from "@plimsoll/core";
import * as z from "zod";
import { analyzeBehavior, type BehaviorReport } from "../../analyze-behavior.ts";
import { type Evidence, evidenceOf } from "../../choice-set/evidence.ts";
import type { BehaviorInput } from "../../input/behavior-input.ts";
import { type BehaviorOptions, readOptions } from "../../input/behavior-options.ts";
import { AccountPrices } from "./account-prices.ts";
import type { Alteration } from "./alteration.ts";
import { bootstrapTotal } from "./bootstrap-total.ts";
import { leaveOutOpenings, leaveOutSales, reentriesAfterLoss } from "./leave-out.ts";
import { dailyDifference, worthOf } from "./replay.ts";
import { swapSales } from "./swap-sales.ts";

/** Biases that lie in what was bought: the purchases for which the report has evidence are left out. */
const purchaseBiases = ["attention", "recency", "gamblersFallacy", "herding", "lotteryPreference"] as const;

/** What is done otherwise in the replay, as data. */
export type WhatIfScenario =
  | {
      /** Losers are sold when winners were, or positions by their size whether they gain or lose. */
      readonly without: "disposition";
      /** @defaultValue "losers" */
      readonly instead?: "losers" | "blind" | undefined;
      /** Days after which a swap is undone at the latest.
       * @defaultValue none: until the investor sold the loser, or to the end */
      readonly horizonDays?: number | undefined;
    }
  /** `"revengeTrading"`: nothing is opened right after a loss of the same day. `"panicSelling"`: the sales in evidence are not made. */
  | { readonly without: "revengeTrading" | "panicSelling" }
  /** The purchases that the report holds in evidence are not made. */
  | { readonly without: (typeof purchaseBiases)[number] }
  /** Trades that open a position and are not made, such as those of a pattern. */
  | { readonly leaveOut: readonly string[] };

/** Options of {@link whatIf}, those of the analysis among them. */
export interface WhatIfOptions extends BehaviorOptions {
  /** The report on the same input, where there is one.
   * @defaultValue made when a scenario asks for its evidence */
  readonly report?: Pick<BehaviorReport, "biases"> | undefined;
  /** Coverage of the interval, in (0, 1).
   * @defaultValue 0.8, as the scores */
  readonly confidence?: number | undefined;
  /** Draws of the bootstrap, 100 to 100000.
   * @defaultValue 2000 */
  readonly replications?: number | undefined;
}

/** One decision done otherwise, and what it would have brought by the last day. */
export interface AlteredDecision {
  /** ISO date. */
  readonly day: string;
  readonly trades: readonly string[];
  /** In money, positive where the investor lost by the decision. */
  readonly cost: number;
}

/** A history replayed with one bias removed. */
export interface WhatIfResult {
  /** What the bias cost, in money: profit of the replay less that of the investor; negative where it paid. */
  readonly cost: number;
  /** Where the cost of a history like this one would lie; `null` below ten decisions or twenty days. */
  readonly interval: readonly [number, number] | null;
  readonly confidence: number;
  /** The cost a year as a share of the mean value of the account; `null` without value or time. */
  readonly yearlyShare: number | null;
  /** Profit of the investor's own history, costs deducted, open positions at the last prices. */
  readonly actualProfit: number;
  readonly replayedProfit: number;
  readonly decisions: readonly AlteredDecision[];
  /** Profit of the replay less the investor's own by day, cumulated. */
  readonly path: { readonly days: readonly string[]; readonly values: readonly number[] };
  readonly method: string;
}

const ScenarioSchema: z.ZodType<WhatIfScenario> = z.union([
  z.strictObject({
    without: z.literal("disposition"),
    instead: z.enum(["losers", "blind"]).optional(),
    horizonDays: z.int().min(1).optional(),
  }),
  z.strictObject({ without: z.enum(["revengeTrading", "panicSelling", ...purchaseBiases]) }),
  z.strictObject({ leaveOut: z.array(z.string()).min(1) }),
]);

const leastDecisions = 10;
const leastDays = 20;

/**
 * Replays an investor's history with one bias removed and says what the bias cost.
 *
 * The investor's trades stay as they were but for the decisions that the scenario alters; each of these is made up for with
 * the same money, so that deposits and withdrawals are unchanged (money not spent earns nothing). Losers sold instead of
 * winners raise what the winners raised; when the investor at last sells the loser, the replay sells the winner for it.
 * Trades left out take their later sales with them, first in first out. Costs of trades left out are saved, those of swapped
 * sales are the same. `cost` is a fact of this history at its prices, not a forecast; that the winners went on to rise may
 * be luck, which is what the interval is for: a circular block bootstrap (Politis & Romano 1992, block length of Politis &
 * White 2004) of the daily differences in profit, seeded by `seed`. Biases that lie in purchases go by the evidence of the
 * report, which an investor without the bias has some of, too.
 *
 * @throws `INVALID_INPUT` as `analyzeBehavior`, for a bias that no replay removes, for a trade to leave out that is not
 * there or opens nothing
 *
 * @example
 * ```ts
 * import { whatIf } from "@plimsoll/behavioral";
 *
 * const { cost, decisions, interval } = whatIf(
 *   {
 *     trades: [
 *       { side: "buy", asset: "A", quantity: 10, price: 100, at: "2024-01-02" },
 *       { side: "buy", asset: "B", quantity: 10, price: 100, at: "2024-01-02" },
 *       { id: "sold", side: "sell", asset: "A", quantity: 5, price: 120, at: "2024-03-01" },
 *     ],
 *     prices: [
 *       { asset: "B", at: "2024-03-01", price: 80 },
 *       { asset: "A", at: "2024-04-01", price: 130 },
 *       { asset: "B", at: "2024-04-01", price: 60 },
 *     ],
 *   },
 *   { without: "disposition" },
 * );
 * // 600 raised by 5 A were raised by 7.5 B: 5 A earned 50 more, 7.5 B lost 150
 * console.log(cost, decisions[0]?.trades, interval); // 200 [ 'sold' ] null
 * ```
 */
export function whatIf(input: BehaviorInput, scenario: WhatIfScenario, options: WhatIfOptions = {}): WhatIfResult {
  const { report, confidence = 0.8, replications = 2000, ...analysis } = options;
  if (!(confidence > 0 && confidence < 1)) {
    throw invalidInput("confidence", `confidence: expected a number between 0 and 1, was ${confidence}`);
  }
  if (!(Number.isInteger(replications) && replications >= 100 && replications <= 100_000)) {
    throw invalidInput("replications", `replications: expected a whole number from 100 to 100000, was ${replications}`);
  }
  const known = readScenario(scenario);
  const { ledger, seed } = readOptions(analysis);
  const evidence = evidenceOf(input, ledger);
  const prices = new AccountPrices(evidence.account);
  const biases = (): BehaviorReport["biases"] => (report ?? analyzeBehavior(input, analysis)).biases;
  const alterations = alter(known, evidence, prices, biases, ledger.households === "together");
  const difference = dailyDifference(alterations, prices);
  const cost = difference.reduce((sum, value) => sum + value, 0);
  const first = difference.findIndex((value) => value !== 0);
  const active = first === -1 ? new Float64Array(0) : difference.subarray(first);
  const enough = alterations.length >= leastDecisions && active.length >= leastDays;
  const { days, values, netInvested, costs } = evidence.account;
  const sum = (series: Float64Array): number => series.reduce((total, value) => total + value, 0);
  const actualProfit = values.at(-1)! - sum(netInvested) - sum(costs);
  const years = (Date.parse(days.at(-1)!) - Date.parse(days[0]!)) / (365.25 * 86_400_000);
  const meanValue = sum(values) / values.length;
  let cumulated = 0;
  return {
    cost,
    interval: enough ? bootstrapTotal(active, { confidence, replications, seed }) : null,
    confidence,
    yearlyShare: years > 0 && meanValue > 0 ? cost / years / meanValue : null,
    actualProfit,
    replayedProfit: actualProfit + cost,
    decisions: alterations.map((alteration) => ({
      day: alteration.day,
      trades: alteration.trades,
      cost: worthOf(alteration, prices),
    })),
    path: { days, values: Array.from(difference, (value) => (cumulated += value)) },
    method: "replay with equal money, circular block bootstrap of daily differences",
  };
}

function readScenario(scenario: WhatIfScenario): WhatIfScenario {
  const parsed = ScenarioSchema.safeParse(scenario);
  if (parsed.success) return parsed.data;
  throw invalidInput(
    "scenario",
    `scenario: expected { without } with one of disposition, revengeTrading, panicSelling, ${purchaseBiases.join(", ")}, or { leaveOut } with ids of trades; other biases show in no trade that could be left out`,
    { received: JSON.stringify(scenario) ?? "nothing" },
  );
}

function alter(
  scenario: WhatIfScenario,
  evidence: Evidence,
  prices: AccountPrices,
  biases: () => BehaviorReport["biases"],
  together: boolean,
): readonly Alteration[] {
  if ("leaveOut" in scenario) {
    const opening = new Map(evidence.fills.map(({ trade, openedQuantity }) => [trade.id, openedQuantity > 0]));
    for (const id of scenario.leaveOut) {
      if (opening.get(id) === true) continue;
      throw invalidInput(
        "scenario.leaveOut",
        `scenario.leaveOut: "${id}" is ${opening.has(id) ? "no trade that opens a position" : "no trade of the input"}`,
        { received: id },
      );
    }
    return leaveOutOpenings(evidence, new Set(scenario.leaveOut));
  }
  switch (scenario.without) {
    case "disposition": {
      const { instead = "losers", horizonDays = Infinity } = scenario;
      return swapSales(evidence, prices, { instead, horizonDays, together });
    }
    case "revengeTrading":
      return leaveOutOpenings(evidence, reentriesAfterLoss(evidence, together));
    case "panicSelling":
      return leaveOutSales(evidence, new Set(biases().panicSelling.evidence), together);
    default:
      return leaveOutOpenings(evidence, new Set(biases()[scenario.without].evidence));
  }
}
