import { describe, expect, test } from "vitest";
import { cumulateReturns } from "./cumulate.ts";
import { PricePanel } from "./price-panel.ts";
import { ReturnPanel } from "./return-panel.ts";

const missing = Number.NaN;
const dates = ["2024-01-02", "2024-01-03", "2024-01-04"];

describe("returns of prices", () => {
  test("simple and log, missing where a price is or where there is nothing to divide by", () => {
    const prices = PricePanel.fromColumns({
      dates,
      columns: { A: [10, 11, 22], B: [missing, 4, 5], C: [0, 5, -1], D: [5e-324, 1e300, 0] },
    });
    const simple = prices.simpleReturns();
    expect(simple.dates).toEqual(["2024-01-03", "2024-01-04"]);
    expect([...simple.column("A")]).toEqual([11 / 10 - 1, 1]);
    expect([...simple.column("B")]).toEqual([missing, 0.25]);
    expect([...simple.column("C")]).toEqual([missing, -1.2]);
    expect([...simple.column("D")]).toEqual([missing, -1]);
    const log = prices.logReturns();
    expect([...log.column("A")]).toEqual([Math.log(1.1), Math.log(2)]);
    expect([...log.column("C")]).toEqual([missing, missing]);
    expect(log.method).toBe("log");
    expect(prices.between("2025-01-01").simpleReturns().rows).toBe(0);
    expect(prices.between("2024-01-02", "2024-01-02").simpleReturns({ missing: "bridge" }).rows).toBe(0);
  });

  test("bridge reaches back to the last known price", () => {
    const prices = PricePanel.fromColumns({ dates, columns: { A: [10, missing, 22], B: [missing, 4, 5] } });
    expect([...prices.simpleReturns({ missing: "bridge" }).values]).toEqual([
      missing,
      missing,
      expect.closeTo(1.2, 12),
      0.25,
    ]);
    expect([...prices.simpleReturns().column("A")]).toEqual([missing, missing]);
    expect(prices.between("2025-01-01").logReturns({ missing: "bridge" }).rows).toBe(0);
  });

  test("simple and log convert into each other", () => {
    const simple = ReturnPanel.fromColumns({ dates, columns: { A: [0.1, -1, missing] } });
    const log = simple.toLog();
    expect([log.method, ...log.values]).toEqual(["log", Math.log1p(0.1), missing, missing]);
    expect(log.toSimple().at(0, "A")).toBeCloseTo(0.1, 15);
    expect(simple.toSimple()).toBe(simple);
    expect(log.toLog()).toBe(log);
    expect(simple.select(["A"])).toBe(simple);
    expect(log.between(dates[1]).method).toBe("log");
  });
});

describe("excess returns", () => {
  const returns = ReturnPanel.fromColumns({ dates, columns: { A: [0.01, missing, 0.03], B: [0, 0.1, 0.2] } });

  test("over an annual rate: (1 + Rf)^(1 / P) - 1 a period, ln(1 + Rf) / P for log returns", () => {
    const daily = 1.05 ** (1 / 252) - 1;
    const excess = returns.excess(0.05);
    expect(excess.at(0, "A")).toBeCloseTo(0.01 - daily, 15);
    expect(excess.at(1, "A")).toBeNaN();
    expect(returns.excess(0.05, { periodsPerYear: 12 }).at(1, "B")).toBeCloseTo(0.1 - (1.05 ** (1 / 12) - 1), 15);
    expect(returns.toLog().excess(0.05).at(0, "B")).toBeCloseTo(-Math.log(1.05) / 252, 15);
    // compounded over a year, the rate of a period is the annual rate
    expect((1 - returns.excess(0.05).at(0, "B")) ** 252 - 1).toBeCloseTo(0.05, 12);
  });

  test("over a series, date by date", () => {
    const riskFree = ReturnPanel.fromColumns({
      dates: ["2024-01-01", ...dates],
      columns: { Rf: [9, 0.001, 0.002, missing] },
    });
    expect([...returns.excess(riskFree).column("B")]).toEqual([-0.001, 0.098, missing]);
    expect(() => returns.excess(riskFree.between(undefined, "2024-01-03"))).toThrow(
      "riskFree: no return on 2024-01-04: align it with the panel first",
    );
    expect(() => returns.excess(returns)).toThrow(
      "expected one column of simple returns by day, was 2 of simple returns by day",
    );
    expect(() => returns.excess(riskFree.toLog())).toThrow("was 1 of log returns by day");
    expect(() =>
      returns.excess(ReturnPanel.fromColumns({ dates: { axis: "instant", index: [1] }, columns: { Rf: [0] } })),
    ).toThrow("by instant");
  });

  test("a rate or a number of periods that can't be is refused", () => {
    for (const rate of [-1, missing, Infinity])
      expect(() => returns.excess(rate)).toThrow("riskFree: expected an annual rate above -1");
    for (const periods of [0, missing, Infinity]) {
      expect(() => returns.excess(0, { periodsPerYear: periods })).toThrow(
        "periodsPerYear: expected a positive number",
      );
    }
  });
});

describe("cumulateReturns", () => {
  const returns = ReturnPanel.fromColumns({
    dates,
    columns: { A: [1, -0.5, 0.1], B: [missing, 0.5, 0.5], C: [0.5, missing, 1] },
  });

  test("prices from an initial price, with and without its row", () => {
    const prices = cumulateReturns(returns);
    expect(prices.kind).toBe("price");
    expect([...prices.column("A")]).toEqual([2, 1, 1.1]);
    const from = cumulateReturns(returns, { initial: { A: 10, B: 20, C: 30 }, initialDate: "2024-01-01" });
    expect(from.dates).toEqual(["2024-01-01", ...dates]);
    expect([...from.column("A")]).toEqual([10, 20, 10, 11]);
    expect([...from.column("B")]).toEqual([20, missing, 30, 45]);
  });

  test("a missing return makes later prices missing, or is skipped", () => {
    expect([...cumulateReturns(returns).column("C")]).toEqual([1.5, missing, missing]);
    expect([...cumulateReturns(returns, { missing: "skip" }).column("C")]).toEqual([1.5, missing, 3]);
  });

  test("what is wrong is named", () => {
    expect(() => cumulateReturns(returns, { initial: 0 })).toThrow('initial: expected a positive price for "A", was 0');
    expect(() => cumulateReturns(returns, { initial: Infinity })).toThrow("was Infinity");
    expect(() => cumulateReturns(returns, { initial: { A: 1 } })).toThrow('for "B", was undefined');
    expect(() => cumulateReturns(returns, { initialDate: "2024-01-02" })).toThrow(
      "expected a day before the first return, was 2024-01-02",
    );
    expect(() => cumulateReturns(returns, { initialDate: "2024-01-01T00:00Z" })).toThrow("expected a day before");
    const instants = ReturnPanel.fromColumns({ dates: { axis: "instant", index: [5] }, columns: { A: [0] } });
    expect(() => cumulateReturns(instants, { initialDate: "1960-01-01" })).toThrow("expected an instant before");
    expect(cumulateReturns(returns.between("2025-01-01"), { initialDate: "2025-01-01" }).rows).toBe(1);
  });
});
