import { invalidInput } from "@plimsoll/core";

/** Preferences of cumulative prospect theory; what is left out is Tversky and Kahneman's (1992) median. */
export interface ProspectParameters {
  /** Curvature of gains, v(y) = y^alpha; > 0.
   * @defaultValue 0.88 */
  readonly alpha?: number;
  /** Curvature of losses, v(y) = -lambda (-y)^beta; > 0.
   * @defaultValue 0.88 */
  readonly beta?: number;
  /** Loss aversion, > 0.
   * @defaultValue 2.25 */
  readonly lambda?: number;
  /** Probability weighting of gains, at least .279204; 1 is none.
   * @defaultValue 0.61 */
  readonly gamma?: number;
  /** Probability weighting of losses, at least .279204; 1 is none.
   * @defaultValue 0.69 */
  readonly delta?: number;
  /** Outcome that is neither gain nor loss, in the outcomes' unit.
   * @defaultValue 0 */
  readonly reference?: number;
}

/** The median subject of Tversky & Kahneman (1992), around a reference of zero. */
export const tverskyKahneman1992: Required<ProspectParameters> = Object.freeze({
  alpha: 0.88,
  beta: 0.88,
  lambda: 2.25,
  gamma: 0.61,
  delta: 0.69,
  reference: 0,
});

// below it the weighting falls somewhere, so a dominated prospect could be preferred (Rieger & Wang 2006, Ingersoll 2008)
const smallestWeighting = 0.27920425;

/** Validates the weighting parameter `value` and returns it. */
export function readWeighting(value: number, argument: string): number {
  if (value >= smallestWeighting && Number.isFinite(value)) return value;
  throw invalidInput(
    argument,
    `${argument}: expected a finite number of at least ${smallestWeighting}, was ${value}; below it the weighting of Tversky and Kahneman is not monotone`,
    { reason: "not-monotone", expected: `>= ${smallestWeighting}`, received: String(value) },
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
