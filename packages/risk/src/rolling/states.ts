/** Mean and squares of a stretch of returns; joined without cancellation (Chan, Golub & LeVeque 1983). */
export interface MomentState {
  readonly count: number;
  readonly mean: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
  /** Sum of max(target - r, 0)^2. */
  readonly below: number;
  /** How many returns lie below the target. */
  readonly losers: number;
}

/** One return. */
export function momentOf(value: number, target: number): MomentState {
  const below = Math.max(target - value, 0);
  return { count: 1, mean: value, squares: 0, below: below * below, losers: below > 0 ? 1 : 0 };
}

/** Two stretches, one after the other. */
export function joinMoments(a: MomentState, b: MomentState): MomentState {
  const count = a.count + b.count;
  const step = b.mean - a.mean;
  return {
    count,
    mean: a.mean + (step * b.count) / count,
    squares: a.squares + b.squares + (step * step * a.count * b.count) / count,
    below: a.below + b.below,
    losers: a.losers + b.losers,
  };
}

/** Means, squares and products of two series. */
export interface PairState {
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly yy: number;
  readonly xy: number;
}

/** One pair of returns. */
export function pairOf(x: number, y: number): PairState {
  return { count: 1, x, y, xx: 0, yy: 0, xy: 0 };
}

/** Two stretches, one after the other. */
export function joinPairs(a: PairState, b: PairState): PairState {
  const count = a.count + b.count;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const share = (a.count * b.count) / count;
  return {
    count,
    x: a.x + (dx * b.count) / count,
    y: a.y + (dy * b.count) / count,
    xx: a.xx + b.xx + dx * dx * share,
    yy: a.yy + b.yy + dy * dy * share,
    xy: a.xy + b.xy + dx * dy * share,
  };
}

/** A stretch of wealth from 1 (or of a sum from 0): where it ends, its extremes and its deepest fall. */
export interface PathState {
  readonly end: number;
  /** Largest value, the start included. */
  readonly top: number;
  /** Smallest value, the start included. */
  readonly bottom: number;
  readonly drawdown: number;
}

/** One return of compounded wealth. */
export function compoundedPath(value: number): PathState {
  const end = 1 + value;
  return { end, top: Math.max(1, end), bottom: Math.min(1, end), drawdown: Math.max(0, -value) };
}

/** Two stretches of compounded wealth, one after the other. */
export function joinCompounded(a: PathState, b: PathState): PathState {
  return {
    end: a.end * b.end,
    top: Math.max(a.top, a.end * b.top),
    bottom: Math.min(a.bottom, a.end * b.bottom),
    drawdown: Math.max(a.drawdown, b.drawdown, 1 - (a.end * b.bottom) / a.top),
  };
}

/** One return of a running sum. */
export function addedPath(value: number): PathState {
  return { end: value, top: Math.max(0, value), bottom: Math.min(0, value), drawdown: Math.max(0, -value) };
}

/** Two stretches of a running sum, one after the other. */
export function joinAdded(a: PathState, b: PathState): PathState {
  return {
    end: a.end + b.end,
    top: Math.max(a.top, a.end + b.top),
    bottom: Math.min(a.bottom, a.end + b.bottom),
    drawdown: Math.max(a.drawdown, b.drawdown, a.top - (a.end + b.bottom)),
  };
}
