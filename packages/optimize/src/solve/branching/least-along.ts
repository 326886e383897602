/** A convex function of one weight: slope x v + sum size |v - at| + sum quadratic (v - at)^2 + threeHalves |v - at|^(3/2). */
export interface BentLine {
  slope: number;
  readonly kinks: readonly { readonly at: number; readonly size: number }[];
  readonly curves: readonly { readonly at: number; readonly quadratic: number; readonly threeHalves: number }[];
  readonly lower: number;
  readonly upper: number;
}

const halvings = 100;

/**
 * The least value of a bent line, found by walking downhill from break to break; -Infinity where it falls without end, but
 * for slopes up to `rounding`.
 */
export function leastAlong(line: BentLine, start: number, rounding: number): number {
  const { kinks, curves, lower, upper } = line;
  const breaks = [...kinks, ...curves].map(({ at }) => at).filter((at) => at > lower && at < upper);
  let at = Math.min(Math.max(start, lower), upper);
  for (;;) {
    const up = slopeAt(line, at, 1);
    const down = slopeAt(line, at, -1);
    const side = up < 0 && at < upper ? 1 : down > 0 && at > lower ? -1 : 0;
    if (side === 0) return valueAt(line, at);
    const end = side > 0 ? upper : lower;
    const next = nearest(breaks, at, side, end);
    if (Number.isFinite(next)) {
      // still downhill on arrival: on to the next stretch
      if (side * slopeAt(line, next, side > 0 ? -1 : 1) <= 0) {
        at = next;
        continue;
      }
      return valueAt(line, bottom(line, at, next));
    }
    if (curves.length > 0) {
      let far = 1;
      while (side * slopeAt(line, at + side * far, 0) < 0) far *= 4;
      return valueAt(line, bottom(line, at, at + side * far));
    }
    return Math.abs(side > 0 ? up : down) <= rounding ? valueAt(line, at) : -Infinity;
  }
}

function nearest(breaks: readonly number[], from: number, side: 1 | -1, end: number): number {
  let best = end;
  for (const at of breaks) if (side * (at - from) > 0 && side * (at - best) < 0) best = at;
  return best;
}

/** Where the slope changes sign inside a stretch without kinks. */
function bottom(line: BentLine, from: number, to: number): number {
  let low = Math.min(from, to);
  let high = Math.max(from, to);
  for (let k = 0; k < halvings; k += 1) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (slopeAt(line, middle, 0) > 0) high = middle;
    else low = middle;
  }
  return low;
}

function slopeAt({ slope, kinks, curves }: BentLine, v: number, side: -1 | 0 | 1): number {
  let sum = slope;
  for (const { at, size } of kinks) sum += size * (v === at ? side : Math.sign(v - at));
  for (const { at, quadratic, threeHalves } of curves)
    sum += 2 * quadratic * (v - at) + 1.5 * threeHalves * Math.sign(v - at) * Math.sqrt(Math.abs(v - at));
  return sum;
}

function valueAt({ slope, kinks, curves }: BentLine, v: number): number {
  let sum = slope * v;
  for (const { at, size } of kinks) sum += size * Math.abs(v - at);
  for (const { at, quadratic, threeHalves } of curves)
    sum += quadratic * (v - at) ** 2 + threeHalves * Math.abs(v - at) ** 1.5;
  return sum;
}
