import type { StudentTFit } from "./student-t-fit.ts";

/** The derivatives of a value by the parameters of a t law; `byFreedom` is `null` where the degrees of freedom are given. */
export interface StudentTSlopes {
  readonly byLocation: number;
  readonly byScale: number;
  readonly byFreedom: number | null;
}

/**
 * The derivative by each return of a value of a fitted t law, through the likelihood equations: minus the slopes times the
 * inverse Hessian times the mixed derivatives.
 */
export function studentTGradient(series: Float64Array, fit: StudentTFit, slopes: StudentTSlopes): Float64Array {
  const { location, scale: s, degreesOfFreedom: nu, trigammaDifference } = fit;
  const n = series.length;
  if (s === 0) return new Float64Array(n).fill(slopes.byLocation / n);
  // at a bound the degrees of freedom stay there
  const free = slopes.byFreedom !== null && nu > 1.0501 && nu < 999;
  let [mm, ms, mv, ss, sv, vv] = [0, 0, 0, 0, 0, 0];
  for (let t = 0; t < n; t++) {
    const z = (series[t]! - location) / s;
    const a = nu + z * z;
    const slope = (nu - z * z) / a ** 2;
    mm -= ((nu + 1) * slope) / s ** 2;
    ms -= ((nu + 1) * (z / a + slope * z)) / s ** 2;
    mv += (z / a - ((nu + 1) * z) / a ** 2) / s;
    ss += (1 - (nu + 1) * ((z * z) / a + (2 * z * z * nu) / a ** 2)) / s ** 2;
    sv += ((z * z) / a - ((nu + 1) * z * z) / a ** 2) / s;
    vv +=
      -trigammaDifference / 4 +
      1 / (2 * nu ** 2) +
      (z * z) / (nu * a) -
      ((nu + 1) / 2) * ((z * z * (a + nu)) / (nu * nu * a * a));
  }
  const [left, middle, right] = free
    ? solveSymmetric(mm, ms, mv, ss, sv, vv, slopes.byLocation, slopes.byScale, slopes.byFreedom)
    : solveSymmetric(mm, ms, 0, ss, 0, -1, slopes.byLocation, slopes.byScale, 0);
  return series.map((value) => {
    const z = (value - location) / s;
    const a = nu + z * z;
    const byLocation = ((nu + 1) * (nu - z * z)) / (a * s) ** 2;
    const byScale = ((nu + 1) * 2 * z * nu) / (a * s) ** 2;
    const byFreedom = (-z / a + ((nu + 1) * z) / a ** 2) / s;
    return -(left * byLocation + middle * byScale + right * byFreedom);
  });
}

/** x of the symmetric system [[a b c] [b d e] [c e f]] x = (p, q, r), by Cramer's rule. */
function solveSymmetric(
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  p: number,
  q: number,
  r: number,
): readonly [number, number, number] {
  const [aa, ab, ac] = [d * f - e * e, c * e - b * f, b * e - c * d];
  const [dd, de, ff] = [a * f - c * c, b * c - a * e, a * d - b * b];
  const determinant = a * aa + b * ab + c * ac;
  return [
    (aa * p + ab * q + ac * r) / determinant,
    (ab * p + dd * q + de * r) / determinant,
    (ac * p + de * q + ff * r) / determinant,
  ];
}
