import * as z from "zod";
import type { GarchCovarianceEstimator } from "./garch-options.ts";
import { varianceModels } from "./models/table.ts";
import type { GarchSpecification } from "./specification.ts";

/** A {@link GarchModel} as plain JSON. It keeps its returns, so that all it says can be said again. */
export interface GarchModelData {
  readonly kind: "garch-model";
  readonly specification: GarchSpecification;
  /** By name, in the unit of the returns. */
  readonly parameters: Readonly<Record<string, number>>;
  /** The variance before the first row; null when it is the mean of squared residuals. */
  readonly presampleVariance: number | null;
  readonly returns: readonly number[];
  /** A row for each return; absent without outside variables. */
  readonly regressors?: readonly (readonly number[])[];
  /** Whether the parameters were fitted to these returns, or given. */
  readonly source: "fitted" | "given";
  readonly covariance: GarchCovarianceEstimator;
  readonly converged: boolean;
  readonly iterations: number;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
}

const lags = z.int().min(0).max(50);

const specification: z.ZodType<GarchSpecification> = z.strictObject({
  model: z.enum(["garch", "gjr-garch", "egarch", "tarch", "aparch", "figarch", "har", "ewma"]),
  distribution: z.enum(["normal", "student-t", "skew-t", "ged"]),
  mean: z.strictObject({
    constant: z.boolean(),
    ar: lags,
    ma: lags,
    inMean: z.enum(["variance", "standard-deviation", "log-variance"]).nullable(),
    regressors: z.int().min(0),
  }),
  variance: z.strictObject({
    p: lags,
    o: lags,
    q: lags,
    truncation: z.int().min(1).max(100_000),
    decay: z.number().gt(0).lt(1).nullable(),
    power: z.number().gt(0.05).lt(4).nullable(),
    target: z.number().positive().nullable(),
  }),
  presample: z.union([z.enum(["backcast", "sample"]), z.strictObject({ variance: z.number().positive() })]),
});

/** The schema of {@link GarchModelData}. */
export const GarchModelSchema: z.ZodType<GarchModelData> = z
  .strictObject({
    kind: z.literal("garch-model"),
    specification,
    parameters: z.record(z.string(), z.number()),
    presampleVariance: z.number().positive().nullable(),
    returns: z.array(z.number()).min(1),
    regressors: z.exactOptional(z.array(z.array(z.number()))),
    source: z.enum(["fitted", "given"]),
    covariance: z.enum(["hessian", "opg", "robust"]),
    converged: z.boolean(),
    iterations: z.int().min(0),
    logLikelihood: z.number(),
    aic: z.number(),
    bic: z.number(),
  })
  .refine(
    ({ specification: { model, mean, variance }, returns }) => {
      const { orders } = varianceModels[model];
      const inside = (["p", "o", "q"] as const).every(
        (lag) => variance[lag] >= orders[lag].least && variance[lag] <= orders[lag].most,
      );
      return inside && (model !== "aparch" || variance.o <= variance.p) && returns.length > mean.ar;
    },
    { path: ["specification"], error: "orders that the model does not have, or more lags of the mean than returns" },
  );
