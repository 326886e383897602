import { RandomStream } from "@plimsoll/numeric";
import type { PortfolioProblem, Risk } from "../index.ts";

/** Risks that take a confidence. */
const confident: ReadonlySet<Risk["kind"]> = new Set(["cvar", "evar", "cdar", "edar", "tail-gini", "cvar-range"]);

/**
 * A small problem of the kinds that break solvers, by number: volatilities up to six orders of magnitude apart, any unit of
 * returns, ties, duplicated assets and scenarios, an asset without risk, fewer scenarios than a tail needs, shorts, groups,
 * targets, utilities and ratios.
 */
export function nastyProblem(kind: Risk["kind"], number: number): PortfolioProblem {
  const stream = RandomStream.of(`nasty ${number}`);
  const size = 2 + stream.integer(5);
  const periods = 6 + stream.integer(35);
  const orders = [0, 1, 3, 6][stream.integer(4)]!;
  const unit = [1e-4, 0.01, 1, 100][stream.integer(4)]!;
  const volatilities = Array.from({ length: size }, () => unit * 10 ** (-orders * stream.uniform()));
  const loadings = Array.from({ length: size }, () => 2 * stream.uniform());
  const inTicks = stream.uniform() < 0.25;
  const fatTailed = stream.uniform() < 0.4;
  const values = Array.from({ length: periods }, () => {
    const common = stream.normal();
    return volatilities.map((volatility, i) => {
      const own = fatTailed ? stream.studentT(3) : stream.normal();
      const value = 0.1 + loadings[i]! * common + own;
      return volatility * (inTicks ? Math.round(2 * value) / 2 : value);
    });
  });
  if (stream.uniform() < 0.25 && size > 2) for (const row of values) row[1] = row[0]!;
  if (stream.uniform() < 0.2) for (const row of values) row[size - 1] = 0.01 * unit;
  if (stream.uniform() < 0.2) for (let t = 1; t < periods; t += 2) values[t] = values[t - 1]!.slice();
  const confidence = [0.5, 0.8, 0.9, 0.95, 0.99][stream.integer(5)]!;
  const mean = volatilities.map((_, i) => values.reduce((sum, row) => sum + row[i]! / periods, 0));
  const bounds = [
    [],
    [{ kind: "bounds", lower: 0, upper: Math.min(1, 1.5 / size) }],
    [{ kind: "bounds", lower: -1, upper: 1 }],
    [{ kind: "bounds", lower: -0.3, upper: 2 }],
  ] as const;
  const constraints: NonNullable<PortfolioProblem["constraints"]>[number][] = [...bounds[stream.integer(4)]!];
  const assets = volatilities.map((_, i) => `asset ${i + 1}`);
  if (stream.uniform() < 0.3 && size >= 4) constraints.push({ kind: "group", assets: assets.slice(0, 2), max: 0.4 });
  const risk = (confident.has(kind) ? { kind, confidence } : { kind }) as Risk;
  const objectives = [
    { kind: "min-risk", risk },
    { kind: "min-risk", risk, targetReturn: 0.6 * Math.max(...mean) + (0.4 * mean.reduce((a, b) => a + b, 0)) / size },
    { kind: "max-utility", risk, riskAversion: 10 ** (2 * stream.uniform() - 1) },
    { kind: "max-ratio", risk },
  ] as const;
  return {
    assets,
    scenarios: { assets, values },
    mean,
    periodsPerYear: 252,
    objective: objectives[stream.integer(4)]!,
    constraints,
  };
}
