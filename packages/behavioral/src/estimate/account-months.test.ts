import { expect, test } from "vitest";
import { evidence } from "../detectors/testing.ts";
import type { PriceRecord } from "../input/price-history.ts";
import type { TradeRecord } from "../input/trade-record.ts";
import { accountMonths, monthsToDetect } from "./account-months.ts";

/** Prices at the end of each month of 2023 and 2024 that grow by `rate` a month. */
function monthly(asset: string, rate: number): PriceRecord[] {
  return Array.from({ length: 24 }, (_, month) => ({
    asset,
    at: new Date(Date.UTC(2023, month + 1, 0)).toISOString().slice(0, 10),
    price: 100 * (1 + rate) ** month,
  }));
}

const row = (
  side: "buy" | "sell",
  asset: string,
  quantity: number,
  price: number,
  at: string,
  cost = 0,
): TradeRecord => ({
  side,
  asset,
  quantity,
  price,
  at,
  cost,
});

// golden/behavioral.md, section 1: an abnormal return of 0.3 % a month at sigma 3 % needs 785 months
test("0.3 % a month at a deviation of 3 % is seen after 785 months", () => {
  expect(monthsToDetect(0.003, 0.03)).toBe(785);
});

test("an account left alone earns its own benchmark and turns over nothing", () => {
  const prices = [...monthly("A", 0.01), ...monthly("B", -0.02)];
  const trades = [row("buy", "A", 10, 100, "2023-01-31"), row("buy", "B", 5, 100, "2023-01-31")];
  const { account, fills } = evidence({ trades, prices });
  const months = accountMonths(account, fills);
  expect(months).toHaveLength(23);
  for (const { traded, grossReturn, ownBenchmark, costs } of months) {
    expect(traded).toBe(0);
    expect(costs).toBe(0);
    expect(grossReturn).toBeCloseTo(ownBenchmark, 12);
  }
});

test("the benchmark holds what the year began with; costs are the difference of net and gross", () => {
  const prices = [...monthly("A", 0.01), ...monthly("B", 0.03)];
  // all of A goes into B at the end of June 2023; from 2024 the benchmark is B
  const atJune = 100 * 1.01 ** 5;
  const trades = [
    row("buy", "A", 10, 100, "2023-01-31"),
    row("sell", "A", 10, atJune, "2023-06-30", 4),
    row("buy", "B", (10 * atJune) / (100 * 1.03 ** 5), 100 * 1.03 ** 5, "2023-06-30", 6),
  ];
  const { account, fills } = evidence({ trades, prices });
  const months = accountMonths(account, fills);
  const of = (month: string) => months.find((candidate) => candidate.month === month)!;
  expect(of("2023-05").grossReturn).toBeCloseTo(0.01, 12);
  expect(of("2023-06").grossReturn).toBeCloseTo(0.01, 12);
  // the capital is valued at the price before
  expect(of("2023-06").traded / of("2023-06").capital).toBeCloseTo(1.01, 9);
  expect(of("2023-06").grossReturn - of("2023-06").netReturn).toBeCloseTo(1.01 / atJune, 9);
  expect(of("2023-09").grossReturn).toBeCloseTo(0.03, 12);
  expect(of("2023-09").ownBenchmark).toBeCloseTo(0.01, 12);
  expect(of("2024-02").ownBenchmark).toBeCloseTo(0.03, 12);
});

test("a trader without positions at night has the capital that stood in them by day", () => {
  const trades = Array.from({ length: 90 }, (_, day) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    return [row("buy", "A", 10, 100, `${date}T15:00:00Z`), row("sell", "A", 10, 101, `${date}T16:00:00Z`)];
  }).flat();
  const { account, fills } = evidence({ trades, prices: [] });
  const [february] = accountMonths(account, fills);
  expect(february!.month).toBe("2024-02");
  expect(february!.traded / february!.capital).toBeCloseTo((29 * 1005) / 1000, 9);
  expect(february!.grossReturn).toBeCloseTo(1.01 ** 29 - 1, 9);
});

test("a month that the record leaves early is not counted", () => {
  const trades = [row("buy", "A", 10, 100, "2024-01-15"), row("sell", "A", 1, 100, "2024-03-10")];
  const prices = [{ asset: "A", at: "2024-02-28", price: 100 }];
  const { account, fills } = evidence({ trades, prices });
  expect(accountMonths(account, fills).map(({ month }) => month)).toEqual(["2024-02"]);
});
