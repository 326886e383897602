import { PricePanel } from "@plimsoll/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { PriceHistory } from "../input/price-history.ts";
import { SplitHistory } from "../input/split-history.ts";
import { TrailingHigh } from "./trailing-high.ts";

test("equals the maximum of the window, missing prices passed over", () => {
  const prices = fc.array(fc.option(fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(prices, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }), (values, window, minimum) => {
      fc.pre(values.some((value) => value !== null));
      // a month and more between rows, so that no price is carried on; B keeps the rows where A has none
      const dates = values.map((_, row) => new Date(Date.UTC(2000, 2 * row, 1)).toISOString().slice(0, 10));
      const panel = PricePanel.of({ dates, assets: ["A", "B"], values: values.map((value) => [value, 1]) });
      const { table } = PriceHistory.fromPanel(panel, new SplitHistory([], undefined), undefined);
      const high = new TrailingHigh(table, window, minimum);
      values.forEach((_, row) => {
        const known = values.slice(Math.max(0, row - window + 1), row + 1).filter((value) => value !== null);
        expect(high.at(row, 0)).toBe(known.length < minimum || known.length === 0 ? NaN : Math.max(...known));
      });
      expect(high.at(-1, 0)).toBeNaN();
    }),
  );
});
