import { ReturnPanel } from "@plimsoll/core";
import { type Frequency, frequencyOf } from "./frequency.ts";
import type { CommonHistory } from "./history.ts";
import type { StudyInput } from "./study-input.ts";

/** The one series that risk and regimes are measured on. */
export interface MeasuredSeries {
  readonly name: string;
  readonly source: string;
  readonly frequency: Frequency;
  /** Simple returns in one column; row `i` is earned from `dates[i]` to `dates[i + 1]`. */
  readonly returns: ReturnPanel;
  /** Value of one unit on each of `dates`; starts at 1. */
  readonly wealth: readonly number[];
  readonly dates: readonly string[];
}

/** The index where there is one, else the assets in equal parts, rebalanced on every date. */
export function measuredSeries({ index, source }: StudyInput, history: CommonHistory): MeasuredSeries {
  if (index === undefined) {
    const name = "the equal-weight portfolio";
    const each = history.prices.simpleReturns();
    const values = Float64Array.from(
      { length: each.rows },
      (_, i) => each.row(i).reduce((sum, value) => sum + value, 0) / each.columns,
    );
    const returns = ReturnPanel.of({ dates: each.dates, assets: [name], values });
    return measured(name, source, frequencyOf(history.prices, source), history.prices.dates, returns);
  }
  const prices = index.prices.dropMissing();
  return measured(index.name, index.source, frequencyOf(prices, index.source), prices.dates, prices.simpleReturns());
}

function measured(
  name: string,
  source: string,
  frequency: Frequency,
  dates: readonly string[],
  returns: ReturnPanel,
): MeasuredSeries {
  return { name, source, frequency, dates, returns, wealth: wealthOf(returns.values) };
}

/** Value of one unit before the first and after each of the returns. */
function wealthOf(returns: ArrayLike<number>): number[] {
  const wealth = [1];
  for (let i = 0; i < returns.length; i++) wealth.push(wealth[i]! * (1 + returns[i]!));
  return wealth;
}

/** Loss from the running maximum, as fractions >= 0. */
export function drawdownsOf(wealth: readonly number[]): number[] {
  let highest = 0;
  return wealth.map((value) => {
    highest = Math.max(highest, value);
    return 1 - value / highest;
  });
}
