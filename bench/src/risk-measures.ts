/** What measures risk: tails and drawdowns of whole panels, simulation, rolling statistics, performance. */
import { RandomStream } from "@plimsoll/numeric";
import { assetDrawdowns, assetTailRisks, estimateVaR, performance, rolling, valueAtRisk } from "@plimsoll/risk";
import type { Benchmark } from "./benchmark.ts";

/** Daily returns with a fat-tailed common factor. */
function market(rows: number, columns: number) {
  const stream = RandomStream.of(`${rows} x ${columns}`);
  const values = new Float64Array(rows * columns);
  for (let t = 0, cell = 0; t < rows; t++) {
    const common = 0.008 * stream.studentT(5);
    for (let i = 0; i < columns; i++, cell++) values[cell] = 0.0003 + common + 0.012 * stream.normal();
  }
  return {
    assets: Array.from({ length: columns }, (_, i) => `asset ${i + 1}`),
    dates: Array.from({ length: rows }, (_, t) => `row ${t}`),
    rows,
    columns,
    values,
  };
}

const panel = market(10_000, 500);
const year2 = market(500, 100);
const weights = year2.assets.map(() => 0.01);
const history = market(8_000, 1).values;
const daily = market(5_040, 2);
const own = Float64Array.from({ length: daily.rows }, (_, t) => daily.values[2 * t]!);
const benchmark = Float64Array.from({ length: daily.rows }, (_, t) => daily.values[2 * t + 1]!);

export const benchmarks: readonly Benchmark[] = [
  { name: "VaR + ES of a 10 000 x 500 panel", target: 60, run: () => assetTailRisks(panel) },
  { name: "maximum drawdown of a 10 000 x 500 panel", target: 25, run: () => assetDrawdowns(panel) },
  {
    name: "t-copula Monte Carlo VaR, 100 assets, 100 000 draws, fitted to 500 days",
    target: 300,
    run: () =>
      valueAtRisk(year2, {
        weights,
        confidence: 0.99,
        method: { kind: "monte-carlo", innovations: "t-copula", draws: 100_000 },
      }),
  },
  {
    name: "the same with antithetic draws",
    run: () =>
      valueAtRisk(year2, {
        weights,
        confidence: 0.99,
        method: { kind: "monte-carlo", innovations: "t-copula", draws: 100_000, variates: "antithetic" },
      }),
  },
  {
    name: "rolling historical VaR, 250 of 8 000 days",
    target: 10,
    run: () => rolling(history, "value-at-risk", { window: 250, confidence: 0.99 }),
  },
  {
    name: "rolling expected shortfall, 250 of 8 000 days",
    run: () => rolling(history, "expected-shortfall", { window: 250, confidence: 0.99 }),
  },
  { name: "rolling Sharpe ratio, 250 of 8 000 days", run: () => rolling(history, "sharpe", { window: 250 }) },
  { name: "rolling maximum drawdown, 250 of 8 000 days", run: () => rolling(history, "max-drawdown", { window: 250 }) },
  { name: "performance(), 20 years daily", target: 3, run: () => performance(own) },
  { name: "performance() against a benchmark, 20 years daily", run: () => performance(own, { benchmark }) },
  {
    name: "filtered historical VaR, 10 days ahead, 100 000 paths, 2 000 days",
    run: () => valueAtRisk(history.subarray(0, 2_000), { method: "filtered-historical", horizon: 10 }),
  },
  {
    name: "extreme-value VaR with its error, 8 000 days",
    run: () => estimateVaR(history, { method: "extreme-value", confidence: 0.999 }),
  },
];
