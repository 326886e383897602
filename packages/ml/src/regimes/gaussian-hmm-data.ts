import * as z from "zod";
import type { CovarianceForm } from "./covariance-form.ts";

/** A Gaussian hidden Markov model as plain JSON. */
export interface GaussianHmmData {
  readonly kind: "gaussian-hmm";
  readonly parameters: {
    readonly covariance: CovarianceForm;
    readonly startProbabilities: readonly number[];
    /** Row i holds the probabilities of going from state i to each state. */
    readonly transition: readonly (readonly number[])[];
    readonly means: readonly (readonly number[])[];
    readonly covariances: readonly (readonly (readonly number[])[])[];
  };
  /** Least variance of a state, by column. */
  readonly covarianceFloor: readonly number[];
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  readonly icl: number;
  readonly parameterCount: number;
  /** Complete rows of the sample. */
  readonly observations: number;
  readonly converged: boolean;
  readonly iterations: number;
}

const law = z.array(z.number().min(0).max(1)).min(1);
const sumsToOne = (probabilities: readonly number[]): boolean =>
  Math.abs(probabilities.reduce((sum, probability) => sum + probability, 0) - 1) < 1e-8;

export const GaussianHmmSchema: z.ZodType<GaussianHmmData> = z
  .strictObject({
    kind: z.literal("gaussian-hmm"),
    parameters: z.strictObject({
      covariance: z.enum(["spherical", "diagonal", "tied", "full"]),
      startProbabilities: law.refine(sumsToOne, "must sum to 1"),
      transition: z.array(law.refine(sumsToOne, "must sum to 1")),
      means: z.array(z.array(z.number())),
      covariances: z.array(z.array(z.array(z.number()))),
    }),
    covarianceFloor: z.array(z.number().positive()).min(1),
    logLikelihood: z.number(),
    aic: z.number(),
    bic: z.number(),
    icl: z.number(),
    parameterCount: z.number().int(),
    observations: z.number().int(),
    converged: z.boolean(),
    iterations: z.number().int(),
  })
  .refine(({ parameters, covarianceFloor }) => {
    const states = parameters.startProbabilities.length;
    const columns = covarianceFloor.length;
    const square = (rows: readonly (readonly number[])[], size: number): boolean =>
      rows.length === size && rows.every((row) => row.length === size);
    return (
      square(parameters.transition, states) &&
      parameters.means.length === states &&
      parameters.means.every((mean) => mean.length === columns) &&
      parameters.covariances.length === states &&
      parameters.covariances.every((covariance) => square(covariance, columns))
    );
  }, "the sizes of start law, transition matrix, means and covariances do not agree");
