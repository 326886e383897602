import { luFactor, luSolve } from "@plimsoll/numeric";
import { type CorrelationParameters, correlationPass, type StandardizedRows } from "./correlation-likelihood.ts";

/**
 * Quasi-maximum-likelihood standard errors of the correlation parameters that are free: H^-1 (sum of scores x scores') H^-1,
 * H by central differences of the exact scores. The residuals and the target count as known.
 */
export function correlationErrors(
  data: StandardizedRows,
  parameters: CorrelationParameters,
  free: readonly (keyof CorrelationParameters)[],
): readonly number[] {
  const position = { a: 0, b: 1, freedom: 2 } as const;
  const size = free.length;
  const total = (at: CorrelationParameters): Float64Array => {
    const { scores } = correlationPass(data, at, { scores: true });
    const sums = new Float64Array(3);
    scores.forEach((score, i) => {
      sums[i % 3]! += score;
    });
    return Float64Array.from(free, (name) => sums[position[name]]!);
  };
  const hessian = new Float64Array(size * size);
  free.forEach((name, j) => {
    const step = 1e-5 * Math.max(Math.abs(parameters[name]), 1e-2);
    const up = total({ ...parameters, [name]: parameters[name] + step });
    const down = total({ ...parameters, [name]: parameters[name] - step });
    for (let i = 0; i < size; i++) hessian[i * size + j] = (up[i]! - down[i]!) / (2 * step);
  });
  const { scores } = correlationPass(data, parameters, { scores: true });
  const outer = new Float64Array(size * size);
  for (let t = 0; t < data.rows; t++) {
    free.forEach((one, i) => {
      free.forEach((other, j) => {
        outer[i * size + j]! += scores[t * 3 + position[one]]! * scores[t * 3 + position[other]]!;
      });
    });
  }
  const factor = luFactor(hessian, size);
  if (factor.singular) return free.map(() => Number.NaN);
  return free.map((_, i) => {
    const unit = new Float64Array(size);
    unit[i] = 1;
    const row = luSolve(factor, unit);
    let variance = 0;
    for (let j = 0; j < size; j++) for (let k = 0; k < size; k++) variance += row[j]! * outer[j * size + k]! * row[k]!;
    return Math.sqrt(variance);
  });
}

/** Standard errors of the target's entries: of mean(z_i z_j - r/2 (z_i^2 + z_j^2)), rows taken as independent. */
export function targetErrors({ rows, size, values, target }: StandardizedRows): readonly (readonly number[])[] {
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_unused, j) => {
      if (i === j) return 0;
      let squares = 0;
      for (let t = 0; t < rows; t++) {
        const zi = values[t * size + i]!;
        const zj = values[t * size + j]!;
        squares += (zi * zj - 0.5 * target[i * size + j]! * (zi * zi + zj * zj)) ** 2;
      }
      return Math.sqrt(squares) / rows;
    }),
  );
}
