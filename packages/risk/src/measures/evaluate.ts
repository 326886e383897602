import { invalidInput } from "@plimsoll/core";
import {
  measureRisk,
  measureRiskGradient,
  type RiskMeasureKind,
  riskMeasures,
  type RiskMeasureSpec,
} from "@plimsoll/numeric";

/** The names of the measures of numeric's table. */
export const riskMeasureKinds: readonly RiskMeasureKind[] = Object.freeze(
  Object.keys(riskMeasures) as RiskMeasureKind[],
);

/** Throws `INVALID_INPUT` unless the table has a measure of that name. */
export function checkMeasureKind(kind: string): void {
  if (Object.hasOwn(riskMeasures, kind)) return;
  throw invalidInput("measure", `measure: no "${kind}": choose one of ${riskMeasureKinds.join(", ")}`, {
    expected: riskMeasureKinds.join(" | "),
    received: kind,
  });
}

/** An option out of range, which numeric reports as `RangeError`, becomes `INVALID_INPUT`. */
function checked<Value>(kind: string, body: () => Value): Value {
  try {
    return body();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw invalidInput("measure", `measure: "${kind}": ${cause.message}`, { reason: "out of range" });
  }
}

/** The measure of a clean series. */
export function measureValue(spec: RiskMeasureSpec, series: Float64Array): number {
  checkMeasureKind(spec.kind);
  return checked(spec.kind, () => measureRisk(spec, series));
}

/** Its derivative by each return. */
export function measureGradient(spec: RiskMeasureSpec, series: Float64Array): Float64Array {
  checkMeasureKind(spec.kind);
  return checked(spec.kind, () => measureRiskGradient(spec, series));
}
