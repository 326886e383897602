import type { Solving } from "./solving.ts";

/** A member of a family of solutions by one parameter, and the value there of the function whose root is sought. */
export interface SearchPoint<Point> {
  readonly parameter: number;
  readonly value: number;
  readonly point: Point;
}

/** Options of {@link searchRoot}. */
export interface RootSearch<Point> {
  /** |value| that counts as 0 at a point. */
  readonly tolerance: (at: SearchPoint<Point>) => number;
  /** An increasing coordinate in which the value is nearly linear: secants are drawn there. */
  readonly straighten: (parameter: number) => number;
  /** Its inverse. */
  readonly restore: (coordinate: number) => number;
}

const maxEvaluations = 100;

/**
 * Root of an increasing function between a point below 0 and one above: secants through the last two points, kept
 * inside the bracket, and bisection whenever three steps have neither halved it nor brought the value down to an eighth. On a piece where the function is linear in
 * the straightened coordinate the secant is exact. Returns the point nearest to the root.
 */
export function* searchRoot<Point>(
  phase: string,
  low: SearchPoint<Point>,
  high: SearchPoint<Point>,
  evaluate: (parameter: number) => SearchPoint<Point> | Solving<SearchPoint<Point>>,
  { tolerance, straighten, restore }: RootSearch<Point>,
): Solving<SearchPoint<Point>> {
  let [left, right] = [low, high];
  let [older, newer] = [low, high];
  let best = Math.abs(low.value) <= Math.abs(high.value) ? low : high;
  let width = straighten(right.parameter) - straighten(left.parameter);
  let value = Math.abs(best.value);
  for (let done = 1; done <= maxEvaluations && Math.abs(best.value) > tolerance(best); done += 1) {
    yield { phase, done };
    const a = straighten(left.parameter);
    const b = straighten(right.parameter);
    let at = secant(straighten(older.parameter), older.value, straighten(newer.parameter), newer.value);
    if (!(at > a && at < b)) at = secant(a, left.value, b, right.value);
    if (!(at > a && at < b)) at = (a + b) / 2;
    if (done % 3 === 0) {
      if (b - a > width / 2 && Math.abs(best.value) > value / 8) at = (a + b) / 2;
      width = b - a;
      value = Math.abs(best.value);
    }
    const parameter = restore(at);
    if (!(parameter > left.parameter && parameter < right.parameter)) break;
    const made = evaluate(parameter);
    const next = "parameter" in made ? made : yield* made;
    if (next.value < 0) left = next;
    else right = next;
    [older, newer] = [newer, next];
    if (Math.abs(next.value) < Math.abs(best.value)) best = next;
  }
  return best;
}

function secant(a: number, valueA: number, b: number, valueB: number): number {
  return b - (valueB * (b - a)) / (valueB - valueA);
}
