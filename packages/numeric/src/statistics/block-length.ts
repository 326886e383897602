import { autocovariances } from "./autocorrelation.ts";

/**
 * Block lengths for a block bootstrap of the mean that fit the dependence of a series (Politis & White 2004, corrected by
 * Patton, Politis & White 2009): `stationary` is the mean of the geometric lengths, `circular` the fixed length.
 *
 * At least 1 and at most min(3 sqrt(n), n / 3), rounded up. The flat-top window ends at twice the first lag after which
 * max(5, log10 n) autocorrelations in a row lie within 2 sqrt(log10 n / n). A constant series gives 1. Throws `RangeError`
 * on fewer than 10 values or NaN.
 *
 * @example
 * ```ts
 * import { optimalBlockLength, RandomStream } from "@plimsoll/numeric";
 *
 * const noise = RandomStream.of(2).fillNormal(new Float64Array(1000));
 * let level = 0;
 * const smooth = noise.map((z) => (level = 0.95 * level + z));
 * console.log(optimalBlockLength(noise).stationary < 10, optimalBlockLength(smooth).stationary > 20); // true true
 * ```
 */
export function optimalBlockLength(x: Float64Array): { readonly stationary: number; readonly circular: number } {
  const n = x.length;
  if (n < 10) throw new RangeError(`expected at least 10 values, there are ${n}`);
  if (!x.every((value) => Number.isFinite(value))) throw new RangeError("expected finite values");
  const run = Math.max(5, Math.floor(Math.log10(n)));
  const longest = Math.min(Math.ceil(Math.sqrt(n)) + run, n - 1);
  const cap = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3));
  const covariances = autocovariances(x, longest);
  const variance = covariances[0]!;
  if (!(variance > 0)) return { stationary: 1, circular: 1 };
  const band = 2 * Math.sqrt(Math.log10(n) / n);
  let quiet = 0;
  let last: number | null = null;
  for (let lag = 1; lag <= longest && last === null; lag++) {
    quiet = Math.abs(covariances[lag]! / variance) < band ? quiet + 1 : 0;
    if (quiet === run) last = lag - run;
  }
  const width = last === null ? longest : Math.min(2 * Math.max(last, 1), longest);
  let slope = 0;
  let spectrum = variance;
  for (let lag = 1; lag <= width; lag++) {
    const flatTop = lag / width <= 0.5 ? 1 : 2 * (1 - lag / width);
    slope += 2 * flatTop * lag * covariances[lag]!;
    spectrum += 2 * flatTop * covariances[lag]!;
  }
  const length = (divisor: number): number => {
    const best = Math.cbrt(((2 * slope ** 2) / (divisor * spectrum ** 2)) * n);
    return Number.isFinite(best) ? Math.min(Math.max(best, 1), cap) : cap;
  };
  return { stationary: length(2), circular: length(4 / 3) };
}
