/**
 * One root of the secular equation 1/rho + sum w_j / (p_j - x) = 0, rho > 0, poles ascending, weights positive: the root
 * just above pole `index`. Writes p_j - root to `out[outStart + j]` and returns the root.
 *
 * The differences are formed from the nearer pole, so that they keep full relative accuracy. Rational interpolation
 * with fixed weights, changing to the middle way when progress stalls (Li 1994, LAPACK working note 89), inside a bracket.
 */
export function secularRoot(
  count: number,
  poles: Float64Array,
  weights: Float64Array,
  rho: number,
  index: number,
  out: Float64Array,
  outStart: number,
): number {
  if (count === 1) {
    const step = rho * weights[0]!;
    out[outStart] = -step;
    return poles[0]! + step;
  }
  const last = index === count - 1;
  // the two poles that the interpolation keeps
  const left = last ? index - 1 : index;
  const right = left + 1;
  let width = 0;
  if (last) {
    for (let j = 0; j < count; j++) width += weights[j]!;
    width *= rho;
  } else width = poles[right]! - poles[left]!;

  evaluate(count, poles, weights, rho, left, poles[index]!, width / 2);
  const below = !last && value <= 0;
  const origin = below ? index + 1 : index;
  const base = poles[origin]!;
  let lower = below ? -width / 2 : last && value <= 0 ? width / 2 : 0;
  let upper = below ? 0 : last && value <= 0 ? width : width / 2;
  let tau = firstGuess(poles, weights, left, last, below, width);
  if (!(tau > lower && tau < upper)) tau = (lower + upper) / 2;

  let middleWay = last;
  let previous = Infinity;
  for (let iteration = 0; iteration < 120; iteration++) {
    evaluate(count, poles, weights, rho, left, base, tau);
    if (Math.abs(value) <= Number.EPSILON * tolerance) break;
    if (value <= 0) lower = tau;
    else upper = tau;
    if (Math.abs(value) > previous / 10) middleWay = !middleWay;
    previous = Math.abs(value);
    const deltaLeft = poles[left]! - base - tau;
    const deltaRight = poles[right]! - base - tau;
    let step = rationalStep(deltaLeft, deltaRight, poles, weights, left, last, below, middleWay || last);
    // the step must go against the sign of the value
    if (!(step * value < 0)) step = -value / (leftSlope + rightSlope);
    let next = tau + step;
    // every fourth step of a slow search halves the bracket
    if (!(next > lower && next < upper) || (iteration > 12 && iteration % 4 === 0)) next = (lower + upper) / 2;
    if (next === tau || next === lower || next === upper) break;
    tau = next;
  }
  for (let j = 0; j < count; j++) out[outStart + j] = poles[j]! - base - tau;
  return base + tau;
}

// What `evaluate` finds; module variables, because it runs in the innermost loop.
let value = 0;
let leftSlope = 0;
let rightSlope = 0;
let tolerance = 0;

/** The function, the slopes of its parts on either side of the gap after `left`, and a bound on rounding. */
function evaluate(
  count: number,
  poles: Float64Array,
  weights: Float64Array,
  rho: number,
  left: number,
  base: number,
  tau: number,
): void {
  let psi = 0;
  let phi = 0;
  leftSlope = 0;
  rightSlope = 0;
  for (let j = 0; j <= left; j++) {
    const inverse = 1 / (poles[j]! - base - tau);
    const term = weights[j]! * inverse;
    psi += term;
    leftSlope += term * inverse;
  }
  for (let j = count - 1; j > left; j--) {
    const inverse = 1 / (poles[j]! - base - tau);
    const term = weights[j]! * inverse;
    phi += term;
    rightSlope += term * inverse;
  }
  value = 1 / rho + psi + phi;
  tolerance = 8 * (Math.abs(psi) + Math.abs(phi)) + 1 / rho + Math.abs(tau) * (leftSlope + rightSlope);
}

/** The root when all but the two nearest poles are frozen at the midpoint, where the function was just evaluated. */
function firstGuess(
  poles: Float64Array,
  weights: Float64Array,
  left: number,
  last: boolean,
  below: boolean,
  width: number,
): number {
  const half = width / 2;
  const [near, far] = [weights[left]!, weights[left + 1]!];
  if (last) {
    const gap = poles[left + 1]! - poles[left]!;
    const rest = value + near / (gap + half) + far / half;
    // rest = near / (gap + tau) + far / tau, for the root beyond both poles
    const a = -rest * gap + near + far;
    return positiveRoot(rest, a, -far * gap);
  }
  const rest = value + near / half - far / half;
  if (!below) {
    const a = rest * width + near + far;
    const root = Math.sqrt(Math.abs(a * a - 4 * near * width * rest));
    return a > 0 ? (2 * near * width) / (a + root) : (a - root) / (2 * rest);
  }
  const a = rest * width - near - far;
  const root = Math.sqrt(Math.abs(a * a + 4 * far * width * rest));
  return a < 0 ? (2 * far * width) / (a - root) : -(a + root) / (2 * rest);
}

/** The larger root of c x^2 - a x + b = 0. */
function positiveRoot(c: number, a: number, b: number): number {
  const root = Math.sqrt(Math.abs(a * a - 4 * b * c));
  return a >= 0 ? (a + root) / (2 * c) : (2 * b) / (a - root);
}

/** Step to the zero of the rational function that matches value and slope at the present point. */
function rationalStep(
  deltaLeft: number,
  deltaRight: number,
  poles: Float64Array,
  weights: Float64Array,
  left: number,
  last: boolean,
  below: boolean,
  middleWay: boolean,
): number {
  const slope = leftSlope + rightSlope;
  const a = (deltaLeft + deltaRight) * value - deltaLeft * deltaRight * slope;
  const b = deltaLeft * deltaRight * value;
  let c = value - deltaLeft * leftSlope - deltaRight * rightSlope;
  if (last) return positiveRoot(Math.abs(c), a, b);
  if (!middleWay) {
    const gap = poles[left]! - poles[left + 1]!;
    c = below
      ? value - deltaLeft * slope + (gap * weights[left + 1]!) / (deltaRight * deltaRight)
      : value - deltaRight * slope - (gap * weights[left]!) / (deltaLeft * deltaLeft);
  }
  const root = Math.sqrt(Math.abs(a * a - 4 * b * c));
  return a <= 0 ? (a - root) / (2 * c) : (2 * b) / (a + root);
}
