import type { HmmParameters } from "./baum-welch.ts";
import { normalizeLaws } from "./simplex.ts";

/** All parameters of a model in a row: start law, transition matrix, emission law. */
function vectorOf({ start, transition, emission }: HmmParameters): Float64Array {
  return Float64Array.from([...start, ...transition, ...emission.vector().values]);
}

/**
 * Where three successive points of expectation-maximisation lead to: squared extrapolation (Varadhan & Roland 2008, scheme
 * S3) with lengths measured in typical sizes of the parameters. Undefined where that is no model, or no further than the
 * last point.
 */
export function extrapolate(
  first: HmmParameters,
  second: HmmParameters,
  third: HmmParameters,
): HmmParameters | undefined {
  const { emission } = third;
  const { states } = emission;
  const chain = states + states * states;
  const sizes = emission.vector().scales;
  const [x0, x1, x2] = [vectorOf(first), vectorOf(second), vectorOf(third)];
  let step = 0;
  let bend = 0;
  for (let i = 0; i < x0.length; i++) {
    const size = i < chain ? 1 : sizes[i - chain]!;
    step += ((x1[i]! - x0[i]!) / size) ** 2;
    bend += ((x2[i]! - 2 * x1[i]! + x0[i]!) / size) ** 2;
  }
  const length = Math.sqrt(step / bend);
  if (!(length > 1 && length < Infinity)) return undefined;
  const moved = x0.map((value, i) => {
    const r = x1[i]! - value;
    const v = x2[i]! - x1[i]! - r;
    return value + 2 * length * r + length * length * v;
  });
  // long steps lose digits, and a law must keep its sum
  const start = normalizeLaws(moved.slice(0, states), states);
  const transition = normalizeLaws(moved.slice(states, chain), states);
  const law = emission.fromVector(moved.slice(chain));
  if (start === undefined || transition === undefined || law === undefined) return undefined;
  return { start, transition, emission: law };
}
