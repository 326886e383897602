import * as z from "zod";
import { type GarchModelData, GarchModelSchema } from "../garch-data.ts";
import type { JointLaw } from "./correlation-law.ts";
import type { CorrelationModel } from "./fit-correlation.ts";

/** Volatility models of several assets and the correlations between them, as plain JSON. */
export interface MultivariateGarchData {
  readonly kind: "multivariate-garch";
  readonly correlation: CorrelationModel;
  readonly distribution: JointLaw;
  readonly assets: readonly string[];
  readonly univariate: readonly GarchModelData[];
  readonly parameters: {
    /** Reaction of the correlations to the last row; 0 under `"ccc"`. */
    readonly a: number;
    /** Their persistence; 0 under `"ccc"`. */
    readonly b: number;
    /** Degrees of freedom of the joint law; `null` when it is normal. */
    readonly degreesOfFreedom: number | null;
    /** The correlations themselves under `"ccc"`, what they are drawn to under `"dcc"`. */
    readonly correlations: readonly (readonly number[])[];
  };
  readonly converged: boolean;
  readonly iterations: number;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
}

export const MultivariateGarchSchema: z.ZodType<MultivariateGarchData> = z
  .strictObject({
    kind: z.literal("multivariate-garch"),
    correlation: z.enum(["ccc", "dcc"]),
    distribution: z.enum(["normal", "student-t"]),
    assets: z.array(z.string()).min(2),
    univariate: z.array(GarchModelSchema),
    parameters: z.strictObject({
      a: z.number().min(0).lt(1),
      b: z.number().min(0).lt(1),
      degreesOfFreedom: z.number().gt(2).nullable(),
      correlations: z.array(z.array(z.number().min(-1).max(1))),
    }),
    converged: z.boolean(),
    iterations: z.int().min(0),
    logLikelihood: z.number(),
    aic: z.number(),
    bic: z.number(),
  })
  .refine(({ assets, univariate, parameters }) => {
    const rows = parameters.correlations;
    const square = rows.length === assets.length && rows.every((row) => row.length === assets.length);
    return square && univariate.length === assets.length && parameters.a + parameters.b < 1;
  }, "the sizes of assets, models and correlations do not agree, or a + b is not below 1");
