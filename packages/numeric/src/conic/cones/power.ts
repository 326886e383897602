import { emptyDerivatives, logDerivatives, logThird } from "./log-barrier.ts";
import type { DualBarrier } from "./nonsymmetric.ts";

/**
 * The power cone |z| <= x^a y^(1-a) with dual barrier -ln((u/a)^(2a) (v/(1-a))^(2(1-a)) - w^2) - (1-a) ln u - a ln v
 * (Chares 2009).
 */
export function powerBarrier(a: number): DualBarrier {
  const b = 1 - a;
  const psi = emptyDerivatives();
  let phi = 0;

  const product = (u: number, v: number): number => Math.exp(2 * a * Math.log(u / a) + 2 * b * Math.log(v / b));
  const expand = (u: number, v: number, w: number): void => {
    phi = product(u, v);
    // near the boundary the factored difference keeps its digits
    psi.value = (Math.sqrt(phi) - Math.abs(w)) * (Math.sqrt(phi) + Math.abs(w));
    psi.gradient[0] = (2 * a * phi) / u;
    psi.gradient[1] = (2 * b * phi) / v;
    psi.gradient[2] = -2 * w;
    psi.hessian[0] = (2 * a * (2 * a - 1) * phi) / (u * u);
    psi.hessian[1] = (4 * a * b * phi) / (u * v);
    psi.hessian[3] = (2 * b * (2 * b - 1) * phi) / (v * v);
    psi.hessian[5] = -2;
  };

  return {
    center: [Math.sqrt(1 + a), Math.sqrt(1 + b), 0],
    value(z, at) {
      const u = z[at]!;
      const v = z[at + 1]!;
      if (!(u > 0 && v > 0)) return Infinity;
      const root = Math.sqrt(product(u, v));
      const w = Math.abs(z[at + 2]!);
      return root > w ? -Math.log((root - w) * (root + w)) - b * Math.log(u) - a * Math.log(v) : Infinity;
    },
    contains(s, at) {
      const x = s[at]!;
      const y = s[at + 1]!;
      return x > 0 && y > 0 && Math.exp(a * Math.log(x) + b * Math.log(y)) > Math.abs(s[at + 2]!);
    },
    derivatives(z, at, gradient, hessian) {
      const u = z[at]!;
      const v = z[at + 1]!;
      expand(u, v, z[at + 2]!);
      logDerivatives(psi, gradient, hessian);
      gradient[0]! -= b / u;
      gradient[1]! -= a / v;
      hessian[0]! += b / (u * u);
      hessian[4]! += a / (v * v);
    },
    third(z, at, p, q, out) {
      const u = z[at]!;
      const v = z[at + 1]!;
      expand(u, v, z[at + 2]!);
      const pu = p[0]! / u;
      const pv = p[1]! / v;
      const qu = q[0]! / u;
      const qv = q[1]! / v;
      const uuv = 2 * a * (2 * a - 1) * 2 * b;
      const uvv = 2 * b * (2 * b - 1) * 2 * a;
      const cross = pu * qv + pv * qu;
      out[0] = (phi / u) * (2 * a * (2 * a - 1) * (2 * a - 2) * pu * qu + uuv * cross + uvv * pv * qv);
      out[1] = (phi / v) * (2 * b * (2 * b - 1) * (2 * b - 2) * pv * qv + uvv * cross + uuv * pu * qu);
      out[2] = 0;
      logThird(psi, p, q, out);
      out[0] -= (2 * b * pu * qu) / u;
      out[1] -= (2 * a * pv * qv) / v;
    },
    shadow(s, at, out) {
      const x = s[at]!;
      const y = s[at + 1]!;
      const z = s[at + 2]!;
      // with r = 1 + e^k = phi / psi: u = (2ar + b) / x, v = (2br + a) / y, z^2 phi(u, v) = 4r(r - 1)
      const k = solvePower(a, Math.log(Math.abs(z)) - a * Math.log(x) - b * Math.log(y));
      const excess = Math.exp(k);
      const r = 1 + excess;
      const u = (2 * a * r + b) / x;
      const v = (2 * b * r + a) / y;
      out[0] = u;
      out[1] = v;
      out[2] = z === 0 ? 0 : -Math.sign(z) * Math.sqrt((product(u, v) * excess) / r);
    },
  };
}

/**
 * k with 2 ln(ratio) + 2a ln((2ar + b) / a) + 2b ln((2br + a) / b) = ln 4r(r - 1), r = 1 + e^k, for ln(ratio) < 0:
 * bracketed Newton on an increasing function.
 */
function solvePower(a: number, logRatio: number): number {
  if (logRatio === -Infinity) return -Infinity;
  const b = 1 - a;
  let low = -Infinity;
  let high = Infinity;
  // from the two ends: r near 1, r large
  let k = Math.min(2 * logRatio, -Math.log(-2 * logRatio));
  for (let round = 0; round < 100; round++) {
    const excess = Math.exp(k);
    const r = 1 + excess;
    const up = 2 * r + b / a;
    const vp = 2 * r + a / b;
    const value = k + Math.log1p(excess) + 2 * Math.LN2 - 2 * logRatio - 2 * a * Math.log(up) - 2 * b * Math.log(vp);
    const slope = 1 + excess / r - (4 * a * excess) / up - (4 * b * excess) / vp;
    if (value > 0) high = k;
    else low = k;
    const step = -value / slope;
    let next = k + step;
    if (!(next > low && next < high))
      next = Number.isFinite(low) && Number.isFinite(high) ? (low + high) / 2 : k + Math.sign(step);
    if (Math.abs(next - k) <= 1e-15 * Math.max(1, Math.abs(k))) return next;
    k = next;
  }
  return k;
}
