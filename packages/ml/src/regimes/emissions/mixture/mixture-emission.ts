import { chooseWeighted, type RandomStream } from "@plimsoll/numeric";
import type { Observations } from "../../../observations.ts";
import type { Emission, FreeParameters, StateDistance, StateMoments } from "../../emission.ts";
import { permuteBlocks, toMatrices, toRows } from "../../nested.ts";
import { freeLaws, normalizeLaw, normalizeLaws, withFreeLaws } from "../../simplex.ts";
import { normalDistance } from "../distances.ts";
import type { GaussianEmission } from "../gaussian/gaussian-emission.ts";
import type { CovarianceSettings } from "../settings.ts";
import type { MixtureParameters } from "./kind.ts";

/** Gaussian mixtures: state k draws component m with probability weights[k][m], then from its Gaussian. */
export class MixtureEmission implements Emission {
  readonly states: number;
  readonly columns: number;
  readonly components: number;
  readonly logPrior = 0;
  /** states x components */
  readonly weights: Float64Array;
  /** The components of all states as the states of one Gaussian law. */
  readonly gaussian: GaussianEmission;
  /** Shares of components in the densities of rows that were asked for last: the next step of a fit needs them again. */
  readonly #shares = new WeakMap<Observations, Float64Array>();

  constructor(weights: Float64Array, gaussian: GaussianEmission, states: number) {
    this.weights = weights;
    this.gaussian = gaussian;
    this.states = states;
    this.columns = gaussian.columns;
    this.components = weights.length / states;
  }

  get parameterCount(): number {
    return this.states * (this.components - 1) + this.gaussian.parameterCount;
  }

  get parameters(): MixtureParameters {
    const { states, components, columns: d, gaussian } = this;
    const byState = <Block>(blocks: readonly Block[]): Block[][] =>
      Array.from({ length: states }, (_, k) => blocks.slice(k * components, (k + 1) * components));
    return {
      covariance: gaussian.form,
      weights: toRows(this.weights, components),
      means: byState(toRows(gaussian.means, d)),
      covariances: byState(toMatrices(gaussian.covariances, d)),
    };
  }

  get settings(): CovarianceSettings {
    return this.gaussian.settings;
  }

  check(observations: Observations): void {
    this.gaussian.check(observations);
  }

  logDensities(observations: Observations, out: Float64Array): void {
    const { rows, missing } = observations;
    const { states, components: count, weights } = this;
    const shares = new Float64Array(rows * weights.length);
    this.gaussian.logDensities(observations, shares);
    const logWeights = weights.map(Math.log);
    for (let t = 0; t < rows; t++) {
      for (let k = 0; k < states; k++) {
        const from = (t * states + k) * count;
        let largest = -Infinity;
        for (let m = 0; m < count; m++) {
          shares[from + m]! += logWeights[k * count + m]!;
          if (shares[from + m]! > largest) largest = shares[from + m]!;
        }
        let total = 0;
        for (let m = 0; m < count; m++) {
          const share = shares[from + m] === largest ? 1 : Math.exp(shares[from + m]! - largest);
          shares[from + m] = share;
          total += share;
        }
        for (let m = 0; m < count; m++) shares[from + m]! /= total;
        out[t * states + k] = missing[t] === 1 ? 0 : largest + Math.log(total);
      }
    }
    this.#shares.set(observations, shares);
  }

  #sharesOf(observations: Observations): Float64Array {
    if (!this.#shares.has(observations)) {
      this.logDensities(observations, new Float64Array(observations.rows * this.states));
    }
    return this.#shares.get(observations)!;
  }

  reestimate(observations: Observations, responsibilities: Float64Array): MixtureEmission {
    const { states, components: count } = this;
    const { rows, missing } = observations;
    const shares = this.#sharesOf(observations);
    const parts = new Float64Array(shares.length);
    const totals = new Float64Array(states * count);
    for (let t = 0; t < rows; t++) {
      if (missing[t] === 1) continue;
      for (let k = 0; k < states; k++) {
        const responsibility = responsibilities[t * states + k]!;
        for (let m = 0; m < count; m++) {
          const at = (t * states + k) * count + m;
          const part = shares[at]! * responsibility;
          parts[at] = part;
          totals[k * count + m]! += part;
        }
      }
    }
    const weights = this.weights.slice();
    for (let k = 0; k < states; k++) {
      const law = totals.subarray(k * count, (k + 1) * count);
      // a state that no observation speaks for keeps its weights
      if (law.some((total) => total > 0)) weights.set(normalizeLaw(law), k * count);
    }
    return new MixtureEmission(weights, this.gaussian.reestimate(observations, parts), states);
  }

  dispersion(state: number): number {
    const { covariance } = this.moments(state);
    const d = this.columns;
    let sum = 0;
    for (let i = 0; i < d; i++) sum += covariance[i * d + i]! / this.gaussian.floor[i]!;
    return sum;
  }

  permute(order: readonly number[]): MixtureEmission {
    const { components } = this;
    const inner = order.flatMap((k) => Array.from({ length: components }, (_, m) => k * components + m));
    return new MixtureEmission(
      permuteBlocks(this.weights, components, order),
      this.gaussian.permute(inner),
      this.states,
    );
  }

  draw(state: number, random: RandomStream, out: Float64Array, offset: number): void {
    const { components } = this;
    const component = chooseWeighted(random, this.weights.subarray(state * components, (state + 1) * components));
    this.gaussian.draw(state * components + component, random, out, offset);
  }

  /** Mean and covariance over the components, by the total covariance formula. */
  moments(state: number): StateMoments {
    const { components, columns: d } = this;
    const mean = new Float64Array(d);
    const covariance = new Float64Array(d * d);
    const parts = Array.from({ length: components }, (_, m) => this.gaussian.moments(state * components + m));
    parts.forEach((part, m) => {
      for (let i = 0; i < d; i++) mean[i]! += this.weights[state * components + m]! * part.mean[i]!;
    });
    parts.forEach((part, m) => {
      const weight = this.weights[state * components + m]!;
      for (let i = 0; i < d; i++) {
        for (let j = 0; j < d; j++) {
          const between = (part.mean[i]! - mean[i]!) * (part.mean[j]! - mean[j]!);
          covariance[i * d + j]! += weight * (part.covariance[i * d + j]! + between);
        }
      }
    });
    return { mean, covariance };
  }

  distance(state: number, other: MixtureEmission, otherState: number, metric: StateDistance): number {
    return normalDistance(this.moments(state), other.moments(otherState), metric);
  }

  vector(): FreeParameters {
    const inner = this.gaussian.vector();
    return {
      values: Float64Array.from([...this.weights, ...inner.values]),
      scales: Float64Array.from([...this.weights.map(() => 1), ...inner.scales]),
    };
  }

  fromVector(values: Float64Array): MixtureEmission | undefined {
    const weights = normalizeLaws(values.slice(0, this.weights.length), this.components);
    const gaussian = this.gaussian.fromVector(values.slice(this.weights.length));
    if (gaussian === undefined || weights === undefined) return undefined;
    return new MixtureEmission(weights, gaussian, this.states);
  }

  free(): FreeParameters {
    const laws = freeLaws(this.weights, this.components);
    const inner = this.gaussian.free();
    return {
      values: Float64Array.from([...laws.values, ...inner.values]),
      scales: Float64Array.from([...laws.scales, ...inner.scales]),
    };
  }

  withFree(values: Float64Array): MixtureEmission {
    let at = 0;
    const weights = withFreeLaws(this.weights, this.components, () => values[at++]!);
    return new MixtureEmission(weights, this.gaussian.withFree(values.slice(at)), this.states);
  }
}
