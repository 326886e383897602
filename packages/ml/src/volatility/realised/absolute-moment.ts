import { logGamma } from "@plimsoll/numeric";

/** E|z|^p of a standard normal: 2^(p/2) Gamma((p + 1) / 2) / Gamma(1/2). */
export function gammaRatioMoment(power: number): number {
  return Math.exp((power / 2) * Math.LN2 + logGamma((power + 1) / 2) - logGamma(0.5));
}
