import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { diagonalOfForm, multiplyForm, type QuadraticForm } from "../problem/quadratic-form.ts";
import type { RiskKind, RiskTerm } from "./risk-kind.ts";

/** Standard deviation (volatility) of the portfolio's return, sqrt(w'Qw), in units of the returns. */
export interface StandardDeviation {
  readonly kind: "standard-deviation";
}

/** Schema of {@link StandardDeviation}. */
export const StandardDeviationSchema: MemberSchema<StandardDeviation> = z.strictObject({
  kind: z.literal("standard-deviation"),
});

/** Volatility, relative to the assets' volatilities added up, that is no more than rounding. */
const rounding = 3e-8;

/** sqrt((w - centre)'Q(w - centre)): volatility, or tracking error when `centre` is a benchmark. */
export function deviationTerm(form: QuadraticForm, centre?: Float64Array): RiskTerm {
  const active = new Float64Array(form.size);
  const product = new Float64Array(form.size);
  const volatilities = diagonalOfForm(form).map(Math.sqrt);
  const evaluate = (weights: Float64Array): number => {
    for (let i = 0; i < form.size; i += 1) active[i] = weights[i]! - (centre === undefined ? 0 : centre[i]!);
    multiplyForm(form, active, product);
    let sum = 0;
    for (let i = 0; i < form.size; i += 1) sum += active[i]! * product[i]!;
    const value = Math.sqrt(Math.max(0, sum));
    // the root of what is rounding in the variance
    return value <= rounding * undiversified(volatilities, weights, centre) ? 0 : value;
  };
  const risk = { form, centre, root: true };
  return {
    kind: "standard-deviation",
    degree: 1,
    shape: { form: "quadratic", risk },
    quadratic: risk,
    value: evaluate,
    magnitude(weights, slopes) {
      slopes.set(volatilities);
      return undiversified(volatilities, weights, centre);
    },
  };
}

/**
 * The risk if all assets moved together: volatilities times the sizes of weights, added up; a millionth of the largest
 * volatility where only assets without any are held.
 */
export function undiversified(
  volatilities: Float64Array,
  weights: Float64Array,
  centre: Float64Array | undefined,
): number {
  let value = 0;
  let largest = 0;
  for (let i = 0; i < volatilities.length; i += 1) {
    value += volatilities[i]! * (Math.abs(weights[i]!) + Math.abs(centre?.[i] ?? 0));
    largest = Math.max(largest, volatilities[i]!);
  }
  return Math.max(value, 1e-6 * largest);
}

/** Standard deviation. */
export const standardDeviation: RiskKind<StandardDeviation> = {
  kind: "standard-deviation",
  summary: "Volatility of the portfolio's return: the square root of its variance.",
  schema: StandardDeviationSchema,
  bind: (_risk: StandardDeviation, context: ProblemContext, argument: string) =>
    deviationTerm(context.requireCovariance(argument)),
};
