export { solveQuadratic } from "./solve.ts";
export { ActiveSetSolver, type ActiveSetResult } from "./active-set.ts";
export type { CoordinateStart } from "./coordinate-start.ts";
export { type CriticalLine, type CriticalLineOptions, traceCriticalLine } from "./critical-line.ts";
export type { CriticalCorner } from "./corner.ts";
export type {
  FactorHessian,
  FarkasCertificate,
  LinearRows,
  QuadraticOptions,
  QuadraticProgram,
  QuadraticResiduals,
  QuadraticSolution,
  QuadraticWarmStart,
} from "./program.ts";
