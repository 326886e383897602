/** A point on the line: step, value and slope there. */
export interface LinePoint {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

const SUFFICIENT = 1e-4;
const CURVATURE = 0.9;
const MOST_EVALUATIONS = 60;
/** Changes of the value below this part of it are rounding. */
const ROUNDING = 1e-14;
const FARTHEST = 1e30;

/**
 * A step that satisfies the strong Wolfe conditions (Nocedal & Wright 2006, algorithms 3.5 and 3.6), or, where values differ
 * by rounding only, those on slopes alone (Hager & Zhang 2005). A value that is not finite means that the step is too long.
 * `"stuck"` when the value can't be lowered along the line, `"unbounded"` when it falls without end.
 */
export function wolfeLineSearch(
  evaluate: (step: number) => LinePoint,
  start: LinePoint,
  first: number,
): LinePoint | "stuck" | "unbounded" {
  const allowance = ROUNDING * Math.abs(start.value);
  const sufficient = ({ step, value }: LinePoint): boolean => value <= start.value + SUFFICIENT * step * start.slope;
  const flat = ({ slope }: LinePoint): boolean => Math.abs(slope) <= -CURVATURE * start.slope;
  const accepted = (point: LinePoint): boolean =>
    flat(point) &&
    (sufficient(point) ||
      (point.value <= start.value + allowance && point.slope <= (2 * SUFFICIENT - 1) * start.slope));
  const worse = (point: LinePoint, best: LinePoint): boolean =>
    point.value > start.value + allowance || (!sufficient(point) && point.value >= best.value);

  let low = start;
  let high: LinePoint | null = null;
  let step = first;
  // the shortest step with a value that is not finite: no polynomial goes through it
  let wall = Infinity;
  let best: LinePoint | null = null;
  for (let count = 0; count < MOST_EVALUATIONS; count++) {
    const point = evaluate(step);
    if (!Number.isFinite(point.value) || !Number.isFinite(point.slope)) {
      wall = step;
      if (high !== null && high.step >= wall) high = null;
      step = low.step + (wall - low.step) * 0.25;
      if (step === low.step) break;
      continue;
    }
    if (accepted(point)) return point;
    if (point.value < (best ?? start).value) best = point;
    if (worse(point, low) || (high !== null && point.value > low.value + allowance)) high = point;
    else {
      if (point.slope * ((high?.step ?? Infinity) - low.step) >= 0) high = low;
      low = point;
    }
    if (high === null) {
      step = wall < Infinity ? (low.step + wall) / 2 : 4 * low.step;
      if (!(step < FARTHEST)) return "unbounded";
      continue;
    }
    const width = high.step - low.step;
    if (Math.abs(width) <= 1e-16 * Math.max(Math.abs(low.step), Math.abs(high.step))) break;
    const cubic = cubicMinimum(low, high);
    // keep away from the ends, or the bracket shrinks too slowly
    const margin = 0.1 * Math.abs(width);
    const [from, to] = width > 0 ? [low.step, high.step] : [high.step, low.step];
    step = cubic > from + margin && cubic < to - margin ? cubic : low.step + width / 2;
  }
  return best ?? "stuck";
}

/** Minimum of the cubic through two points with their slopes (Nocedal & Wright 2006, 3.59); NaN where it has none. */
function cubicMinimum(a: LinePoint, b: LinePoint): number {
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.step - b.step);
  const root = Math.sqrt(d1 * d1 - a.slope * b.slope);
  const d2 = b.step > a.step ? root : -root;
  return b.step - ((b.step - a.step) * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
}
