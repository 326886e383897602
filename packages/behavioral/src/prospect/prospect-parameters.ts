import { invalidInput } from "@plimsoll/core";
import { type ProspectParameters, smallestWeightingPower, tverskyKahneman1992 } from "@plimsoll/numeric";

/** Validates the weighting parameter `value` and returns it. */
export function readWeighting(value: number, argument: string): number {
  if (value >= smallestWeightingPower && Number.isFinite(value)) return value;
  throw invalidInput(
    argument,
    `${argument}: expected a finite number of at least ${smallestWeightingPower}, was ${value}; below it the weighting of Tversky and Kahneman is not monotone`,
    { reason: "not-monotone", expected: `>= ${smallestWeightingPower}`, received: String(value) },
  );
}

/** Fills in the defaults and validates. */
export function readProspectParameters(parameters: ProspectParameters): Required<ProspectParameters> {
  const filled = { ...tverskyKahneman1992, ...parameters };
  for (const name of ["alpha", "beta", "lambda"] as const) {
    if (filled[name] > 0 && Number.isFinite(filled[name])) continue;
    throw invalidInput(name, `${name}: expected a finite number above 0, was ${filled[name]}`, {
      received: String(filled[name]),
    });
  }
  readWeighting(filled.gamma, "gamma");
  readWeighting(filled.delta, "delta");
  if (!Number.isFinite(filled.reference)) {
    throw invalidInput("reference", `reference: expected a finite outcome, was ${filled.reference}`, {
      reason: "not-finite",
    });
  }
  return filled;
}
