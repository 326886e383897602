import { invalidInput } from "@plimsoll/core";
import type { GarchSpecification } from "./specification.ts";
import { memoryOf, type PathHistory, VolatilityPath } from "./volatility-path.ts";

/** What one return says. */
export interface TrackedReturn {
  /** Return less its mean. */
  readonly residual: number;
  /** The volatility that was forecast for it. */
  readonly volatility: number;
  readonly standardizedResidual: number;
  /** The volatility forecast for the next return. */
  readonly nextVolatility: number;
}

let make: (specification: GarchSpecification, parameters: Float64Array, history: PathHistory) => VolatilityTracker;

/** A tracker that stands after the rows of a history. */
export function volatilityTracker(
  specification: GarchSpecification,
  parameters: Float64Array,
  history: PathHistory,
): VolatilityTracker {
  return make(specification, parameters, history);
}

/**
 * Follows a model with known parameters, return by return, in constant time and memory; `GarchModel.track` makes one. It is
 * mutable. Its numbers are those of `filter` over the whole series.
 */
export class VolatilityTracker {
  readonly #path: VolatilityPath;
  readonly #regressors: Float64Array;
  readonly #width: number;
  readonly #ar: number;
  readonly #memory: number;
  readonly #capacity: number;
  #rows: number;

  static {
    make = (specification, parameters, history) => new VolatilityTracker(specification, parameters, history);
  }

  private constructor(specification: GarchSpecification, parameters: Float64Array, history: PathHistory) {
    const { ar, regressors } = specification.mean;
    this.#memory = memoryOf(specification);
    const room = this.#memory + 256;
    this.#capacity = history.rows + room;
    this.#ar = ar;
    this.#width = regressors;
    this.#regressors = new Float64Array((this.#capacity + ar) * regressors);
    this.#path = new VolatilityPath(specification, parameters, history, room, this.#regressors);
    this.#rows = history.rows;
    this.#path.variance(this.#rows);
  }

  /** The volatility forecast for the next return. */
  get nextVolatility(): number {
    return Math.sqrt(this.#path.run.variances[this.#rows]!);
  }

  /** Takes in the next return, with the outside variables of its row where the mean has them. */
  update(value: number, regressors: readonly number[] = []): TrackedReturn {
    if (!Number.isFinite(value)) {
      throw invalidInput("return", `return: expected a finite number, was ${value}: leave out the row`, {
        reason: "not-finite",
      });
    }
    if (regressors.length !== this.#width || !regressors.every(Number.isFinite)) {
      throw invalidInput("regressors", `regressors: expected ${this.#width} finite numbers, were ${regressors.length}`);
    }
    const t = this.#rows;
    this.#regressors.set(regressors, (t + this.#ar) * this.#width);
    const volatility = this.nextVolatility;
    const residual = this.#path.observe(t, value);
    this.#rows = t + 1;
    if (this.#rows + 1 >= this.#capacity) {
      this.#path.shift(this.#rows, this.#memory);
      this.#rows = this.#memory;
    }
    this.#path.variance(this.#rows);
    return { residual, volatility, standardizedResidual: residual / volatility, nextVolatility: this.nextVolatility };
  }
}
