import {
  type Affine,
  affine,
  type ConicDuals,
  type ConicModel,
  type ConicProgramModel,
  scaledAffine,
  sumOf,
} from "./conic-model.ts";
import type { ConicRisk } from "./conic-risk.ts";

/** Adds coefficient x risk to what a model minimises. */
export function minimizeRisk(model: ConicProgramModel, risk: ConicRisk, coefficient: number): void {
  if (risk.shape === "linear") {
    model.minimize(scaledAffine(risk.value, coefficient));
    return;
  }
  if (!risk.squared) {
    const norm = model.variables();
    model.secondOrder(affine(0, [norm, 1]), risk.parts);
    model.minimize(affine(0, [norm, coefficient]));
    return;
  }
  minimizeSquare(model, risk, coefficient);
}

/** Adds weight x the square of a norm to what a model minimises. */
export function minimizeSquare(model: ConicProgramModel, risk: ConicRisk, weight: number): void {
  if (risk.shape === "linear") throw new Error("expected a norm");
  // copies of the size of the weights
  const unit = largestCoefficient(risk.parts);
  for (const part of risk.parts) {
    const [own] = Array.from(part.variables);
    if (part.variables.length === 1 && part.constant === 0) {
      model.minimizeProduct(own!, own!, weight * part.coefficients[0]! ** 2);
      continue;
    }
    const copy = model.variables();
    model.zero(sumOf(affine(0, [copy, 1]), scaledAffine(part, -1 / unit)));
    model.minimizeProduct(copy, copy, weight * unit * unit);
  }
}

/**
 * Holds a risk to `upper`, plus `excess` where the limit may be broken. Returns what reads d(objective)/d(upper), with its
 * sign turned, from the duals.
 */
export function capRisk(
  model: ConicModel,
  risk: ConicRisk,
  upper: number,
  excess: Affine | undefined,
): (duals: ConicDuals) => number {
  const room = excess ?? affine(0);
  if (risk.shape === "linear") {
    // in units of the limit, as the other rows are of size 1
    const scale = Math.abs(upper) || 1;
    const row = model.nonnegative(
      sumOf(affine(upper / scale), scaledAffine(sumOf(room, scaledAffine(risk.value, -1)), 1 / scale)),
    );
    return (duals) => duals.of(row) / scale;
  }
  const scale = (risk.squared ? Math.sqrt(Math.max(0, upper)) : upper) || 1;
  const parts = risk.parts.map((part) => scaledAffine(part, 1 / scale));
  if (!risk.squared) {
    const row = model.secondOrder(sumOf(affine(upper / scale), scaledAffine(room, 1 / scale)), parts);
    return (duals) => duals.of(row) / scale;
  }
  if (excess === undefined) {
    const row = model.secondOrder(affine(upper > 0 ? 1 : 0), parts);
    // d upper = 2 sqrt(upper) d sqrt(upper); a limit of 0 has no finite price
    return (duals) => (upper > 0 ? duals.of(row) / (2 * upper) : 0);
  }
  // |y|^2 <= h is |(y, (h - 1) / 2)| <= (h + 1) / 2
  const square = sumOf(affine(upper / scale ** 2), scaledAffine(room, 1 / scale ** 2));
  const row = model.secondOrder(scaledAffine(square, 0.5, 0.5), [scaledAffine(square, 0.5, -0.5), ...parts]);
  return (duals) => (duals.of(row) + duals.of(row + 1)) / (2 * scale ** 2);
}

function largestCoefficient(parts: readonly Affine[]): number {
  let largest = 0;
  for (const { coefficients } of parts)
    for (let k = 0; k < coefficients.length; k += 1) largest = Math.max(largest, Math.abs(coefficients[k]!));
  return largest || 1;
}
