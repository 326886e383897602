import { expect, test } from "vitest";
import { PricePanel } from "../panel/price-panel.ts";
import { barsFromPanel, panelFromBars } from "./bar-panels.ts";
import { barsOf } from "./bars.ts";

const panel = PricePanel.of({
  dates: ["2024-01-30", "2024-01-31", "2024-02-01"],
  assets: ["A", "B"],
  values: [
    [1, null],
    [2, 20],
    [null, 30],
  ],
});

test("a panel becomes bars without the missing, and comes back", () => {
  const [a, b] = barsFromPanel(panel);
  expect([a!.asset, a!.interval, a!.close]).toEqual(["A", "day", Float64Array.of(1, 2)]);
  expect([b!.index.length, b!.volume]).toEqual([2, Float64Array.of(NaN, NaN)]);
  expect(panelFromBars([a!, b!]).toJSON()).toEqual(panel.toJSON());
});

test("bars of instants become a panel of instants, of any of their numbers", () => {
  const bars = barsOf("A", "minute", [{ time: "2024-01-31T14:30:00Z", close: 1, open: 0.9 }]);
  const opens = panelFromBars([bars], "open");
  expect([opens.axis, opens.column("A")]).toEqual(["instant", Float64Array.of(0.9)]);
  expect(barsFromPanel(opens)[0]!.interval).toBe("minute");
  expect(barsFromPanel(opens, { interval: "hour" })[0]!.interval).toBe("hour");
});

test("what does not go together is INVALID_INPUT", () => {
  expect(() => barsFromPanel(panel, { interval: "hour" })).toThrow("hour bars can't come from a panel of days");
  expect(() => panelFromBars([])).toThrow("at least one asset");
  const [day, week] = [barsOf("A", "day", []), barsOf("B", "week", [])];
  expect(() => panelFromBars([day, week])).toThrow("A has day bars, B has week bars");
});
