import { PricePanel } from "@plimsoll/core";
import { expect, test } from "vitest";
import { backtest } from "../engine/backtest.ts";
import { fixedWeight } from "../strategies/fixed-weight.ts";
import { backtestHtml } from "./html.ts";

test("one self-contained page: three charts, four tables, nothing loaded, text escaped", async () => {
  const prices = PricePanel.of({
    dates: ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"],
    assets: ["A&B", "C"],
    values: [
      [10, 20],
      [11, 20],
      [12, 19],
      [11, 21],
    ],
  });
  const strategy = { ...fixedWeight({ "A&B": 0.5, C: 0.5 }), name: "half <each>" };
  const html = backtestHtml(await backtest({ rebalance: "daily" }, { prices, strategy }));
  expect(html.match(/<svg/g)).toHaveLength(3);
  expect(html.match(/<table/g)).toHaveLength(4);
  expect(html).toContain("half &lt;each&gt;");
  expect(html).not.toMatch(/<script|<link|src=|<each>|url\(/);
});
