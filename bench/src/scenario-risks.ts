/** Portfolio problems over scenarios: whole calls of optimize, certificate included. */
import { RandomStream } from "@plimsoll/numeric";
import { type Objective, optimize, type PortfolioProblem, type Risk } from "@plimsoll/optimize";
import type { Benchmark } from "./benchmark.ts";

/** One factor with fat tails and fat-tailed specific returns, daily. */
function scenariosOf(assets: number, count: number): NonNullable<PortfolioProblem["scenarios"]> {
  const stream = RandomStream.of(`scenarios ${assets} x ${count}`);
  const values = new Float64Array(assets * count);
  const betas = Array.from({ length: assets }, () => 0.5 + stream.uniform());
  const volatilities = Array.from({ length: assets }, () => 0.007 + 0.014 * stream.uniform());
  const means = Array.from({ length: assets }, () => 0.0001 + 0.0006 * stream.uniform());
  for (let s = 0; s < count; s += 1) {
    const market = 0.008 * stream.studentT(4);
    for (let i = 0; i < assets; i += 1)
      values[s * assets + i] = means[i]! + betas[i]! * market + volatilities[i]! * stream.studentT(5);
  }
  return { assets: Array.from({ length: assets }, (_, i) => `asset ${i + 1}`), values };
}

const made = new Map<string, NonNullable<PortfolioProblem["scenarios"]>>();

function benchmark(assets: number, count: number, objective: Objective, name: string, target?: number): Benchmark {
  const key = `${assets} x ${count}`;
  return {
    name: `${name}, ${key}`,
    ...(target === undefined ? {} : { target }),
    run: () => {
      const scenarios = made.get(key) ?? scenariosOf(assets, count);
      made.set(key, scenarios);
      return optimize({ assets: scenarios.assets, scenarios, periodsPerYear: 252, objective });
    },
  };
}

const least = (risk: Risk): Objective => ({ kind: "min-risk", risk });
const cvar: Risk = { kind: "cvar", confidence: 0.95 };

export const benchmarks: readonly Benchmark[] = [
  benchmark(100, 1_000, least(cvar), "CVaR 95 %"),
  benchmark(100, 10_000, least(cvar), "CVaR 95 %", 200),
  benchmark(500, 5_000, least(cvar), "CVaR 95 %", 350),
  benchmark(100, 50_000, least(cvar), "CVaR 95 %", 900),
  benchmark(100, 1_000, { kind: "max-ratio", risk: cvar }, "greatest return over CVaR"),
  benchmark(
    100,
    1_000,
    { kind: "max-return", riskLimits: [{ risk: cvar, max: 0.02 }] },
    "greatest return at CVaR of 2 %",
  ),
  benchmark(100, 1_000, { kind: "kelly" }, "kelly"),
  benchmark(100, 5_000, { kind: "kelly" }, "kelly"),
  ...(["worst", "range", "cvar-range", "mad", "flpm", "semivariance", "slpm"] as const).flatMap((kind) => [
    benchmark(100, 1_000, least({ kind }), kind),
    benchmark(100, 10_000, least({ kind }), kind),
  ]),
];
