import type { Json } from "../problem/normalize.ts";
import type { PortfolioProblem } from "../problem/problem.ts";
import { readWeights } from "../problem/read-numbers.ts";
import { compileProblem } from "../program/compile.ts";
import type { Certificate } from "./certificate.ts";
import { check } from "./check.ts";
import { dualsFromRecord } from "./duals.ts";

/** What {@link certify} checks: a solution, or weights from anywhere with the multipliers that are claimed for them. */
export interface CertifiedClaim {
  readonly weights: Readonly<Record<string, number>>;
  /** Shadow prices by name, as a solution has them. Without them a bound is only as good as multipliers of 0. */
  readonly duals?: Readonly<Record<string, number>>;
  /** What the proof needs beside weights and duals, as a solution has it. */
  readonly proof?: Json;
}

/** Options of {@link certify}. */
export interface CertifyOptions {
  /** Largest residual and gap of a convex certificate. @defaultValue 1e-8 */
  readonly tolerance?: number | undefined;
  /** Largest gap of an integer certificate. @defaultValue 1e-4 */
  readonly relativeGap?: number | undefined;
}

/**
 * Checks a solution against its problem by code that no solver uses: feasibility, objective and costs are read from the
 * user's own numbers, risks evaluated by their definitions, and optimality is shown by a bound that the shadow prices prove
 * (a linear function below the objective, plus the Lagrangian of the problem's canonical form, minimised
 * weight by weight). Works for weights of any origin. Throws `INVALID_INPUT` where problem or weights are malformed; a
 * portfolio that isn't optimal is no error: its certificate has residuals or a gap above `tolerance`.
 *
 * @example
 * ```ts
 * import { certify, optimize } from "@plimsoll/optimize";
 *
 * const problem = { assets: ["A", "B"], covariance: [[0.04, 0], [0, 0.01]], objective: { kind: "min-risk" } } as const;
 * const solution = await optimize(problem);
 * const good = await certify(problem, solution);
 * const bad = await certify(problem, { ...solution, weights: { A: 0.3, B: 0.7 } });
 * console.log(good.gap < 1e-12, bad.gap > 0.1); // true true
 * ```
 */
export async function certify(
  problem: PortfolioProblem,
  claim: CertifiedClaim,
  options: CertifyOptions = {},
): Promise<Certificate> {
  const compiled = await compileProblem(problem);
  const weights = readWeights(claim.weights, compiled.context.assets, "weights");
  const reportedBound = (claim.proof as { readonly bound?: number } | undefined)?.bound;
  const multipliers = dualsFromRecord(compiled, weights, claim.duals ?? {});
  return check(compiled, { weights, multipliers, proof: claim.proof, reportedBound }, tolerances(options)).certificate;
}

/** The tolerances that options ask for. */
export function tolerances(options: CertifyOptions): { readonly tolerance: number; readonly relativeGap: number } {
  return { tolerance: options.tolerance ?? 1e-8, relativeGap: options.relativeGap ?? 1e-4 };
}
