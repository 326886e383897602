/** Minimum-risk portfolios of scenarios, long-only: the whole call with validation, solve and certificate. */
import { optimize, type PortfolioProblem } from "@plimsoll/optimize";
import { RandomStream } from "@plimsoll/numeric";
import type { Benchmark } from "./benchmark.ts";

/** Daily returns with a fat-tailed common factor: periods x assets. */
function market(seed: string, periods: number, size: number): PortfolioProblem["scenarios"] & object {
  const stream = RandomStream.of(seed);
  const assets = Array.from({ length: size }, (_, i) => `asset ${i + 1}`);
  const traits = assets.map(() => ({
    loading: 0.5 + stream.uniform(),
    drift: 0.0002 + 0.0006 * stream.uniform(),
    own: 0.008 + 0.02 * stream.uniform(),
  }));
  const values = new Float64Array(periods * size);
  for (let t = 0; t < periods; t += 1) {
    const common = (0.01 * stream.normal()) / Math.sqrt(0.2 + 0.4 * stream.gamma(2));
    traits.forEach(({ loading, drift, own }, i) => {
      values[t * size + i] = drift + loading * common + own * stream.normal();
    });
  }
  return { assets, rows: periods, columns: size, values };
}

type ScenarioRiskKind = "evar" | "max-drawdown" | "average-drawdown" | "cdar" | "ulcer" | "edar" | "gini" | "tail-gini";

function benchmark(kind: ScenarioRiskKind, periods: number, size: number, target: number): Benchmark {
  const scenarios = market(`${periods} x ${size}`, periods, size);
  const problem: PortfolioProblem = {
    assets: scenarios.assets,
    scenarios,
    objective: { kind: "min-risk", risk: { kind } },
  };
  return { name: `${kind}, ${size} assets, ${periods} periods`, target, run: () => optimize(problem) };
}

export const benchmarks: readonly Benchmark[] = [
  benchmark("evar", 5_000, 100, 70),
  benchmark("evar", 20_000, 100, 280),
  benchmark("max-drawdown", 1_000, 50, 60),
  benchmark("cdar", 1_000, 50, 60),
  benchmark("average-drawdown", 1_000, 50, 60),
  benchmark("edar", 1_000, 50, 250),
  benchmark("ulcer", 1_000, 50, 250),
  benchmark("gini", 1_000, 50, 250),
  benchmark("tail-gini", 1_000, 50, 250),
];
