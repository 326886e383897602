/** Value, gradient and Hessian (xx, xy, xz, yy, yz, zz) of a concave psi of three variables. */
export interface Derivatives {
  value: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

/** Room for {@link Derivatives}. */
export function emptyDerivatives(): Derivatives {
  return { value: 0, gradient: new Float64Array(3), hessian: new Float64Array(6) };
}

/** Position in the six entries of a symmetric 3 x 3 matrix. */
const PLACE = [0, 1, 2, 1, 3, 4, 2, 4, 5];

/** Gradient and Hessian (3 x 3, row-major) of -ln psi. */
export function logDerivatives(psi: Derivatives, gradient: Float64Array, hessian: Float64Array): void {
  const inverse = 1 / psi.value;
  for (let i = 0; i < 3; i++) {
    gradient[i] = -psi.gradient[i]! * inverse;
    for (let j = 0; j < 3; j++)
      hessian[3 * i + j] =
        psi.gradient[i]! * inverse * (psi.gradient[j]! * inverse) - psi.hessian[PLACE[3 * i + j]!]! * inverse;
  }
}

/** Third derivative of -ln psi applied to p and q, given that of psi in `out`, which it replaces. */
export function logThird(psi: Derivatives, p: Float64Array, q: Float64Array, out: Float64Array): void {
  const inverse = 1 / psi.value;
  let alongP = 0;
  let alongQ = 0;
  let between = 0;
  for (let i = 0; i < 3; i++) {
    alongP += psi.gradient[i]! * inverse * p[i]!;
    alongQ += psi.gradient[i]! * inverse * q[i]!;
    between += p[i]! * inverse * timesRow(psi.hessian, i, q);
  }
  for (let i = 0; i < 3; i++) {
    const slope = psi.gradient[i]! * inverse;
    out[i] =
      alongP * inverse * timesRow(psi.hessian, i, q) +
      alongQ * inverse * timesRow(psi.hessian, i, p) +
      slope * between -
      2 * slope * alongP * alongQ -
      out[i]! * inverse;
  }
}

function timesRow(hessian: Float64Array, i: number, v: Float64Array): number {
  return hessian[PLACE[3 * i]!]! * v[0]! + hessian[PLACE[3 * i + 1]!]! * v[1]! + hessian[PLACE[3 * i + 2]!]! * v[2]!;
}
