import type { Scenarios } from "../../problem/context.ts";
import type { DownsideSpec } from "../../risks/downside-spec.ts";
import { affine, type ConicModel, scaledAffine, sumOf } from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";
import { returnUnit, scenarioLosses } from "./scenario-losses.ts";

/** A sum of squared shortfalls, or its root, as the norm of one variable a scenario that is at least the shortfall and 0. */
export function conicShortfalls(
  model: ConicModel,
  scenarios: Scenarios,
  { centre, target, divisor }: DownsideSpec,
  root: boolean,
): ConicRisk {
  const unit = returnUnit(scenarios);
  const first = model.variables(scenarios.rows);
  scenarioLosses(scenarios, unit, target, 1, centre).forEach((loss, t) => {
    model.nonnegative(affine(0, [first + t, 1]));
    model.nonnegative(sumOf(affine(0, [first + t, 1]), scaledAffine(loss, -1)));
  });
  const scale = unit / Math.sqrt(divisor);
  const parts = Array.from({ length: scenarios.rows }, (_, t) => affine(0, [first + t, scale]));
  return { shape: "norm", parts, squared: !root };
}
