import { readFileSync } from "node:fs";
import { PricePanel, ReturnPanel } from "@plimsoll/core";
import { describe, expect } from "vitest";
import { referenceFile, referenceTest } from "../../../../test/reference-data.ts";
import { equalWeight } from "../strategies/equal-weight.ts";
import { buyAndHold } from "../strategies/buy-and-hold.ts";
import type { Strategy } from "../strategies/strategy.ts";
import { backtest } from "./backtest.ts";
import type { BacktestSpec } from "./specification.ts";

interface Golden {
  readonly cumret_given_weights: number;
  readonly first3: readonly number[];
  readonly last2: readonly number[];
  readonly equal_weight: { readonly months: number; readonly years: number; readonly buy_hold: number };
  readonly rebal_cost_months: Record<string, number>;
  readonly weights_before_2000_12: readonly number[];
}

const golden = JSON.parse(
  readFileSync(new URL("../fixtures/pa_return_portfolio.json", import.meta.url), "utf8"),
) as Golden;

/**
 * edhec 2000-01 to 2007-12, first 11 columns, as prices. The library holds its first weights from the close of 1999-12:
 * a signal one row earlier makes them, so the prices begin with two flat rows.
 */
function edhecPrices(): PricePanel {
  const all = ReturnPanel.fromCsv(readFileSync(referenceFile("performanceanalytics/edhec.csv"), "utf8"));
  const returns = all.select(all.assets.slice(0, 11)).between("2000-01-01", "2007-12-31");
  const rows: number[][] = [returns.assets.map(() => 1), returns.assets.map(() => 1)];
  for (let t = 0; t < returns.rows; t++) {
    const change = returns.row(t);
    rows.push(rows[rows.length - 1]!.map((price, i) => price * (1 + (change.at(i) ?? NaN))));
  }
  return PricePanel.of({ dates: ["1999-11-30", "1999-12-31", ...returns.dates], assets: returns.assets, values: rows });
}

const monthly: BacktestSpec = { rebalance: "monthly", delay: 1, periodsPerYear: 12 };

async function finalReturn(spec: BacktestSpec, strategy: Strategy): Promise<number> {
  const { equity } = await backtest(spec, { prices: edhecPrices(), strategy });
  return equity[equity.length - 1]! - 1;
}

describe("golden: PerformanceAnalytics Return.portfolio, edhec 2000-2007", () => {
  referenceTest("yearly weights: .926310358635, first and last returns, drifted weights before 2000-12", async () => {
    const weights = ReturnPanel.fromCsv(readFileSync(referenceFile("performanceanalytics/weights.csv"), "utf8"));
    const yearly: Strategy = {
      name: "yearly weights",
      // the November row signals, the December close trades, January earns
      decide: ({ date }) => {
        if (date.slice(5, 7) !== "11") return null;
        const row = weights.dates.indexOf(`${Number(date.slice(0, 4)) + 1}-01-01`);
        return row === -1 ? null : Object.fromEntries(weights.assets.map((asset) => [asset, weights.at(row, asset)]));
      },
    };
    const result = await backtest(monthly, { prices: edhecPrices(), strategy: yearly });
    expect(result.equity.at(-1)! - 1).toBeCloseTo(golden.cumret_given_weights, 10);
    expect(result.returns.slice(1, 4)).toEqual(golden.first3.map((value) => expect.closeTo(value, 10) as number));
    expect(result.returns.slice(-2)).toEqual(golden.last2.map((value) => expect.closeTo(value, 10) as number));
    const november = result.dates.findIndex((date) => date.startsWith("2000-11"));
    expect(result.weights[november]).toEqual(
      golden.weights_before_2000_12.map((value) => expect.closeTo(value, 7) as number),
    );
  });

  referenceTest("equal weight, monthly: 1.00518647018", async () => {
    expect(await finalReturn(monthly, equalWeight())).toBeCloseTo(golden.equal_weight.months, 10);
  });

  referenceTest("equal weight, yearly 1.01139065621 and buy and hold 1.02098816387", async () => {
    const yearEnds: Strategy = {
      ...equalWeight(),
      decide: (context) => (context.date.slice(5, 7) === "11" ? equalWeight().decide(context) : null),
    };
    expect(await finalReturn(monthly, yearEnds)).toBeCloseTo(golden.equal_weight.years, 10);
    const weights = Object.fromEntries(edhecPrices().assets.map((asset) => [asset, 1 / 11]));
    expect(await finalReturn(monthly, buyAndHold(weights))).toBeCloseTo(golden.equal_weight.buy_hold, 10);
  });

  referenceTest("equal weight, monthly with 10 bp costs: 1.00362944194; 50 bp: .997413260933", async () => {
    // the library has no rebalance after the last month, since nothing would be earned on it
    const untilLastMonth: Strategy = {
      ...equalWeight(),
      decide: (context) => (context.date.startsWith("2007-11") ? null : equalWeight().decide(context)),
    };
    for (const [rate, expected] of Object.entries(golden.rebal_cost_months)) {
      const found = await finalReturn(
        {
          ...monthly,
          costs: [{ kind: "proportional", rate: Number(rate) }],
          costBase: "intended",
          firstPurchase: "free",
        },
        untilLastMonth,
      );
      expect(found).toBeCloseTo(expected, 9);
    }
  });
});
