import { describe, expect, test } from "vitest";
import { PanelJsonSchema, ReturnPanelJsonSchema } from "./panel-json.ts";
import { PricePanel } from "./price-panel.ts";
import { ReturnPanel } from "./return-panel.ts";

const json = { dates: ["2024-01-02", "2024-01-03"], assets: ["A"], values: [[10], [null]] };

describe("JSON", () => {
  test("prices and returns read back what they wrote; null is missing", () => {
    expect(PricePanel.parse(json).toJSON()).toEqual(json);
    expect(JSON.parse(JSON.stringify(PricePanel.parse(json)))).toEqual(json);
    expect(ReturnPanel.parse(json).method).toBe("simple");
    expect(ReturnPanel.parse(json).toJSON()).toEqual(json);
    const log = { ...json, method: "log" };
    expect(ReturnPanel.parse(log).toJSON()).toEqual(log);
  });

  test("the schemas know the shape", () => {
    expect(PanelJsonSchema.safeParse(json).success).toBe(true);
    expect(PanelJsonSchema.safeParse({ ...json, method: "log" }).success).toBe(false);
    expect(ReturnPanelJsonSchema.safeParse({ ...json, method: "log" }).success).toBe(true);
  });

  test("what is no panel is refused with its place", () => {
    expect(() => PricePanel.parse({ ...json, values: [[10], ["x"]] })).toThrow("panel.values.1.0");
    expect(() => PricePanel.parse(null)).toThrow("panel: ");
    expect(() => PricePanel.parse(5)).toThrow("write a panel as { dates, assets, values }");
    expect(() => PricePanel.parse({ ...json, assets: ["A", "B"] })).toThrow("values[0]");
    expect(() => ReturnPanel.parse({ ...json, method: "weekly" })).toThrow("panel.method");
  });

  test("a structured clone becomes a panel again, without JSON and of the same kind", () => {
    const prices = PricePanel.parse(json);
    const clone = PricePanel.parse(structuredClone(prices));
    expect(clone.toJSON()).toEqual(json);
    const returns = ReturnPanel.parse(structuredClone(prices.logReturns()));
    expect([returns.method, returns.rows]).toEqual(["log", 1]);
    const { method: _, ...older } = structuredClone(prices.simpleReturns());
    expect(ReturnPanel.parse(older).method).toBe("simple");
    expect(() => PricePanel.parse(structuredClone(prices.simpleReturns()))).toThrow("panel");
  });
});
