import { invalidInput, PlimsollError } from "@plimsoll/core";
import { normalCdf, RandomStream } from "@plimsoll/numeric";
import { factorOf, readMoments, type StressMoments } from "./stress-moments.ts";

/** What is asked of {@link reverseStressBook}. */
export interface ReverseStressBookInput extends StressMoments {
  /** Gain of the whole book, as a fraction of its value, when the assets return this; smooth. */
  readonly revalue: (returns: Float64Array) => number;
  /** Loss to be reached, a positive fraction of the book. */
  readonly loss: number;
  /** Directions the search starts from beside the mean. @defaultValue 16 */
  readonly starts?: number;
  /** Of those directions. @defaultValue 1 */
  readonly seed?: number | string;
}

/** The most plausible scenario found in which a book that isn't linear has a given loss. */
export interface ReverseStressBook {
  /** Return of each asset. */
  readonly returns: Readonly<Record<string, number>>;
  readonly loss: number;
  /** Mahalanobis distance of the scenario from the mean. */
  readonly distance: number;
  /** Normal probability beyond the tangent plane at the scenario: the first-order estimate of that of such a loss. */
  readonly probability: number;
  /** Other scenarios with the same loss in which the search ended, from the nearest on. */
  readonly others: readonly { readonly returns: Readonly<Record<string, number>>; readonly distance: number }[];
}

const iterations = 200;

/**
 * Reverse stress of a book with options: the scenario nearest to the mean, by Mahalanobis distance, whose revaluation loses `loss`.
 *
 * The design point of the first-order reliability method: from several starts the step of Hasofer & Lind (1974) and Rackwitz &
 * Fiessler (1978), shortened by a merit function (Zhang & Der Kiureghian 1995). Each end is a local optimum; the nearest is
 * returned, and nothing proves that no other is nearer. For a linear book it is that of `reverseStress`. Throws `INVALID_INPUT`
 * for a loss that isn't positive or is lost at the mean already, a singular covariance, or a revaluation that isn't finite;
 * `NOT_CONVERGED` where no start reaches the loss.
 *
 * @example
 * ```ts
 * import { reverseStressBook } from "@plimsoll/risk";
 *
 * // long an index, with a put that pays below -20 %, smoothed
 * const put = (r: number) => 0.02 * Math.log1p(Math.exp((-0.2 - r) / 0.02));
 * const { returns, distance } = reverseStressBook({
 *   assets: ["index", "bonds"],
 *   covariance: [[0.04, 0], [0, 0.0025]],
 *   revalue: (r) => 0.6 * (r[0]! + put(r[0]!)) + 0.4 * r[1]!,
 *   loss: 0.13,
 * });
 * console.log(returns["index"]! < -0.15, returns["bonds"]! < 0, distance > 1); // true true true
 * ```
 */
export function reverseStressBook(input: ReverseStressBookInput): ReverseStressBook {
  const { assets, loss, revalue, starts = 16, seed = 1 } = input;
  const { size, covariance, mean } = readMoments(input);
  if (!(loss > 0 && Number.isFinite(loss))) {
    throw invalidInput("loss", `loss: expected a positive number (a loss of 20 % is 0.2), was ${loss}`);
  }
  if (!Number.isInteger(starts) || starts < 0) {
    throw invalidInput("starts", `starts: expected a whole number of at least 0, was ${starts}`);
  }
  const lower = factorOf(covariance, assets);
  const scenarioOf = (z: Float64Array): Float64Array => {
    const scenario = mean.slice();
    for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) scenario[i]! += lower[i * size + j]! * z[j]!;
    return scenario;
  };
  /** What is still missing of the loss. */
  const gap = (z: Float64Array): number => {
    const gain = revalue(scenarioOf(z));
    if (!Number.isFinite(gain)) throw invalidInput("revalue", `revalue: expected a finite gain, was ${gain}`);
    return loss + gain;
  };
  const centre = new Float64Array(size);
  if (gap(centre) <= 0) throw invalidInput("loss", "loss: the book already loses as much at the mean: ask for more");
  const stream = RandomStream.of(seed);
  const points = [centre];
  for (let k = 0; k < starts; k++) {
    const direction = stream.fillNormal(new Float64Array(size));
    const length = Math.hypot(...direction);
    points.push(direction.map((value) => (2 * value) / length));
  }
  const ends = points
    .flatMap((point) => designPoint(gap, point, loss) ?? [])
    .map((z) => ({ z, distance: Math.hypot(...z) }))
    .sort((a, b) => a.distance - b.distance);
  const distinct = ends.filter(({ z }, k) =>
    ends.slice(0, k).every((other) => Math.hypot(...z.map((value, i) => value - other.z[i]!)) > 1e-3),
  );
  const [nearest, ...others] = distinct.map(({ z, distance }) => {
    const scenario = scenarioOf(z);
    const returns = Object.fromEntries(assets.map((asset, i) => [asset, scenario[i]!]));
    return { returns, distance, loss: loss - gap(z) };
  });
  if (nearest === undefined) {
    throw new PlimsollError(
      "NOT_CONVERGED",
      `reverse stress: no start reached a loss of ${loss}: ask for less, or more starts`,
      {
        iterations,
        residual: gap(centre),
        tolerance: 1e-9,
      },
    );
  }
  return {
    ...nearest,
    probability: normalCdf(-nearest.distance),
    others: others.map(({ returns, distance }) => ({ returns, distance })),
  };
}

/** A point where the gap is 0 and its gradient points back to the origin; `null` where the search doesn't settle. */
function designPoint(gap: (z: Float64Array) => number, start: Float64Array, unit: number): Float64Array | null {
  let z = start;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const value = gap(z);
    const slope = gradientOf(gap, z);
    const steepness = slope.reduce((sum, entry) => sum + entry * entry, 0);
    if (steepness <= (1e-9 * unit) ** 2) return null;
    const along = slope.reduce((sum, entry, i) => sum + entry * z[i]!, 0);
    const goal = slope.map((entry) => ((along - value) / steepness) * entry);
    const step = goal.map((entry, i) => entry - z[i]!);
    if (Math.hypot(...step) <= 1e-8 * (1 + Math.hypot(...z)) && Math.abs(value) <= 1e-9 * unit) return z;
    const away = z.reduce((sum, entry) => sum + entry * entry, 0);
    // far from the loss the way to it must pay; near it that would outweigh all else and hold the search on a bent surface
    const far = Math.abs(value) > 1e-3 * unit;
    const penalty = Math.max(
      2 * Math.sqrt(away / steepness),
      far ? goal.reduce((sum, entry) => sum + entry * entry, 0) / Math.abs(value) : 0,
    );
    const merit = (point: Float64Array): number =>
      0.5 * point.reduce((sum, entry) => sum + entry * entry, 0) + penalty * Math.abs(gap(point));
    const before = merit(z);
    let share = 1;
    while (share > 1e-6 && !(merit(moved(z, step, share)) < before)) share /= 2;
    const next = moved(z, step, share);
    if (share <= 1e-6) return Math.abs(value) <= 1e-9 * unit && Math.hypot(...step) < 1e-5 ? z : null;
    z = next;
  }
  return null;
}

function moved(z: Float64Array, step: Float64Array, share: number): Float64Array {
  return z.map((value, i) => value + share * step[i]!);
}

function gradientOf(gap: (z: Float64Array) => number, z: Float64Array): Float64Array {
  const h = 1e-5;
  const point = z.slice();
  return z.map((value, i) => {
    point[i] = value + h;
    const up = gap(point);
    point[i] = value - h;
    const down = gap(point);
    point[i] = value;
    return (up - down) / (2 * h);
  });
}
