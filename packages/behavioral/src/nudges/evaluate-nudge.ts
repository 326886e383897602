import { invalidInput, PlimsollError } from "@plimsoll/core";
import { studentTDistribution } from "@plimsoll/numeric";
import type { NudgeArm } from "./nudge-arm.ts";

/** One eligible investor: the arm assigned, whatever was seen or overridden, and the outcome afterwards. */
export interface NudgeOutcome {
  readonly investor: string;
  readonly arm: NudgeArm;
  /** Such as the disposition effect or the number of trades after the first decision; any unit, finite. */
  readonly outcome: number;
}

/** Options of {@link evaluateNudge}. */
export interface NudgeEvaluationOptions {
  /** Coverage of the interval, in (0, 1).
   * @defaultValue 0.95 */
  readonly confidence?: number;
}

/** The effect of a nudge, by intention to treat. */
export interface NudgeEffect {
  /** Mean of the treatment less mean of the holdout, in the outcome's unit. */
  readonly difference: number;
  readonly standardError: number;
  readonly interval: readonly [number, number];
  /** Two-sided. */
  readonly pValue: number;
  readonly degreesOfFreedom: number;
  readonly treatment: { readonly mean: number; readonly size: number };
  readonly holdout: { readonly mean: number; readonly size: number };
  readonly method: "difference in means by intention to treat, Welch";
}

function summarize(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: squares / (values.length - 1) / values.length };
}

/**
 * What a nudge did: the difference in mean outcome between those assigned to it and those held out.
 *
 * By intention to treat: every eligible investor counts in the arm assigned, also who overrode or never saw the nudge;
 * leaving them out would compare different people. Interval and p-value by Welch (1947), unequal variances, Student t with
 * Satterthwaite's degrees of freedom.
 *
 * @param outcomes - one row for each investor, in any order
 * @throws `INVALID_INPUT` for an investor twice, an outcome that is not finite, outcomes without any spread;
 * `NOT_ENOUGH_DATA` for fewer than two investors in an arm
 *
 * @example
 * ```ts
 * import { evaluateNudge } from "@plimsoll/behavioral";
 *
 * const arm = (name: "treatment" | "holdout", outcomes: number[]) =>
 *   outcomes.map((outcome, index) => ({ investor: `${name}-${index}`, arm: name, outcome }));
 * const effect = evaluateNudge([...arm("treatment", [1, 2, 3, 2]), ...arm("holdout", [3, 4, 5, 4])]);
 * console.log(effect.difference, effect.pValue.toFixed(4)); // -2 0.0134
 * ```
 */
export function evaluateNudge(outcomes: readonly NudgeOutcome[], options: NudgeEvaluationOptions = {}): NudgeEffect {
  const confidence = options.confidence ?? 0.95;
  if (!(confidence > 0 && confidence < 1)) {
    throw invalidInput("confidence", `confidence: expected a number between 0 and 1, was ${confidence}`);
  }
  const arms: Record<NudgeArm, number[]> = { treatment: [], holdout: [] };
  const seen = new Set<string>();
  outcomes.forEach(({ investor, arm, outcome }, row) => {
    if (seen.has(investor)) {
      throw invalidInput(
        `outcomes[${row}].investor`,
        `outcomes[${row}].investor: "${investor}" is there twice; investors were assigned, so give one outcome each`,
      );
    }
    seen.add(investor);
    if (!Number.isFinite(outcome)) {
      throw invalidInput(
        `outcomes[${row}].outcome`,
        `outcomes[${row}].outcome: expected a finite number, was ${outcome}`,
        { reason: "not-finite" },
      );
    }
    if (!Object.hasOwn(arms, arm)) {
      throw invalidInput(
        `outcomes[${row}].arm`,
        `outcomes[${row}].arm: expected "treatment" or "holdout", was "${arm as string}"`,
      );
    }
    arms[arm].push(outcome);
  });
  for (const name of ["treatment", "holdout"] as const) {
    const available = arms[name].length;
    if (available >= 2) continue;
    throw new PlimsollError("NOT_ENOUGH_DATA", `the ${name} arm has ${available} investors, two are the least`, {
      required: 2,
      available,
      argument: "outcomes",
    });
  }
  const treatment = summarize(arms.treatment);
  const holdout = summarize(arms.holdout);
  const variance = treatment.error + holdout.error;
  if (!(variance > 0)) {
    throw invalidInput("outcomes", "outcomes: all are equal within each arm, so no interval can be given", {
      reason: "no-spread",
    });
  }
  const degreesOfFreedom =
    variance ** 2 /
    (treatment.error ** 2 / (arms.treatment.length - 1) + holdout.error ** 2 / (arms.holdout.length - 1));
  const difference = treatment.mean - holdout.mean;
  const standardError = Math.sqrt(variance);
  const law = studentTDistribution(degreesOfFreedom);
  const reach = law.quantile(0.5 + confidence / 2) * standardError;
  return {
    difference,
    standardError,
    interval: [difference - reach, difference + reach],
    pValue: 2 * law.cdf(-Math.abs(difference) / standardError),
    degreesOfFreedom,
    treatment: { mean: treatment.mean, size: arms.treatment.length },
    holdout: { mean: holdout.mean, size: arms.holdout.length },
    method: "difference in means by intention to treat, Welch",
  };
}
