import type { Affine, ConicModel, RowName } from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";

/** A model seen from benchmark weights: to a risk that is added, the weights are differences from them. */
class ActiveModel implements ConicModel {
  readonly weights: number;
  readonly #model: ConicModel;
  readonly #benchmark: Float64Array;

  constructor(model: ConicModel, benchmark: Float64Array) {
    this.weights = model.weights;
    this.#model = model;
    this.#benchmark = benchmark;
  }

  /** An expression of differences as one of weights. */
  moved({ constant, variables, coefficients }: Affine): Affine {
    let shifted = constant;
    for (let k = 0; k < variables.length; k += 1)
      if (variables[k]! < this.weights) shifted -= coefficients[k]! * this.#benchmark[variables[k]!]!;
    return { constant: shifted, variables, coefficients };
  }

  variables(count: number = 1): number {
    return this.#model.variables(count);
  }

  zero(expression: Affine): RowName {
    return this.#model.zero(this.moved(expression));
  }

  nonnegative(expression: Affine): RowName {
    return this.#model.nonnegative(this.moved(expression));
  }

  secondOrder(bound: Affine, parts: readonly Affine[]): RowName {
    return this.#model.secondOrder(
      this.moved(bound),
      parts.map((part) => this.moved(part)),
    );
  }

  exponential(x: Affine, y: Affine, z: Affine): RowName {
    return this.#model.exponential(this.moved(x), this.moved(y), this.moved(z));
  }

  power(exponent: number, x: Affine, y: Affine, z: Affine): RowName {
    return this.#model.power(exponent, this.moved(x), this.moved(y), this.moved(z));
  }
}

/** Adds the risk of the differences from a benchmark. */
export function conicActive(
  model: ConicModel,
  benchmark: Float64Array,
  add: (model: ConicModel) => ConicRisk,
): ConicRisk {
  const active = new ActiveModel(model, benchmark);
  const risk = add(active);
  const { proof } = risk;
  const moved: ConicRisk =
    risk.shape === "linear"
      ? { shape: "linear", value: active.moved(risk.value) }
      : { shape: "norm", parts: risk.parts.map((part) => active.moved(part)), squared: risk.squared };
  if (proof === undefined) return moved;
  return {
    ...moved,
    proof: (duals, weights, price) =>
      proof(
        duals,
        weights.map((weight, i) => weight - benchmark[i]!),
        price,
      ),
  };
}
