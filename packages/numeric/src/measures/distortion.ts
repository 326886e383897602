import { normalCdf, normalQuantile } from "../distributions/normal.ts";
import type { RiskMeasure } from "./measure.ts";
import { type FillWeights, sortedGradient, sortedSum } from "./sorted.ts";

/**
 * A concave distortion g of probabilities of loss, g(0) = 0 and g(1) = 1.
 *
 * - `wang` (2000): Phi(Phi^(-1)(u) + lambda), `lambda` >= 0;
 * - `proportional-hazard` (Wang 1995): u^(1 / rho), `rho` >= 1, also MAXVAR;
 * - `dual-power`: 1 - (1 - u)^rho, `rho` >= 1, the mean largest of rho losses, also MINVAR;
 * - `min-max` (Cherny & Madan 2009): 1 - (1 - u^(1 / rho))^rho, `rho` >= 1, also MINMAXVAR;
 * - `lookback` (Huerlimann 2004): u^p (1 - p ln u), `p` in (0, 1].
 */
export type Distortion =
  | { readonly kind: "wang"; readonly lambda: number }
  | { readonly kind: "proportional-hazard"; readonly rho: number }
  | { readonly kind: "dual-power"; readonly rho: number }
  | { readonly kind: "min-max"; readonly rho: number }
  | { readonly kind: "lookback"; readonly p: number };

/** Which distortion. */
export interface DistortionOptions {
  /** @defaultValue `{ kind: "wang", lambda: 0.5 }` */
  readonly distortion?: Distortion;
}

function requireRho(rho: number): void {
  if (!(rho >= 1 && rho < Infinity)) throw new RangeError(`expected rho of at least 1, was ${rho}`);
}

function functionOf(distortion: Distortion): (u: number) => number {
  switch (distortion.kind) {
    case "wang": {
      const { lambda } = distortion;
      if (!(lambda >= 0 && lambda < Infinity)) throw new RangeError(`expected lambda of at least 0, was ${lambda}`);
      return (u) => normalCdf(normalQuantile(u) + lambda);
    }
    case "proportional-hazard": {
      const { rho } = distortion;
      requireRho(rho);
      return (u) => u ** (1 / rho);
    }
    case "dual-power": {
      const { rho } = distortion;
      requireRho(rho);
      return (u) => 1 - (1 - u) ** rho;
    }
    case "min-max": {
      const { rho } = distortion;
      requireRho(rho);
      return (u) => 1 - (1 - u ** (1 / rho)) ** rho;
    }
    case "lookback": {
      const { p } = distortion;
      if (!(p > 0 && p <= 1)) throw new RangeError(`expected p in (0, 1], was ${p}`);
      return (u) => u ** p * (1 - p * Math.log(u));
    }
    default:
      throw new RangeError(`unknown distortion ${JSON.stringify(distortion satisfies never)}`);
  }
}

function weightsFor({ distortion = { kind: "wang", lambda: 0.5 } }: DistortionOptions): FillWeights {
  const g = functionOf(distortion);
  return (weights) => {
    const n = weights.length;
    let before = 0;
    for (let i = 0; i < n; i++) {
      const after = i === n - 1 ? 1 : g((i + 1) / n);
      weights[i] = before - after;
      before = after;
    }
  };
}

/** Distortion measure (Wang 1996): sum (g(i / n) - g((i - 1) / n)) L_(i), losses downwards. */
export const distortionMeasure: RiskMeasure<"distortion", DistortionOptions> = {
  kind: "distortion",
  value: (series, options = {}) => sortedSum(series, weightsFor(options)),
  gradient: (series, options = {}) => sortedGradient(series, weightsFor(options)),
  traits: () => ({ convex: true, degree: 1, shift: "subtracts" }),
};
