import type { Scenarios } from "../../problem/context.ts";
import { affine, type ConicModel, scaledAffine } from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";
import { scenarioLosses } from "./scenario-losses.ts";

/** -mean ln(1 + return): each logarithm is the most that a variable's exponential leaves room for. */
export function conicGrowth(model: ConicModel, scenarios: Scenarios): ConicRisk {
  const first = model.variables(scenarios.rows);
  const terms = scenarioLosses(scenarios, 1).map((loss, t): [number, number] => {
    model.exponential(affine(0, [first + t, 1]), affine(1), scaledAffine(loss, -1, 1));
    return [first + t, -1 / scenarios.rows];
  });
  return { shape: "linear", value: affine(0, ...terms) };
}
