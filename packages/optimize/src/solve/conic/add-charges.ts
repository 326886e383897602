import type { Charge } from "../../program/charge.ts";
import { affine, type ConicModel, type ConicProgramModel } from "./conic-model.ts";

/** Adds the costs of single weights: kinks by a variable above both slopes, three-halves costs by power cones. */
export function minimizeCharges(model: ConicProgramModel, charges: readonly Charge[]): void {
  for (const { centres, above, below, quadratic, threeHalves } of charges) {
    for (let i = 0; i < model.weights; i += 1) {
      const centre = centres[i]!;
      if (above[i]! + below[i]! > 0) {
        model.minimize(affine(0, [aboveKink(model, i, centre, above[i]!, below[i]!), 1]));
      } else if (above[i] !== 0) model.minimize(affine(0, [i, above[i]!]));
      if (quadratic[i]! > 0) {
        model.minimizeProduct(i, i, quadratic[i]!);
        model.minimize(affine(0, [i, -2 * quadratic[i]! * centre]));
      }
      if (threeHalves[i]! > 0) {
        const power = model.variables();
        model.power(2 / 3, affine(0, [power, 1]), affine(1), affine(-centre, [i, 1]));
        model.minimize(affine(0, [power, threeHalves[i]!]));
      }
    }
  }
}

/** A variable that is at least above x max(w - c, 0) + below x max(c - w, 0). */
export function aboveKink(model: ConicModel, weight: number, centre: number, above: number, below: number): number {
  const height = model.variables();
  model.nonnegative(affine(above * centre, [height, 1], [weight, -above]));
  model.nonnegative(affine(-below * centre, [height, 1], [weight, below]));
  return height;
}
