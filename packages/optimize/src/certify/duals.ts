import type { CompiledProblem } from "../program/compile.ts";
import type { Multipliers } from "./certificate.ts";
import { checkedValue } from "./measures/checked-risk.ts";
import { readObjective } from "./readings/objective-reading.ts";

/** d(objective in the user's sense) / d(minimised objective whose multipliers are given). */
function dualFactor(compiled: CompiledProblem, weights: Float64Array): number {
  const { goal } = compiled.lowered;
  if (goal.form !== "ratio") return goal.sense === "maximize" ? -1 : 1;
  // multipliers are those of min risk with numerator'y = 1: d(ratio) = -(numerator / risk^2) d(that)
  const risk = checkedValue(goal.risk, weights);
  return -readObjective(compiled, weights) / risk;
}

/** Multipliers as shadow prices by name: d(best objective)/d(limit) in the user's own sense (definition 34). */
export function dualsToRecord(
  compiled: CompiledProblem,
  weights: Float64Array,
  multipliers: Multipliers,
  boundDuals: Float64Array,
): Readonly<Record<string, number>> {
  const { program } = compiled;
  const factor = dualFactor(compiled, weights);
  const duals = new Map<string, number>();
  program.rows.forEach((row, k) => duals.set(row.label, multipliers.rows[k]! * factor * row.limitScale + 0));
  program.absolutes.forEach((row, k) => duals.set(row.label, multipliers.absolutes[k]! * factor + 0));
  program.caps.forEach((cap, k) => duals.set(cap.label, multipliers.caps[k]! * factor * cap.limitScale + 0));
  boundDuals.forEach((price, i) => {
    const limit = program.limits[price >= 0 ? program.lowerLimit[i]! : program.upperLimit[i]!];
    const scale = price >= 0 ? program.lowerScale[i]! : program.upperScale[i]!;
    if (limit !== undefined) duals.set(limit.label, (duals.get(limit.label) ?? 0) + price * factor * scale + 0);
  });
  return Object.fromEntries(duals);
}

/** The multipliers behind a record of shadow prices; rows without an entry get 0. */
export function dualsFromRecord(
  compiled: CompiledProblem,
  weights: Float64Array,
  duals: Readonly<Record<string, number>>,
): Multipliers {
  const { program } = compiled;
  const factor = dualFactor(compiled, weights);
  const read = (label: string, scale: number): number =>
    Object.hasOwn(duals, label) ? duals[label]! / (factor * scale) : 0;
  return {
    rows: Float64Array.from(program.rows, (row) => read(row.label, row.limitScale)),
    absolutes: Float64Array.from(program.absolutes, (row) => read(row.label, 1)),
    caps: Float64Array.from(program.caps, (cap) => read(cap.label, cap.limitScale)),
  };
}
