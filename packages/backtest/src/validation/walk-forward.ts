import { invalidInput, type PricePanel, type RunOptions } from "@plimsoll/core";
import { performance, type Performance } from "@plimsoll/risk";
import * as z from "zod";
import { run } from "../engine/backtest.ts";
import { type BacktestSpec, BacktestSpecSchema, resolveSpec } from "../engine/specification.ts";
import type { BacktestResult } from "../report/result.ts";
import type { Strategy, StrategyContext } from "../strategies/strategy.ts";

/** How a strategy is refitted along the way, as plain JSON data. */
export interface WalkForwardSpec {
  /** Rows that a fit learns from, at least 2. */
  readonly train: number;
  /** Rows from one refit to the next; the first signal at or after that many rows refits. At least 1. */
  readonly test: number;
  /**
   * The last `train` rows, or all rows so far.
   * @defaultValue "rolling"
   */
  readonly window?: "rolling" | "expanding";
  /** The simulation; its `warmup` is `train`. @defaultValue `{}` */
  readonly backtest?: Omit<BacktestSpec, "warmup">;
}

/** The schema of a {@link WalkForwardSpec}. */
export const WalkForwardSpecSchema: z.ZodType<WalkForwardSpec> = z.strictObject({
  train: z.int().min(2),
  test: z.int().min(1),
  window: z.exactOptional(z.enum(["rolling", "expanding"])),
  backtest: z.exactOptional(
    BacktestSpecSchema.refine((spec) => !("warmup" in spec), { path: ["warmup"], message: "train says it already" }),
  ),
});

/** Learns a strategy from the past. */
export interface Fit {
  readonly name: string;
  /** `prices` are the training rows, the present one last. */
  readonly fit: (prices: PricePanel, context: StrategyContext) => Strategy | Promise<Strategy>;
}

/** One fit and the time in which it was in charge. */
export interface Fold {
  readonly trainFrom: string;
  readonly trainTo: string;
  /** The row at whose prices its first decision traded; `null` when no trade of it came before the end. */
  readonly testFrom: string | null;
  /** The last row before the next fit traded. */
  readonly testTo: string | null;
  /** Of the rows after `testFrom` to `testTo`; `null` with fewer than two of them. */
  readonly outOfSample: Performance | null;
}

/** One continuous out-of-sample run, and its folds. */
export interface WalkForwardResult extends BacktestResult {
  readonly folds: readonly Fold[];
}

/** What a walk-forward runs on. */
export interface WalkForwardData {
  readonly prices: PricePanel;
  readonly fit: Fit;
  readonly benchmark?: PricePanel;
}

interface Refit {
  readonly row: number;
  readonly trainFrom: string;
  readonly trainTo: string;
}

/**
 * Walk-forward evaluation: fit on the past, trade what follows, refit, in one continuous simulation, so that the trades
 * from one fit's portfolio to the next's are paid for.
 *
 * Every decision is out of sample: a fit sees the rows up to its signal, its trades fill later. Errors as `backtest`.
 *
 * @example
 * ```ts
 * import { fixedWeight, walkForward } from "@plimsoll/backtest";
 * import { PricePanel } from "@plimsoll/core";
 *
 * const prices = PricePanel.of({
 *   dates: ["2024-01-31", "2024-02-29", "2024-03-28", "2024-04-30", "2024-05-31", "2024-06-28"],
 *   assets: ["A", "B"],
 *   values: [[10, 20], [11, 20], [12, 18], [12, 19], [13, 19], [12, 21]],
 * });
 * // holds what rose most in the training rows
 * const winner = {
 *   name: "winner",
 *   fit: (past: PricePanel) => {
 *     const gain = (asset: string): number => past.at(past.rows - 1, asset) / past.at(0, asset);
 *     return fixedWeight({ [gain("A") >= gain("B") ? "A" : "B"]: 1 });
 *   },
 * };
 * const { folds, equity } = await walkForward({ train: 2, test: 2 }, { prices, fit: winner });
 * console.log(folds.length, equity.map((value) => value.toFixed(3)).join(" ")); // 3 1.000 1.000 1.000 1.083 1.197
 * ```
 */
export async function walkForward(
  spec: WalkForwardSpec,
  data: WalkForwardData,
  options: RunOptions = {},
): Promise<WalkForwardResult> {
  const parsed = WalkForwardSpecSchema.safeParse(spec);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const path = ["spec", ...issue.path.map(String)].join(".");
    throw invalidInput(path, `${path}: ${issue.message}`, { expected: issue.message });
  }
  const { train, test, window = "rolling", backtest = {} } = parsed.data;
  const resolved = resolveSpec({ ...backtest, warmup: train });
  const refits: Refit[] = [];
  let current: Strategy | undefined;
  let refitFrom = 0;
  const strategy: Strategy = {
    name: data.fit.name,
    decide: async (context) => {
      if (current === undefined || context.row >= refitFrom) {
        const first = window === "rolling" ? context.prices.rows - train : 0;
        const trainFrom = context.prices.date(first);
        current = await data.fit.fit(context.prices.between(trainFrom), context);
        refits.push({ row: context.row, trainFrom, trainTo: context.date });
        refitFrom = context.row + test;
      }
      return current.decide(context);
    },
  };
  const result = await run(resolved, { ...data, strategy }, options);
  return { ...result, folds: foldsOf(refits, result) };
}

function foldsOf(refits: readonly Refit[], result: BacktestResult): readonly Fold[] {
  const { dates, returns, spec } = result;
  // entry of `dates` at which the decision of a refit trades
  const tradeAt = refits.map(({ row }) => row + spec.delay - (spec.warmup - 1));
  return refits.map(({ trainFrom, trainTo }, k): Fold => {
    const from = tradeAt[k]!;
    const to = Math.min(tradeAt[k + 1] ?? dates.length - 1, dates.length - 1);
    if (from >= dates.length) return { trainFrom, trainTo, testFrom: null, testTo: null, outOfSample: null };
    const own = returns.slice(from, to);
    return {
      trainFrom,
      trainTo,
      testFrom: dates[from]!,
      testTo: dates[to]!,
      outOfSample: own.length < 2 ? null : performance(own, { periodsPerYear: spec.periodsPerYear }),
    };
  });
}
