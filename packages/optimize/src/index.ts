export { type OptimizeOptions, optimize, safeOptimize } from "./optimize.ts";
export { certify, type CertifiedClaim, type CertifyOptions } from "./certify/certify.ts";
export type { Certificate } from "./certify/certificate.ts";
export { type Explanation, explainInfeasible } from "./explain/explain.ts";
export type { Relaxation } from "./explain/elastic.ts";
export { InfeasibleProblemError } from "./explain/infeasible-problem-error.ts";
export { efficientFrontier, type Frontier, type FrontierOptions } from "./frontier/efficient-frontier.ts";
export { criticalLine, type ExactFrontier, type FrontierPlace } from "./frontier/critical-line.ts";
export type { CornerPortfolio, FrontierPortfolio } from "./frontier/frontier-portfolio.ts";
export { type FrontierProjection, type Projected, projectOnFrontier } from "./frontier/project-on-frontier.ts";
export { type ManyProgress, optimizeMany, type OptimizeManyOptions } from "./many/optimize-many.ts";
export { type JobOptions, type OptimizeJob, optimizeJob, type OptimizeJobResult } from "./many/optimize-job.ts";
export { allocateShares } from "./allocate/allocate-shares.ts";
export { type AllocationClaim, certifyAllocation } from "./allocate/certify-allocation.ts";
export type {
  AllocateOptions,
  Allocation,
  AllocationCertificate,
  AllocationFee,
  AllocationRequest,
} from "./allocate/allocation.ts";
export { expectedReturns } from "./estimate/expected-returns.ts";
export { covariance } from "./estimate/covariance.ts";
export type { ExpectedReturnsOptions } from "./estimate/mean/table.ts";
export type { CovarianceOptions } from "./estimate/covariance/table.ts";
export type { EstimateOptions, MissingPolicy, ReturnInput } from "./estimate/return-data.ts";
export { hashProblem, problemToJson } from "./problem/hash.ts";
export { problemJsonSchema } from "./problem/schema.ts";
export { type ProblemKind, problemKinds } from "./kinds.ts";
export type { PortfolioProblem } from "./problem/problem.ts";
export type { PortfolioMetrics, PortfolioSolution, SolverStats } from "./solution.ts";
export type { MentalAccount } from "./objectives/mental-accounts.ts";
export type { AccountMetrics } from "./account-metrics.ts";
export type { Objective } from "./objectives/table.ts";
export type { Constraint } from "./constraints/table.ts";
export type { Cost } from "./costs/table.ts";
export type { Risk } from "./risks/table.ts";
export type { Json } from "./problem/normalize.ts";
export type { PerAsset } from "./problem/context.ts";
export type {
  CovarianceEstimate,
  CovarianceInput,
  EstimateUnit,
  FactorCovariance,
  MatrixInput,
  MatrixLike,
  MeanEstimate,
  MeanInput,
  ScenarioInput,
  VectorInput,
} from "./problem/inputs.ts";
export type { SolveOptions } from "./solve/driver.ts";
export type { Progress } from "./solve/solving.ts";
