import type { RandomStream } from "@plimsoll/numeric";
import { multivariateNormal } from "@plimsoll/numeric";
import type { Observations } from "../../../observations.ts";
import { floorCovariance } from "../../covariance-floor.ts";
import { type CovarianceForm, covarianceParameters, isDiagonal, restrictCovariance } from "../../covariance-form.ts";
import type { Emission, FreeParameters, StateDistance, StateMoments } from "../../emission.ts";
import { permuteBlocks, toMatrices, toRows } from "../../nested.ts";
import {
  aboveFloor,
  blockScales,
  type CovarianceBlocks,
  factorBlocks,
  freeCovariances,
  withFreeCovariances,
} from "../covariance-blocks.ts";
import { normalDistance } from "../distances.ts";
import { requireColumns } from "../require-columns.ts";
import type { CovarianceSettings } from "../settings.ts";
import type { GaussianParameters } from "./kind.ts";
import { squaredDistances, weightedMoments } from "./moments-kernel.ts";

const logTwoPi = Math.log(2 * Math.PI);

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
  /** How many states in a row share their covariance where the form is tied: all, or the components of a mixture. */
  readonly group: number;
  readonly logPrior = 0;
  readonly #blocks: CovarianceBlocks;

  constructor(
    form: CovarianceForm,
    means: Float64Array,
    covariances: Float64Array,
    floor: Float64Array,
    group: number = means.length / floor.length,
  ) {
    this.form = form;
    this.columns = floor.length;
    this.states = means.length / floor.length;
    this.means = means;
    this.covariances = covariances;
    this.floor = floor;
    this.group = group;
    this.#blocks = factorBlocks(covariances, this.columns, "covariances");
  }

  get parameterCount(): number {
    return this.states * this.columns + covarianceParameters(this.form, this.states, this.columns, this.group);
  }

  get parameters(): GaussianParameters {
    return {
      covariance: this.form,
      means: toRows(this.means, this.columns),
      covariances: toMatrices(this.covariances, this.columns),
    };
  }

  get settings(): CovarianceSettings {
    return { covarianceFloor: [...this.floor] };
  }

  check(observations: Observations): void {
    requireColumns(observations, this.columns);
  }

  logDensities(observations: Observations, out: Float64Array): void {
    const { rows, missing, complete } = observations;
    const { states, columns: d } = this;
    const { whitening, logDeterminants } = this.#blocks;
    for (let k = 0; k < states; k++) {
      const mean = this.means.subarray(k * d, (k + 1) * d);
      const factor = whitening.subarray(k * d * d, (k + 1) * d * d);
      squaredDistances(observations, mean, factor, out, k, states, isDiagonal(this.form));
      const normalizer = -0.5 * (d * logTwoPi + logDeterminants[k]!);
      for (let at = k; at < out.length; at += states) out[at] = normalizer - 0.5 * out[at]!;
    }
    if (complete === rows) return;
    for (let t = 0; t < rows; t++) if (missing[t] === 1) out.fill(0, t * states, (t + 1) * states);
  }

  reestimate(observations: Observations, responsibilities: Float64Array): GaussianEmission {
    const { columns: d } = observations;
    const { states, form, group } = this;
    const means = this.means.slice();
    const covariances = new Float64Array(states * d * d);
    const tied = new Float64Array(d * d);
    const first = new Float64Array(d);
    let tiedWeight = 0;
    for (let k = 0; k < states; k++) {
      const block = covariances.subarray(k * d * d, (k + 1) * d * d);
      const centre = this.means.subarray(k * d, (k + 1) * d);
      first.fill(0);
      const weight = weightedMoments(observations, responsibilities, k, states, centre, first, block, isDiagonal(form));
      if (weight > 0) {
        for (let i = 0; i < d; i++) {
          first[i]! /= weight;
          means[k * d + i]! += first[i]!;
        }
        for (let i = 0; i < d; i++) {
          for (let j = 0; j <= i; j++) {
            const scatter = block[i * d + j]! - weight * first[i]! * first[j]!;
            tied[i * d + j]! += scatter;
            block[i * d + j] = scatter / weight;
            block[j * d + i] = block[i * d + j]!;
          }
        }
      } else {
        // no observation speaks for the state: its law stays as it is
        block.set(this.covariances.subarray(k * d * d, (k + 1) * d * d));
      }
      tiedWeight += weight;
      if (form !== "tied") {
        restrictCovariance(block, d, form);
        floorCovariance(block, this.floor, form);
      } else if ((k + 1) % group === 0) {
        this.#tie(covariances, k + 1 - group, tied, tiedWeight);
        tied.fill(0);
        tiedWeight = 0;
      }
    }
    return new GaussianEmission(form, means, covariances, this.floor, group);
  }

  /** Gives the group that begins at state `from` the covariance of its pooled scatter (lower triangle). */
  #tie(covariances: Float64Array, from: number, scatter: Float64Array, weight: number): void {
    const d = this.columns;
    const shared = covariances.slice(from * d * d, (from + 1) * d * d);
    if (weight > 0) {
      for (let i = 0; i < d; i++) {
        for (let j = 0; j <= i; j++) {
          shared[i * d + j] = scatter[i * d + j]! / weight;
          shared[j * d + i] = shared[i * d + j]!;
        }
      }
      floorCovariance(shared, this.floor, "tied");
    }
    for (let k = from; k < from + this.group; k++) covariances.set(shared, k * d * d);
  }

  dispersion(state: number): number {
    const d = this.columns;
    let sum = 0;
    for (let i = 0; i < d; i++) sum += this.covariances[(state * d + i) * d + i]! / this.floor[i]!;
    return sum;
  }

  permute(order: readonly number[]): GaussianEmission {
    const d = this.columns;
    return new GaussianEmission(
      this.form,
      permuteBlocks(this.means, d, order),
      permuteBlocks(this.covariances, d * d, order),
      this.floor,
      this.group,
    );
  }

  draw(state: number, random: RandomStream, out: Float64Array, offset: number): void {
    const d = this.columns;
    const factor = this.#blocks.factors.subarray(state * d * d, (state + 1) * d * d);
    multivariateNormal(
      random,
      this.means.subarray(state * d, (state + 1) * d),
      factor,
      1,
      out.subarray(offset, offset + d),
    );
  }

  moments(state: number): StateMoments {
    const d = this.columns;
    return {
      mean: this.means.slice(state * d, (state + 1) * d),
      covariance: this.covariances.slice(state * d * d, (state + 1) * d * d),
    };
  }

  distance(state: number, other: GaussianEmission, otherState: number, metric: StateDistance): number {
    return normalDistance(this.moments(state), other.moments(otherState), metric);
  }

  vector(): FreeParameters {
    const scales = blockScales(this.covariances, this.columns);
    return {
      values: Float64Array.from([...this.means, ...this.covariances]),
      scales: Float64Array.from([...scales.means, ...scales.covariances]),
    };
  }

  fromVector(values: Float64Array): GaussianEmission | undefined {
    const means = values.slice(0, this.means.length);
    const covariances = values.slice(means.length);
    if (!means.every(Number.isFinite) || !aboveFloor(covariances, this.floor, this.form)) return undefined;
    return new GaussianEmission(this.form, means, covariances, this.floor, this.group);
  }

  free(): FreeParameters {
    const d = this.columns;
    const { values, scales } = freeCovariances(this.covariances, d, this.form, this.group);
    return {
      values: Float64Array.from([...this.means, ...values]),
      scales: Float64Array.from([...blockScales(this.covariances, d).means, ...scales]),
    };
  }

  withFree(values: Float64Array): GaussianEmission {
    let at = this.means.length;
    const take = (): number => values[at++]!;
    const covariances = withFreeCovariances(this.states, this.columns, this.form, this.group, take);
    return new GaussianEmission(this.form, values.slice(0, this.means.length), covariances, this.floor, this.group);
  }
}
