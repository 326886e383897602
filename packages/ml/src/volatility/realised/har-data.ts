import * as z from "zod";

/** What the regression is on: the realised variance itself, its root, or its logarithm. */
export type HarForm = "variance" | "volatility" | "log";

/** One coefficient with its uncertainty. */
export interface HarCoefficient {
  readonly name: string;
  readonly value: number;
  /** Newey-West. */
  readonly standardError: number;
}

/** A heterogeneous autoregression as plain JSON. */
export interface HarData {
  readonly kind: "har-rv";
  readonly form: HarForm;
  /** Days whose mean is a regressor, ascending. */
  readonly lags: readonly number[];
  readonly horizon: number;
  readonly coefficients: readonly HarCoefficient[];
  /** Variance of the residuals, ddof the number of coefficients, in the unit of the form. */
  readonly residualVariance: number;
  readonly rSquared: number;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  readonly observations: number;
  readonly usesJumps: boolean;
  readonly usesReturns: boolean;
}

export const HarSchema: z.ZodType<HarData> = z
  .strictObject({
    kind: z.literal("har-rv"),
    form: z.enum(["variance", "volatility", "log"]),
    lags: z.array(z.number().int().min(1)).min(1),
    horizon: z.number().int().min(1),
    coefficients: z.array(z.strictObject({ name: z.string(), value: z.number(), standardError: z.number() })),
    residualVariance: z.number().min(0),
    rSquared: z.number(),
    logLikelihood: z.number(),
    aic: z.number(),
    bic: z.number(),
    observations: z.number().int(),
    usesJumps: z.boolean(),
    usesReturns: z.boolean(),
  })
  .refine(
    ({ coefficients, lags, usesJumps, usesReturns }) =>
      coefficients.length === 1 + lags.length + Number(usesJumps) + Number(usesReturns),
    "the number of coefficients does not agree with lags, jumps and returns",
  );
