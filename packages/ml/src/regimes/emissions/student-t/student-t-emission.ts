import { multivariateStudentT, type RandomStream } from "@plimsoll/numeric";
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
import { squaredDistances, weightedMoments } from "../gaussian/moments-kernel.ts";
import { requireColumns } from "../require-columns.ts";
import { bestDegreesOfFreedom, logNormalizer } from "./degrees-of-freedom.ts";
import type { StudentTParameters, StudentTSettings } from "./kind.ts";

/** What of a Student law stays as it is when the rest is estimated. */
export interface StudentTFrame {
  readonly form: CovarianceForm;
  readonly floor: Float64Array;
  /** Range in which degrees of freedom are estimated; one point where they are fixed. */
  readonly range: readonly [number, number];
}

/** Multivariate Student-t emissions: state k draws from t with its location, scatter matrix and degrees of freedom. */
export class StudentTEmission implements Emission {
  readonly states: number;
  readonly columns: number;
  readonly logPrior = 0;
  readonly frame: StudentTFrame;
  /** states x columns */
  readonly locations: Float64Array;
  /** states x columns x columns */
  readonly scatters: Float64Array;
  readonly degreesOfFreedom: Float64Array;
  readonly #blocks: CovarianceBlocks;

  constructor(frame: StudentTFrame, locations: Float64Array, scatters: Float64Array, degreesOfFreedom: Float64Array) {
    this.frame = frame;
    this.columns = frame.floor.length;
    this.states = degreesOfFreedom.length;
    this.locations = locations;
    this.scatters = scatters;
    this.degreesOfFreedom = degreesOfFreedom;
    this.#blocks = factorBlocks(scatters, this.columns, "scatters");
  }

  get #fixed(): boolean {
    return this.frame.range[0] === this.frame.range[1];
  }

  get parameterCount(): number {
    const { states, columns, frame } = this;
    const tails = this.#fixed ? 0 : states;
    return states * columns + covarianceParameters(frame.form, states, columns, states) + tails;
  }

  get parameters(): StudentTParameters {
    return {
      covariance: this.frame.form,
      locations: toRows(this.locations, this.columns),
      scatters: toMatrices(this.scatters, this.columns),
      degreesOfFreedom: [...this.degreesOfFreedom],
    };
  }

  get settings(): StudentTSettings {
    return { covarianceFloor: [...this.frame.floor], degreesOfFreedomRange: this.frame.range };
  }

  check(observations: Observations): void {
    requireColumns(observations, this.columns);
  }

  logDensities(observations: Observations, out: Float64Array): void {
    const { rows, missing, complete } = observations;
    const { states, columns: d } = this;
    for (let k = 0; k < states; k++) {
      const nu = this.degreesOfFreedom[k]!;
      this.#distances(observations, k, out, k, states);
      const normalizer = logNormalizer(nu, d) - 0.5 * this.#blocks.logDeterminants[k]!;
      const power = -0.5 * (nu + d);
      for (let at = k; at < out.length; at += states) out[at] = normalizer + power * Math.log1p(out[at]! / nu);
    }
    if (complete === rows) return;
    for (let t = 0; t < rows; t++) if (missing[t] === 1) out.fill(0, t * states, (t + 1) * states);
  }

  #distances(observations: Observations, state: number, out: Float64Array, offset: number, stride: number): void {
    const d = this.columns;
    squaredDistances(
      observations,
      this.locations.subarray(state * d, (state + 1) * d),
      this.#blocks.whitening.subarray(state * d * d, (state + 1) * d * d),
      out,
      offset,
      stride,
      isDiagonal(this.frame.form),
    );
  }

  /**
   * One conditional step for locations and scatters, with the divisor of the parameter-expanded algorithm (Kent, Tyler &
   * Vardi 1994) where the scatters stand alone, then one for the degrees of freedom (ECME, Liu & Rubin 1995).
   */
  reestimate(observations: Observations, responsibilities: Float64Array): StudentTEmission {
    const { rows, missing } = observations;
    const { states, columns: d, frame } = this;
    const locations = this.locations.slice();
    const scatters = new Float64Array(states * d * d);
    const tied = new Float64Array(d * d);
    const first = new Float64Array(d);
    const distances = new Float64Array(rows);
    const weights = new Float64Array(rows);
    let tiedMass = 0;
    for (let k = 0; k < states; k++) {
      const block = scatters.subarray(k * d * d, (k + 1) * d * d);
      const nu = this.degreesOfFreedom[k]!;
      this.#distances(observations, k, distances, 0, 1);
      let mass = 0;
      for (let t = 0; t < rows; t++) {
        const responsibility = missing[t] === 1 ? 0 : responsibilities[t * states + k]!;
        mass += responsibility;
        weights[t] = responsibility === 0 ? 0 : (responsibility * (nu + d)) / (nu + distances[t]!);
      }
      first.fill(0);
      const centre = this.locations.subarray(k * d, (k + 1) * d);
      const weight = weightedMoments(observations, weights, 0, 1, centre, first, block, isDiagonal(frame.form));
      tiedMass += mass;
      if (!(weight > 0)) {
        // no observation speaks for the state: its law stays as it is
        block.set(this.scatters.subarray(k * d * d, (k + 1) * d * d));
        continue;
      }
      for (let i = 0; i < d; i++) {
        first[i]! /= weight;
        locations[k * d + i]! += first[i]!;
      }
      for (let i = 0; i < d; i++) {
        for (let j = 0; j <= i; j++) {
          const scatter = block[i * d + j]! - weight * first[i]! * first[j]!;
          tied[i * d + j]! += scatter;
          block[i * d + j] = scatter / weight;
          block[j * d + i] = block[i * d + j]!;
        }
      }
      if (frame.form === "tied") continue;
      restrictCovariance(block, d, frame.form);
      const expanded = block.slice();
      if (floorCovariance(block, frame.floor, frame.form)) {
        // under the floor only the plain divisor is sure not to lower the likelihood
        for (let i = 0; i < d * d; i++) block[i] = (expanded[i]! * weight) / mass;
        floorCovariance(block, frame.floor, frame.form);
      }
    }
    if (frame.form === "tied") this.#tie(scatters, tied, tiedMass);
    const updated = new StudentTEmission(frame, locations, scatters, this.degreesOfFreedom);
    return this.#fixed ? updated : updated.#withBestTails(observations, responsibilities);
  }

  #tie(scatters: Float64Array, pooled: Float64Array, mass: number): void {
    const d = this.columns;
    const shared = this.scatters.slice(0, d * d);
    if (mass > 0) {
      for (let i = 0; i < d; i++) {
        for (let j = 0; j <= i; j++) {
          shared[i * d + j] = pooled[i * d + j]! / mass;
          shared[j * d + i] = shared[i * d + j]!;
        }
      }
      floorCovariance(shared, this.frame.floor, "tied");
    }
    for (let k = 0; k < this.states; k++) scatters.set(shared, k * d * d);
  }

  #withBestTails(observations: Observations, responsibilities: Float64Array): StudentTEmission {
    const { rows, missing } = observations;
    const { states, columns } = this;
    const distances = new Float64Array(rows);
    const weights = new Float64Array(rows);
    const [least, most] = this.frame.range;
    const tails = this.degreesOfFreedom.map((nu, k) => {
      this.#distances(observations, k, distances, 0, 1);
      for (let t = 0; t < rows; t++) weights[t] = missing[t] === 1 ? 0 : responsibilities[t * states + k]!;
      return bestDegreesOfFreedom(distances, weights, columns, nu, { least, most });
    });
    return new StudentTEmission(this.frame, this.locations, this.scatters, tails);
  }

  dispersion(state: number): number {
    const { covariance } = this.#spread(state);
    const d = this.columns;
    let sum = 0;
    for (let i = 0; i < d; i++) sum += covariance[i * d + i]! / this.frame.floor[i]!;
    return sum;
  }

  permute(order: readonly number[]): StudentTEmission {
    const d = this.columns;
    return new StudentTEmission(
      this.frame,
      permuteBlocks(this.locations, d, order),
      permuteBlocks(this.scatters, d * d, order),
      permuteBlocks(this.degreesOfFreedom, 1, order),
    );
  }

  draw(state: number, random: RandomStream, out: Float64Array, offset: number): void {
    const d = this.columns;
    multivariateStudentT(
      random,
      this.degreesOfFreedom[state]!,
      this.locations.subarray(state * d, (state + 1) * d),
      this.#blocks.factors.subarray(state * d * d, (state + 1) * d * d),
      1,
      out.subarray(offset, offset + d),
    );
  }

  /** Location and covariance nu / (nu - 2) x scatter; undefined for nu <= 2, where there is no covariance. */
  moments(state: number): StateMoments | undefined {
    return this.degreesOfFreedom[state]! > 2 ? this.#spread(state) : undefined;
  }

  /** As {@link StudentTEmission.moments}, with the scatter alone where there is no covariance. */
  #spread(state: number): StateMoments {
    const d = this.columns;
    const nu = this.degreesOfFreedom[state]!;
    const factor = nu > 2 ? nu / (nu - 2) : 1;
    return {
      mean: this.locations.slice(state * d, (state + 1) * d),
      covariance: this.scatters.slice(state * d * d, (state + 1) * d * d).map((value) => factor * value),
    };
  }

  distance(state: number, other: StudentTEmission, otherState: number, metric: StateDistance): number {
    return normalDistance(this.#spread(state), other.#spread(otherState), metric);
  }

  vector(): FreeParameters {
    const scales = blockScales(this.scatters, this.columns);
    return {
      values: Float64Array.from([...this.degreesOfFreedom, ...this.locations, ...this.scatters]),
      scales: Float64Array.from([...this.degreesOfFreedom, ...scales.means, ...scales.covariances]),
    };
  }

  fromVector(values: Float64Array): StudentTEmission | undefined {
    const { states, frame } = this;
    const tails = values.slice(0, states);
    const locations = values.slice(states, states + this.locations.length);
    const scatters = values.slice(states + locations.length);
    const [least, most] = frame.range;
    if (!locations.every(Number.isFinite) || !tails.every((nu) => nu >= least && nu <= most)) return undefined;
    return aboveFloor(scatters, frame.floor, frame.form)
      ? new StudentTEmission(frame, locations, scatters, tails)
      : undefined;
  }

  free(): FreeParameters {
    const { columns: d, frame } = this;
    const { values, scales } = freeCovariances(this.scatters, d, frame.form, this.states);
    const [least, most] = frame.range;
    const tailScales = Array.from(this.degreesOfFreedom, (nu) =>
      nu <= least * (1 + 1e-6) || nu >= most * (1 - 1e-6) ? 0 : nu,
    );
    return {
      values: Float64Array.from([...this.degreesOfFreedom, ...this.locations, ...values]),
      scales: Float64Array.from([...tailScales, ...blockScales(this.scatters, d).means, ...scales]),
    };
  }

  withFree(values: Float64Array): StudentTEmission {
    const { states, columns, frame } = this;
    const tails = values.slice(0, states);
    const locations = values.slice(states, states + states * columns);
    let at = states + states * columns;
    const scatters = withFreeCovariances(states, columns, frame.form, states, () => values[at++]!);
    return new StudentTEmission(frame, locations, scatters, tails);
  }
}
