import type { Json } from "../../problem/normalize.ts";
import type { Affine, ConicDuals } from "./conic-model.ts";

/**
 * A risk in a conic model: the least that `value` may be over the variables that the risk added, or the norm of `parts`,
 * squared or not.
 */
export type ConicRisk = (
  | { readonly shape: "linear"; readonly value: Affine }
  | { readonly shape: "norm"; readonly parts: readonly Affine[]; readonly squared: boolean }
) & {
  /**
   * What the risk's minorant reads: from the duals of the rows it added, at an optimum where a unit of risk is worth
   * `price`. Absent where weights alone support the risk.
   */
  readonly proof?: (duals: ConicDuals, weights: Float64Array, price: number) => Json;
};
