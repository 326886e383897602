import { gaussLegendre } from "../statistics/index.ts";
import type { RiskMeasure } from "./measure.ts";
import { type FillWeights, sortedGradient, sortedSum } from "./sorted.ts";
import { tailProbability } from "./check.ts";

/**
 * A non-increasing weighting f of the worst outcomes, u = 0 the worst; each integrates to 1.
 *
 * - `exponential`: k exp(-k u) / (1 - exp(-k)), k = `aversion` > 0;
 * - `power`: g u^(g - 1), g = `exponent` in (0, 1], the proportional-hazard distortion;
 * - `shortfall`: 1 / a on u < a, the spectrum of CVaR;
 * - `tail-gini`: 2 (a - u) / a^2 on u < a;
 * - `mixture`: the `weights`-mean of CVaR at `confidences`; weights >= 0 that sum to 1;
 * - `steps`: a density as data, `values[k]` on (k / m, (k + 1) / m), m values, non-increasing and >= 0 with mean 1;
 * - `function`: a density f of u in (0, 1), integrated over each ((i - 1) / n, i / n) by a Gauss-Legendre rule of 8 points.
 */
export type Spectrum =
  | { readonly kind: "exponential"; readonly aversion: number }
  | { readonly kind: "power"; readonly exponent: number }
  | { readonly kind: "shortfall"; readonly confidence: number }
  | { readonly kind: "tail-gini"; readonly confidence: number }
  | { readonly kind: "mixture"; readonly confidences: readonly number[]; readonly weights: readonly number[] }
  | { readonly kind: "steps"; readonly values: readonly number[] }
  | { readonly kind: "function"; readonly density: (u: number) => number };

/** Which weighting of the tail. */
export interface SpectralOptions {
  /** @defaultValue `{ kind: "exponential", aversion: 10 }` */
  readonly spectrum?: Spectrum;
}

/** The integral of the spectrum from 0 to u. */
function cumulative(spectrum: Exclude<Spectrum, { readonly kind: "function" }>): (u: number) => number {
  switch (spectrum.kind) {
    case "exponential": {
      const { aversion } = spectrum;
      if (!(aversion > 0 && aversion < Infinity)) throw new RangeError(`expected aversion > 0, was ${aversion}`);
      return (u) => Math.expm1(-aversion * u) / Math.expm1(-aversion);
    }
    case "power": {
      const { exponent } = spectrum;
      if (!(exponent > 0 && exponent <= 1)) throw new RangeError(`expected an exponent in (0, 1], was ${exponent}`);
      return (u) => u ** exponent;
    }
    case "shortfall": {
      const tail = tailProbability(spectrum.confidence);
      return (u) => Math.min(u / tail, 1);
    }
    case "tail-gini": {
      const tail = tailProbability(spectrum.confidence);
      return (u) => (u >= tail ? 1 : (u * (2 * tail - u)) / tail ** 2);
    }
    case "mixture": {
      const { confidences, weights } = spectrum;
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      if (
        confidences.length !== weights.length ||
        weights.some((weight) => !(weight >= 0)) ||
        Math.abs(total - 1) > 1e-9
      ) {
        throw new RangeError("expected one weight >= 0 for each confidence, summing to 1");
      }
      const tails = confidences.map(tailProbability);
      return (u) => weights.reduce((sum, weight, i) => sum + weight * Math.min(u / tails[i]!, 1), 0);
    }
    case "steps": {
      const { values } = spectrum;
      const m = values.length;
      const sums = new Float64Array(m + 1);
      values.forEach((value, k) => {
        if (!(value >= 0 && value <= (values[k - 1] ?? Infinity))) {
          throw new RangeError(`expected non-increasing values >= 0, number ${k} was ${value}`);
        }
        sums[k + 1] = sums[k]! + value / m;
      });
      if (!(Math.abs(sums[m]! - 1) <= 1e-9)) throw new RangeError(`expected values with mean 1, was ${sums[m]}`);
      return (u) => {
        const k = Math.min(Math.floor(u * m), m - 1);
        return sums[k]! + values[k]! * (u - k / m);
      };
    }
    default:
      throw new RangeError(`unknown spectrum ${JSON.stringify(spectrum satisfies never)}`);
  }
}

/** The weights of a density given as a function, checked on the way. */
function weightsOfDensity(density: (u: number) => number): FillWeights {
  const { nodes, weights: shares } = gaussLegendre(8);
  return (weights) => {
    const n = weights.length;
    let last = Infinity;
    let total = 0;
    for (let i = 0; i < n; i++) {
      let mass = 0;
      for (let k = 0; k < nodes.length; k++) {
        const u = (i + (1 + nodes[k]!) / 2) / n;
        const value = density(u);
        if (!(value >= 0 && value <= last * (1 + 1e-12))) {
          throw new RangeError(`expected a non-increasing density >= 0, at ${u} it was ${value} after ${last}`);
        }
        last = value;
        mass += (shares[k]! * value) / (2 * n);
      }
      weights[i] = -mass;
      total += mass;
    }
    // a steep density on few scenarios is integrated less well: the sum still has to be 1
    if (!(Math.abs(total - 1) <= 1e-3)) throw new RangeError(`expected a density that integrates to 1, was ${total}`);
    for (let i = 0; i < n; i++) weights[i]! /= total;
  };
}

function weightsFor({ spectrum = { kind: "exponential", aversion: 10 } }: SpectralOptions): FillWeights {
  if (spectrum.kind === "function") return weightsOfDensity(spectrum.density);
  const integral = cumulative(spectrum);
  return (weights) => {
    const n = weights.length;
    let before = 0;
    for (let i = 0; i < n; i++) {
      const after = i === n - 1 ? 1 : integral((i + 1) / n);
      weights[i] = before - after;
      before = after;
    }
  };
}

/** Spectral measure (Acerbi 2002): sum w_i L_(i), losses downwards, w_i the integral of the spectrum over ((i-1)/n, i/n). */
export const spectralMeasure: RiskMeasure<"spectral", SpectralOptions> = {
  kind: "spectral",
  value: (series, options = {}) => sortedSum(series, weightsFor(options)),
  gradient: (series, options = {}) => sortedGradient(series, weightsFor(options)),
  traits: () => ({ convex: true, degree: 1, shift: "subtracts" }),
};
