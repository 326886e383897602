import { expect, test } from "vitest";
import * as plimsoll from "./index.ts";

test("the front door opens on every package", () => {
  expect(Object.keys(plimsoll).sort()).toEqual([
    "backtest",
    "behavioral",
    "core",
    "csv",
    "ml",
    "numeric",
    "optimize",
    "pglite",
    "plot",
    "risk",
  ]);
  expect(plimsoll.optimize.optimize).toBeTypeOf("function");
  expect(plimsoll.risk.valueAtRisk).toBeTypeOf("function");
  expect(plimsoll.ml.GaussianHmm).toBeTypeOf("function");
  expect(plimsoll.backtest.backtest).toBeTypeOf("function");
  expect(plimsoll.behavioral.analyzeBehavior).toBeTypeOf("function");
  expect(plimsoll.plot.renderChart).toBeTypeOf("function");
});
