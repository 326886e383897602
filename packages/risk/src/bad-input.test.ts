import { PlimsollError } from "@plimsoll/core";
import { RandomStream } from "@plimsoll/numeric";
import { describe, expect, test } from "vitest";
import * as risk from "./index.ts";

type Case = readonly [name: string, call: () => unknown];

const good = Array.from(RandomStream.of("bad input").fillNormal(new Float64Array(120)), (z) => 0.01 * z);
const broken = good.map((value, t) => (t === 7 ? NaN : value));
const endless = good.map((value, t) => (t === 7 ? Infinity : value));
const one = [0.01];
const panelOf = (series: readonly number[]): risk.ReturnPanelLike => ({
  assets: ["a", "b"],
  rows: series.length,
  columns: 2,
  values: Float64Array.from(series.flatMap((value, t) => [value, good[119 - t]!])),
  dates: series.map((_, t) => new Date(86_400_000 * (19_000 + t)).toISOString().slice(0, 10)),
});
const [panel, holes, single] = [panelOf(good), panelOf(broken), panelOf(one)];
const weights = { a: 0.5, b: 0.5 };
const forecasts = good.map((_, t) => 0.02 + 0.0001 * t);
const shortfalls = forecasts.map((value) => 1.2 * value);
const moments = {
  assets: ["a", "b"],
  covariance: [
    [0.04, 0.01],
    [0.01, 0.09],
  ],
};
const brokenMoments = {
  assets: ["a", "b"],
  covariance: [
    [0.04, NaN],
    [NaN, 0.09],
  ],
};
const model = risk.factorModel({ kind: "statistical", returns: panel, count: 1 });
const contract = { symbol: "future", price: 100 };
const market = { value: 1000, spot: 100, volatility: 0.2, maturity: 1 };
const shock = risk.scenarios.shock({ name: "down", shocks: { a: -0.1, b: -0.2 } });

/** Of one series: what each function does with a missing return, an infinite one and a single one. */
const ofSeries: Readonly<Record<string, (series: readonly number[]) => unknown>> = {
  ...Object.fromEntries(
    risk.tailMethodKinds
      .filter((kind) => kind !== "garch")
      .flatMap((method) => [
        [`valueAtRisk, ${method}`, (series: readonly number[]) => risk.valueAtRisk(series, { method })],
        [`expectedShortfall, ${method}`, (series: readonly number[]) => risk.expectedShortfall(series, { method })],
      ]),
  ),
  estimateVaR: (series) => risk.estimateVaR(series),
  estimateES: (series) => risk.estimateES(series, { uncertainty: { kind: "bootstrap" } }),
  riskMeasure: (series) => risk.riskMeasure(series, { measure: { kind: "cvar" } }),
  estimateRiskMeasure: (series) => risk.estimateRiskMeasure(series, { measure: { kind: "cvar" } }),
  performance: (series) => risk.performance(series),
  "performance, benchmark": (series) => risk.performance(good.slice(0, series.length), { benchmark: series }),
  riskReport: (series) => risk.riskReport(series),
  tailDiagnostics: (series) => risk.tailDiagnostics(series),
  "rolling volatility": (series) => risk.rolling(series, "volatility", { window: 2 }),
  backtestVaR: (series) => risk.backtestVaR({ returns: series, forecasts: forecasts.slice(0, series.length) }),
  multinomialVaRTest: (series) =>
    risk.multinomialVaRTest({
      returns: series,
      levels: [{ confidence: 0.95, forecasts: forecasts.slice(0, series.length) }],
    }),
  acerbiSzekelyTest: (series) =>
    risk.acerbiSzekelyTest({
      returns: series,
      valueAtRisk: forecasts.slice(0, series.length),
      expectedShortfall: shortfalls.slice(0, series.length),
    }),
  mcneilFreyTest: (series) =>
    risk.mcneilFreyTest({
      returns: series,
      valueAtRisk: forecasts.slice(0, series.length),
      expectedShortfall: shortfalls.slice(0, series.length),
      seed: 1,
    }),
  esRegressionTest: (series) =>
    risk.esRegressionTest({ returns: series, expectedShortfall: shortfalls.slice(0, series.length) }),
  fisslerZieglerScores: (series) =>
    series.length === 1
      ? risk.fisslerZieglerScores({ returns: [], valueAtRisk: [], expectedShortfall: [] })
      : risk.fisslerZieglerScores({ returns: series, valueAtRisk: forecasts, expectedShortfall: shortfalls }),
  dieboldMariano: (series) =>
    risk.dieboldMariano(
      series,
      good.slice(0, series.length).map((value) => value / 2),
    ),
  modelConfidenceSet: (series) =>
    risk.modelConfidenceSet({ a: series, b: good.slice(0, series.length).map((value) => value / 2) }, { seed: 1 }),
  berkowitzTest: (series) => risk.berkowitzTest(series.map((value) => 0.5 + value)),
  sharpeSample: (series) => risk.sharpeSample(Float64Array.from(series)),
  annualSharpeLo: (series) => risk.annualSharpeLo(Float64Array.from(series), { periodsPerYear: 252, lags: 3 }),
  minimumVarianceHedge: (series) =>
    risk.minimumVarianceHedge({
      value: 1000,
      contracts: [contract],
      risk: { kind: "returns", portfolio: series, hedges: [good.slice(0, series.length)] },
    }),
};

const ofPanel: Readonly<Record<string, (panel: risk.ReturnPanelLike) => unknown>> = {
  riskContributions: (returns) => risk.riskContributions(returns, { weights }),
  assetTailRisks: (returns) => risk.assetTailRisks(returns),
  "factorModel, time series": (returns) =>
    risk.factorModel({ kind: "time-series", returns: panel, factors: { ...returns, assets: ["f", "g"] } }),
  "factorModel, cross section": (returns) =>
    risk.factorModel({ kind: "cross-sectional", returns, factors: ["f"], exposures: [[1], [2]] }),
  "factorModel, statistical": (returns) => risk.factorModel({ kind: "statistical", returns, count: 1 }),
  rollingFactorModel: (returns) => risk.rollingFactorModel({ returns, factors: panel, select: ["a"], window: 60 }),
  factorCount: (returns) => risk.factorCount(returns),
  grsTest: (returns) => risk.grsTest({ returns, factors: panel, select: ["a"] }),
  famaMacBeth: (returns) => risk.famaMacBeth({ returns, factors: panel, select: ["a"] }),
  styleAnalysis: (returns) =>
    risk.styleAnalysis({
      returns: {
        ...returns,
        columns: 1,
        assets: ["fund"],
        values: returns.values.filter((_, cell) => cell % 2 === 0),
      },
      factors: panel,
    }),
  turbulence: (returns) => risk.turbulence(returns),
  absorptionRatio: (returns) => risk.absorptionRatio(returns, { window: 60 }),
};

const confidences: Readonly<Record<string, (confidence: number) => unknown>> = {
  valueAtRisk: (confidence) => risk.valueAtRisk(good, { confidence }),
  expectedShortfall: (confidence) => risk.expectedShortfall(good, { confidence }),
  "estimateVaR, interval": (intervalConfidence) => risk.estimateVaR(good, { intervalConfidence }),
  riskMeasure: (confidence) => risk.riskMeasure(good, { measure: { kind: "evar", confidence } }),
  "estimateRiskMeasure, interval": (intervalConfidence) =>
    risk.estimateRiskMeasure(good, { measure: { kind: "mad" }, intervalConfidence }),
  riskContributions: (confidence) =>
    risk.riskContributions(panel, { weights, measure: { kind: "value-at-risk", confidence } }),
  assetTailRisks: (confidence) => risk.assetTailRisks(panel, { confidence }),
  drawdownStatistics: (confidence) => risk.drawdownStatistics(good, { confidence }),
  riskReport: (confidence) => risk.riskReport(good, { confidence }),
  "rolling value at risk": (confidence) => risk.rolling(good, "value-at-risk", { window: 60, confidence }),
  backtestVaR: (confidence) => risk.backtestVaR({ returns: good, forecasts, confidence }),
  kupiecTest: (confidence) => risk.kupiecTest({ observations: 250, exceptions: 3, confidence }),
  kupiecAcceptance: (confidence) => risk.kupiecAcceptance({ observations: 250, confidence }),
  conditionalCoverageTest: (confidence) =>
    risk.conditionalCoverageTest({ n00: 240, n01: 4, n10: 4, n11: 1 }, { confidence }),
  trafficLight: (confidence) => risk.trafficLight({ observations: 250, exceptions: 3, confidence }),
  multinomialVaRTest: (confidence) => risk.multinomialVaRTest({ returns: good, levels: [{ confidence, forecasts }] }),
  acerbiSzekelyTest: (confidence) =>
    risk.acerbiSzekelyTest({ returns: good, valueAtRisk: forecasts, expectedShortfall: shortfalls, confidence }),
  mcneilFreyTest: (confidence) =>
    risk.mcneilFreyTest({ returns: good, valueAtRisk: forecasts, expectedShortfall: shortfalls, confidence, seed: 1 }),
  esRegressionTest: (confidence) => risk.esRegressionTest({ returns: good, expectedShortfall: shortfalls, confidence }),
  fisslerZieglerScores: (confidence) =>
    risk.fisslerZieglerScores({ returns: good, valueAtRisk: forecasts, expectedShortfall: shortfalls, confidence }),
  "berkowitzTest, tail": (tail) =>
    risk.berkowitzTest(
      good.map((_, t) => (t + 0.5) / good.length),
      { tail },
    ),
  "modelConfidenceSet, significance": (significance) =>
    risk.modelConfidenceSet({ a: good, b: forecasts }, { seed: 1, significance }),
  minimumTrackRecord: (confidence) => risk.minimumTrackRecord({ sharpe: 0.1 }, { confidence }),
  monteCarloStress: (confidence) => risk.monteCarloStress({ ...moments, weights, seed: 1, confidence }),
};

const aligned: readonly Case[] = [
  ["valueAtRisk without weights", () => risk.valueAtRisk(panel)],
  ["valueAtRisk, one weight for two assets", () => risk.valueAtRisk(panel, { weights: [1] })],
  ["expectedShortfall, an unknown asset", () => risk.expectedShortfall(panel, { weights: { c: 1 } })],
  ["performance, a weight of NaN", () => risk.performance(panel, { weights: { a: NaN } })],
  ["performance, a longer benchmark", () => risk.performance(good, { benchmark: [...good, 0] })],
  ["performance, rates of another length", () => risk.performance(good, { riskFreeRate: one })],
  ["drawdowns, three weights", () => risk.drawdowns(panel, { weights: [1, 0, 0] })],
  ["riskMeasure without weights", () => risk.riskMeasure(panel, { measure: { kind: "mad" } })],
  ["riskContributions, an unknown asset", () => risk.riskContributions(panel, { weights: { c: 1 } })],
  ["riskReport, one weight", () => risk.riskReport(panel, { weights: [1] })],
  ["rolling beta, a shorter benchmark", () => risk.rolling(good, "beta", { window: 60, benchmark: one })],
  ["backtestVaR, fewer forecasts", () => risk.backtestVaR({ returns: good, forecasts: one })],
  ["dieboldMariano, fewer losses", () => risk.dieboldMariano(good, one)],
  ["modelConfidenceSet, fewer losses", () => risk.modelConfidenceSet({ a: good, b: one }, { seed: 1 })],
  ["factorAttribution, an unknown asset", () => risk.factorAttribution(model, { c: 1 })],
  ["factorStress, an unknown factor", () => risk.factorStress(model, weights, { nothing: -0.1 })],
  ["stressTest, an asset without shock", () => risk.stressTest({ c: 1 }, shock)],
  ["stressTest, a weight of NaN", () => risk.stressTest({ a: NaN }, shock)],
  ["stressTable, an asset without shock", () => risk.stressTable({ c: 1 }, [{ ...shock, shocks: { a: NaN } }])],
  ["scenarioReturns, an asset without shock", () => risk.scenarioReturns(["c"], [shock])],
  [
    "scenarioGains, three weights for two assets",
    () => risk.scenarioGains(risk.scenarioReturns(["a", "b"], [shock]), new Float64Array(3)),
  ],
  [
    "scenarioGains, a weight of NaN",
    () => risk.scenarioGains(risk.scenarioReturns(["a", "b"], [shock]), Float64Array.of(NaN, 1)),
  ],
  ["reverseStress, one weight", () => risk.reverseStress({ ...moments, weights: [1], loss: 0.1 })],
  ["monteCarloStress without weights", () => risk.monteCarloStress({ ...moments, seed: 1 })],
  [
    "minimumVarianceHedge, two series",
    () =>
      risk.minimumVarianceHedge({
        value: 1000,
        contracts: [contract],
        risk: { kind: "returns", portfolio: good, hedges: [good, good] },
      }),
  ],
];

const rest: readonly Case[] = [
  ["drawdowns of NaN", () => risk.drawdowns(broken)],
  ["drawdowns of nothing", () => risk.drawdowns([])],
  ["drawdownStatistics of NaN", () => risk.drawdownStatistics(broken)],
  ["assetDrawdowns of NaN", () => risk.assetDrawdowns(holes)],
  ["calendarReturns without dates", () => risk.calendarReturns(good)],
  ["timeWeightedReturn of one value", () => risk.timeWeightedReturn([100])],
  ["timeWeightedReturn of NaN", () => risk.timeWeightedReturn([100, NaN])],
  ["modifiedDietz of NaN", () => risk.modifiedDietz([{ start: 100, end: NaN }])],
  ["moneyWeightedReturn of one flow", () => risk.moneyWeightedReturn([{ at: 0, amount: 1 }])],
  [
    "moneyWeightedReturn of NaN",
    () =>
      risk.moneyWeightedReturn([
        { at: 0, amount: 1 },
        { at: 1, amount: NaN },
      ]),
  ],
  ["extreme value, an empty tail", () => risk.valueAtRisk(good, { method: { kind: "extreme-value", threshold: 9 } })],
  ["garch by its name alone", () => risk.valueAtRisk(good, { method: "garch" as never })],
  ["sharpeStandardError of NaN", () => risk.sharpeStandardError({ sharpe: NaN, observations: 100 })],
  ["sharpeStandardError of no observation", () => risk.sharpeStandardError({ sharpe: 1, observations: 0 })],
  [
    "sharpeStandardError of moments no law has",
    () => risk.sharpeStandardError({ sharpe: 1, observations: 100, skewness: 5 }),
  ],
  ["probabilisticSharpe of one observation", () => risk.probabilisticSharpe({ sharpe: 1, observations: 1 })],
  ["probabilisticSharpe of NaN", () => risk.probabilisticSharpe({ sharpe: NaN, observations: 100 })],
  ["probabilisticSharpe against NaN", () => risk.probabilisticSharpe({ sharpe: 1, observations: 100 }, NaN)],
  [
    "deflatedSharpe of one trial",
    () => risk.deflatedSharpe({ sharpe: 1, observations: 9 }, { trials: 1, variance: 1 }),
  ],
  ["expectedMaximumSharpe, a variance below 0", () => risk.expectedMaximumSharpe({ trials: 10, variance: -1 })],
  ["minimumBacktestLength of one trial", () => risk.minimumBacktestLength({ trials: 1 })],
  ["minimumBacktestLength, a ratio of 0", () => risk.minimumBacktestLength({ trials: 45, sharpe: 0 })],
  ["sharpeSample of a constant", () => risk.sharpeSample(new Float64Array(10))],
  [
    "annualSharpeLo, more lags than returns",
    () => risk.annualSharpeLo(Float64Array.from(good), { periodsPerYear: 252, lags: 500 }),
  ],
  ["kupiecTest, more exceptions than days", () => risk.kupiecTest({ observations: 1, exceptions: 2 })],
  ["trafficLight of NaN", () => risk.trafficLight({ observations: NaN, exceptions: 2 })],
  ["countTransitions of a return", () => risk.countTransitions([0, 0.5, 1])],
  ["durationTest of NaN", () => risk.durationTest([0, 1, NaN, 1])],
  ["independenceTest of nothing", () => risk.independenceTest({ n00: 0, n01: 0, n10: 0, n11: 0 })],
  ["backtestVaR, a forecast of NaN", () => risk.backtestVaR({ returns: good, forecasts: broken })],
  ["conditionalStress of NaN", () => risk.conditionalStress(moments, { a: NaN })],
  ["conditionalStress, covariance of NaN", () => risk.conditionalStress(brokenMoments, { a: 1 })],
  ["factorStress of NaN", () => risk.factorStress(model, weights, { [model.factors[0]!]: NaN })],
  ["reverseStress of NaN", () => risk.reverseStress({ ...brokenMoments, weights, loss: 0.1 })],
  ["reverseStress, a negative loss", () => risk.reverseStress({ ...moments, weights, loss: -0.1 })],
  [
    "reverseStressBook, a negative loss",
    () => risk.reverseStressBook({ ...moments, revalue: (r) => r[0]!, loss: -0.1 }),
  ],
  ["correlationBreakdown of NaN", () => risk.correlationBreakdown(brokenMoments)],
  ["monteCarloStress of NaN", () => risk.monteCarloStress({ ...brokenMoments, weights, seed: 1 })],
  ["stressAlerts, a negative threshold", () => risk.stressAlerts([], { maximumLoss: -0.1 })],
  ["stressAlerts of NaN", () => risk.stressAlerts([], { maximumLoss: NaN })],
  [
    "assetClassScenario of NaN",
    () => {
      const table = risk.assetClassShocks["calendar-2008"];
      const scenario = risk.assetClassScenario("2008", { ...table, returns: { gold: { return: NaN, fund: "GLD" } } });
      return risk.stressTest({ a: 1 }, scenario, { attributes: { a: { assetClass: "gold" } } });
    },
  ],
  ["parseScenario of nothing", () => risk.parseScenario(null)],
  ["a window that isn't named", () => risk.scenarios.historical("gfc-2009" as never)],
  ["hypothetical rates of NaN", () => risk.parseScenario(risk.hypothetical.ratesParallel(NaN))],
  [
    "sensitivityTable without values",
    () => risk.sensitivityTable({ a: 1 }, { label: "x", values: [], steps: () => [] }),
  ],
  ["parseFrenchCsv of nothing", () => risk.parseFrenchCsv("")],
  ["styleAnalysis of two funds", () => risk.styleAnalysis({ returns: panel, factors: panel })],
  ["betaHedge of NaN", () => risk.betaHedge({ value: 1000, beta: NaN, future: contract })],
  [
    "minimumVarianceHedge of no risk",
    () =>
      risk.minimumVarianceHedge({
        value: 1000,
        contracts: [contract],
        risk: { kind: "returns", portfolio: good.map(() => 0), hedges: [good] },
      }),
  ],
  ["blackScholes, volatility 0", () => risk.blackScholes({ ...market, kind: "put", strike: 90, volatility: 0 })],
  ["protectivePut, delta above 1", () => risk.protectivePut(market, { delta: 2 })],
  ["collar of NaN", () => risk.collar({ ...market, spot: NaN }, { put: { delta: 0.25 } })],
  ["cppi, floor of NaN", () => risk.cppi({ value: 1000, risky: contract, held: 0, floor: NaN, multiplier: 3 })],
  [
    "volatilityTarget, forecast 0",
    () =>
      risk.volatilityTarget({ value: 1000, risky: contract, held: 0, targetVolatility: 0.1, forecastVolatility: 0 }),
  ],
  [
    "rebalancingBands, a price of NaN",
    () =>
      risk.rebalancingBands({
        value: 1000,
        assets: [{ symbol: "a", price: NaN, held: 1, target: 1 }],
        band: { kind: "absolute", width: 0.1 },
      }),
  ],
  ["createRiskMonitor, an unknown metric", () => risk.createRiskMonitor({ limits: [{ metric: "var-100", max: 1 }] })],
  ["createRiskMonitor, a limit of NaN", () => risk.createRiskMonitor({ limits: [{ metric: "var-99", max: NaN }] })],
  ["resumeRiskMonitor of nothing", () => risk.resumeRiskMonitor({})],
  [
    "RiskMonitor.update of NaN",
    () =>
      risk
        .createRiskMonitor({ limits: [{ metric: "drawdown", max: 0.1 }] })
        .update({ at: "2024-01-01", weights: { a: 1 }, returns: { a: NaN } }),
  ],
  [
    "RiskMonitor.wouldBreach of NaN",
    () => {
      const monitor = risk.createRiskMonitor({ limits: [{ metric: "drawdown", max: 0.1 }] });
      monitor.update({ at: "2024-01-01", weights: { a: 1 }, returns: { a: 0 } });
      return monitor.wouldBreach({ changes: { a: NaN } });
    },
  ],
];

/** What it does instead of a `PlimsollError` that names the input. */
function slips(call: () => unknown): string | null {
  try {
    return `gave ${JSON.stringify(call()).slice(0, 80)}`;
  } catch (error) {
    if (!(error instanceof PlimsollError)) return String(error);
    return error.code === "INVALID_INPUT" || error.code === "NOT_ENOUGH_DATA"
      ? null
      : `${error.code}: ${error.message}`;
  }
}

function expectNone(cases: readonly Case[]): void {
  const found = cases.flatMap(([name, call]) => {
    const slip = slips(call);
    return slip === null ? [] : [`${name}: ${slip}`];
  });
  expect(found).toEqual([]);
}

describe("bad input is a typed error", () => {
  test("a missing and an infinite return in a series", () => {
    expectNone(
      Object.entries(ofSeries).flatMap(([name, call]): Case[] => [
        [`${name} of NaN`, () => call(broken)],
        [`${name} of Infinity`, () => call(endless)],
      ]),
    );
  });

  test("one observation", () => {
    expectNone(Object.entries(ofSeries).map(([name, call]): Case => [name, () => call(one)]));
  });

  test("a missing return in a panel, and a panel of one row", () => {
    expectNone(
      Object.entries(ofPanel).flatMap(([name, call]): Case[] => [
        [`${name} of NaN`, () => call(holes)],
        [`${name} of one row`, () => call(single)],
      ]),
    );
  });

  test("confidence 0, 1, NaN and 95", () => {
    expectNone(
      Object.entries(confidences).flatMap(([name, call]) =>
        [0, 1, NaN, 95, -0.5].map((confidence): Case => [`${name} at ${confidence}`, () => call(confidence)]),
      ),
    );
  });

  test("weights, benchmarks and forecasts that are not aligned", () => {
    expectNone(aligned);
  });

  test("empty tails, impossible counts, moments, contracts and limits", () => {
    expectNone(rest);
  });

  test("every public function is among them", () => {
    const named = [ofSeries, ofPanel, confidences]
      .flatMap((table) => Object.keys(table))
      .concat([...aligned, ...rest].map(([name]) => name))
      .join(" ");
    const missing = Object.entries(risk)
      .filter(([, value]) => typeof value === "function")
      .map(([name]) => name)
      .filter((name) => name !== "RiskReport" && !named.includes(name));
    expect(missing).toEqual([]);
  });
});
