import type { ErrorDetailsByCode } from "@plimsoll/core";
import type { Json } from "../problem/normalize.ts";

/** What a solver hands over: a portfolio with the multipliers that prove it, not yet checked. */
export interface Solved {
  readonly status: "optimal" | "feasible";
  readonly weights: Float64Array;
  /** One for each row of the program: d(minimised objective)/d(row limit). */
  readonly rowDuals: Float64Array;
  /** One for each row of absolute values, at most 0. */
  readonly absoluteDuals: Float64Array;
  /** One for each cap, at most 0: d(minimised objective)/d(cap). */
  readonly capDuals: Float64Array;
  /** What the certificate needs beside weights and duals. */
  readonly proof?: Json;
  /** What a solution keeps of it, where the whole is too long. @defaultValue `proof` */
  readonly stored?: Json;
  /** For searches: a proven lower bound on the minimised objective. */
  readonly bound?: number;
  readonly solver: string;
  readonly iterations: number;
  readonly nodes: number;
}

/** What a solver may find. */
export type Outcome =
  | Solved
  | {
      readonly status: "infeasible";
      /** Why, where it isn't the constraints that conflict. */
      readonly explained?: { readonly message: string; readonly details: ErrorDetailsByCode["INFEASIBLE"] };
    }
  | { readonly status: "unbounded"; readonly direction?: Float64Array; readonly message?: string }
  | { readonly status: "no-excess"; readonly largest: number }
  | { readonly status: "not-converged"; readonly iterations: number; readonly residual: number };

/** Whether a solver found a portfolio. */
export function isSolved(outcome: Outcome): outcome is Solved {
  return outcome.status === "optimal" || outcome.status === "feasible";
}
