/**
 * A convex function of one weight inside its bounds: slope x v + sum kink_k |v - at_k| - log ln v
 * + sum quadratic_k (v - at_k)^2 + threeHalves_k |v - at_k|^(3/2). Logarithms and curves don't meet in one term.
 */
export interface SeparableTerm {
  readonly slope: number;
  readonly kinks: readonly { readonly at: number; readonly size: number }[];
  /** Parts that bend: each grows faster than any slope falls. @defaultValue none */
  readonly curves?: readonly Curve[] | undefined;
  /** At least 0; where above 0 the weight must be above 0. */
  readonly log: number;
  readonly lower: number;
  readonly upper: number;
}

/** A bend of a term; both numbers at least 0, one above. */
export interface Curve {
  readonly at: number;
  readonly quadratic: number;
  readonly threeHalves: number;
}

/** The least value of a term, and how far it is from having one. */
export interface SeparableMinimum {
  readonly value: number;
  /** Slope towards an infinite bound that would have to vanish, 0 where the minimum is finite. */
  readonly excess: number;
}

/**
 * The least value of a term over its bounds, in closed form but for curves. A slope that falls towards an infinite bound
 * is reported as `excess`, and the value is then that of the term without it, taken at `weight`.
 */
export function minimizeSeparable(term: SeparableTerm, weight: number): SeparableMinimum {
  const { slope, kinks, log, lower, upper } = term;
  if (isCurved(term)) return { value: separableValue(term, curvedMinimizer(term, weight)), excess: 0 };
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
    let least = Infinity;
    for (const { low, high, pull } of piecesOf(term, weight)) {
      const at = Math.min(Math.max(pull > 0 ? log / pull : Infinity, low), high);
      least = Math.min(least, separableValue(term, at));
    }
    return { value: least, excess: 0 };
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
  for (const { at, quadratic, threeHalves } of term.curves ?? []) {
    const size = Math.abs(weight - at);
    value += quadratic * size * size + threeHalves * size * Math.sqrt(size);
  }
  return value;
}

/** Slope of a term, logarithms left out, on one side of a weight; 0 counts a kink that lies at the weight as none. */
export function separableSlope({ slope, kinks, curves }: SeparableTerm, weight: number, side: -1 | 0 | 1): number {
  let sum = slope;
  for (const { at, size } of kinks) {
    const distance = weight - at;
    sum += size * (side !== 0 && isNear(weight, at) ? side : Math.sign(distance));
  }
  for (const { at, quadratic, threeHalves } of curves ?? []) {
    const distance = weight - at;
    sum += 2 * quadratic * distance + 1.5 * threeHalves * Math.sign(distance) * Math.sqrt(Math.abs(distance));
  }
  return sum;
}

/** Whether a weight lies at a bound or kink but for what solvers leave. */
export function isNear(weight: number, at: number): boolean {
  return Number.isFinite(at) && Math.abs(weight - at) <= 1e-9 * Math.max(1, Math.abs(at));
}

function isCurved({ curves }: SeparableTerm): boolean {
  return curves !== undefined && curves.length > 0;
}

/** The minimiser of a term with curves: between the breaks where its slope changes sign, found by bisection. */
function curvedMinimizer(term: SeparableTerm, weight: number): number {
  const { kinks, curves, lower, upper } = term;
  const breaks = [...kinks, ...curves!].map(({ at }) => at).filter((at) => at > lower && at < upper);
  const start = Math.min(Math.max(weight, lower), upper);
  let low = lower > -Infinity ? lower : Math.min(start, ...breaks) - 1;
  let high = upper < Infinity ? upper : Math.max(start, ...breaks) + 1;
  // curves outgrow every slope
  if (lower === -Infinity) for (let step = 1; plainSlope(term, low) > 0; step *= 4) low -= step;
  if (upper === Infinity) for (let step = 1; plainSlope(term, high) < 0; step *= 4) high += step;
  for (const at of breaks.sort((a, b) => a - b)) {
    if (at <= low || at >= high) continue;
    const own = kinks.reduce((sum, kink) => sum + (kink.at === at ? kink.size : 0), 0);
    const middle = plainSlope(term, at);
    if (middle - own <= 0 && middle + own >= 0) return at;
    if (middle + own < 0) low = at;
    else high = at;
  }
  for (let k = 0; k < 200; k += 1) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (plainSlope(term, middle) > 0) high = middle;
    else low = middle;
  }
  return separableValue(term, low) <= separableValue(term, high) ? low : high;
}

function plainSlope(term: SeparableTerm, weight: number): number {
  return separableSlope(term, weight, 0);
}

/**
 * How far a weight is from minimising its term: the step to the minimiser of the term plus (unit / 2)(v - weight)^2,
 * which is 0 exactly at a minimiser.
 */
export function proximalStep(term: SeparableTerm, weight: number, unit: number): number {
  const { curves, log } = term;
  if (isCurved(term)) {
    const pull = { at: weight, quadratic: unit / 2, threeHalves: 0 };
    return Math.abs(curvedMinimizer({ ...term, curves: [...curves!, pull] }, weight) - weight);
  }
  let at = weight;
  let best = Infinity;
  for (const { low, high, pull } of piecesOf(term, weight)) {
    const v = Math.min(Math.max(log > 0 ? logStep(pull, unit, log, weight) : weight - pull / unit, low), high);
    const value = separableValue(term, v) + (unit / 2) * (v - weight) ** 2;
    if (value < best) {
      best = value;
      at = v;
    }
  }
  return Math.abs(at - weight);
}

/** The root of unit v^2 + (pull - unit weight) v - log = 0 that doesn't cancel. */
function logStep(pull: number, unit: number, log: number, weight: number): number {
  const half = (pull - unit * weight) / 2;
  const root = Math.sqrt(half * half + unit * log);
  return half > 0 ? log / (half + root) : (root - half) / unit;
}

/** The stretches between kinks, with the slope that the term has on each but for the logarithm. */
function piecesOf(
  { slope, kinks, lower, upper }: SeparableTerm,
  weight: number,
): readonly { readonly low: number; readonly high: number; readonly pull: number }[] {
  const inner = kinks.map((kink) => kink.at).filter((at) => at > lower && at < upper);
  const ends = [lower, ...inner, upper].sort((a, b) => a - b);
  return ends.slice(1).map((high, k) => {
    const low = ends[k]!;
    const inside =
      low === -Infinity && high === Infinity
        ? weight
        : low === -Infinity
          ? high - 1
          : high === Infinity
            ? low + 1
            : (low + high) / 2;
    let pull = slope;
    for (const kink of kinks) pull += kink.size * Math.sign(inside - kink.at);
    return { low, high, pull };
  });
}

function logTerm(log: number, v: number): number {
  return log === 0 ? 0 : log * Math.log(v);
}
