/**
 * The logarithmic derivative of the gamma function for a > 0: recursion to 10 and above, then the asymptotic series
 * (Abramowitz & Stegun 6.3.5, 6.3.18). Absolute error about 1e-14.
 */
export function digamma(a: number): number {
  let shift = 0;
  let at = a;
  for (; at < 10; at++) shift -= 1 / at;
  const z = 1 / (at * at);
  const series = z * (1 / 12 - z * (1 / 120 - z * (1 / 252 - z * (1 / 240 - z * (1 / 132 - (z * 691) / 32760)))));
  return shift + Math.log(at) - 0.5 / at - series;
}
