import { laggedParameters, total } from "./lagged-parameters.ts";
import { fromShares, pullBackShares, toShares } from "./shares.ts";
import { forecastSquares, squaredShocks } from "./squared-shocks.ts";
import {
  anyLags,
  laggedNames,
  type OrderRange,
  type VarianceModel,
  type GarchVarianceSettings,
} from "./variance-model.ts";

/** alpha + gamma / 2 + beta, the persistence under a symmetric law. */
function symmetricPersistence(settings: GarchVarianceSettings, parameters: Float64Array): number {
  const { alpha, gamma, beta } = laggedParameters(settings, parameters);
  return total(alpha) + 0.5 * total(gamma) + total(beta);
}

/**
 * Positive parts of the persistence, in place of alpha, gamma and beta: at lags that have both, alpha / 2 and
 * (alpha + gamma) / 2; otherwise alpha or gamma / 2; then beta.
 */
function toParts({ p, o, q }: GarchVarianceSettings, parameters: Float64Array): Float64Array {
  const parts = parameters.slice(0, 1 + p + o + q);
  for (let i = 0; i < o; i++) {
    const gamma = parameters[1 + p + i]!;
    if (i < p) {
      const alpha = parameters[1 + i]!;
      parts[1 + i] = alpha / 2;
      parts[1 + p + i] = (alpha + gamma) / 2;
    } else parts[1 + p + i] = gamma / 2;
  }
  return parts;
}

function fromParts({ p, o }: GarchVarianceSettings, parts: Float64Array, parameters: Float64Array): void {
  parameters.set(parts);
  for (let i = 0; i < o; i++) {
    const upper = parts[1 + p + i]!;
    if (i < p) {
      parameters[1 + i] = 2 * parts[1 + i]!;
      parameters[1 + p + i] = 2 * (upper - parts[1 + i]!);
    } else parameters[1 + p + i] = 2 * upper;
  }
}

/** The same sums with nine tenths of each group in its first lag. */
function concentrated(
  start: Float64Array,
  ...groups: readonly (readonly [from: number, count: number])[]
): Float64Array {
  const moved = start.slice();
  for (const [from, count] of groups) {
    if (count < 2) continue;
    const sum = moved[from]! * count;
    moved.fill((0.1 * sum) / (count - 1), from, from + count);
    moved[from] = 0.9 * sum;
  }
  return moved;
}

/** GARCH and GJR are one model with and without lags of asymmetry. */
export function squaredShockModel(kind: "garch" | "gjr-garch", o: OrderRange): VarianceModel {
  const names = (settings: GarchVarianceSettings): readonly string[] => [
    "omega",
    ...laggedNames("alpha", settings.p),
    ...laggedNames("gamma", settings.o),
    ...laggedNames("beta", settings.q),
  ];
  return {
    kind,
    orders: { p: anyLags, o, q: anyLags },
    usesAbsoluteMoment: false,
    parameterNames: names,
    starts(settings) {
      const { p, o, q } = settings;
      const found: Float64Array[] = [];
      for (const reaction of [0.03, 0.08, 0.16]) {
        for (const persistence of [0.9, 0.97, 0.995]) {
          // without asymmetry, and with one as strong as the rest, half of which counts
          for (const share of p > 0 && o > 0 ? [0, 0.5] : [p > 0 ? 0 : 1]) {
            const start = new Float64Array(1 + p + o + q);
            start[0] = 1 - (q > 0 ? persistence : reaction);
            start.fill(((1 - share) * reaction) / Math.max(p, 1), 1, 1 + p);
            start.fill((2 * share * reaction) / Math.max(o, 1), 1 + p, 1 + p + o);
            start.fill((persistence - reaction) / Math.max(q, 1), 1 + p + o);
            found.push(start);
            if (p > 1 || q > 1) found.push(concentrated(start, [1, p], [1 + p + o, q]));
          }
        }
      }
      return found;
    },
    constrain(settings, free, parameters) {
      const { p, o, q, target } = settings;
      const parts = new Float64Array(1 + p + o + q);
      toShares(free, parts, 1, p + o + q);
      parts[0] = target === null ? Math.exp(free[0]!) : 0;
      fromParts(settings, parts, parameters);
      if (target !== null) parameters[0] = target * (1 - symmetricPersistence(settings, parameters));
    },
    unconstrain(settings, parameters, free) {
      const { p, o, q } = settings;
      fromShares(toParts(settings, parameters), free, 1, p + o + q);
      free[0] = Math.log(parameters[0]!);
    },
    pullBack(settings, _free, parameters, byParameter, byFree) {
      const { p, o, q, target } = settings;
      const parts = toParts(settings, parameters);
      const byPart = byParameter.slice(0, parts.length);
      // the tied intercept is target x (1 - sum of parts)
      const tied = target === null ? 0 : -target * byParameter[0]!;
      for (let i = 0; i < o; i++) {
        const byGamma = byParameter[1 + p + i]!;
        if (i < p) byPart[1 + i] = 2 * (byParameter[1 + i]! - byGamma);
        byPart[1 + p + i] = 2 * byGamma;
      }
      for (let i = 1; i < byPart.length; i++) byPart[i]! += tied;
      pullBackShares(parts, byPart, byFree, 1, p + o + q);
      byFree[0] = target === null ? byParameter[0]! * parameters[0]! : 0;
    },
    recursion(settings, parameters) {
      const { p, o } = settings;
      return squaredShocks(laggedParameters(settings, parameters), {
        omega: 0,
        alpha: 1,
        gamma: 1 + p,
        beta: 1 + p + o,
      });
    },
    rescale(_settings, parameters, factor, jacobian) {
      const scaled = parameters.slice();
      scaled[0]! *= factor * factor;
      if (jacobian !== undefined) {
        jacobian.values[jacobian.offset * jacobian.stride + jacobian.offset] = factor * factor;
      }
      return scaled;
    },
    persistence(settings, parameters, { negativeSquare }) {
      const { alpha, gamma, beta } = laggedParameters(settings, parameters);
      return total(alpha) + negativeSquare * total(gamma) + total(beta);
    },
    unconditionalVariance(settings, parameters, moments) {
      const persistence = this.persistence(settings, parameters, moments);
      return persistence < 1 ? parameters[0]! / (1 - persistence) : Infinity;
    },
    forecast: (settings, parameters, run, horizon, { negativeSquare }) =>
      forecastSquares(laggedParameters(settings, parameters), run, horizon, negativeSquare),
    tie({ p, o, q }, target) {
      const slopes = new Float64Array(1 + p + o + q).fill(-target, 1);
      return slopes.fill(-0.5 * target, 1 + p, 1 + p + o);
    },
    domain(settings, parameters) {
      const parts = toParts(settings, parameters);
      const positive = parts.every((part, i) => (i === 0 ? part > 0 : part >= 0));
      const below = symmetricPersistence(settings, parameters) < 1;
      return positive && below
        ? null
        : "omega > 0, alpha >= 0, alpha + gamma >= 0, beta >= 0, alpha + gamma / 2 + beta below 1 in all";
    },
  };
}
