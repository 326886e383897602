import type { Polyhedron } from "../program/polyhedron.ts";

/** The polyhedron by columns multiplied by scales; rows are divided by their largest coefficient again. */
export function withScaledColumns(polyhedron: Polyhedron, scales: Float64Array): Polyhedron {
  const { columns, rows, rowScales, cost } = polyhedron;
  const matrix = rows.matrix.slice();
  const limits = { lower: rows.lower.slice(), upper: rows.upper.slice() };
  const divisors = rowScales.slice();
  for (let k = 0; k < rows.count; k += 1) {
    let largest = 0;
    for (let j = 0; j < columns; j += 1) {
      matrix[k * columns + j]! /= scales[j]!;
      largest = Math.max(largest, Math.abs(matrix[k * columns + j]!));
    }
    if (!(largest > 0)) continue;
    for (let j = 0; j < columns; j += 1) matrix[k * columns + j]! /= largest;
    limits.lower[k]! /= largest;
    limits.upper[k]! /= largest;
    divisors[k]! *= largest;
  }
  return {
    ...polyhedron,
    lower: polyhedron.lower.map((value, j) => value * scales[j]!),
    upper: polyhedron.upper.map((value, j) => value * scales[j]!),
    cost: cost.map((value, j) => value / scales[j]!),
    rows: { count: rows.count, matrix, ...limits },
    rowScales: divisors,
  };
}
