import { constraintKinds } from "./constraints/table.ts";
import { costKinds } from "./costs/table.ts";
import { covarianceKinds } from "./estimate/covariance/table.ts";
import { meanKinds } from "./estimate/mean/table.ts";
import { objectiveKinds } from "./objectives/table.ts";
import { riskKinds } from "./risks/table.ts";

/** One thing that a problem can be made of. */
export interface ProblemKind {
  readonly family: "objective" | "constraint" | "cost" | "risk" | "mean" | "covariance";
  /** What `kind` or `method` says. */
  readonly kind: string;
  readonly summary: string;
}

/**
 * Every objective, constraint, risk and estimator of this version with a sentence on each: the docs are made from it.
 *
 * @example
 * ```ts
 * import { problemKinds } from "@plimsoll/optimize";
 *
 * console.log(problemKinds().filter(({ family }) => family === "risk").slice(0, 2).map(({ kind }) => kind).join(", "));
 * // variance, standard-deviation
 * ```
 */
export function problemKinds(): readonly ProblemKind[] {
  const of = (family: ProblemKind["family"], table: object): ProblemKind[] =>
    Object.entries(table as Record<string, { readonly summary: string }>).map(([kind, { summary }]) => ({
      family,
      kind,
      summary,
    }));
  return [
    ...of("objective", objectiveKinds),
    ...of("constraint", constraintKinds),
    ...of("cost", costKinds),
    ...of("risk", riskKinds),
    ...of("mean", meanKinds),
    ...of("covariance", covarianceKinds),
  ];
}
