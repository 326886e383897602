import { invalidInput, PlimsollError } from "@plimsoll/core";
import type { InnovationDistribution } from "./distributions/innovation-law.ts";
import { innovationLaws } from "./distributions/table.ts";
import type { InMeanForm, GarchMeanSettings } from "./mean/mean-settings.ts";
import { varianceModels } from "./models/table.ts";
import type { OrderRange, VolatilityModelName } from "./models/variance-model.ts";
import type { GarchSpecification, GarchPresample } from "./specification.ts";

/** Which matrix standard errors come from. */
export type GarchCovarianceEstimator =
  /** Inverse of the observed information. */
  | "hessian"
  /** Inverse of the outer product of scores (Berndt, Hall, Hall & Hausman 1974). */
  | "opg"
  /** Quasi-maximum likelihood, valid for innovations of another law (Bollerslev & Wooldridge 1992). */
  | "robust";

/** An equation of the mean. */
export interface GarchMeanOptions {
  /** @defaultValue true */
  readonly constant?: boolean;
  /** Lags of the return; likelihood starts after as many rows. @defaultValue 0 */
  readonly ar?: number;
  /** Lags of the residual. @defaultValue 0 */
  readonly ma?: number;
  /** What of the variance enters the mean (GARCH-in-mean). @defaultValue none */
  readonly inMean?: InMeanForm;
}

/** The structure of a volatility model. */
export interface GarchStructure {
  /** @defaultValue "garch" */
  readonly model?: VolatilityModelName;
  /** Lags of symmetric shocks. @defaultValue 1 */
  readonly p?: number;
  /** Lags of asymmetric shocks. @defaultValue 1 in `gjr-garch`, `egarch`, `tarch`, `aparch`; the others have none */
  readonly o?: number;
  /** Lags of the variance. @defaultValue 1 */
  readonly q?: number;
  /** @defaultValue "normal" */
  readonly distribution?: InnovationDistribution;
  /** @defaultValue "constant"; "zero" for `ewma` */
  readonly mean?: "zero" | "constant" | GarchMeanOptions;
  /** The power of APARCH, fixed. @defaultValue estimated */
  readonly power?: number;
  /** Lags that FIGARCH keeps. @defaultValue 1000 */
  readonly truncation?: number;
  /** The decay of EWMA (RiskMetrics 1996: .94 daily, .97 monthly). @defaultValue 0.94 */
  readonly decay?: number | "estimate";
}

/** Options of {@link fitGarch}. */
export interface GarchOptions extends GarchStructure {
  /** Outside variables of the mean: a row for each return, known when it is. */
  readonly regressors?: readonly (readonly number[])[];
  /** @defaultValue "backcast" */
  readonly presample?: GarchPresample;
  /**
   * Whether the intercept of GARCH or GJR is tied to the sample variance (Engle & Mezrich 1996), under a symmetric law.
   * Standard errors then count that variance as known.
   * @defaultValue "none"
   */
  readonly varianceTargeting?: "none" | "sample-variance";
  /** What `standardErrors` come from. @defaultValue "robust" */
  readonly covariance?: GarchCovarianceEstimator;
  /** Largest relative slope of the mean log-likelihood at the end. @defaultValue 1e-10 */
  readonly tolerance?: number;
  /** @defaultValue 500 */
  readonly maxIterations?: number;
}

function wholeNumber(argument: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidInput(argument, `${argument}: expected a whole number from ${least} to ${most}, was ${value}`, {
    expected: `${least} to ${most}`,
    received: String(value),
  });
}

function oneOf<Name extends string>(argument: string, value: Name, table: Readonly<Record<Name, unknown>>): Name {
  if (Object.hasOwn(table, value)) return value;
  const names = Object.keys(table).join(", ");
  throw invalidInput(argument, `${argument}: expected one of ${names}, was ${JSON.stringify(value)}`, {
    expected: names,
    received: value,
  });
}

function order(argument: string, value: number | undefined, { least, usual, most }: OrderRange, model: string): number {
  if (value === undefined) return usual;
  if (most === 0 && value !== 0) {
    throw invalidInput(argument, `${argument}: ${model} has no such lags: leave it out`, { expected: "0" });
  }
  return wholeNumber(argument, value, least, most);
}

const inMeanForms: Readonly<Record<InMeanForm, true>> = {
  variance: true,
  "standard-deviation": true,
  "log-variance": true,
};

function meanSettings(mean: GarchStructure["mean"], model: VolatilityModelName, regressors: number): GarchMeanSettings {
  const given = mean ?? (model === "ewma" ? "zero" : "constant");
  if (given === "zero" || given === "constant") {
    return { constant: given === "constant", ar: 0, ma: 0, inMean: null, regressors };
  }
  if (typeof given !== "object" || given === null) {
    throw invalidInput("mean", `mean: expected "zero", "constant" or { constant?, ar?, ma?, inMean? }`);
  }
  const constant = given.constant ?? true;
  const inMean = given.inMean === undefined ? null : oneOf("mean.inMean", given.inMean, inMeanForms);
  if (inMean === "log-variance" && !constant) {
    throw invalidInput(
      "mean.inMean",
      "mean.inMean: a logarithm of the variance needs a constant beside it, or the unit of returns matters",
    );
  }
  return {
    constant,
    ar: wholeNumber("mean.ar", given.ar ?? 0, 0, 50),
    ma: wholeNumber("mean.ma", given.ma ?? 0, 0, 50),
    inMean,
    regressors,
  };
}

function presampleOf(presample: GarchPresample): GarchPresample {
  if (presample === "backcast" || presample === "sample") return presample;
  if (typeof presample === "object" && presample !== null && presample.variance > 0 && presample.variance < Infinity) {
    return { variance: presample.variance };
  }
  throw invalidInput("presample", 'presample: expected "backcast", "sample" or { variance: a positive number }');
}

/** The structure that options name, checked, with their defaults; `regressors` is the number of outside variables. */
export function specificationOf(
  options: GarchStructure & { readonly presample?: GarchPresample },
  regressors: number,
): GarchSpecification {
  const model = oneOf("model", options.model ?? "garch", varianceModels);
  const distribution = oneOf("distribution", options.distribution ?? "normal", innovationLaws);
  const { orders } = varianceModels[model];
  const p = order("p", options.p, orders.p, model);
  const o = order("o", options.o, orders.o, model);
  const q = order("q", options.q, orders.q, model);
  if (orders.p.most + orders.o.most > 0 && model !== "figarch" && p + o === 0) {
    throw invalidInput("p", "p: expected at least one lag of shocks, p or o above 0");
  }
  if (model === "aparch" && o > p) throw invalidInput("o", `o: expected at most p = ${p} lags, was ${o}`);
  const { power, decay = 0.94, truncation = 1000 } = options;
  if (power !== undefined && !(model === "aparch" && power > 0.05 && power < 4)) {
    throw invalidInput(
      "power",
      `power: expected a number between 0.05 and 4, for aparch only, was ${power} for ${model}`,
    );
  }
  if (decay !== "estimate" && !(decay > 0 && decay < 1)) {
    throw invalidInput("decay", `decay: expected a number strictly between 0 and 1, or "estimate", was ${decay}`);
  }
  const mean = meanSettings(options.mean, model, regressors);
  const presample = presampleOf(options.presample ?? "backcast");
  if (presample === "sample" && mean.inMean !== null) {
    throw new PlimsollError(
      "UNSUPPORTED",
      'presample: "sample" needs residuals before variances, which a mean that depends on the variance does not have: take "backcast"',
      { feature: "sample presample with a variance in the mean" },
    );
  }
  return {
    model,
    distribution,
    mean,
    variance: {
      p,
      o,
      q,
      truncation: wholeNumber("truncation", truncation, 1, 100_000),
      decay: decay === "estimate" ? null : decay,
      power: power ?? null,
      target: null,
    },
    presample,
  };
}

/** Outside variables as one row-major array, a row for each of `rows` returns. */
export function readRegressors(
  input: readonly (readonly number[])[] | undefined,
  rows: number,
  width?: number,
): { readonly values: Float64Array; readonly width: number } {
  if (input === undefined && (width ?? 0) === 0) return { values: new Float64Array(0), width: 0 };
  const given = input ?? [];
  const columns = width ?? given[0]?.length ?? 0;
  if (given.length !== rows || columns === 0 || given.some((row) => row.length !== columns)) {
    const expected = `${rows} rows of ${columns === 0 ? "at least one number" : `${columns} numbers`}`;
    throw invalidInput(
      "regressors",
      `regressors: expected ${expected}, one for each return, were ${given.length} rows`,
      {
        expected,
        received: `${given.length} rows`,
      },
    );
  }
  const values = Float64Array.from(given.flat());
  if (!values.every(Number.isFinite)) {
    throw invalidInput("regressors", "regressors: expected finite numbers: fill or drop missing rows first", {
      reason: "not-finite",
    });
  }
  return { values, width: columns };
}
