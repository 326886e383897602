import {
  invalidInput,
  PlimsollError,
  type PricePanel,
  type RunOptions,
  throwIfAborted,
  TimeLockedView,
} from "@plimsoll/core";
import { rebalanceTo } from "../execution/rebalance.ts";
import { alignTargets } from "../execution/targets.ts";
import type { Strategy, Targets } from "../strategies/strategy.ts";
import type { BacktestRebalance, BacktestTrade, OpenDecision } from "./records.ts";
import { asksAt } from "./schedule.ts";
import type { ResolvedSpec } from "./specification.ts";

/** What happened, row by row: the raw material of a result. */
export interface Simulation {
  /** Row of the panel that the first entry belongs to: the first signal. */
  readonly firstRow: number;
  /** Value at each row, after the trades of the row. */
  readonly equity: number[];
  readonly cash: number[];
  /** Weights at each row, in asset order, cash left out. */
  readonly weights: number[][];
  readonly trades: BacktestTrade[];
  readonly rebalances: BacktestRebalance[];
  readonly open: OpenDecision[];
}

interface Decision {
  readonly signalDate: string;
  readonly executeAt: number;
  readonly targets: Float64Array;
}

/** Throws `NOT_ENOUGH_DATA` where the prices end before the first trade. */
export function checkLength({ warmup, delay }: ResolvedSpec, { rows }: PricePanel): void {
  if (rows >= warmup + delay) return;
  throw new PlimsollError(
    "NOT_ENOUGH_DATA",
    `prices: ${rows} rows, but the first trade needs ${warmup + delay} (spec.warmup + spec.delay)`,
    { required: warmup + delay, available: rows, argument: "prices" },
  );
}

/**
 * The bar loop. At each row: cash earns its interest, holdings are valued at the prices of the row (a missing price
 * leaves the last one), decisions that are due trade at them, the state is recorded, and only then the strategy may be
 * asked, over a view that ends at this row.
 */
export async function simulate(
  spec: ResolvedSpec,
  prices: PricePanel,
  strategy: Strategy,
  { signal, onProgress }: RunOptions = {},
): Promise<Simulation> {
  const { rows, columns, assets } = prices;
  const firstRow = spec.warmup - 1;
  const view = TimeLockedView.of(prices);
  const interest = (1 + spec.cashRate) ** (1 / spec.periodsPerYear) - 1;
  const lastPrices = new Float64Array(columns).fill(Number.NaN);
  let units: Float64Array = new Float64Array(columns);
  let cash = spec.initialValue;
  let invested = false;
  let queue: readonly Decision[] = [];
  const result: Simulation = { firstRow, equity: [], cash: [], weights: [], trades: [], rebalances: [], open: [] };

  for (let row = 0; row < rows; row++) {
    throwIfAborted(signal, "backtest");
    const today = prices.row(row);
    for (let i = 0; i < columns; i++) if (today[i]! > 0) lastPrices[i] = today[i]!;
    if (row < firstRow) continue;
    const date = prices.date(row);
    if (row > firstRow) cash *= 1 + interest;

    for (const decision of queue) {
      if (decision.executeAt !== row) continue;
      const before = units;
      const outcome = rebalanceTo({
        assets,
        units,
        cash,
        prices: today,
        lastPrices,
        targets: decision.targets,
        spec,
        invested,
      });
      units = outcome.units;
      cash = outcome.cash;
      invested ||= outcome.trades.length > 0;
      for (const trade of outcome.trades) result.trades.push({ date, ...trade });
      const traded = outcome.trades.reduce((sum, { value }) => sum + Math.abs(value), 0);
      result.rebalances.push({
        signalDate: decision.signalDate,
        date,
        row,
        valueBefore: outcome.valueBefore,
        valueAfter: outcome.valueAfter,
        cost: outcome.cost,
        traded,
        turnover: traded / 2 / outcome.valueBefore,
        scale: outcome.scale,
        untradable: outcome.untradable,
        first: before.every((held) => held === 0),
      });
    }
    queue = queue.filter(({ executeAt }) => executeAt > row);

    let value = cash;
    const weights = Array.from<number>({ length: columns }).fill(0);
    for (let i = 0; i < columns; i++) {
      if (units[i] === 0) continue;
      weights[i] = units[i]! * lastPrices[i]!;
      value += weights[i]!;
    }
    for (let i = 0; i < columns; i++) weights[i]! /= value;
    result.equity.push(value);
    result.cash.push(cash);
    result.weights.push(weights);

    if (asksAt(spec.rebalance, prices.axis, prices.index, row, firstRow)) {
      const targets = await ask(strategy, view, { date, row, assets, weights, cash: cash / value, value, signal });
      if (targets !== null) {
        const origin = `strategy "${strategy.name}" on ${date}`;
        queue = [
          ...queue,
          { signalDate: date, executeAt: row + spec.delay, targets: alignTargets(targets, assets, spec, origin) },
        ];
      }
    }
    onProgress?.({ phase: "backtest", done: row + 1, total: rows });
  }
  for (const { signalDate, targets } of queue) {
    result.open.push({
      signalDate,
      targets: Object.fromEntries(
        assets.map((asset, i) => [asset, targets[i]!] as const).filter(([, weight]) => weight !== 0),
      ),
    });
  }
  return result;
}

interface Present {
  readonly date: string;
  readonly row: number;
  readonly assets: readonly string[];
  readonly weights: readonly number[];
  readonly cash: number;
  readonly value: number;
  readonly signal: AbortSignal | undefined;
}

async function ask(strategy: Strategy, view: TimeLockedView<PricePanel>, present: Present): Promise<Targets> {
  const { date, row, assets, weights, cash, value, signal } = present;
  const past = view.advance(row + 1 - view.panel.rows);
  const targets: unknown = await strategy.decide({
    date,
    row,
    prices: past,
    weights: Object.fromEntries(
      assets.map((asset, i) => [asset, weights[i]!] as const).filter(([, weight]) => weight !== 0),
    ),
    cash,
    value,
    signal,
  });
  if (targets === null || (typeof targets === "object" && !Array.isArray(targets))) return targets as Targets;
  throw invalidInput(
    "strategy",
    `strategy "${strategy.name}" on ${date} returned ${typeof targets}: expected weights by asset, or null to leave all as it is`,
  );
}
