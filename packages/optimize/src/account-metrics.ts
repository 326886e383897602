import { dot, normalCdf } from "@plimsoll/numeric";
import type { AccountProof, AccountsGoal } from "./program/goal.ts";
import { multiplyForm } from "./problem/quadratic-form.ts";
import type { Json } from "./problem/normalize.ts";

/** The portfolio of one mental account. */
export interface AccountMetrics {
  readonly name: string;
  readonly share: number;
  readonly weights: Readonly<Record<string, number>>;
  readonly expectedReturn: number;
  readonly volatility: number;
  /** Of a return below the account's threshold, if returns are normal. */
  readonly shortfallProbability: number;
  /**
   * The risk aversion g for which this portfolio has the greatest mean - g/2 x variance; 0 where it is the one of greatest
   * return, which falls short less often than the account allows, `null` where the account bears no risk and so implies none.
   */
  readonly riskAversion: number | null;
  /** d(the account's expected return)/d(its threshold), at most 0. */
  readonly thresholdDual: number;
}

/** What each account holds and is worth. */
export function accountMetrics(
  { accounts, mean, covariance }: AccountsGoal,
  assets: readonly string[],
  proof: Json | undefined,
): readonly AccountMetrics[] {
  const { accounts: proofs } = proof as unknown as { readonly accounts: readonly AccountProof[] };
  return accounts.map(({ name, share, threshold, deviations }, k) => {
    const { weights: held, price } = proofs[k]!;
    const weights = Float64Array.from(held);
    const product = new Float64Array(weights.length);
    multiplyForm(covariance, weights, product);
    const expectedReturn = dot(mean, weights);
    const volatility = Math.sqrt(Math.max(0, dot(product, weights)));
    return {
      name,
      share,
      weights: Object.fromEntries(assets.map((asset, i) => [asset, weights[i]! + 0])),
      expectedReturn,
      volatility,
      shortfallProbability:
        volatility > 0 ? normalCdf((threshold - expectedReturn) / volatility) : expectedReturn < threshold ? 1 : 0,
      riskAversion: volatility > 0 ? (price * deviations) / ((1 + price) * volatility) : null,
      thresholdDual: 0 - price,
    };
  });
}

/** The harmonic mean of the accounts' risk aversions, weighted by shares: that of all together where no bound is active. */
export function jointRiskAversion(accounts: readonly AccountMetrics[]): number | null {
  const tolerance = accounts.reduce(
    (sum, { share, riskAversion }) => sum + (riskAversion === null ? 0 : share / riskAversion),
    0,
  );
  return tolerance > 0 ? 1 / tolerance : null;
}
