import * as z from "zod";
import type { SwitchingSpecification } from "./specification.ts";
import type { SwitchingCovariance } from "./switching-covariance.ts";
import type { SwitchingParameters } from "./switching-parameters.ts";

/** Standard errors in the shape of the parameters; `null` where the information is singular. */
type Errors<Value> = Value extends number
  ? number | null
  : Value extends readonly (infer Item)[]
    ? readonly Errors<Item>[]
    : Value;

/** Standard errors of {@link SwitchingParameters} as JSON. */
export type SwitchingErrors = { readonly [Name in keyof SwitchingParameters]: Errors<SwitchingParameters[Name]> };

/** A Markov-switching model as plain JSON. */
export interface MarkovSwitchingData {
  readonly kind: "markov-switching";
  readonly specification: SwitchingSpecification;
  readonly parameters: SwitchingParameters;
  /** `null` for a model with given parameters. */
  readonly standardErrors: SwitchingErrors | null;
  readonly covariance: SwitchingCovariance;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  readonly parameterCount: number;
  /** Rows with a likelihood: those after the lags. */
  readonly observations: number;
  readonly converged: boolean;
  readonly iterations: number;
}

const group = z.enum(["switching", "common"]);
const count = z.int().min(0).max(100);

const specification: z.ZodType<SwitchingSpecification> = z.strictObject({
  states: z.int().min(2).max(6),
  order: z.int().min(0).max(12),
  form: z.enum(["mean", "intercept"]),
  intercept: z.enum(["switching", "common", "none"]),
  regressors: count,
  coefficients: group,
  autoregression: group,
  variance: group,
  transitionRegressors: count,
});

const structure = <Value extends z.ZodType<number | null>>(
  value: Value,
  variance: Value,
): z.ZodType<{ readonly [Name in keyof SwitchingParameters]: unknown }> =>
  z.strictObject({
    transition: z.array(z.array(value)).nullable(),
    transitionCoefficients: z.array(z.array(z.array(value))),
    intercepts: z.array(value),
    coefficients: z.array(z.array(value)),
    autoregression: z.array(z.array(value)),
    variances: z.array(variance),
  });

const error = z.number().min(0).nullable();

/** Whether the parts of a structure have the sizes of a specification. */
function fits(
  { states, order, regressors, transitionRegressors }: SwitchingSpecification,
  parts: SwitchingParameters | SwitchingErrors,
): boolean {
  const shaped = (rows: readonly (readonly unknown[])[], length: number, width: number): boolean =>
    rows.length === length && rows.every((row) => row.length === width);
  const { transition, transitionCoefficients, intercepts, coefficients, autoregression, variances } = parts;
  return (
    (transitionRegressors > 0 ? transition === null : transition !== null && shaped(transition, states, states)) &&
    shaped(transitionCoefficients, states, states - 1) &&
    transitionCoefficients.every((row) => shaped(row, states - 1, 1 + transitionRegressors)) &&
    intercepts.length === states &&
    variances.length === states &&
    shaped(coefficients, states, regressors) &&
    shaped(autoregression, states, order)
  );
}

/** The schema of {@link MarkovSwitchingData}. */
export const MarkovSwitchingSchema: z.ZodType<MarkovSwitchingData> = z
  .strictObject({
    kind: z.literal("markov-switching"),
    specification,
    parameters: structure(z.number(), z.number().positive()) as z.ZodType<SwitchingParameters>,
    standardErrors: (structure(error, error) as z.ZodType<SwitchingErrors>).nullable(),
    covariance: z.enum(["hessian", "opg", "robust"]),
    logLikelihood: z.number(),
    aic: z.number(),
    bic: z.number(),
    parameterCount: z.int(),
    observations: z.int(),
    converged: z.boolean(),
    iterations: z.int(),
  })
  .refine(({ specification, parameters }) => fits(specification, parameters), {
    message: "the sizes of parameters and specification do not agree",
    path: ["parameters"],
  })
  .refine(({ specification, standardErrors }) => standardErrors === null || fits(specification, standardErrors), {
    message: "the sizes of standard errors and specification do not agree",
    path: ["standardErrors"],
  });
