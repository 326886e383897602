export { solveQuadratic } from "./solve.ts";
export { ActiveSetSolver, type ActiveSetResult } from "./active-set.ts";
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
