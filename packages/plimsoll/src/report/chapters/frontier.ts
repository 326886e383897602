import { efficientFrontier } from "@plimsoll/optimize";
import type { ReportSection } from "../report.ts";
import { type Estimates, returnOf, type SolvedPortfolio, volatilityOf } from "./portfolios.ts";

export interface FrontierFinding {
  readonly curve: readonly { readonly risk: number; readonly expectedReturn: number }[];
}

const POINTS = 40;

export async function traceFrontier(estimates: Estimates, signal: AbortSignal | undefined): Promise<FrontierFinding> {
  const { returns, mean, covariance } = estimates;
  const { points } = await efficientFrontier(
    { assets: returns.assets, mean, covariance, objective: { kind: "min-risk", risk: { kind: "variance" } } },
    { points: POINTS, ...(signal === undefined ? {} : { signal }) },
  );
  return {
    curve: points.map(({ weightArray }) => {
      const weights = [...weightArray];
      return { risk: volatilityOf(weights, estimates), expectedReturn: returnOf(weights, estimates) };
    }),
  };
}

export function frontierSection(
  { curve }: FrontierFinding,
  portfolios: readonly SolvedPortfolio[],
  estimates: Estimates,
): ReportSection {
  const { assets } = estimates.returns;
  const unit = (i: number): number[] => assets.map((_, j) => (i === j ? 1 : 0));
  const place = (weights: readonly number[]): { risk: number; expectedReturn: number } => ({
    risk: volatilityOf(weights, estimates),
    expectedReturn: returnOf(weights, estimates),
  });
  return {
    id: "frontier",
    title: "The efficient frontier",
    summary:
      "No mix of these assets without short sales has, under the estimates, more return for its volatility than a point on this line.",
    blocks: [
      {
        kind: "chart",
        chart: {
          kind: "frontier",
          title: "Expected return and volatility",
          riskName: "Volatility a year",
          curve,
          points: [
            ...portfolios.flatMap(({ name, solution }) =>
              solution === undefined ? [] : [{ name, role: "portfolio" as const, ...place([...solution.weightArray]) }],
            ),
            ...assets.map((name, i) => ({ name, role: "asset" as const, ...place(unit(i)) })),
          ],
        },
        caption: `${curve.length} portfolios of least variance for their return. Risk parity and the limited portfolio need not lie on the line: they were asked for something else.`,
      },
    ],
  };
}
