import { integrate } from "@plimsoll/numeric";
import type { InnovationLaw } from "./innovation-law.ts";

/** Far enough out that the density of every law, times z^2, is below rounding where its variance is well defined. */
const FARTHEST = 30;

/** E g(z) under a law, by adaptive quadrature on each side of 0 with z = e^u - 1; about 1e-9 of itself. */
export function expectation(law: InnovationLaw, shape: Float64Array, g: (z: number) => number): number {
  const side = (sign: 1 | -1): number => {
    const at = (u: number): number => {
      const z = sign * Math.expm1(u);
      const density = Math.exp(law.logDensity(z, shape));
      return density === 0 ? 0 : g(z) * density * Math.exp(u);
    };
    // two parts: most of the mass lies in the first
    return [0, Math.log(10)].reduce((sum, from, i) => {
      const to = i === 0 ? Math.log(10) : FARTHEST;
      return sum + integrate(at, from, to, { absoluteTolerance: 1e-12, relativeTolerance: 1e-10 }).value;
    }, 0);
  };
  return side(-1) + side(1);
}
