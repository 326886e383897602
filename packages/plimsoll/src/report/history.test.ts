import { PricePanel } from "@plimsoll/core";
import { describe, expect, test } from "vitest";
import { commonHistory } from "./history.ts";

/** Monthly prices; asset `j` begins at row `starts[j]`. */
function prices(starts: readonly number[], rows: number): PricePanel {
  return PricePanel.of({
    dates: Array.from({ length: rows }, (_, i) => new Date(Date.UTC(2000, i + 1, 0)).toISOString().slice(0, 10)),
    assets: starts.map((_, j) => `A${j}`),
    values: Array.from({ length: rows }, (_, i) => starts.map((start, j) => (i < start ? null : 10 + j + (i % 7)))),
  });
}

describe("commonHistory", () => {
  test("keeps the dates on which every asset has a price, and names the asset that limits them", () => {
    const { prices: common, histories, excluded, shortest } = commonHistory(prices([0, 40, 0], 100));
    expect([common.rows, common.date(0)]).toEqual([60, "2003-05-31"]);
    expect(histories.map(({ prices, coverage }) => [prices, coverage])).toEqual([
      [100, 1],
      [60, 0.6],
      [100, 1],
    ]);
    expect([excluded, shortest]).toEqual([[], "A1"]);
  });

  test("invents nothing: the rows are those of the file", () => {
    const given = prices([0, 40], 100);
    const { prices: common } = commonHistory(given);
    expect([...common.values]).toEqual([...given.between("2003-05-31").values]);
  });

  test("leaves out the asset with the fewest prices while too few dates remain", () => {
    const { excluded, prices: common } = commonHistory(prices([0, 90, 80, 10], 100));
    expect(excluded).toEqual(["A1", "A2"]);
    expect(common.assets).toEqual(["A0", "A3"]);
    expect(common.rows).toBe(90);
  });

  test("asks for two dates for each asset", () => {
    const many = prices(
      Array.from({ length: 20 }, (_, j) => (j === 7 ? 70 : 0)),
      100,
    );
    expect(commonHistory(many).excluded).toEqual(["A7"]);
    expect(commonHistory(many.select(many.assets.slice(0, 10))).excluded).toEqual([]);
  });

  test("gives up on two assets that share too little", () => {
    expect(() => commonHistory(prices([0, 90], 100))).toThrow(
      expect.objectContaining({
        code: "NOT_ENOUGH_DATA",
        details: { argument: "prices", required: 25, available: 10 },
      }),
    );
  });
});
