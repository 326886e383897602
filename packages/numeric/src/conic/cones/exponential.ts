import { emptyDerivatives, logDerivatives, logThird } from "./log-barrier.ts";
import type { DualBarrier } from "./nonsymmetric.ts";

const psi = emptyDerivatives();

/** psi(u, v, w) = v - u + u ln(-u / w) and its derivatives; its cone is the dual of the exponential one. */
function expand(u: number, v: number, w: number): void {
  const log = Math.log(-u / w);
  psi.value = v - u + u * log;
  psi.gradient[0] = log;
  psi.gradient[1] = 1;
  psi.gradient[2] = -u / w;
  psi.hessian[0] = 1 / u;
  psi.hessian[2] = -1 / w;
  psi.hessian[5] = u / (w * w);
}

/**
 * The exponential cone y exp(x / y) <= z with dual barrier -ln(v - u + u ln(-u / w)) - ln(-u) - ln w on
 * -u exp(v / u) <= e w, u < 0 < w (Chares 2009; Serrano 2015).
 */
export const exponentialBarrier: DualBarrier = {
  center: [-1.0513839437502288, 0.5564096186043385, 1.2589678864644602],
  value(z, at) {
    const u = z[at]!;
    const v = z[at + 1]!;
    const w = z[at + 2]!;
    if (!(u < 0 && w > 0)) return Infinity;
    const inside = v - u + u * Math.log(-u / w);
    return inside > 0 ? -Math.log(inside) - Math.log(-u) - Math.log(w) : Infinity;
  },
  contains(s, at) {
    const x = s[at]!;
    const y = s[at + 1]!;
    const z = s[at + 2]!;
    return y > 0 && z > 0 && y * Math.log(z / y) - x > 0;
  },
  derivatives(z, at, gradient, hessian) {
    const u = z[at]!;
    const w = z[at + 2]!;
    expand(u, z[at + 1]!, w);
    logDerivatives(psi, gradient, hessian);
    gradient[0]! -= 1 / u;
    gradient[2]! -= 1 / w;
    hessian[0]! += 1 / (u * u);
    hessian[8]! += 1 / (w * w);
  },
  third(z, at, p, q, out) {
    const u = z[at]!;
    const w = z[at + 2]!;
    expand(u, z[at + 1]!, w);
    out[0] = -(p[0]! * q[0]!) / (u * u) + (p[2]! * q[2]!) / (w * w);
    out[1] = 0;
    out[2] = (p[0]! * q[2]! + p[2]! * q[0]!) / (w * w) - (2 * u * p[2]! * q[2]!) / (w * w * w);
    logThird(psi, p, q, out);
    out[0] -= (2 * p[0]! * q[0]!) / (u * u * u);
    out[2] -= (2 * p[2]! * q[2]!) / (w * w * w);
  },
  shadow(s, at, out) {
    const x = s[at]!;
    const y = s[at + 1]!;
    const z = s[at + 2]!;
    // -g(u, v, w) = s comes down to b + ln(1 + b) = ln(z / y) - x / y for b = -1 / (u y)
    const b = solveOmega(Math.log(z / y) - x / y);
    const u = -1 / (b * y);
    const w = (1 + 1 / b) / z;
    out[0] = u;
    out[1] = 1 / y + u - u * Math.log(-u / w);
    out[2] = w;
  },
};

/** b > 0 with b + ln(1 + b) = value > 0; Newton on a concave function rises to the root after one step. */
function solveOmega(value: number): number {
  let b = value < 1 ? value / 2 : Math.max(value - Math.log1p(value), 0.5);
  for (let round = 0; round < 60; round++) {
    const step = ((value - b - Math.log1p(b)) * (1 + b)) / (2 + b);
    b = Math.max(b + step, b / 4);
    if (Math.abs(step) <= 1e-15 * b) break;
  }
  return b;
}
