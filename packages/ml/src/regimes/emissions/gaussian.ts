import { invalidInput } from "@plimsoll/core";
import { choleskyFactor, choleskyLogDeterminant } from "@plimsoll/numeric";
import type { Observations } from "../../observations.ts";
import type { CovarianceForm } from "../covariance-form.ts";
import type { Emission } from "../emission.ts";
import { floorCovariance } from "../covariance-floor.ts";

const logTwoPi = Math.log(2 * Math.PI);

/** Free parameters of K covariance matrices of dimension d in each form (definition 36). */
function covarianceParameters(form: CovarianceForm, states: number, columns: number): number {
  switch (form) {
    case "spherical":
      return states;
    case "diagonal":
      return states * columns;
    case "tied":
      return (columns * (columns + 1)) / 2;
    case "full":
      return (states * columns * (columns + 1)) / 2;
  }
}

/** Gaussian emissions: state k draws from N(means[k], covariances[k]). */
export class GaussianEmission implements Emission {
  readonly states: number;
  readonly columns: number;
  readonly form: CovarianceForm;
  /** states x columns */
  readonly means: Float64Array;
  /** states x columns x columns */
  readonly covariances: Float64Array;
  /** Smallest variances allowed, one a column: a state on a single point would have an infinite likelihood. */
  readonly floor: Float64Array;
  /** Lower Cholesky factors with inverted diagonal, states x columns x columns. */
  readonly #factors: Float64Array;
  readonly #logNormalizers: Float64Array;

  constructor(form: CovarianceForm, means: Float64Array, covariances: Float64Array, floor: Float64Array) {
    this.form = form;
    this.columns = floor.length;
    this.states = means.length / floor.length;
    this.means = means;
    this.covariances = covariances;
    this.floor = floor;
    this.#factors = new Float64Array(covariances.length);
    this.#logNormalizers = new Float64Array(this.states);
    const size = this.columns * this.columns;
    for (let k = 0; k < this.states; k++) {
      const factor = this.#factors.subarray(k * size, (k + 1) * size);
      if (choleskyFactor(covariances.subarray(k * size, (k + 1) * size), this.columns, factor) < this.columns) {
        throw invalidInput(`covariances[${k}]`, `the covariance of state ${k} is not positive definite`);
      }
      this.#logNormalizers[k] = -0.5 * (this.columns * logTwoPi + choleskyLogDeterminant(factor, this.columns));
      // an inverted diagonal saves the division in each triangular solve
      for (let i = 0; i < this.columns; i++) factor[i * this.columns + i] = 1 / factor[i * this.columns + i]!;
    }
  }

  get parameterCount(): number {
    return this.states * this.columns + covarianceParameters(this.form, this.states, this.columns);
  }

  logDensities(observations: Observations, out: Float64Array): void {
    const { rows, columns: d, values, missing } = observations;
    const states = this.states;
    const means = this.means;
    const factors = this.#factors;
    const solved = new Float64Array(d);
    for (let k = 0; k < states; k++) {
      const normalizer = this.#logNormalizers[k]!;
      const meanOffset = k * d;
      const factorOffset = k * d * d;
      for (let t = 0; t < rows; t++) {
        if (missing[t] === 1) {
          out[t * states + k] = 0;
          continue;
        }
        let square = 0;
        for (let i = 0; i < d; i++) {
          const row = factorOffset + i * d;
          let residual = values[t * d + i]! - means[meanOffset + i]!;
          for (let j = 0; j < i; j++) residual -= factors[row + j]! * solved[j]!;
          residual *= factors[row + i]!;
          solved[i] = residual;
          square += residual * residual;
        }
        out[t * states + k] = normalizer - 0.5 * square;
      }
    }
  }

  reestimate(observations: Observations, responsibilities: Float64Array): GaussianEmission {
    const { rows, columns: d, values, missing } = observations;
    const { states, form } = this;
    const means = this.means.slice();
    const covariances = new Float64Array(states * d * d);
    const tied = new Float64Array(d * d);
    const deviation = new Float64Array(d);
    const first = new Float64Array(d);
    let totalWeight = 0;
    for (let k = 0; k < states; k++) {
      const block = covariances.subarray(k * d * d, (k + 1) * d * d);
      const meanOffset = k * d;
      first.fill(0);
      let weightSum = 0;
      // moments about the old mean: one pass, and no cancellation as the mean hardly moves
      for (let t = 0; t < rows; t++) {
        const weight = responsibilities[t * states + k]!;
        if (weight === 0 || missing[t] === 1) continue;
        weightSum += weight;
        for (let i = 0; i < d; i++) {
          const difference = values[t * d + i]! - this.means[meanOffset + i]!;
          deviation[i] = difference;
          const weighted = weight * difference;
          first[i]! += weighted;
          for (let j = 0; j <= i; j++) block[i * d + j]! += weighted * deviation[j]!;
        }
      }
      if (weightSum === 0) {
        // no observation speaks for the state: its law stays as it is
        block.set(this.covariances.subarray(k * d * d, (k + 1) * d * d));
        continue;
      }
      totalWeight += weightSum;
      for (let i = 0; i < d; i++) {
        first[i]! /= weightSum;
        means[meanOffset + i]! += first[i]!;
      }
      for (let i = 0; i < d; i++) {
        for (let j = 0; j <= i; j++) {
          const second = block[i * d + j]! - weightSum * first[i]! * first[j]!;
          tied[i * d + j]! += second;
          tied[j * d + i] = tied[i * d + j]!;
          block[i * d + j] = second / weightSum;
          block[j * d + i] = block[i * d + j]!;
        }
      }
    }
    for (let k = 0; k < states; k++) {
      const block = covariances.subarray(k * d * d, (k + 1) * d * d);
      if (form === "tied") for (let i = 0; i < d * d; i++) block[i] = tied[i]! / totalWeight;
      if (form === "diagonal" || form === "spherical") keepDiagonal(block, d, form === "spherical");
      floorCovariance(block, this.floor, form);
    }
    return new GaussianEmission(form, means, covariances, this.floor);
  }

  dispersion(state: number): number {
    const d = this.columns;
    let sum = 0;
    for (let i = 0; i < d; i++) sum += this.covariances[(state * d + i) * d + i]! / this.floor[i]!;
    return sum;
  }

  permute(order: readonly number[]): GaussianEmission {
    const d = this.columns;
    const means = new Float64Array(this.means.length);
    const covariances = new Float64Array(this.covariances.length);
    order.forEach((from, to) => {
      means.set(this.means.subarray(from * d, (from + 1) * d), to * d);
      covariances.set(this.covariances.subarray(from * d * d, (from + 1) * d * d), to * d * d);
    });
    return new GaussianEmission(this.form, means, covariances, this.floor);
  }
}

function keepDiagonal(block: Float64Array, columns: number, average: boolean): void {
  let trace = 0;
  for (let i = 0; i < columns; i++) {
    trace += block[i * columns + i]!;
    for (let j = 0; j < columns; j++) if (i !== j) block[i * columns + j] = 0;
  }
  if (average) for (let i = 0; i < columns; i++) block[i * columns + i] = trace / columns;
}
