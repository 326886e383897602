import { denseValues } from "../../problem/quadratic-form.ts";
import { deviationTerm } from "../../risks/standard-deviation.ts";
import { varianceTerm } from "../../risks/variance.ts";
import type { RiskTerm } from "../../risks/risk-kind.ts";
import type { Goal } from "../goal.ts";

/** Assets of which at most `most` are held, each of one sign. */
export interface Pool {
  readonly assets: readonly number[];
  readonly most: number;
}

/**
 * A quadratic risk made larger where only a few of some assets are held. With Q = R + diag(d), R positive semidefinite,
 * at most k of the pooled weights differ from 0 and have one sign each, so sum d_i w_i^2 >= (sum sqrt(d_i) |w_i|)^2 / k
 * (Cauchy and Schwarz): the right side is a quadratic form, and much larger than the left one for weights spread over
 * many assets. What the perspective relaxation does for variables, this does for any solver of quadratic risks.
 */
export class PooledRisk {
  readonly diagonal: Float64Array;
  readonly #values: Float64Array;
  readonly #size: number;
  readonly #root: boolean;

  private constructor(values: Float64Array, size: number, root: boolean, diagonal: Float64Array) {
    this.#values = values;
    this.#size = size;
    this.#root = root;
    this.diagonal = diagonal;
  }

  /** Undefined where the goal's risk is not a quadratic form around 0, or the diagonal leaves nothing to pool. */
  static of(goal: Goal, diagonal: Float64Array): PooledRisk | undefined {
    const quadratic = "risk" in goal ? goal.risk?.quadratic : undefined;
    if (quadratic === undefined || quadratic.centre !== undefined || !diagonal.some((value) => value > 0))
      return undefined;
    return new PooledRisk(denseValues(quadratic.form), quadratic.form.size, quadratic.root, diagonal);
  }

  /** Q - diag(d), which has to be positive semidefinite. */
  rest(): Float64Array {
    const values = this.#values.slice();
    this.diagonal.forEach((value, i) => (values[i * this.#size + i]! -= value));
    return values;
  }

  /** The risk with the diagonal of each pool's assets, which differ, replaced; `signs` are those of the weights. */
  term(pools: readonly Pool[], signs: Int8Array): RiskTerm {
    const n = this.#size;
    const values = this.#values.slice();
    const roots = new Float64Array(n);
    for (const { assets, most } of pools) {
      for (const i of assets) roots[i] = signs[i]! * Math.sqrt(this.diagonal[i]! / most);
      for (const i of assets) {
        const root = roots[i]!;
        const row = i * n;
        for (const j of assets) values[row + j] = values[row + j]! + root * roots[j]!;
        values[row + i] = values[row + i]! - this.diagonal[i]!;
      }
    }
    const form = { form: "dense", size: n, values } as const;
    return this.#root ? deviationTerm(form) : varianceTerm(form);
  }
}
