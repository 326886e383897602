import { findMinimum } from "./root.ts";

/** A generalised Pareto law fitted to excesses: P(Y > y) = (1 + shape y / scale)^(-1 / shape). */
export interface GeneralisedParetoFit {
  /** xi: positive for power tails, 0 for exponential ones, negative for tails that end. */
  readonly shape: number;
  /** beta > 0. */
  readonly scale: number;
  readonly logLikelihood: number;
  /** Second derivatives of the log-likelihood: by shape twice, by shape and scale, by scale twice. */
  readonly hessian: readonly [shape: number, mixed: number, scale: number];
  /** Covariance of the estimates from the observed information, in the same order. */
  readonly covariance: readonly [shape: number, mixed: number, scale: number];
}

/** Sums of first and second derivatives of the log-likelihood. */
interface Derivatives {
  readonly byShape: number;
  readonly byScale: number;
  readonly hessian: readonly [shape: number, mixed: number, scale: number];
}

function derivatives(excesses: Float64Array, shape: number, scale: number): Derivatives {
  let byShape = 0;
  let byScale = 0;
  let second = 0;
  let mixed = 0;
  let scaleTwice = 0;
  for (let i = 0; i < excesses.length; i++) {
    const s = excesses[i]! / scale;
    const w = 1 + shape * s;
    const part = s / w;
    if (Math.abs(shape) < 1e-5) {
      // the limits at 0, where the closed forms cancel
      byShape += s * s * (0.5 - (2 * shape * s) / 3) - s + shape * s * s;
      second += s * s - (2 / 3) * s * s * s;
    } else {
      const log = Math.log1p(shape * s);
      byShape += log / shape ** 2 - (1 + 1 / shape) * part;
      second += (-2 * log) / shape ** 3 + (2 * part) / shape ** 2 + (1 + 1 / shape) * part * part;
    }
    byScale += (-1 + (1 + shape) * part) / scale;
    mixed += (part - (1 + shape) * part * part) / scale;
    scaleTwice += (1 - 2 * (1 + shape) * part + (1 + shape) * shape * part * part) / scale ** 2;
  }
  return { byShape, byScale, hessian: [second, mixed, scaleTwice] };
}

/** Largest likelihood for a given shape / scale (Grimshaw 1993): shape = mean ln(1 + theta y), scale = shape / theta. */
function profile(excesses: Float64Array, theta: number, average: number): { shape: number; value: number } {
  if (Math.abs(theta) * average < 1e-8) return { shape: 0, value: -Math.log(average) - 1 };
  let shape = 0;
  for (let i = 0; i < excesses.length; i++) shape += Math.log1p(theta * excesses[i]!);
  shape /= excesses.length;
  return { shape, value: -Math.log(shape / theta) - shape - 1 };
}

/**
 * The generalised Pareto law of greatest likelihood, shape above -1; the covariance is the usual one above -1/2 (Smith 1985).
 *
 * `excesses` are positive amounts over a threshold. One dimension is searched (Grimshaw 1993), then Newton's method ends at
 * full precision. Throws `RangeError` on fewer than 5 excesses, on one that is not positive and finite, and when the
 * likelihood has no maximum in that range.
 *
 * @example
 * ```ts
 * import { fitGeneralisedPareto } from "@plimsoll/numeric";
 *
 * // quantiles of the law with shape 0.3 and scale 2
 * const excesses = Float64Array.from({ length: 999 }, (_, i) => (2 / 0.3) * ((1 - (i + 1) / 1000) ** -0.3 - 1));
 * const { shape, scale } = fitGeneralisedPareto(excesses);
 * console.log(shape.toFixed(1), scale.toFixed(1)); // 0.3 2.0
 * ```
 */
export function fitGeneralisedPareto(excesses: Float64Array): GeneralisedParetoFit {
  const n = excesses.length;
  if (n < 5) throw new RangeError(`expected at least 5 excesses, there are ${n}`);
  let largest = 0;
  let average = 0;
  for (let i = 0; i < n; i++) {
    if (!(excesses[i]! > 0 && excesses[i]! < Infinity)) {
      throw new RangeError(`expected positive excesses, number ${i} was ${excesses[i]}`);
    }
    largest = Math.max(largest, excesses[i]!);
    average += excesses[i]! / n;
  }
  // theta runs from -1 / largest to infinity: a grid, even in the logarithm on both sides
  const grid: number[] = [];
  for (let k = 0; k <= 40; k++) grid.push(-(1 - 10 ** (-4 + k / 10)) / largest);
  for (let k = 0; k <= 60; k++) grid.push(10 ** (-3 + k / 6) / average);
  const values = grid.map((theta) => {
    const { shape, value } = profile(excesses, theta, average);
    return shape > -1 && Number.isFinite(value) ? value : -Infinity;
  });
  let best = -1;
  for (let k = 1; k < grid.length - 1; k++) {
    const peak = values[k]! > -Infinity && values[k]! >= values[k - 1]! && values[k]! >= values[k + 1]!;
    if (peak && (best === -1 || values[k]! > values[best]!)) best = k;
  }
  const failure = "the likelihood of the generalised Pareto law has no maximum with a shape above -1";
  if (best === -1) throw new RangeError(failure);
  const { x: theta } = findMinimum((at) => -profile(excesses, at, average).value, grid[best - 1]!, grid[best + 1]!, {
    tolerance: 1e-10 / average,
  });
  let { shape } = profile(excesses, theta, average);
  let scale = Math.abs(theta) * average < 1e-8 ? average : shape / theta;
  for (let pass = 0; pass < 20; pass++) {
    const { byShape, byScale, hessian } = derivatives(excesses, shape, scale);
    const [a, b, c] = hessian;
    const determinant = a * c - b * b;
    if (!(determinant > 0)) break;
    const shapeStep = (c * byShape - b * byScale) / determinant;
    const scaleStep = (a * byScale - b * byShape) / determinant;
    // the search came close: a long step is one that rounding made
    if (!(Math.abs(shapeStep) < 0.01 && Math.abs(scaleStep) < 0.01 * scale)) break;
    shape -= shapeStep;
    scale -= scaleStep;
    if (Math.abs(shapeStep) < 1e-14 && Math.abs(scaleStep) < 1e-14 * scale) break;
  }
  const { hessian } = derivatives(excesses, shape, scale);
  const [a, b, c] = hessian;
  const determinant = a * c - b * b;
  if (!(shape > -1 && scale > 0 && determinant > 0 && a < 0)) throw new RangeError(failure);
  let logLikelihood = -n * Math.log(scale);
  for (let i = 0; i < n; i++) {
    const s = excesses[i]! / scale;
    logLikelihood -= shape === 0 ? s : (1 + 1 / shape) * Math.log1p(shape * s);
  }
  return {
    shape,
    scale,
    logLikelihood,
    hessian,
    covariance: [-c / determinant, b / determinant, -a / determinant],
  };
}
