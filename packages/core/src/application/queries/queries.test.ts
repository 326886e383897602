import { describe, expect, test } from "vitest";
import { MemoryFeatureStore } from "../../memory/memory-feature-store.ts";
import { MemoryMarketDataRepository } from "../../memory/memory-market-data-repository.ts";
import type { PricePanel } from "../../panel/price-panel.ts";
import { barsOf } from "../../ports/bars.ts";
import type { RunOptions } from "../../ports/run-options.ts";
import { ExchangeRates } from "../../values/exchange-rates.ts";
import { Money } from "../../values/money.ts";
import { openDesk, usd } from "../fixtures/desk.ts";
import { backtestStrategy } from "./backtest-strategy.ts";
import { calculateVaR, type PortfolioRiskQuestion } from "./calculate-var.ts";
import { detectAnomalies } from "./detect-anomalies.ts";
import { loadPortfolio, portfolioSnapshots } from "./load-portfolio.ts";
import { type FeatureTable, predictReturns } from "./predict-returns.ts";
import { readPrices } from "./read-prices.ts";

async function market(): Promise<MemoryMarketDataRepository> {
  const repository = new MemoryMarketDataRepository();
  const days = ["2024-01-02", "2024-01-03", "2024-01-04"];
  const bars = (asset: string, closes: readonly (number | null)[]) =>
    barsOf(
      asset,
      "day",
      days.map((time, i) => ({ time, close: closes[i]!, open: 1 })),
    );
  await repository.saveBars([bars("A", [100, 110, 99]), bars("B", [50, 50, 75]), bars("C", [1, null, null])], {
    knownAt: "2024-01-05T00:00:00Z",
  });
  await repository.saveBars([barsOf("A", "day", [{ time: "2024-01-04", close: 121 }])], {
    knownAt: "2024-01-09T00:00:00Z",
  });
  return repository;
}

const signal = new AbortController().signal;

describe("readPrices", () => {
  test("reads a range of stored prices as a panel, as they were known", async () => {
    const marketData = await market();
    const prices = await readPrices({ marketData }, { assets: ["B", "A"], from: "2024-01-03" });
    expect(prices.assets).toEqual(["B", "A"]);
    expect([...prices.column("A")]).toEqual([110, 121]);
    const before = await readPrices({ marketData }, { assets: ["A"], knownAt: "2024-01-06T00:00:00Z" });
    expect([...before.column("A")]).toEqual([100, 110, 99]);
    const opens = await readPrices({ marketData }, { assets: ["B"], field: "open", to: "2024-01-02" });
    expect([...opens.column("B")]).toEqual([1]);
  });

  test("names the asset without prices, and the malformed field", async () => {
    const marketData = await market();
    await expect(readPrices({ marketData }, { assets: ["A", "Z"] })).rejects.toMatchObject({
      code: "NOT_ENOUGH_DATA",
      details: { required: 1, available: 0, argument: "Z" },
    });
    await expect(readPrices({ marketData }, { assets: [] })).rejects.toThrow("prices.assets");
    await expect(readPrices({ marketData }, { assets: ["A", "A"] })).rejects.toThrow("each asset once");
    await expect(readPrices({ marketData }, { assets: ["A"], from: "yesterday" })).rejects.toThrow("yesterday");
  });
});

describe("calculateVaR", () => {
  /** The mean loss of the worst period: a measure simple enough to check by hand. */
  const worst = () => {
    const asked: PortfolioRiskQuestion[] = [];
    const options: (RunOptions | undefined)[] = [];
    return {
      asked,
      options,
      measure: async (question: PortfolioRiskQuestion, given?: RunOptions) => {
        asked.push(question);
        options.push(given);
        const { weights, returns } = question;
        const losses = Array.from({ length: returns.rows }, (_, row) =>
          returns.assets.reduce((sum, asset) => sum - weights.assets[asset]! * returns.at(row, asset), 0),
        );
        return { worst: Math.max(...losses) };
      },
    };
  };

  test("asks the engine about the present weights and the returns of what is held", async () => {
    const desk = await openDesk();
    const riskEngine = worst();
    const ports = { ...desk.ports, marketData: await market(), riskEngine };
    const risk = await calculateVaR(
      ports,
      { portfolioId: "p-1", level: 0.99, method: "gaussian", knownAt: "2024-01-06T00:00:00Z" },
      { signal },
    );
    // 40 % A and 30 % B: +4 % on the first day; -4 % + 15 % on the second
    expect(risk.measures.worst).toBeCloseTo(-0.04, 12);
    expect(risk).toMatchObject({
      weights: { assets: { A: 0.4, B: 0.3 }, cash: 0.3 },
      value: { amount: "100000", currency: "USD" },
      observations: 2,
      foreign: [],
    });
    expect(riskEngine.asked[0]).toMatchObject({ portfolioId: "p-1", level: 0.99, horizon: 1, method: "gaussian" });
    expect(riskEngine.options[0]!.signal).toBe(signal);
    await calculateVaR(ports, { portfolioId: "p-1" });
    expect(riskEngine.asked[1]).toMatchObject({ level: 0.95, horizon: 1, method: "historical" });
  });

  test("looks at the holdings as of a moment, and names those in another currency", async () => {
    const desk = await openDesk();
    const portfolio = await loadPortfolio(desk.ports, { portfolioId: "p-1" });
    const next = portfolio.buy(
      {
        ticker: "SAP",
        quantity: 1,
        price: Money.of(100, "EUR"),
        exchangeRates: ExchangeRates.of("EUR", { USD: "1.25" }),
      },
      { id: "s", time: "2024-02-01T00:00:00Z" },
    );
    await desk.repository.save(next.stream, next.pending, { expectedVersion: 3 });
    const marketData = await market();
    await marketData.saveBars(
      [
        barsOf("SAP", "day", [
          { time: "2024-01-02", close: 1 },
          { time: "2024-01-03", close: 2 },
          { time: "2024-01-04", close: 1 },
        ]),
      ],
      { knownAt: "2024-01-05T00:00:00Z" },
    );
    const ports = { ...desk.ports, marketData, riskEngine: worst() };
    expect((await calculateVaR(ports, { portfolioId: "p-1" })).foreign).toEqual(["SAP"]);
    const before = await calculateVaR(ports, { portfolioId: "p-1", at: "2024-01-31T00:00:00Z" });
    expect(before.foreign).toEqual([]);
    const opening = await calculateVaR(ports, { portfolioId: "p-1", at: "2024-01-02T10:01:00Z" });
    expect(Object.keys(opening.weights.assets)).toEqual(["A"]);
  });

  test("refuses what can't be measured: no portfolio, no positions, too few prices, a malformed request", async () => {
    const desk = await openDesk();
    const ports = { ...desk.ports, marketData: await market(), riskEngine: worst() };
    await expect(calculateVaR(ports, { portfolioId: "nobody" })).rejects.toMatchObject({
      code: "NOT_FOUND",
      details: { kind: "portfolio", id: "nobody" },
    });
    await expect(calculateVaR(ports, { portfolioId: "p-1", at: "2024-01-01T00:00:00Z" })).rejects.toThrow(
      "at 2024-01-01",
    );
    await expect(calculateVaR(ports, { portfolioId: "p-1", at: "2024-01-02T10:00:30Z" })).rejects.toMatchObject({
      code: "RULE_VIOLATED",
      details: { rule: "position-held" },
    });
    await expect(calculateVaR(ports, { portfolioId: "p-1", to: "2024-01-02" })).rejects.toMatchObject({
      code: "NOT_ENOUGH_DATA",
      details: { required: 2, available: 1 },
    });
    await expect(calculateVaR(ports, { portfolioId: "p-1", level: 1 })).rejects.toThrow("request.level");
  });
});

describe("predictReturns", () => {
  const predictor = {
    model: { name: "momentum", version: 3 },
    predict: async ({ entities, values }: FeatureTable) =>
      Object.fromEntries(
        entities.map((entity, i) => [entity, values[i]!.reduce<number>((sum, x) => sum + (x ?? 0), 0)]),
      ),
  };

  async function features(): Promise<MemoryFeatureStore> {
    const store = new MemoryFeatureStore();
    const value = (entity: string, feature: string, of: number | null, knownAt: string) => ({
      entity,
      feature,
      time: "2024-01-31T00:00:00Z",
      knownAt,
      value: of,
    });
    await store.write([
      value("A", "momentum", 0.25, "2024-01-31T00:00:00Z"),
      value("A", "value", 0.5, "2024-01-31T00:00:00Z"),
      value("B", "momentum", 2, "2024-01-31T00:00:00Z"),
      value("B", "value", null, "2024-01-31T00:00:00Z"),
      value("A", "momentum", 9, "2024-02-28T00:00:00Z"),
    ]);
    return store;
  }

  test("forecasts from what was known at the moment, and says by which model", async () => {
    const ports = { features: await features(), predictor };
    const request = { entities: ["A"], features: ["value", "momentum"], at: "2024-02-01T00:00:00Z" };
    expect(await predictReturns(ports, request)).toEqual({
      forecast: { A: 0.75 },
      model: { name: "momentum", version: 3 },
      features: { ...request, values: [[0.5, 0.25]] },
    });
  });

  test("an unknown feature is an error that names it, unless it may pass as null", async () => {
    const ports = { features: await features(), predictor };
    const request = { entities: ["A", "B", "C"], features: ["momentum", "value"], at: "2024-02-01T00:00:00Z" };
    await expect(predictReturns(ports, request)).rejects.toMatchObject({
      code: "NOT_ENOUGH_DATA",
      details: { required: 6, available: 3, argument: "B/value" },
    });
    const { features: table } = await predictReturns(ports, { ...request, missing: "pass" });
    expect(table.values).toEqual([
      [0.25, 0.5],
      [2, null],
      [null, null],
    ]);
    await expect(predictReturns(ports, { ...request, entities: [] })).rejects.toThrow("request.entities");
  });
});

describe("detectAnomalies and backtestStrategy", () => {
  test("hand stored prices and options to the port and say what they ran on", async () => {
    const marketData = await market();
    const seen: (RunOptions | undefined)[] = [];
    const detector = {
      detect: async (panel: PricePanel, options?: RunOptions) => {
        seen.push(options);
        return panel.assets.filter((asset) => panel.column(asset).some((price) => price > 100));
      },
    };
    const range = { assets: ["A", "B"], from: "2024-01-02", to: "2024-01-03" };
    const found = await detectAnomalies({ marketData, detector }, range, { signal });
    expect(found).toEqual({ anomalies: ["A"], assets: ["A", "B"], from: "2024-01-02", to: "2024-01-03", rows: 2 });
    const backtester = {
      run: async (specification: { readonly hold: string }, panel: PricePanel, options?: RunOptions) => {
        seen.push(options);
        const prices = panel.column(specification.hold);
        return { total: prices.at(-1)! / prices[0]! - 1 };
      },
    };
    const request = { specification: { hold: "B" }, prices: { assets: ["A", "B"] } };
    const run = await backtestStrategy({ marketData, backtester }, request, { signal });
    expect(run).toEqual({ report: { total: 0.5 }, assets: ["A", "B"], from: "2024-01-02", to: "2024-01-04", rows: 3 });
    expect(seen.map((options) => options?.signal)).toEqual([signal, signal]);
    const short = { ...request, prices: { assets: ["C"] } };
    await expect(backtestStrategy({ marketData, backtester }, short)).rejects.toMatchObject({
      code: "NOT_ENOUGH_DATA",
    });
    await detectAnomalies({ marketData, detector }, range);
    await backtestStrategy({ marketData, backtester }, request);
    expect(seen.slice(2)).toEqual([{}, {}]);
  });
});

describe("loadPortfolio", () => {
  test("starts from a snapshot where one is kept, and checks it", async () => {
    const desk = await openDesk();
    const portfolio = await loadPortfolio(desk.ports, { portfolioId: "p-1" });
    const { stream, state, version } = portfolio;
    await desk.repository.saveSnapshot(stream, { state, version }, portfolioSnapshots, "2024-01-31T00:00:00Z");
    const next = portfolio.deposit(usd(1), { id: "d", time: "2024-02-01T00:00:00Z" });
    await desk.repository.save(stream, next.pending, { expectedVersion: version });
    expect((await loadPortfolio(desk.ports, { portfolioId: "p-1" })).state).toEqual(next.state);
    const spoilt = { ...state, cash: "1" };
    await desk.repository.saveSnapshot(stream, { state: spoilt, version }, portfolioSnapshots, "2024-01-31T00:00:00Z");
    await expect(loadPortfolio(desk.ports, { portfolioId: "p-1" })).rejects.toMatchObject({ code: "RULE_VIOLATED" });
  });
});
