import type { PortfolioProblem } from "../index.ts";

/** A long-only problem of assets a1, a2, ... with annual numbers. */
export function longOnly(
  mean: readonly number[],
  covariance: readonly (readonly number[])[],
  more: Partial<PortfolioProblem> = {},
): PortfolioProblem {
  return {
    assets: mean.map((_, i) => `a${i + 1}`),
    mean,
    covariance,
    periodsPerYear: 1,
    objective: { kind: "min-risk", risk: { kind: "standard-deviation" } },
    ...more,
  };
}

/** Sharpe's example of three assets between 20 and 50 %, https://web.stanford.edu/~wfsharpe/mia/opt/mia_opt3.htm. */
export const sharpe: PortfolioProblem = longOnly(
  [2.8, 6.3, 10.8],
  [
    [1, 2.96, 2.31],
    [2.96, 54.76, 39.886],
    [2.31, 39.886, 237.16],
  ],
  { constraints: [{ kind: "bounds", lower: 0.2, upper: 0.5 }] },
);

/** Markowitz's example of three assets (Portfolio Selection, chapter VIII). */
export const three: {
  readonly mean: readonly number[];
  readonly covariance: readonly (readonly number[])[];
} = {
  mean: [0.062, 0.146, 0.128],
  covariance: [
    [0.0146, 0.0187, 0.0145],
    [0.0187, 0.0854, 0.0104],
    [0.0145, 0.0104, 0.0289],
  ],
};

/** Random means and covariance of T observations with rows over groups, turnover or nothing. */
export function randomProblem(seed: number, size: number, observations: number, kind: number): PortfolioProblem {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const returns = Array.from({ length: observations }, () => Array.from({ length: size }, () => uniform() - 0.5));
  const covariance = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => returns.reduce((sum, row) => sum + row[i]! * row[j]!, 0) / observations),
  );
  const assets = Array.from({ length: size }, (_, i) => `a${i}`);
  const half = assets.filter((_, i) => i % 2 === 0);
  const constraints: PortfolioProblem["constraints"] =
    kind === 0
      ? []
      : kind === 1
        ? [
            { kind: "bounds", lower: -0.2, upper: 0.4 },
            { kind: "group", name: "half", assets: half, min: 0.3, max: 0.6 },
          ]
        : [
            { kind: "bounds", lower: 0, upper: 0.5 },
            { kind: "turnover", which: "half-l1", max: 0.4 },
          ];
  return {
    assets,
    mean: assets.map(() => Math.round(20 * uniform()) / 100),
    covariance,
    periodsPerYear: 1,
    currentWeights: assets.map(() => 1 / size),
    objective: { kind: "min-risk" },
    constraints,
  };
}
