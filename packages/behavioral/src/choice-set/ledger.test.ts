import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { BehaviorInput } from "../input/behavior-input.ts";
import { type BehaviorOptions, readOptions } from "../input/behavior-options.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { type Evidence, evidenceOf } from "./evidence.ts";

function evidence(input: BehaviorInput, options: BehaviorOptions = {}): Evidence {
  return evidenceOf(input, readOptions(options).ledger);
}

function trade(side: "buy" | "sell", asset: string, quantity: number, price: number, day: number): TradeRecord {
  return { side, asset, quantity, price, at: `2024-01-${String(day).padStart(2, "0")}T15:00:00Z` };
}

describe("cost basis", () => {
  // 10 at 100 and 10 at 200, 10 of them sold at 180
  const trades = [trade("buy", "A", 10, 100, 2), trade("buy", "A", 10, 200, 3), trade("sell", "A", 10, 180, 4)];
  const kept = [trade("buy", "B", 1, 50, 2)];
  const prices = [
    { asset: "A", at: "2024-01-05", price: 180 },
    { asset: "B", at: "2024-01-02", price: 50 },
  ];
  const second = [trade("sell", "B", 1, 60, 8)];

  test.each([
    // profit of the sale, cost of what is left
    ["average", 300, 150],
    ["fifo", 800, 200],
    ["lifo", -200, 100],
  ] as const)("%s", (costBasis, profit, left) => {
    const { fills, saleDays } = evidence({ trades: [...trades, ...kept, ...second], prices }, { costBasis });
    expect(fills.find(({ trade: own }) => own.side === "sell")!.realizedProfit).toBe(profit);
    const choice = saleDays[1]!.choices.find(({ asset }) => asset === "A")!;
    expect(choice).toMatchObject({ sold: false, averageCost: left, quantity: 10, price: 180 });
    expect(choice.return).toBeCloseTo(180 / left - 1, 12);
  });

  test("round trips take lots first in first out, or last in first out on that basis", () => {
    const trips = (costBasis: "average" | "lifo"): number[] =>
      evidence({ trades, prices }, { costBasis }).roundTrips.map(({ openPrice }) => openPrice);
    expect(trips("average")).toEqual([100]);
    expect(trips("lifo")).toEqual([200]);
  });

  test("the lots of all round trips add up to the units closed, and to the profit where lots are the basis", () => {
    const rows = fc.array(
      fc.record({
        buy: fc.boolean(),
        quantity: fc.integer({ min: 1, max: 9 }),
        price: fc.integer({ min: 1, max: 99 }),
      }),
      { minLength: 1, maxLength: 27 },
    );
    fc.assert(
      fc.property(rows, fc.boolean(), (list, opensShorts) => {
        const own = list.map(({ buy, quantity, price }, index) =>
          trade(buy ? "buy" : "sell", "A", quantity, price, index + 1),
        );
        const { fills, roundTrips, account } = evidence(
          { trades: own, prices: [] },
          { costBasis: "fifo", shortSales: opensShorts ? "open" : "clip" },
        );
        const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
        expect(sum(roundTrips.map(({ quantity }) => quantity))).toBe(
          sum(fills.map(({ closedQuantity }) => closedQuantity)),
        );
        expect(sum(roundTrips.map(({ profit }) => profit))).toBeCloseTo(
          sum(fills.map(({ realizedProfit }) => realizedProfit)),
          9,
        );
        // money in, money out and what is left say the same
        if (account.days.length === 0) return;
        const last = account.days.length - 1;
        const left = fills.length === 0 ? 0 : account.quantities[last]!;
        const closed = sum(fills.map(({ closedQuantity }) => closedQuantity));
        const opened = sum(fills.map(({ openedQuantity }) => openedQuantity));
        expect(Math.abs(left)).toBe(opened - closed);
      }),
    );
  });
});

describe("splits", () => {
  test("a record across a split reads like the one after it", () => {
    const split = evidence({
      trades: [
        trade("buy", "A", 10, 100, 2),
        trade("buy", "B", 1, 10, 2),
        trade("sell", "A", 5, 60, 10),
        trade("sell", "A", 15, 70, 11),
      ],
      prices: [
        { asset: "A", at: "2024-01-03", price: 110 },
        { asset: "A", at: "2024-01-09", price: 55 },
        { asset: "B", at: "2024-01-03", price: 11 },
      ],
      splits: [{ asset: "A", at: "2024-01-05", ratio: 2 }],
    });
    const plain = evidence({
      trades: [
        trade("buy", "A", 20, 50, 2),
        trade("buy", "B", 1, 10, 2),
        trade("sell", "A", 5, 60, 10),
        trade("sell", "A", 15, 70, 11),
      ],
      prices: [
        { asset: "A", at: "2024-01-03", price: 55 },
        { asset: "A", at: "2024-01-09", price: 55 },
        { asset: "B", at: "2024-01-03", price: 11 },
      ],
    });
    expect(split.saleDays).toEqual(plain.saleDays);
    expect(split.roundTrips).toEqual(plain.roundTrips);
    expect([...split.account.values]).toEqual([...plain.account.values]);
    expect(split.repairs).toEqual([]);
    // the price on the statement is kept
    expect(split.trades[0]).toMatchObject({ quantity: 20, price: 50, statedPrice: 100 });
  });

  test("without the split the sale is beyond the position", () => {
    const { repairs } = evidence({
      trades: [trade("buy", "A", 10, 100, 2), trade("sell", "A", 20, 60, 10)],
      prices: [],
    });
    expect(repairs.map(({ kind }) => kind)).toEqual(["oversold"]);
  });
});

describe("short positions", () => {
  const trades = [trade("sell", "A", 10, 100, 2), trade("buy", "B", 1, 100, 2), trade("buy", "A", 10, 80, 4)];
  const prices = [{ asset: "B", at: "2024-01-03", price: 90 }];

  test("are opened where asked for, and gain when the price falls", () => {
    const { fills, saleDays, roundTrips, account, purchaseDays, repairs } = evidence(
      { trades, prices },
      { shortSales: "open" },
    );
    expect(repairs).toEqual([]);
    expect(fills[2]).toMatchObject({ quantityBefore: -10, realizedProfit: 200, closedQuantity: 10, openedQuantity: 0 });
    expect(saleDays).toHaveLength(1);
    const [short, long] = ["A", "B"].map((name) => saleDays[0]!.choices.find(({ asset }) => asset === name)!);
    expect(short).toMatchObject({ direction: "short", sold: true, quantity: 10 });
    expect(short!.return).toBeCloseTo(0.2, 12);
    expect(long).toMatchObject({ direction: "long", sold: false });
    expect(long!.return).toBeCloseTo(-0.1, 12);
    expect(roundTrips[0]).toMatchObject({ direction: "short", profit: 200 });
    // the first row of A, negative
    expect(account.quantities[account.assets.indexOf("A")]).toBe(-10);
    // buying back is no purchase
    expect(purchaseDays.map(({ day }) => day)).toEqual(["2024-01-02"]);
  });

  test("are clipped by default, and said so", () => {
    const { fills, saleDays, repairs } = evidence({ trades, prices });
    expect(repairs.map(({ kind, trade: id }) => [kind, id])).toEqual([["oversold", "row-1"]]);
    expect(fills.map(({ trade: own }) => own.id)).toEqual(["row-2", "row-3"]);
    expect(saleDays).toEqual([]);
  });

  test("a sale through zero closes and opens", () => {
    const { fills } = evidence(
      { trades: [trade("buy", "A", 4, 10, 2), trade("sell", "A", 10, 12, 3)], prices: [] },
      { shortSales: "open" },
    );
    expect(fills[1]).toMatchObject({ closedQuantity: 4, openedQuantity: 6, realizedProfit: 8 });
  });
});

describe("reference points", () => {
  const trades = [trade("buy", "A", 1, 100, 2), trade("buy", "B", 1, 100, 2), trade("sell", "B", 1, 130, 12)];
  const prices = [
    { asset: "A", at: "2024-01-05", price: 150 },
    { asset: "A", at: "2024-01-11", price: 125 },
    { asset: "A", at: "2024-01-12", price: 120 },
    { asset: "B", at: "2024-01-11", price: 140 },
  ];

  test.each([
    ["purchase", 0.2, 0.3],
    ["last", 120 / 125 - 1, 130 / 140 - 1],
    ["peak", 120 / 150 - 1, 130 / 140 - 1],
    ["expectation", 1.2 / 1.1 ** (10 / 365.25) - 1, 1.3 / 1.1 ** (10 / 365.25) - 1],
  ] as const)("%s", (referencePoint, keptReturn, soldReturn) => {
    const { saleDays } = evidence({ trades, prices }, { referencePoint, expectedReturn: 0.1 });
    const of = (name: string): number => saleDays[0]!.choices.find(({ asset }) => asset === name)!.return;
    expect(of("A")).toBeCloseTo(keptReturn, 12);
    expect(of("B")).toBeCloseTo(soldReturn, 12);
  });
});

describe("accounts of a household", () => {
  const own = (account: string, row: TradeRecord): TradeRecord => ({ ...row, account });
  const trades = [
    own("his", trade("buy", "A", 10, 100, 2)),
    own("hers", trade("buy", "A", 10, 200, 2)),
    own("hers", trade("buy", "B", 10, 20, 2)),
    own("his", trade("sell", "A", 15, 150, 4)),
  ];
  const prices = [
    { asset: "A", at: "2024-01-03", price: 150 },
    { asset: "B", at: "2024-01-03", price: 25 },
  ];

  test("keep their positions apart, or are one", () => {
    const apart = evidence({ trades, prices });
    expect(apart.repairs.map(({ kind }) => kind)).toEqual(["oversold"]);
    expect(apart.saleDays).toHaveLength(1);
    expect(apart.saleDays[0]).toMatchObject({ account: "his" });
    expect(apart.saleDays[0]!.choices.map(({ asset }) => asset)).toEqual(["A"]);
    const together = evidence({ trades, prices }, { households: "together" });
    expect(together.repairs).toEqual([]);
    expect(together.saleDays[0]!.choices.map(({ asset, sold }) => [asset, sold])).toEqual([
      ["A", true],
      ["B", false],
    ]);
    expect(together.fills.at(-1)).toMatchObject({ account: "", averageCostBefore: 150, quantityBefore: 20 });
  });
});

describe("purchase days", () => {
  const trades = [trade("buy", "A", 1, 10, 5), trade("buy", "X", 1, 10, 5), trade("buy", "A", 1, 10, 6)];
  const prices = ["A", "B", "C"].flatMap((asset) => [
    { asset, at: "2024-01-03", price: 10 },
    { asset, at: "2024-01-05", price: 99 },
  ]);

  test("offer every asset with an earlier price, and what was bought without one", () => {
    const { purchaseDays } = evidence({ trades, prices });
    expect(purchaseDays.map(({ day }) => day)).toEqual(["2024-01-05", "2024-01-06"]);
    const [first, second] = purchaseDays;
    expect(first!.choices.map(({ asset, bought, held, price }) => [asset, bought, held, price])).toEqual([
      ["A", true, false, 10],
      ["B", false, false, 10],
      ["C", false, false, 10],
      ["X", true, false, NaN],
    ]);
    expect(second!.choices.find(({ asset }) => asset === "A")).toMatchObject({ bought: true, held: true, price: 99 });
  });

  test("keep to the watch-list and its days", () => {
    const { purchaseDays } = evidence({ trades, prices, universe: ["A", { asset: "B", from: "2024-01-06" }] });
    expect(purchaseDays.map(({ choices }) => choices.map(({ asset }) => asset))).toEqual([
      ["A", "X"],
      ["A", "B"],
    ]);
  });
});

describe("same-day round trips", () => {
  test("are no choice of a sale day, and are round trips and fills", () => {
    const { saleDays, roundTrips, fills } = evidence({
      trades: [
        { ...trade("buy", "A", 1, 10, 5), at: "2024-01-05T10:00:00Z" },
        { ...trade("sell", "A", 1, 11, 5), at: "2024-01-05T11:00:00Z" },
      ],
      prices: [],
    });
    expect(saleDays).toEqual([]);
    expect(fills).toHaveLength(2);
    expect(roundTrips[0]).toMatchObject({ openDay: "2024-01-05", closeDay: "2024-01-05", profit: 1 });
  });
});

describe("the account by day", () => {
  test("by hand", () => {
    const { account } = evidence({
      trades: [{ ...trade("buy", "A", 2, 10, 3), cost: 1 }, trade("sell", "A", 1, 12, 5)],
      prices: [
        { asset: "A", at: "2024-01-02", price: 9 },
        { asset: "A", at: "2024-01-04", price: 11 },
      ],
    });
    expect(account.days).toEqual(["2024-01-03", "2024-01-04", "2024-01-05"]);
    expect([...account.quantities]).toEqual([2, 2, 1]);
    expect([...account.prices]).toEqual([10, 11, 12]);
    expect([...account.values]).toEqual([20, 22, 12]);
    expect([...account.netInvested]).toEqual([20, 0, -12]);
    expect([...account.costs]).toEqual([1, 0, 0]);
  });
});
