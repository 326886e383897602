import { syrk } from "@plimsoll/numeric";
import { addRidge } from "./curvature.ts";

/** Rows that are multiplied at once: as many as stay in cache. */
const atOnce = 512;

/** Share of a column's square that must be left of it, so that the ridge is above the rounding of the rest. */
const kept = 1e-3;

/**
 * scale (C - C x x'C / x'C x) with a ridge, C the covariance of some points under weights and `values` the portfolio's values
 * there: the second derivative of an entropic measure, as {@link CurvatureSum} has it. One pass over the points: means and
 * the regression on the values come out of the same product, as two further columns. Undefined where they take nearly all
 * of a column away, and with it digits.
 */
export function spreadCurvature(
  points: Float64Array,
  columns: number,
  chosen: Int32Array,
  weights: Float64Array,
  values: Float64Array,
  scale: number,
): Float64Array | undefined {
  const hessian = new Float64Array(columns * columns);
  let total = 0;
  let centre = 0;
  for (const s of chosen) {
    total += weights[s]!;
    centre += weights[s]! * values[s]!;
  }
  if (!(total > 0)) return undefined;
  const products = augmentedProducts(points, columns, chosen, weights, values, centre / total);
  const width = columns + 2;
  const ones = columns * width;
  const deviations = ones + width;
  const variance = products[deviations + columns + 1]!;
  if (!(variance > 0)) return undefined;
  const factor = scale / total;
  for (let i = 0; i < columns; i += 1) {
    const mean = products[ones + i]! / total;
    const slope = products[deviations + i]! / variance;
    let own = 0;
    for (let j = 0; j <= i; j += 1) {
      own = products[i * width + j]! - mean * products[ones + j]! - slope * products[deviations + j]!;
      hessian[i * columns + j] = factor * own;
      hessian[j * columns + i] = factor * own;
    }
    if (!(own > kept * products[i * width + i]!)) return undefined;
  }
  addRidge(hessian, columns);
  return hessian;
}

/** X'X of the rows [point, 1, value - centre], each times the root of its weight. */
function augmentedProducts(
  points: Float64Array,
  columns: number,
  chosen: Int32Array,
  weights: Float64Array,
  values: Float64Array,
  centre: number,
): Float64Array {
  const width = columns + 2;
  const sum = new Float64Array(width * width);
  const product = new Float64Array(width * width);
  const rows = new Float64Array(Math.min(atOnce, chosen.length) * width);
  for (let from = 0; from < chosen.length; from += atOnce) {
    const count = Math.min(atOnce, chosen.length - from);
    for (let k = 0; k < count; k += 1) {
      const s = chosen[from + k]!;
      const root = Math.sqrt(weights[s]!);
      const at = k * width;
      const point = s * columns;
      for (let j = 0; j < columns; j += 1) rows[at + j] = root * points[point + j]!;
      rows[at + columns] = root;
      rows[at + columns + 1] = root * (values[s]! - centre);
    }
    syrk(rows, count, width, product);
    for (let k = 0; k < sum.length; k += 1) sum[k] = sum[k]! + product[k]!;
  }
  return sum;
}
