import type { AccountMetrics } from "./account-metrics.ts";
import type { Certificate } from "./certify/certificate.ts";
import type { Json } from "./problem/normalize.ts";

/** What a portfolio is worth, in the units of the problem's estimates. */
export interface PortfolioMetrics {
  /** `null` where the problem has no expected returns. */
  readonly expectedReturn: number | null;
  /** The objective's risk in its own unit (variance -> variance, standard-deviation -> volatility); `null` where it has none. */
  readonly risk: number | null;
  /** Excess return over risk, by volatility for variance; `null` without expected returns or risk. */
  readonly ratio: number | null;
  /**
   * What the weights cost by the problem's `costs`, in the unit of the estimates; regularisation and penalties of soft
   * constraints aren't counted. Absent without costs. Expected return and ratio are before costs.
   */
  readonly costs?: number;
  /** The sure return of a scenario that is worth as much, over the benchmark's where counted from it; with `prospect-utility` only. */
  readonly certaintyEquivalent?: number;
  /** What each mental account holds; with `mental-accounts` only. */
  readonly accounts?: readonly AccountMetrics[];
  /**
   * The risk aversion that all mental accounts together imply: the harmonic mean of theirs, weighted by shares. Exact where
   * no bound is active, `null` where none bears risk; with `mental-accounts` only.
   */
  readonly riskAversion?: number | null;
  /** Share of the risk that each asset bears, sum 1; with `risk-budget` only. */
  readonly contributions?: Readonly<Record<string, number>>;
}

/** How a portfolio was found. */
export interface SolverStats {
  readonly solver: string;
  readonly iterations: number;
  /** Nodes of the search tree, for integer problems. */
  readonly nodes: number;
  readonly milliseconds: number;
}

/** A certified portfolio. Plain JSON, but for the getter `weightArray`. */
export interface PortfolioSolution {
  /** `optimal`: certified within tolerance. `feasible`: the search was stopped early; bound and gap say how far it may be. */
  readonly status: "optimal" | "feasible";
  readonly weights: Readonly<Record<string, number>>;
  /** Weights in the order of the problem's assets; not part of the JSON. */
  readonly weightArray: Float64Array;
  /** Value of the objective in the user's sense. */
  readonly objective: number;
  readonly metrics: PortfolioMetrics;
  readonly certificate: Certificate;
  /** Shadow price of each named constraint: d(best objective)/d(limit) (definition 34). */
  readonly duals: Readonly<Record<string, number>>;
  readonly stats: SolverStats;
  /** Defaults that held because the problem didn't say otherwise. */
  readonly assumptions: readonly string[];
  /** What the certificate needs beside weights and duals. */
  readonly proof?: Json;
}

/** Makes a solution from its JSON and its weights in asset order. */
export function solutionOf(data: Omit<PortfolioSolution, "weightArray">, weights: Float64Array): PortfolioSolution {
  return Object.defineProperty({ ...data }, "weightArray", {
    get: () => weights.slice(),
    enumerable: false,
  }) as PortfolioSolution;
}
