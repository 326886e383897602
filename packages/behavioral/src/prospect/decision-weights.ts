import { invalidInput } from "@plimsoll/core";
import { type ProspectParameters, decisionWeights as weighOutcomes } from "@plimsoll/numeric";
import { readProspectParameters } from "./prospect-parameters.ts";

/** A risky prospect and who judges it. */
export interface ProspectOptions extends ProspectParameters {
  /** Probability of each outcome, >= 0, summing to 1 within 1e-9.
   * @defaultValue equal probabilities */
  readonly probabilities?: readonly number[] | Float64Array;
}

/** A validated prospect. */
export interface Prospect {
  /** Less the reference. */
  readonly outcomes: Float64Array;
  readonly probabilities: Float64Array;
  readonly parameters: Required<ProspectParameters>;
}

/** Validates outcomes, probabilities and parameters. */
export function readProspect(outcomes: readonly number[] | Float64Array, options: ProspectOptions): Prospect {
  const { probabilities: given, ...rest } = options;
  const parameters = readProspectParameters(rest);
  const size = outcomes.length;
  if (size === 0) throw invalidInput("outcomes", "outcomes: there are none, pass at least one");
  const shifted = Float64Array.from(outcomes, (outcome, index) => {
    if (Number.isFinite(outcome)) return outcome - parameters.reference;
    throw invalidInput(`outcomes[${index}]`, `outcomes[${index}]: expected a finite number, was ${outcome}`, {
      reason: "not-finite",
    });
  });
  if (given === undefined) {
    return { outcomes: shifted, probabilities: new Float64Array(size).fill(1 / size), parameters };
  }
  if (given.length !== size) {
    throw invalidInput("probabilities", `probabilities: expected ${size}, one for each outcome, was ${given.length}`);
  }
  let sum = 0;
  const probabilities = Float64Array.from(given, (probability, index) => {
    sum += probability;
    if (probability >= 0 && probability <= 1) return probability;
    throw invalidInput(
      `probabilities[${index}]`,
      `probabilities[${index}]: expected a number from 0 to 1, was ${probability}`,
    );
  });
  if (Math.abs(sum - 1) > 1e-9) {
    throw invalidInput(
      "probabilities",
      `probabilities: expected a sum of 1, was ${sum}; name every outcome, also the one of nothing`,
      { reason: "sum", received: String(sum) },
    );
  }
  return { outcomes: shifted, probabilities, parameters };
}

/**
 * The weight of each outcome in cumulative prospect theory, in the outcomes' order.
 *
 * A gain's weight is w+(chance of it or better) - w+(chance of better); a loss's w-(chance of it or worse) -
 * w-(chance of worse) (Tversky & Kahneman 1992, equations 1 and 2). The weights are not probabilities: they need not sum
 * to 1. An outcome at the reference counts among the gains, where its value is 0.
 *
 * @param outcomes - finite, in one unit, any order; ties share their joint weight
 * @throws `INVALID_INPUT` as {@link cumulativeProspectValue}
 *
 * @example
 * ```ts
 * import { decisionWeights } from "@plimsoll/behavioral";
 *
 * console.log([...decisionWeights([-5, -3, -1, 2, 4, 6])].map((weight) => weight.toFixed(4)).join(" "));
 * // 0.2307 0.1187 0.1046 0.0847 0.0972 0.2388
 * ```
 */
export function decisionWeights(
  outcomes: readonly number[] | Float64Array,
  options: ProspectOptions = {},
): Float64Array {
  const prospect = readProspect(outcomes, options);
  return weighOutcomes(prospect.outcomes, prospect.probabilities, prospect.parameters);
}
