import type { HessianOperator } from "./hessian.ts";
import type { FarkasCertificate, QuadraticProgram } from "./program.ts";

/** The proof of infeasibility where a lower limit is above its upper one. */
export function crossedLimits(program: QuadraticProgram): FarkasCertificate | undefined {
  const n = program.size;
  const bounds = new Float64Array(n);
  const count = program.rows?.count ?? 0;
  const rows = new Float64Array(count);
  for (let j = 0; j < n; j++) {
    if (program.lower[j]! <= program.upper[j]!) continue;
    bounds[j] = 1;
    return { rows, bounds, violation: program.lower[j]! - program.upper[j]! };
  }
  for (let i = 0; i < count; i++) {
    if (program.rows!.lower[i]! <= program.rows!.upper[i]!) continue;
    rows[i] = 1;
    return { rows, bounds, violation: program.rows!.lower[i]! - program.rows!.upper[i]! };
  }
  return undefined;
}

/**
 * A direction that never leaves the feasible set, has no curvature and descends, checked on the raw data: `direction`
 * without its rounding; undefined where it isn't one.
 */
export function rayOf(
  program: QuadraticProgram,
  hessian: HessianOperator,
  direction: Float64Array,
): Float64Array | undefined {
  const n = program.size;
  const { lower, upper, linear, rows } = program;
  let largest = 0;
  for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(direction[j]!));
  if (!(largest > 0) || largest === Infinity) return undefined;
  const close = 1e-9;
  const ray = direction.map((value) => (Math.abs(value) > close * largest ? value / largest : 0));
  let slope = 0,
    slopeSize = 0;
  for (let j = 0; j < n; j++) {
    const d = ray[j]!;
    if (d !== 0 && Number.isFinite(d > 0 ? upper[j]! : lower[j]!)) return undefined;
    slope += linear[j]! * d;
    slopeSize += Math.abs(linear[j]! * d);
  }
  if (!(slope < -close * slopeSize)) return undefined;
  for (let i = 0; i < (rows?.count ?? 0); i++) {
    let change = 0,
      size = 0;
    for (let j = 0; j < n; j++) {
      const term = rows!.matrix[i * n + j]! * ray[j]!;
      change += term;
      size += Math.abs(term);
    }
    if (Math.abs(change) > close * size && Number.isFinite(change > 0 ? rows!.upper[i]! : rows!.lower[i]!))
      return undefined;
  }
  const product = new Float64Array(n);
  hessian.multiply(product, ray);
  const size = hessian.absoluteProduct(ray);
  for (let j = 0; j < n; j++) if (Math.abs(product[j]!) > close * size[j]!) return undefined;
  return ray;
}
