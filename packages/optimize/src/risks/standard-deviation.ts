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

/** sqrt((w - centre)'Q(w - centre)): volatility, or tracking error when `centre` is a benchmark. */
export function deviationTerm(form: QuadraticForm, centre?: Float64Array): RiskTerm {
  const active = new Float64Array(form.size);
  const product = new Float64Array(form.size);
  const variances = diagonalOfForm(form);
  const evaluate = (weights: Float64Array): number => {
    for (let i = 0; i < form.size; i += 1) active[i] = weights[i]! - (centre === undefined ? 0 : centre[i]!);
    multiplyForm(form, active, product);
    let sum = 0;
    for (let i = 0; i < form.size; i += 1) sum += active[i]! * product[i]!;
    return Math.sqrt(Math.max(0, sum));
  };
  return {
    kind: "standard-deviation",
    degree: 1,
    quadratic: { form, centre, root: true },
    value: evaluate,
    minorant(weights, gradient) {
      const value = evaluate(weights);
      let terms = 0;
      for (let i = 0; i < form.size; i += 1)
        terms += variances[i]! * (Math.abs(weights[i]!) + Math.abs(centre?.[i] ?? 0)) ** 2;
      if (value * value <= 1e-26 * terms) {
        // rounding of 0, where 0 is a subgradient
        gradient.fill(0);
        return 0;
      }
      for (let i = 0; i < form.size; i += 1) gradient[i] = product[i]! / value;
      return value;
    },
  };
}

/** Standard deviation. */
export const standardDeviation: RiskKind<StandardDeviation> = {
  kind: "standard-deviation",
  summary: "Volatility of the portfolio's return: the square root of its variance.",
  schema: StandardDeviationSchema,
  bind: (_risk: StandardDeviation, context: ProblemContext, argument: string) =>
    deviationTerm(context.requireCovariance(argument)),
};
