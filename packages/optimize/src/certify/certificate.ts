/** Proof that comes with a portfolio, computed from the problem, the weights and the multipliers alone. */
export interface Certificate {
  /** Largest violation of any constraint, relative to the size of its own terms. */
  readonly primalResidual: number;
  /**
   * Largest step that the multipliers would still have a weight take; 0 at an optimum. `null` for integer problems, which
   * no multipliers prove.
   */
  readonly dualResidual: number | null;
  /** |objective - bound| / max(|objective|, |bound|, scale), scale the objective of the equal-weight portfolio (definition 34). */
  readonly gap: number;
  /** No feasible portfolio is better than this, in the user's sense: a lower bound when minimising, an upper one when maximising. */
  readonly bound: number;
  /** `verified`: the checker derived the bound itself. `reported`: it is the search's word. */
  readonly boundIs: "verified" | "reported";
  /** Largest residual and gap at which a portfolio is called optimal. */
  readonly tolerance: number;
}

/** Multipliers in the sense of the minimised objective, one for each row of a program. */
export interface Multipliers {
  readonly rows: Float64Array;
  readonly absolutes: Float64Array;
  readonly caps: Float64Array;
}

/** Whether a certificate holds. */
export function holds(certificate: Certificate): boolean {
  const { primalResidual, dualResidual, gap, tolerance } = certificate;
  return primalResidual <= tolerance && (dualResidual === null || dualResidual <= tolerance) && gap <= tolerance;
}
