export { conicSteps, solveConic, type ConicProgress } from "./solve-conic.ts";
export type { Cone, ConicOptions, ConicProgram, ConicSolution } from "./program.ts";
export { sparseFromDense, sparseFromEntries, type SparseMatrix } from "./sparse-matrix.ts";
