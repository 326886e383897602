import type { AssetAttributes } from "./asset-attributes.ts";
import type { SteppedScenario } from "./scenario.ts";
import { matches, perturbedReturn } from "./scenario-step.ts";

/** Attributes by asset. */
export type AttributesByAsset = Readonly<Record<string, AssetAttributes>>;

/** Return of an asset under all steps in order, compounded; `null` where no step acts on it. No loss exceeds the value. */
export function steppedReturn(
  { steps }: SteppedScenario,
  asset: string,
  attributes: AssetAttributes | undefined,
): number | null {
  let wealth = 1;
  let touched = false;
  for (const { filter, perturbation } of steps) {
    if (!matches(filter, asset, attributes)) continue;
    touched = true;
    wealth *= Math.max(0, 1 + perturbedReturn(perturbation, asset, attributes));
  }
  return touched ? wealth - 1 : null;
}
