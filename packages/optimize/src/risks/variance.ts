import * as z from "zod";
import type { ProblemContext } from "../problem/context.ts";
import type { MemberSchema } from "../problem/member-schema.ts";
import { diagonalOfForm, multiplyForm, type QuadraticForm } from "../problem/quadratic-form.ts";
import { deviationTerm, undiversified } from "./standard-deviation.ts";
import type { RiskKind, RiskTerm } from "./risk-kind.ts";

/** Variance of the portfolio's return, w'Qw, in squared units of the covariance. */
export interface Variance {
  readonly kind: "variance";
}

/** Schema of {@link Variance}. */
export const VarianceSchema: MemberSchema<Variance> = z.strictObject({ kind: z.literal("variance") });

/** (w - centre)'Q(w - centre). */
export function varianceTerm(form: QuadraticForm, centre?: Float64Array): RiskTerm {
  const active = new Float64Array(form.size);
  const product = new Float64Array(form.size);
  const volatilities = diagonalOfForm(form).map(Math.sqrt);
  const evaluate = (weights: Float64Array): number => {
    for (let i = 0; i < form.size; i += 1) active[i] = weights[i]! - (centre === undefined ? 0 : centre[i]!);
    multiplyForm(form, active, product);
    let sum = 0;
    for (let i = 0; i < form.size; i += 1) sum += active[i]! * product[i]!;
    return Math.max(0, sum);
  };
  const risk = { form, centre, root: false };
  return {
    kind: "variance",
    degree: 2,
    shape: { form: "quadratic", risk },
    quadratic: risk,
    homogeneous: deviationTerm(form, centre),
    value: evaluate,
    magnitude(weights, slopes) {
      const together = undiversified(volatilities, weights, centre);
      for (let i = 0; i < form.size; i += 1) slopes[i] = 2 * together * volatilities[i]!;
      return together * together;
    },
  };
}

/** Variance. */
export const variance: RiskKind<Variance> = {
  kind: "variance",
  summary: "Variance of the portfolio's return, from the covariance.",
  schema: VarianceSchema,
  bind: (_risk: Variance, context: ProblemContext, argument: string) =>
    varianceTerm(context.requireCovariance(argument)),
};
