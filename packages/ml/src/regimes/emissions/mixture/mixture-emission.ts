import { chooseWeighted, type RandomStream } from "@plimsoll/numeric";
import type { Observations } from "../../../observations.ts";
import type { Emission, FreeParameters, StateDistance, StateMoments } from "../../emission.ts";
import { permuteBlocks, toMatrices, toRows } from "../../nested.ts";
import { freeLaws, normalizeLaw, withFreeLaws } from "../../simplex.ts";
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
    const parts = new Float64Array(observations.rows * this.weights.length);
    this.#joint(observations, parts, out);
  }

  /**
   * Writes to `parts` (rows x states x components) each component's share of its state's density, and to `out` the
   * logarithm of the state's density.
   */
  #joint({ rows, missing, ...rest }: Observations, parts: Float64Array, out: Float64Array): void {
    const { states, components: count, weights } = this;
    this.gaussian.logDensities({ rows, missing, ...rest }, parts);
    const logWeights = weights.map(Math.log);
    for (let t = 0; t < rows; t++) {
      for (let k = 0; k < states; k++) {
        const from = (t * states + k) * count;
        let largest = -Infinity;
        for (let m = 0; m < count; m++) {
          parts[from + m]! += logWeights[k * count + m]!;
          if (parts[from + m]! > largest) largest = parts[from + m]!;
        }
        let total = 0;
        for (let m = 0; m < count; m++) {
          const part = Math.exp(parts[from + m]! - largest);
          parts[from + m] = part;
          total += part;
        }
        for (let m = 0; m < count; m++) parts[from + m]! /= total;
        out[t * states + k] = missing[t] === 1 ? 0 : largest + Math.log(total);
      }
    }
  }

  reestimate(observations: Observations, responsibilities: Float64Array): MixtureEmission {
    const { states, components: count } = this;
    const { rows, missing } = observations;
    const parts = new Float64Array(rows * states * count);
    this.#joint(observations, parts, new Float64Array(rows * states));
    const totals = new Float64Array(states * count);
    for (let t = 0; t < rows; t++) {
      if (missing[t] === 1) continue;
      for (let k = 0; k < states; k++) {
        const responsibility = responsibilities[t * states + k]!;
        for (let m = 0; m < count; m++) {
          const at = (t * states + k) * count + m;
          parts[at]! *= responsibility;
          totals[k * count + m]! += parts[at]!;
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
