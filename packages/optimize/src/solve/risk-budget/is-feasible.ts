import { absoluteValue, type Program } from "../../program/program.ts";

/** Whether a portfolio keeps all limits of a program, but for rounding. */
export function isFeasible(program: Program, weights: Float64Array): boolean {
  const slack = 1e-12;
  if (weights.some((weight, i) => weight < program.lower[i]! - slack || weight > program.upper[i]! + slack))
    return false;
  if (program.caps.some((cap) => cap.term.value(weights) > cap.upper * (1 + slack))) return false;
  if (program.absolutes.some((row) => absoluteValue(row, weights) > row.upper + slack)) return false;
  return program.rows.every(({ coefficients, lower, upper }) => {
    let value = 0;
    let size = 0;
    weights.forEach((weight, i) => {
      value += coefficients[i]! * weight;
      size = Math.max(size, Math.abs(coefficients[i]!));
    });
    return value >= lower - slack * size && value <= upper + slack * size;
  });
}
