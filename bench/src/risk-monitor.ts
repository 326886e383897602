/** Ticks of the risk monitor, and many portfolios under scenarios. */
import { RandomStream } from "@plimsoll/numeric";
import { createRiskMonitor, type RiskMonitor, scenarioGains, scenarioReturns, scenarios } from "@plimsoll/risk";
import type { Benchmark } from "./benchmark.ts";

const assets = Array.from({ length: 500 }, (_, i) => `asset ${i + 1}`);
const stream = RandomStream.of("monitor");

/** A monitor with a full window, and ticks whose weights drift with the returns. */
function running(revaluation: "realised" | "historical"): () => void {
  const monitor: RiskMonitor = createRiskMonitor({
    limits: [
      { metric: "var-99", max: 0.03, warn: 0.025, clear: 0.024 },
      { metric: "es-97.5", max: 0.04 },
      { metric: "volatility", max: 0.3 },
      { metric: "drawdown", max: 0.2 },
      { metric: "concentration", max: 0.1 },
    ],
    window: 500,
    revaluation,
    assets,
  });
  const weights = new Float64Array(500).fill(1 / 500);
  const rows = Array.from({ length: 64 }, () => stream.fillNormal(new Float64Array(500)).map((value) => value / 100));
  let at = 0;
  const tick = (): void => {
    const returns = rows[at % rows.length]!;
    let total = 0;
    for (let i = 0; i < 500; i++) total += weights[i]! *= 1 + returns[i]!;
    for (let i = 0; i < 500; i++) weights[i]! /= total;
    monitor.update({ at: ++at, weights, returns });
  };
  for (let i = 0; i < 500; i++) tick();
  return tick;
}

function lazily(make: () => () => unknown, repeat: number): () => void {
  let run: (() => unknown) | undefined;
  return () => {
    run ??= make();
    for (let i = 0; i < repeat; i++) run();
  };
}

const orders = (): (() => unknown) => {
  const monitor = createRiskMonitor({ limits: [{ metric: "var-99", max: 0.03 }], window: 500, assets });
  const weights = new Float64Array(500).fill(1 / 500);
  for (let at = 1; at <= 500; at++) {
    monitor.update({ at, weights, returns: stream.fillNormal(new Float64Array(500)).map((value) => value / 100) });
  }
  return () => monitor.wouldBreach({ changes: { "asset 1": 0.02, "asset 2": -0.02 } });
};

const many = (): (() => unknown) => {
  const portfolios = new Float64Array(10_000 * 500);
  for (let i = 0; i < portfolios.length; i++) portfolios[i] = stream.uniform() / 250;
  const list = Array.from({ length: 6 }, (_, s) =>
    scenarios.shock({
      name: `shock ${s + 1}`,
      shocks: Object.fromEntries(assets.map((asset) => [asset, 0.6 * stream.uniform() - 0.4])),
    }),
  );
  return () => scenarioGains(scenarioReturns(assets, list), portfolios);
};

export const benchmarks: readonly Benchmark[] = [
  { name: "1000 ticks of 500 assets, realised returns", target: 50, run: lazily(() => running("realised"), 1000) },
  {
    name: "100 ticks of 500 assets, history revalued at drifting weights",
    target: 100,
    run: lazily(() => running("historical"), 100),
  },
  { name: "pre-trade check, 500 assets x 500 periods", run: lazily(orders, 1) },
  { name: "6 scenarios x 10 000 portfolios x 500 assets", target: 80, run: lazily(many, 1) },
];
