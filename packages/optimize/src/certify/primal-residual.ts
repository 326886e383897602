import type { Reading } from "../constraints/constraint-kind.ts";
import type { CompiledProblem } from "../program/compile.ts";
import { checkedValue } from "./measures/checked-risk.ts";
import { readConstraint } from "./readings/constraint-reading.ts";
import { readOwnLimits } from "./readings/objective-reading.ts";
import { riskScale } from "../risks/risk-scale.ts";

/** How far weights are from a limit, by the constraint's own account. */
export interface Violation {
  readonly constraint: string;
  readonly reading: Reading;
  /** Relative to the size of the terms. */
  readonly size: number;
}

/** Largest violation of the program's rows, caps and of the constraints' own readings, relative to the size of their terms. */
export function primalResidual(compiled: CompiledProblem, weights: Float64Array): number {
  return Math.max(
    programResidual(compiled, weights),
    ...violations(compiled, weights).map((violation) => violation.size),
  );
}

/** Every constraint that weights break, read from the user's numbers rather than from the program. */
export function violations(compiled: CompiledProblem, weights: Float64Array): readonly Violation[] {
  const { constraints, context } = compiled;
  const found: Violation[] = [];
  const readings = constraints.map(
    ({ name, constraint }) => [name, readConstraint(constraint, name, context, weights)] as const,
  );
  for (const [name, own] of [...readings, ["objective", readOwnLimits(compiled, weights)] as const]) {
    for (const reading of own) {
      const { value, min, max } = reading;
      if (value >= min && value <= max) continue;
      const scale = Math.max(
        reading.scale,
        Number.isFinite(min) ? Math.abs(min) : 0,
        Number.isFinite(max) ? Math.abs(max) : 0,
      );
      // NaN compares false both ways and must count
      const size = Number.isNaN(value) ? Infinity : Math.max(min - value, value - max) / (scale > 0 ? scale : 1);
      found.push({ constraint: name, reading, size });
    }
  }
  return found;
}

function programResidual({ program }: CompiledProblem, weights: Float64Array): number {
  let worst = 0;
  for (const { coefficients, lower, upper, penalty } of program.rows) {
    if (penalty < Infinity) continue;
    let value = 0;
    let terms = 0;
    let largest = 0;
    for (let i = 0; i < program.size; i += 1) {
      const term = coefficients[i]! * weights[i]!;
      value += term;
      terms += Math.abs(term);
      largest = Math.max(largest, Math.abs(coefficients[i]!));
    }
    const violation = Math.max(lower - value, value - upper, 0);
    if (violation > 0) worst = Math.max(worst, violation / Math.max(terms, largest));
  }
  for (const { term, upper, penalty } of program.caps) {
    if (penalty < Infinity) continue;
    const value = checkedValue(term, weights);
    if (value > upper) worst = Math.max(worst, (value - upper) / riskScale(term, value, upper, weights));
  }
  return worst;
}
