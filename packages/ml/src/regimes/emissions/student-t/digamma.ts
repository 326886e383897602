/** Derivative of ln Gamma: recurrence up to 10, then the asymptotic series; to about 1e-14. */
export function digamma(x: number): number {
  let value = 0;
  let at = x;
  for (; at < 10; at++) value -= 1 / at;
  const inverse = 1 / (at * at);
  return (
    value +
    Math.log(at) -
    0.5 / at -
    inverse *
      (1 / 12 - inverse * (1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse * (1 / 132 - inverse / 47.4)))))
  );
}
