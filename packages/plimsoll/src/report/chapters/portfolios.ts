import { PlimsollError, type ReturnPanel } from "@plimsoll/core";
import {
  covariance,
  type CovarianceEstimate,
  expectedReturns,
  type MeanEstimate,
  type PortfolioProblem,
  type PortfolioSolution,
  safeOptimize,
} from "@plimsoll/optimize";
import { formatCell } from "@plimsoll/plot";
import type { Frequency } from "../frequency.ts";
import type { CommonHistory } from "../history.ts";
import type { ReportSection } from "../report.ts";
import type { StudySettings } from "../study-input.ts";

/** What every portfolio is made from. */
export interface Estimates {
  readonly returns: ReturnPanel;
  readonly mean: MeanEstimate;
  readonly covariance: CovarianceEstimate;
  readonly frequency: Frequency;
}

/** A portfolio and the problem it solves; or why there is none. */
export interface SolvedPortfolio {
  readonly name: string;
  /** What it asks for, in words. */
  readonly aim: string;
  readonly problem: PortfolioProblem;
  readonly solution: PortfolioSolution | undefined;
  readonly refusal: string | undefined;
}

/** Smallest holding of the limited portfolio: what is smaller isn't worth its ticket. */
const MIN_HOLDING = 0.05;

export function estimate(history: CommonHistory, frequency: Frequency): Estimates {
  const returns = history.prices.simpleReturns();
  const { periodsPerYear } = frequency;
  return {
    returns,
    mean: expectedReturns(returns, { method: "mean", periodsPerYear }),
    covariance: covariance(returns, { method: "ledoit-wolf", periodsPerYear }),
    frequency,
  };
}

/** The problems, as data. */
function problems(
  estimates: Estimates,
  settings: StudySettings,
): readonly Omit<SolvedPortfolio, "solution" | "refusal">[] {
  const { returns, mean, covariance } = estimates;
  const common = { assets: returns.assets, mean, covariance };
  const variance = { kind: "variance" } as const;
  const count = Math.min(settings.maxAssets, returns.columns);
  return [
    {
      name: "Minimum variance",
      aim: "the least volatility",
      problem: { ...common, objective: { kind: "min-risk", risk: variance } },
    },
    {
      name: "Maximum Sharpe",
      aim: `the most return above ${formatCell(settings.riskFreeRate, "percent", 1)} for its volatility`,
      problem: { ...common, objective: { kind: "max-ratio", risk: variance, riskFreeRate: settings.riskFreeRate } },
    },
    {
      name: "Risk parity",
      aim: "the same share of risk from every asset",
      problem: { ...common, objective: { kind: "risk-budget", risk: variance } },
    },
    {
      name: `At most ${count} assets`,
      aim: `the least volatility with at most ${count} assets, each at least ${formatCell(MIN_HOLDING, "percent", 0)}`,
      problem: {
        ...common,
        objective: { kind: "min-risk", risk: variance },
        constraints: [{ kind: "cardinality", max: count, minWeight: MIN_HOLDING }],
      },
    },
  ];
}

export async function solvePortfolios(
  estimates: Estimates,
  settings: StudySettings,
  signal: AbortSignal | undefined,
): Promise<readonly SolvedPortfolio[]> {
  const solved: SolvedPortfolio[] = [];
  for (const { name, aim, problem } of problems(estimates, settings)) {
    const outcome = await safeOptimize(problem, signal === undefined ? {} : { signal });
    if (!outcome.success && PlimsollError.is(outcome.error, "ABORTED")) throw outcome.error;
    solved.push({
      name,
      aim,
      problem,
      solution: outcome.success ? outcome.data : undefined,
      refusal: outcome.success ? undefined : outcome.error.message,
    });
  }
  return solved;
}

/** Volatility a year of any weights under the estimate. */
export function volatilityOf(weights: readonly number[], { covariance }: Estimates): number {
  const { values } = covariance;
  let variance = 0;
  weights.forEach((a, i) => weights.forEach((b, j) => (variance += a * b * values[i]![j]!)));
  return Math.sqrt(variance);
}

/** Expected return a year of any weights under the estimate. */
export function returnOf(weights: readonly number[], { mean }: Estimates): number {
  return weights.reduce((sum, weight, i) => sum + weight * mean.values[i]!, 0);
}

const percent = (value: number): string => formatCell(value, "percent", 1);

export function portfoliosSection(
  portfolios: readonly SolvedPortfolio[],
  estimates: Estimates,
  settings: StudySettings,
): ReportSection {
  const { returns, frequency } = estimates;
  const solved = portfolios.flatMap(({ name, aim, solution }) =>
    solution === undefined ? [] : [{ name, aim, solution }],
  );
  const refused = portfolios.filter(({ refusal }) => refusal !== undefined);
  const certified = solved.filter(({ solution }) => solution.status === "optimal").length;
  return {
    id: "portfolios",
    title: "Four portfolios, each with its proof",
    summary: `Each is the best of its kind under the estimates, fully invested and without short sales; ${certified} of ${portfolios.length} are certified optimal by a check that calls no solver.`,
    blocks: [
      {
        kind: "text",
        text: `Estimates: ${returns.rows} ${frequency.name} returns from ${returns.date(0)} to ${returns.date(returns.rows - 1)}; expected returns are their means, which say little about the future; the covariance is shrunk towards the identity (Ledoit and Wolf 2004). A year has ${frequency.periodsPerYear} periods; the risk-free rate is ${percent(settings.riskFreeRate)}.`,
      },
      ...refused.map(({ name, refusal }) => ({ kind: "text" as const, text: `${name}: there is none. ${refusal!}.` })),
      {
        kind: "table",
        table: {
          title: "Weights",
          columns: [
            { key: "asset", label: "Asset" },
            ...solved.map(({ name }, j) => ({ key: `w${j}`, label: name, format: "percent" as const, digits: 1 })),
          ],
          rows: returns.assets.map((asset, i) => ({
            asset,
            ...Object.fromEntries(
              solved.map(({ solution }, j) => {
                const weight = solution.weightArray[i]!;
                return [`w${j}`, weight === 0 ? null : weight];
              }),
            ),
          })),
          note: `${solved.map(({ name, aim }) => `${name}: ${aim}`).join("; ")}. An empty cell is a weight of exactly zero.`,
        },
      },
      {
        kind: "table",
        table: {
          title: "What the estimates expect of them, a year",
          columns: [
            { key: "name", label: "Portfolio" },
            { key: "expected", label: "Return", format: "percent", digits: 1 },
            { key: "volatility", label: "Volatility", format: "percent", digits: 1 },
            { key: "sharpe", label: "Sharpe ratio", format: "number" },
            { key: "held", label: "Assets held", format: "integer" },
          ],
          rows: solved.map(({ name, solution }) => {
            const weights = [...solution.weightArray];
            const expected = returnOf(weights, estimates);
            const volatility = volatilityOf(weights, estimates);
            return {
              name,
              expected,
              volatility,
              sharpe: (expected - settings.riskFreeRate) / volatility,
              held: weights.filter((weight) => weight !== 0).length,
            };
          }),
        },
      },
      {
        kind: "table",
        table: {
          title: "Certificates",
          columns: [
            { key: "name", label: "Portfolio" },
            { key: "status", label: "Status" },
            { key: "primal", label: "Primal residual", format: "scientific", digits: 1 },
            { key: "dual", label: "Dual residual", format: "scientific", digits: 1 },
            { key: "gap", label: "Gap", format: "scientific", digits: 1 },
            { key: "bound", label: "Bound" },
            { key: "tolerance", label: "Tolerance", format: "scientific", digits: 0 },
          ],
          rows: solved.map(({ name, solution: { status, certificate } }) => ({
            name,
            status,
            primal: certificate.primalResidual,
            dual: certificate.dualResidual,
            gap: certificate.gap,
            bound: certificate.boundIs,
            tolerance: certificate.tolerance,
          })),
          note: "Primal residual: the largest violation of any constraint. Dual residual: the largest step that the multipliers would still have a weight take; integer problems have none. Gap: how much better any other portfolio could be, relative to the objective. A bound is verified where the check derived it itself, reported where it is the search's word. Nothing is called optimal unless all of them are within the tolerance.",
        },
      },
    ],
  };
}
