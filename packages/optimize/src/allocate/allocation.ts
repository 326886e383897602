import type { MatrixInput } from "../problem/inputs.ts";
import type { SolveOptions } from "../solve/driver.ts";

/**
 * What a trade of one asset costs, in money: `fixed` plus the larger of `minimum` and what `rate` and `perShare` come to.
 * No trade costs nothing.
 */
export interface AllocationFee {
  /** Share of the traded value, such as 0.001; two numbers where buying and selling differ (stamp duty). @defaultValue 0 */
  readonly rate?: number | { readonly buy: number; readonly sell: number } | undefined;
  /** Money for each share. @defaultValue 0 */
  readonly perShare?: number | undefined;
  /** Money for each asset that is traded: the ticket. @defaultValue 0 */
  readonly fixed?: number | undefined;
  /** Least that `rate` and `perShare` come to. @defaultValue 0 */
  readonly minimum?: number | undefined;
}

/** What {@link allocateShares} turns into whole shares. Plain data. */
export interface AllocationRequest {
  /** Target weights by asset, as a solution has them; with `cashWeight` they sum to 1. What is held but not named here is sold. */
  readonly weights: Readonly<Record<string, number>>;
  /** Share that is to stay cash. @defaultValue 0 */
  readonly cashWeight?: number | undefined;
  /** Price of one share, by asset. Further assets are ignored. */
  readonly prices: Readonly<Record<string, number>>;
  /** Money there is before trading, at least 0. */
  readonly cash: number;
  /** Shares held now, negative for shorts. @defaultValue none */
  readonly holdings?: Readonly<Record<string, number>> | undefined;
  /**
   * Shares that a trade is a multiple of, for all assets or by asset: 1, 100, or 0.001 for fractions. What is held beyond
   * whole lots is kept or sold as a whole. @defaultValue 1
   */
  readonly lot?: number | Readonly<Record<string, number>> | undefined;
  /** What trading costs. @defaultValue nothing */
  readonly fee?: AllocationFee | undefined;
  /**
   * What happens to negative weights: `refuse` makes them an error, `spend-proceeds` lets the money from selling short pay
   * for longs, `hold-proceeds` keeps at least the value of all shorts as cash. @defaultValue "refuse"
   */
  readonly shorts?: "refuse" | "spend-proceeds" | "hold-proceeds" | undefined;
  /** Covariance of the assets of `weights`, in their order: then `trackingError` is a volatility. */
  readonly covariance?: MatrixInput | undefined;
}

/** Options of {@link allocateShares}. */
export interface AllocateOptions extends Omit<SolveOptions, "onProgress"> {
  /** `milp` is proven within `tolerance`; `greedy` is fast and comes with its gap. @defaultValue "milp" */
  readonly method?: "milp" | "greedy" | undefined;
  /** Gap in the objective, as a share of the portfolio's value, at which an allocation is called optimal. @defaultValue 1e-6 */
  readonly tolerance?: number | undefined;
  /** Nodes after which the search stops with the best found so far. @defaultValue 5000 */
  readonly maxNodes?: number | undefined;
}

/** What {@link certifyAllocation} finds out about shares, without a solver. All but `cash` are shares of the portfolio's value. */
export interface AllocationCertificate {
  /** Money left after all trades and fees, computed from the shares. */
  readonly cash: number;
  /** How far the cash is below what it may be; 0 where nothing is overspent. */
  readonly budgetResidual: number;
  /** How far the shares are from what lots and short positions allow. */
  readonly lotResidual: number;
  /** (sum |value_i - target_i| + |cash + fees - cash target| + fees) / value of the portfolio. */
  readonly objective: number;
  /** No allocation has a smaller objective. */
  readonly bound: number;
  /** `verified`: from multipliers on the cash balance, here and now. `reported`: it is the search's word. */
  readonly boundIs: "verified" | "reported";
  /** objective - bound. */
  readonly gap: number;
  /** Largest gap and residual at which an allocation is called optimal. */
  readonly tolerance: number;
}

/** Whole shares that come close to target weights. Plain JSON. */
export interface Allocation {
  /** `optimal`: the gap is within tolerance. `feasible`: the gap says how far it may be. */
  readonly status: "optimal" | "feasible";
  /** Shares after trading, by asset; negative for shorts. */
  readonly shares: Readonly<Record<string, number>>;
  /** Shares bought (positive) and sold (negative); assets that aren't traded are left out. */
  readonly trades: Readonly<Record<string, number>>;
  /** Value of each position over the value of the portfolio before fees. */
  readonly weights: Readonly<Record<string, number>>;
  /** Money left after trades and fees. */
  readonly cash: number;
  /** Money paid for trading. */
  readonly fees: number;
  /** Value of cash and holdings before trading. */
  readonly value: number;
  /**
   * Size of the difference between the weights reached and those wanted: its volatility sqrt(d'Sigma d) where a
   * `covariance` was given, else its Euclidean length.
   */
  readonly trackingError: number;
  readonly certificate: AllocationCertificate;
  readonly stats: { readonly solver: string; readonly nodes: number; readonly milliseconds: number };
}
