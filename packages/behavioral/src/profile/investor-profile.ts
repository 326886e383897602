import type { Evidence } from "../choice-set/evidence.ts";
import type { BiasResult } from "../detectors/bias-result.ts";
import { activity } from "./activity.ts";
import { diversification } from "./diversification.ts";
import type { ProfileEstimate } from "./profile-estimate.ts";
import { riskBorne } from "./risk-borne.ts";
import { tripHabits } from "./trip-habits.ts";

/**
 * What is known of an investor beside biases, in the terms of a portfolio problem. An estimate is `null` where the record
 * does not hold it; nothing is filled in from other people.
 */
export interface InvestorProfile {
  /** Loss aversion lambda, from mixed gambles only. */
  readonly lossAversion: ProfileEstimate | null;
  /** Standard deviation of the positions' return in a year. */
  readonly volatility: ProfileEstimate | null;
  /** Relative risk aversion at which bearing this volatility is optimal, at a stated price of risk. */
  readonly riskAversion: ProfileEstimate | null;
  /** 1 / riskAversion. */
  readonly riskTolerance: ProfileEstimate | null;
  /** Half of purchases plus sales over the mean value of the positions, times a year. */
  readonly turnover: ProfileEstimate | null;
  /** Recorded costs of all trades, in money a year. */
  readonly tradingCost: ProfileEstimate | null;
  /** Recorded costs of the trades that replaced one holding by another instead of putting money in or taking it out, in money a year. */
  readonly overtradingCost: ProfileEstimate | null;
  /** The same as a fraction of the positions' mean value, a year. */
  readonly overtradingCostRate: ProfileEstimate | null;
  /** Median days between purchase and sale of what was sold at a gain, and at a loss. */
  readonly holdingPeriodOfGains: ProfileEstimate | null;
  readonly holdingPeriodOfLosses: ProfileEstimate | null;
  /** Share of closed round trips with a profit. */
  readonly winRate: ProfileEstimate | null;
  /** Median money of a purchase. */
  readonly purchaseSize: ProfileEstimate | null;
  /** Mean number of positions, over the days with any. */
  readonly positions: ProfileEstimate | null;
  /** Mean of 1 / sum of squared weights, over the days with any. */
  readonly effectivePositions: ProfileEstimate | null;
  /** Weight of the largest position on the last day with any. */
  readonly largestWeight: ProfileEstimate | null;
  /** Weighted mean volatility over the volatility of the whole, of the last positions (Choueifaty & Coignard 2008); 1 is undiversified. */
  readonly diversificationRatio: ProfileEstimate | null;
  /** Share of the last positions that are from the investor's country; needs `domicile`. */
  readonly homeShare: ProfileEstimate | null;
}

/** The profile of the investor whose record it is; `seed` is that of the bootstrap intervals. */
export function investorProfile(
  evidence: Evidence,
  lossAversion: BiasResult | undefined,
  seed: number,
): InvestorProfile {
  return {
    lossAversion: lambda(lossAversion),
    ...riskBorne(evidence, seed),
    ...activity(evidence, seed),
    ...tripHabits(evidence),
    ...diversification(evidence, seed),
  };
}

/** Lambda where the detector elicited one; what trades say of losses is never called lambda. */
function lambda(result: BiasResult | undefined): ProfileEstimate | null {
  const { lambda: value, lambdaLower, lambdaUpper } = result?.counts ?? {};
  if (result?.status !== "ok" || value == null || lambdaLower == null || lambdaUpper == null) return null;
  return {
    value,
    interval: [lambdaLower, lambdaUpper],
    unit: "weight of a loss against a gain",
    method: result.method,
  };
}
