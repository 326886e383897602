/** Objectives for what people want: whole calls of optimize, certificate included. */
import { RandomStream } from "@plimsoll/numeric";
import { type Objective, optimize, type PortfolioProblem } from "@plimsoll/optimize";
import type { Benchmark } from "./benchmark.ts";

/** One factor with fat tails and fat-tailed specific returns, monthly. */
function scenariosOf(assets: number, count: number): NonNullable<PortfolioProblem["scenarios"]> {
  const stream = RandomStream.of(`behavioural ${assets} x ${count}`);
  const betas = Array.from({ length: assets }, () => 0.5 + stream.uniform());
  const means = Array.from({ length: assets }, () => 0.002 + 0.008 * stream.uniform());
  const values = Float64Array.from({ length: assets * count }, () => 0);
  for (let s = 0; s < count; s += 1) {
    const market = 0.035 * stream.studentT(4);
    for (let i = 0; i < assets; i += 1)
      values[s * assets + i] = means[i]! + betas[i]! * market + 0.05 * stream.studentT(5);
  }
  return { assets: Array.from({ length: assets }, (_, i) => `asset ${i + 1}`), values };
}

function benchmark(assets: number, count: number, objective: Objective, name: string): Benchmark {
  let scenarios: NonNullable<PortfolioProblem["scenarios"]> | undefined;
  return {
    name: `${name}, ${assets} x ${count}`,
    run: () => {
      scenarios ??= scenariosOf(assets, count);
      return optimize({ assets: scenarios.assets, scenarios, periodsPerYear: 12, objective });
    },
  };
}

const accounts = [
  { name: "retirement", share: 0.6, threshold: -0.08, probability: 0.05 },
  { name: "education", share: 0.2, threshold: -0.06, probability: 0.15 },
  { name: "bequest", share: 0.2, threshold: -0.08, probability: 0.2 },
];
const exponential: Objective = {
  kind: "prospect-utility",
  utility: { kind: "exponential", gain: 8.4, loss: 11.4 },
  gamma: 0.77,
  delta: 0.79,
};

export const benchmarks: readonly Benchmark[] = [
  benchmark(100, 1_000, { kind: "linear-loss-aversion" }, "linear loss aversion"),
  benchmark(100, 1_000, { kind: "minimax-regret" }, "minimax regret"),
  benchmark(100, 1_000, { kind: "mental-accounts", accounts }, "three mental accounts"),
  benchmark(3, 100, exponential, "prospect utility, exponential, proven"),
  benchmark(50, 1_000, { kind: "prospect-utility" }, "prospect utility"),
  benchmark(50, 1_000, exponential, "prospect utility, exponential"),
];
