import type { Constraint } from "../constraints/table.ts";
import type { Cost } from "../costs/table.ts";
import type { Objective } from "../objectives/table.ts";
import type { CovarianceInput, MeanInput, ScenarioInput, VectorInput } from "./inputs.ts";

/**
 * A portfolio problem, as data: what to optimise, over which assets, under which constraints. Plain JSON, or the same
 * with typed arrays, ml-matrix matrices and panels in place of arrays of numbers.
 */
export interface PortfolioProblem {
  /** Names of the assets, each once; all other data is in this order or keyed by these names. */
  readonly assets: readonly string[];
  /** Expected returns: an estimate, or raw numbers in the unit that `periodsPerYear` states. */
  readonly mean?: MeanInput;
  /** Covariance of returns: an estimate, a matrix, or its factor form. */
  readonly covariance?: CovarianceInput;
  /** Returns by scenario, complete; where `covariance` or `mean` is missing, the sample's is taken. */
  readonly scenarios?: ScenarioInput;
  readonly objective: Objective;
  /** Constraints as data or text. Without one of their kind, budget 1 and lower bound 0 hold. */
  readonly constraints?: readonly (Constraint | string)[];
  /** Costs and penalties in the objective: added to what is minimised, taken out of return and utility. */
  readonly costs?: readonly Cost[];
  /** Names for sets of assets, for use in text; `group` constraints with a name add theirs. */
  readonly groups?: { readonly [name: string]: readonly string[] };
  /** Weights held now, for turnover, trade limits and the costs of trading. A record may leave out assets that aren't held. */
  readonly currentWeights?: VectorInput;
  /** Benchmark weights, for tracking error. A record may leave out assets that aren't in it. */
  readonly benchmark?: VectorInput;
  /** Daily traded value of each asset, in the currency of `portfolioValue`: for participation limits and market impact. */
  readonly volumes?: VectorInput;
  /** Value of the whole portfolio, in the currency of `volumes`. */
  readonly portfolioValue?: number;
  /**
   * How many periods of the unit of raw `mean`, `covariance` and `scenarios` make a year: 1 for annual numbers, 252 for
   * daily ones. Needed once a rate, a cost or a target is involved; estimates carry their own.
   */
  readonly periodsPerYear?: number;
}
