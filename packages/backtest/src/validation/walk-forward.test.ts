import { PricePanel } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import { backtest } from "../engine/backtest.ts";
import { fixedWeight } from "../strategies/fixed-weight.ts";
import { type Fit, walkForward } from "./walk-forward.ts";

const assets = ["a", "b"];

function panelOf(rows: readonly (readonly number[])[]): PricePanel {
  return PricePanel.of({ dates: { axis: "day", index: rows.map((_, t) => 19_700 + t) }, assets, values: rows });
}

const rows = Array.from({ length: 60 }, (_, t) => [100 + 5 * Math.sin(t / 3), 80 + 4 * Math.cos(t / 5)]);

const winner: Fit = {
  name: "winner",
  fit: (past) => {
    const gain = (asset: string): number => past.at(past.rows - 1, asset) / past.at(0, asset);
    return fixedWeight(gain("a") >= gain("b") ? { a: 1 } : { b: 1 });
  },
};

describe("walk-forward", () => {
  test("fits see their training rows only, rolling or expanding", async () => {
    const lengths: number[] = [];
    const spy: Fit = { name: "spy", fit: (past, { row }) => (lengths.push(past.rows, row + 1), fixedWeight({ a: 1 })) };
    const spec = { train: 20, test: 15, backtest: { rebalance: "daily" } } as const;
    await walkForward(spec, { prices: panelOf(rows), fit: spy });
    expect(lengths).toEqual([20, 20, 20, 35, 20, 50]);
    lengths.length = 0;
    await walkForward({ ...spec, window: "expanding" }, { prices: panelOf(rows), fit: spy });
    expect(lengths).toEqual([20, 20, 35, 35, 50, 50]);
  });

  test("folds tile the time after the first trade, and their returns make the whole", async () => {
    const spec = {
      train: 20,
      test: 10,
      backtest: { rebalance: "daily", costs: [{ kind: "proportional", rate: 0.001 }] },
    } as const;
    const result = await walkForward(spec, { prices: panelOf(rows.slice(0, 58)), fit: winner });
    expect(result.folds).toHaveLength(4);
    for (const [k, fold] of result.folds.entries()) {
      expect(fold.trainTo < (fold.testFrom ?? "")).toBe(true);
      expect(fold.testTo).toBe(result.folds.at(k + 1)?.testFrom ?? result.dates.at(-1));
    }
    const linked = result.folds.reduce(
      (wealth, { outOfSample }) => wealth * (1 + (outOfSample?.totalReturn ?? NaN)),
      1,
    );
    const start = result.dates.indexOf(result.folds[0]?.testFrom ?? "");
    expect(linked).toBeCloseTo(result.equity.at(-1)! / result.equity.at(start)!, 10);
  });

  test("a perturbed future leaves earlier folds identical", async () => {
    const spec = { train: 20, test: 10, backtest: { rebalance: "daily" } } as const;
    const changed = rows.map((row, t) => (t < 45 ? row : row.map((price) => price * (1 + 0.3 * Math.sin(11 * t)))));
    const one = await walkForward(spec, { prices: panelOf(rows), fit: winner });
    const two = await walkForward(spec, { prices: panelOf(changed), fit: winner });
    expect(two.equity.slice(0, 45 - 19)).toEqual(one.equity.slice(0, 45 - 19));
    expect(two.folds.slice(0, 2)).toEqual(one.folds.slice(0, 2));
    expect(two.equity).not.toEqual(one.equity);
  });

  test("a fit that never changes its mind is a plain backtest with that warm-up", async () => {
    const constant: Fit = { name: "constant", fit: () => fixedWeight({ a: 0.5, b: 0.5 }) };
    const walked = await walkForward({ train: 10, test: 7 }, { prices: panelOf(rows), fit: constant });
    const plain = await backtest({ warmup: 10 }, { prices: panelOf(rows), strategy: fixedWeight({ a: 0.5, b: 0.5 }) });
    expect(walked.equity).toEqual(plain.equity);
  });

  test("a decision of the last fit may come too late to trade", async () => {
    const result = await walkForward(
      { train: 2, test: 2, backtest: { rebalance: "daily" } },
      { prices: panelOf(rows.slice(0, 4)), fit: winner },
    );
    expect(result.folds.at(-1)).toMatchObject({ testFrom: null, testTo: null, outOfSample: null });
  });

  test("a specification that is wrong is named", async () => {
    const data = { prices: panelOf(rows), fit: winner };
    await expect(walkForward({ train: 1, test: 5 }, data)).rejects.toThrow(/spec\.train/);
    await expect(walkForward({ train: 5, test: 5, backtest: { warmup: 3 } as object }, data)).rejects.toThrow(
      /spec\.backtest\.warmup/,
    );
  });
});
