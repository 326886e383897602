import { gemv, gemvTransposed, syrk } from "@plimsoll/numeric";
import type { Scenarios } from "../../problem/context.ts";
import type { DownsideSpec } from "../../risks/downside-spec.ts";

/** coefficient x downside [or its root] + linear'w, as Newton's method reads it. */
export class DownsideObjective {
  readonly size: number;
  readonly #scenarios: Scenarios;
  readonly #spec: DownsideSpec;
  readonly #root: boolean;
  readonly #coefficient: number;
  readonly #linear: Float64Array;

  constructor(scenarios: Scenarios, spec: DownsideSpec, root: boolean, coefficient: number, linear: Float64Array) {
    this.#scenarios = scenarios;
    this.#spec = spec;
    this.#root = root;
    this.#coefficient = coefficient;
    this.#linear = linear;
    this.size = linear.length;
  }

  /** Shortfalls of a portfolio by scenario, below 0 where there is none. */
  lossesOf(weights: Float64Array): Float64Array {
    const { centre, target } = this.#spec;
    let middle = 0;
    if (centre !== undefined) for (let i = 0; i < this.size; i += 1) middle += centre[i]! * weights[i]!;
    const series = gemv(this.#scenarios.values, this.#scenarios.rows, this.size, weights);
    return series.map((value) => target + middle - value);
  }

  /** Sum of squares over the divisor. */
  squareOf(losses: Float64Array): number {
    let sum = 0;
    for (let s = 0; s < losses.length; s += 1) if (losses[s]! > 0) sum += losses[s]! * losses[s]!;
    return sum / this.#spec.divisor;
  }

  /** Slope of the objective by each weight. */
  gradient(losses: Float64Array): Float64Array {
    const square = this.#squareGradient(losses);
    const factor = this.#root ? this.#coefficient / (2 * Math.sqrt(this.squareOf(losses))) : this.#coefficient;
    return square.map((value, i) => factor * value + this.#linear[i]!);
  }

  /** Curvature of the piece that a portfolio is on, n x n; that of a root is flat along the portfolio itself. */
  hessian(losses: Float64Array): Float64Array {
    const { size } = this;
    const { values } = this.#scenarios;
    const { centre, divisor } = this.#spec;
    const short: number[] = [];
    let squares = 0;
    for (let s = 0; s < losses.length; s += 1) {
      if (!(losses[s]! > 0)) continue;
      short.push(s);
      squares += losses[s]! * losses[s]!;
    }
    const rows = new Float64Array(Math.max(1, short.length) * size);
    const along = new Float64Array(size);
    short.forEach((s, k) => {
      for (let i = 0; i < size; i += 1) {
        const row = values[s * size + i]! - (centre?.[i] ?? 0);
        rows[k * size + i] = row;
        along[i]! += (losses[s]! / squares) * row;
      }
    });
    // of a root, each row less its part along the shortfalls
    if (this.#root)
      short.forEach((s, k) => {
        for (let i = 0; i < size; i += 1) rows[k * size + i]! -= losses[s]! * along[i]!;
      });
    const hessian = syrk(rows, Math.max(1, short.length), size);
    const factor = (this.#coefficient / divisor) * (this.#root ? 1 / Math.sqrt(squares / divisor) : 2);
    for (let k = 0; k < hessian.length; k += 1) hessian[k] = hessian[k]! * factor;
    if (!this.#root) return hessian;
    // each asset by its own size
    for (let i = 0; i < size; i += 1) hessian[i * size + i] = hessian[i * size + i]! * (1 + 1e-11);
    return hessian;
  }

  /** Sizes of the gradient's terms before they cancel. */
  terms(losses: Float64Array): Float64Array {
    const { values } = this.#scenarios;
    const sizes = new Float64Array(this.size);
    for (let s = 0; s < losses.length; s += 1) {
      if (losses[s]! <= 0) continue;
      for (let i = 0; i < this.size; i += 1) sizes[i] = sizes[i]! + losses[s]! * Math.abs(values[s * this.size + i]!);
    }
    const factor =
      ((this.#coefficient * 2) / this.#spec.divisor) * (this.#root ? 1 / (2 * Math.sqrt(this.squareOf(losses))) : 1);
    return sizes.map((value, i) => factor * value + Math.abs(this.#linear[i]!));
  }

  /** The least point of the objective from one portfolio (0) to another (1), between which costs rise by `costRise`. */
  step(
    from: Float64Array,
    to: Float64Array,
    fromLosses: Float64Array,
    toLosses: Float64Array,
    costRise: number,
  ): number {
    let rise = costRise;
    for (let i = 0; i < this.size; i += 1) rise += this.#linear[i]! * (to[i]! - from[i]!);
    const slope = (at: number): number => {
      let product = 0;
      let square = 0;
      for (let s = 0; s < fromLosses.length; s += 1) {
        const turn = toLosses[s]! - fromLosses[s]!;
        const loss = fromLosses[s]! + at * turn;
        if (loss <= 0) continue;
        product += loss * turn;
        square += loss * loss;
      }
      const { divisor } = this.#spec;
      const factor = this.#root ? 1 / Math.sqrt(Math.max(square / divisor, Number.MIN_VALUE)) : 2;
      return (this.#coefficient * factor * product) / divisor + rise;
    };
    if (slope(1) <= 0) return 1;
    let [low, high] = [0, 1];
    for (let k = 0; k < 40; k += 1) {
      const middle = (low + high) / 2;
      if (slope(middle) <= 0) low = middle;
      else high = middle;
    }
    return low > 0 ? low : high;
  }

  #squareGradient(losses: Float64Array): Float64Array {
    const { centre, divisor } = this.#spec;
    const short = losses.map((loss) => (loss > 0 ? loss : 0));
    const pulled = gemvTransposed(this.#scenarios.values, this.#scenarios.rows, this.size, short);
    const sum = short.reduce((total, loss) => total + loss, 0);
    return pulled.map((value, i) => (-2 * (value - sum * (centre?.[i] ?? 0))) / divisor);
  }
}
