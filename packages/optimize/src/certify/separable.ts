/** A convex function of one weight inside its bounds: slope x v + sum kink_k |v - at_k| - log ln v. */
export interface SeparableTerm {
  readonly slope: number;
  readonly kinks: readonly { readonly at: number; readonly size: number }[];
  /** At least 0; where above 0 the weight must be above 0. */
  readonly log: number;
  readonly lower: number;
  readonly upper: number;
}

/** The least value of a term, and how far it is from having one. */
export interface SeparableMinimum {
  readonly value: number;
  /** Slope towards an infinite bound that would have to vanish, 0 where the minimum is finite. */
  readonly excess: number;
}

/**
 * The least value of a term over its bounds, in closed form. A slope that falls towards an infinite bound is reported as
 * `excess`, and the value is then that of the term without it, taken at `weight`.
 */
export function minimizeSeparable(term: SeparableTerm, weight: number): SeparableMinimum {
  const { slope, kinks, log, lower, upper } = term;
  let spread = 0;
  for (const kink of kinks) spread += kink.size;
  const rising = slope + spread;
  const falling = slope - spread;
  if (upper === Infinity && (log > 0 ? rising <= 0 : rising < 0)) {
    const rest = minimizeSeparable({ ...term, slope: slope - rising, log: 0 }, weight);
    return { value: rest.value + rising * weight - logTerm(log, weight), excess: -rising };
  }
  if (lower === -Infinity && log === 0 && falling > 0) {
    const rest = minimizeSeparable({ ...term, slope: slope - falling }, weight);
    return { value: rest.value + falling * weight, excess: falling };
  }
  if (log > 0) {
    const stationary = slope > 0 ? log / slope : Infinity;
    const at = Math.min(Math.max(stationary, lower), upper);
    return { value: slope * at - logTerm(log, at), excess: 0 };
  }
  let best = Infinity;
  const candidate = (v: number): void => {
    let value = slope * v;
    for (const kink of kinks) value += kink.size * Math.abs(v - kink.at);
    best = Math.min(best, value);
  };
  if (lower > -Infinity) candidate(lower);
  if (upper < Infinity) candidate(upper);
  for (const kink of kinks) if (kink.at > lower && kink.at < upper) candidate(kink.at);
  // flat all the way to both infinities
  if (best === Infinity) candidate(weight);
  return { value: best, excess: 0 };
}

/** Value of a term at a weight. */
export function separableValue(term: SeparableTerm, weight: number): number {
  let value = term.slope * weight - logTerm(term.log, weight);
  for (const kink of term.kinks) value += kink.size * Math.abs(weight - kink.at);
  return value;
}

/**
 * How far a weight is from minimising its term: the step to the minimiser of the term plus (unit / 2)(v - weight)^2,
 * which is 0 exactly at a minimiser.
 */
export function proximalStep(term: SeparableTerm, weight: number, unit: number): number {
  const { slope, kinks, log, lower, upper } = term;
  if (log > 0) {
    // unit v^2 + (slope - unit weight) v - log = 0
    const half = (slope - unit * weight) / 2;
    const root = Math.sqrt(half * half + unit * log);
    const at = half > 0 ? log / (half + root) : (root - half) / unit;
    return Math.abs(Math.min(Math.max(at, lower), upper) - weight);
  }
  const ends = [lower, ...kinks.map((kink) => kink.at).filter((at) => at > lower && at < upper), upper].sort(
    (a, b) => a - b,
  );
  let at = weight;
  let best = Infinity;
  for (let k = 0; k + 1 < ends.length; k += 1) {
    const low = ends[k]!;
    const high = ends[k + 1]!;
    const inside = low === -Infinity ? high - 1 : high === Infinity ? low + 1 : (low + high) / 2;
    let pull = slope;
    for (const kink of kinks)
      pull += kink.size * Math.sign((low === -Infinity && high === Infinity ? weight : inside) - kink.at);
    const v = Math.min(Math.max(weight - pull / unit, low), high);
    const value = separableValue(term, v) + (unit / 2) * (v - weight) ** 2;
    if (value < best) {
      best = value;
      at = v;
    }
  }
  return Math.abs(at - weight);
}

function logTerm(log: number, v: number): number {
  return log === 0 ? 0 : log * Math.log(v);
}
