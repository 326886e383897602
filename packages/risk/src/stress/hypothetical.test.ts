import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assetClassShocks } from "./asset-class-shocks.ts";
import { hypothetical } from "./hypothetical.ts";
import { scenarioGains, scenarioReturns } from "./scenario-returns.ts";
import { parseScenario, type SteppedScenario } from "./scenario.ts";
import type { ScenarioStep } from "./scenario-step.ts";
import { scenarios } from "./scenarios.ts";
import { sensitivityTable } from "./sensitivity-table.ts";
import { stressAlerts } from "./stress-alerts.ts";
import { stressTable } from "./stress-table.ts";
import { stressTest } from "./stress-test.ts";

const attributes = {
  bond: { assetClass: "us-bonds", duration: 8, convexity: 80 },
  corporate: { assetClass: "investment-grade-credit", duration: 5, spreadDuration: 5 },
  stock: { assetClass: "us-equity", exposures: { market: 1.2 }, currency: "USD" },
  abroad: { assetClass: "emerging-equity", exposures: { market: 0.9 }, currency: "MXN" },
  put: { assetClass: "options", vega: 0.8, exposures: { market: -4 }, gamma: 6 },
};

const steps = (...list: ScenarioStep[]): SteppedScenario => ({
  kind: "steps",
  name: "x",
  description: "",
  steps: list,
});

describe("hypothetical scenarios", () => {
  const options = { attributes, missing: "unchanged" } as const;
  const returnsUnder = (scenario: SteppedScenario): Record<string, number> =>
    Object.fromEntries(
      stressTest({ bond: 1, corporate: 1, stock: 1, abroad: 1, put: 1 }, scenario, options).byAsset.map(
        ({ asset, return: change }) => [asset, change],
      ),
    );

  test("rates +-200 bp by duration and convexity: -16 % + 1.6 % and +16 % + 1.6 %", () => {
    expect(returnsUnder(hypothetical.ratesParallel(0.02))["bond"]).toBeCloseTo(-0.16 + 0.016, 12);
    expect(returnsUnder(hypothetical.ratesParallel(-0.02))["bond"]).toBeCloseTo(0.16 + 0.016, 12);
    expect(returnsUnder(hypothetical.ratesParallel()).stock).toBe(0);
  });

  test("cash flows are revalued on the curve, which duration and convexity approximate", () => {
    const flows = Array.from({ length: 10 }, (_, i) => ({ time: i + 1, amount: i === 9 ? 1.04 : 0.04 }));
    const value = (rate: number): number =>
      flows.reduce((sum, { time, amount }) => sum + amount * Math.exp(-rate * time), 0);
    const bond = { cashFlows: flows, yield: 0.03, duration: 1 };
    const under = (scenario: SteppedScenario): number =>
      stressTest({ bond: 1 }, scenario, { attributes: { bond } }).pnl;
    expect(under(hypothetical.ratesParallel(0.02))).toBeCloseTo(value(0.05) / value(0.03) - 1, 12);
    const twisted = flows.reduce((sum, { time, amount }) => {
      const change = time <= 2 ? -0.005 : time >= 10 ? 0.01 : -0.005 + (0.015 * (time - 2)) / 8;
      return sum + amount * Math.exp(-(0.03 + change) * time);
    }, 0);
    expect(under(hypothetical.steepening())).toBeCloseTo(twisted / value(0.03) - 1, 12);
    const duration =
      flows.reduce((sum, { time, amount }) => sum + time * amount * Math.exp(-0.03 * time), 0) / value(0.03);
    const convexity =
      flows.reduce((sum, { time, amount }) => sum + time ** 2 * amount * Math.exp(-0.03 * time), 0) / value(0.03);
    const approximate = stressTest({ bond: 1 }, hypothetical.ratesParallel(0.002), {
      attributes: { bond: { duration, convexity } },
    }).pnl;
    expect(under(hypothetical.ratesParallel(0.002))).toBeCloseTo(approximate, 5);
  });

  test("equity, spreads, volatility, currency, twists act on the assets that have what they need", () => {
    expect(returnsUnder(hypothetical.equity(-0.2))).toEqual({
      bond: 0,
      corporate: 0,
      stock: expect.closeTo(-0.24, 12) as number,
      abroad: expect.closeTo(-0.18, 12) as number,
      put: expect.closeTo(0.8 + 0.24, 12) as number,
    });
    expect(returnsUnder(hypothetical.creditSpreads(0.02))["corporate"]).toBeCloseTo(-0.1, 12);
    expect(returnsUnder(hypothetical.volatility(0.2))["put"]).toBeCloseTo(0.16, 12);
    expect(returnsUnder(hypothetical.currencyCrisis(["MXN"], -0.3))).toMatchObject({
      stock: 0,
      abroad: expect.closeTo(-0.3, 12) as number,
    });
    expect(returnsUnder(hypothetical.flattening(0.01, -0.005))["corporate"]).toBeCloseTo(
      -5 * (0.01 - (0.015 * 3) / 8),
      12,
    );
  });

  test("recession and inflation are the measured table, number by number", () => {
    const golden = JSON.parse(
      readFileSync(new URL("../fixtures/stress_windows_real_prices.json", import.meta.url), "utf8"),
    ) as {
      readonly windows: Record<
        string,
        { readonly cal2008?: Record<string, number>; readonly cal2022?: Record<string, number> }
      >;
    };
    const years = {
      "calendar-2008": golden.windows["GFC 2007-10-09..2009-03-09"]!.cal2008!,
      "calendar-2022": golden.windows["2022 inflation"]!.cal2022!,
    };
    for (const [year, table] of Object.entries(assetClassShocks)) {
      for (const { return: change, fund } of Object.values(table.returns)) {
        const measured = years[year as keyof typeof years];
        expect(change, fund).toBe(measured[fund] ?? measured[`${fund}_total`]);
      }
    }
    expect(returnsUnder(hypothetical.recession())).toMatchObject({
      stock: expect.closeTo(-0.368, 12) as number,
      bond: expect.closeTo(0.079, 12) as number,
    });
    const under = stressTest({ stock: 0.6, bond: 0.4 }, hypothetical.inflation(), { attributes });
    expect(under.pnl).toBeCloseTo(0.6 * -0.1818 + 0.4 * -0.1302, 12);
    expect(under.table.note).toMatch(/exchange-traded funds/);
  });
});

describe("composable scenarios", () => {
  const shock = (change: number): ScenarioStep => ({
    filter: { kind: "all" },
    perturbation: { kind: "return", change },
  });

  test("steps compound in order, filters choose, nothing loses more than itself", () => {
    expect(stressTest({ a: 1 }, steps(shock(-0.5), shock(0.1))).pnl).toBeCloseTo(-0.45, 12);
    const named = steps(shock(-0.1), {
      filter: { kind: "assets", assets: ["b"] },
      perturbation: { kind: "factor", factor: "m", change: -0.9 },
    });
    const { byAsset } = stressTest({ a: 1, b: 1 }, named, { attributes: { b: { exposures: { m: 2 } } } });
    expect(byAsset.map(({ return: change }) => change)).toEqual([expect.closeTo(-0.1, 12), -1]);
  });

  test("a step without the number it needs, an asset without step, bad data: named", () => {
    const rates = steps({ filter: { kind: "all" }, perturbation: { kind: "yields", change: 0.01 } });
    expect(() => stressTest({ a: 1 }, rates)).toThrow(/"a" has no duration.*narrow/);
    expect(() => stressTest({ a: 1 }, hypothetical.ratesParallel())).toThrow(/no step that acts on it.*attributes/);
    const kept = stressTest({ a: 1 }, hypothetical.ratesParallel(), { missing: "unchanged" });
    expect([kept.pnl, kept.unpriced]).toEqual([0, ["a"]]);
    expect(() => parseScenario({ ...rates, steps: [] })).toThrow(/steps/);
    expect(() => parseScenario(steps(shock(-2)))).toThrow(/at least -1/);
    const crossed = steps({
      filter: { kind: "all" },
      perturbation: { kind: "curve", tenors: [5, 2], changes: [0, 0] },
    });
    expect(() => parseScenario(crossed)).toThrow(/ascending/);
    expect(parseScenario(JSON.parse(JSON.stringify(hypothetical.steepening())))).toEqual(hypothetical.steepening());
  });

  test("many portfolios under many scenarios in one pass equal one by one, and are linear", () => {
    const assets = ["bond", "corporate", "stock", "abroad", "put"];
    const list = [
      hypothetical.ratesParallel(),
      hypothetical.equity(),
      hypothetical.creditSpreads(),
      scenarios.shock({ name: "all", shocks: {}, others: -0.1 }),
    ];
    const options = { attributes, missing: "unchanged" } as const;
    const table = scenarioReturns(assets, list, options);
    const weight = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.array(weight, { minLength: 10, maxLength: 10 }), (weights) => {
        const gains = scenarioGains(table, Float64Array.from(weights));
        for (const portfolio of [0, 1]) {
          const own = weights.slice(portfolio * 5, portfolio * 5 + 5);
          const record = Object.fromEntries(assets.map((asset, i) => [asset, own[i]!]));
          list.forEach((scenario, s) => {
            expect(gains[portfolio * 4 + s]).toBeCloseTo(stressTest(record, scenario, options).pnl, 10);
          });
        }
        const doubled = scenarioGains(
          table,
          Float64Array.from(weights, (w) => 2 * w),
        );
        doubled.forEach((gain, i) => expect(gain).toBeCloseTo(2 * gains[i]!, 10));
      }),
      { numRuns: 30 },
    );
    expect(() => scenarioGains(table, new Float64Array(7))).toThrow(/multiple of 5/);
    expect(stressTable({ stock: 1 }, list, options).results).toHaveLength(4);
  });
});

describe("sensitivities and alerts", () => {
  test("a table over two changes: the corner compounds both, the middle is 0", () => {
    const { gains, table } = sensitivityTable(
      { bond: 0.5, stock: 0.5 },
      {
        label: "yield",
        values: [-0.01, 0, 0.01],
        steps: (change) => [
          { filter: { kind: "has", attributes: ["duration"] }, perturbation: { kind: "yields", change } },
        ],
      },
      {
        attributes,
        columns: {
          label: "market",
          values: [-0.2, 0],
          steps: (change) => [
            {
              filter: { kind: "has", attributes: ["exposures"] },
              perturbation: { kind: "factor", factor: "market", change },
            },
          ],
        },
      },
    );
    expect(gains[1]![1]).toBe(0);
    expect(gains[2]![0]).toBeCloseTo(0.5 * (-0.08 + 0.004) - 0.5 * 0.24, 12);
    expect([table.columns.length, table.rows.length]).toEqual([3, 3]);
    expect(() => sensitivityTable({ bond: 1 }, { label: "x", values: [], steps: () => [] })).toThrow(/at least one/);
  });

  test("trap: a negative gain is compared as a loss, and a negative threshold is refused", () => {
    const result = stressTest({ a: 1 }, scenarios.shock({ name: "crash", shocks: { a: -0.3 } }));
    const worse = stressTest({ a: 1 }, scenarios.shock({ name: "worse", shocks: { a: -0.5 } }));
    const good = stressTest({ a: 1 }, scenarios.shock({ name: "boom", shocks: { a: 0.5 } }));
    expect(stressAlerts([result, good, worse], { maximumLoss: 0.2 }).map(({ scenario }) => scenario)).toEqual([
      "worse",
      "crash",
    ]);
    expect(stressAlerts([result], { maximumLoss: 0.3 })).toEqual([]);
    expect(() => stressAlerts([result], { maximumLoss: -0.2 })).toThrow(/20 % is 0\.2/);
  });
});
