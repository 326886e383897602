import { expect, test } from "vitest";
import { PricePanel } from "./price-panel.ts";

const missing = Number.NaN;

test("forwardFill fills at most limit rows after a price, and nothing before the first", () => {
  const dates = ["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"];
  const panel = PricePanel.fromColumns({
    dates,
    columns: { A: [missing, 1, missing, missing, missing], B: [1, missing, 2, missing, 3] },
  });
  const filled = panel.forwardFill({ limit: 2 });
  expect([...filled.column("A")]).toEqual([missing, 1, 1, 1, missing]);
  expect([...filled.column("B")]).toEqual([1, 1, 2, 2, 3]);
  expect([...panel.column("B")]).toEqual([1, missing, 2, missing, 3]);
  expect(() => panel.forwardFill({ limit: 0 })).toThrow("limit: expected a whole number of rows >= 1, was 0");
  expect(() => panel.forwardFill({ limit: 1.5 })).toThrow("was 1.5");
});
