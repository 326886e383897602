import type { Reading } from "../../constraints/constraint-kind.ts";
import { type Constraint, constraintKindOf } from "../../constraints/table.ts";
import type { ProblemContext } from "../../problem/context.ts";
import { readRisk } from "./risk-reading.ts";

/** Measures weights against a constraint's own numbers, without the program; risks by the checker's definitions. */
export function readConstraint(
  constraint: Constraint,
  name: string,
  context: ProblemContext,
  weights: Float64Array,
): readonly Reading[] {
  const readings = constraintKindOf(constraint).read(constraint, name, context, weights);
  const risk =
    constraint.kind === "risk-limit"
      ? constraint.risk
      : constraint.kind === "tracking-error"
        ? ({ kind: "standard-deviation", relativeTo: "benchmark" } as const)
        : undefined;
  return risk === undefined
    ? readings
    : readings.map((reading) => ({ ...reading, value: readRisk(risk, context, weights) }));
}
