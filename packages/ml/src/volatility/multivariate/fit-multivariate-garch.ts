import { invalidInput, throwIfAborted } from "@plimsoll/core";
import { readObservations } from "../../observations.ts";
import type { AssetReturns } from "../../regimes/regime-moments.ts";
import { fitGarch } from "../fit-garch.ts";
import type { GarchModel } from "../garch-model.ts";
import type { GarchOptions } from "../garch-options.ts";
import type { JointLaw } from "./correlation-law.ts";
import { type CorrelationModel, fitCorrelation, secondMomentCorrelation } from "./fit-correlation.ts";
import { MultivariateGarch, standardizedRows } from "./multivariate-garch.ts";

/** Options of {@link fitMultivariateGarch}. */
export interface MultivariateGarchOptions {
  /** Dynamic (Engle 2002) or constant (Bollerslev 1990) conditional correlations. @defaultValue "dcc" */
  readonly correlation?: CorrelationModel;
  /** The joint law of the standardised residuals. @defaultValue "normal" */
  readonly distribution?: JointLaw;
  /** The volatility model of every asset, or of each by name. @defaultValue a GARCH(1,1) with a constant mean */
  readonly univariate?: GarchOptions | Readonly<Record<string, GarchOptions>>;
  /** Largest relative slope of the mean log-likelihood of the correlations at the end. @defaultValue 1e-8 */
  readonly tolerance?: number;
  /** @defaultValue 200 */
  readonly maxIterations?: number;
  readonly signal?: AbortSignal;
}

/** Whether the options are one for all: no key of theirs is the name of an asset. */
function isShared(
  options: GarchOptions | Readonly<Record<string, GarchOptions>>,
  assets: readonly string[],
): options is GarchOptions {
  return !Object.keys(options).some((key) => assets.includes(key));
}

function univariateOptions(
  given: GarchOptions | Readonly<Record<string, GarchOptions>>,
  assets: readonly string[],
): readonly GarchOptions[] {
  if (isShared(given, assets)) return assets.map(() => given);
  const unknown = Object.keys(given).find((name) => !assets.includes(name));
  if (unknown !== undefined) {
    throw invalidInput("univariate", `univariate: ${unknown} is not among the assets ${assets.join(", ")}`);
  }
  return assets.map((asset) => given[asset] ?? {});
}

/**
 * Volatility models of several assets with the correlations between them, by two steps of maximum likelihood: each asset's
 * own model, then the correlations of the standardised residuals, drawn to their second moments (correlation targeting).
 *
 * Dynamic correlations are those of Q_t = (1 - a - b) S + a z_(t-1) z_(t-1)' + b Q_(t-1), a and b positive with a sum below 1
 * (Engle 2002). `returns` is a panel, or its JSON, in any one unit; a missing value is refused, because every row must be
 * whole. The work grows with rows x assets^3.
 *
 * @throws `INVALID_INPUT` for fewer than two assets, missing values or bad options; `NOT_ENOUGH_DATA`; `ABORTED`
 *
 * @example
 * ```ts
 * import { RandomStream } from "@plimsoll/numeric";
 * import { fitMultivariateGarch } from "@plimsoll/ml";
 *
 * const random = RandomStream.of(1);
 * const values = Array.from({ length: 600 }, () => {
 *   const common = random.normal();
 *   return [common + random.normal(), common + random.normal()];
 * });
 * const model = fitMultivariateGarch({ assets: ["A", "B"], values }, { correlation: "ccc" });
 * console.log(Math.abs(model.parameters.correlations[0]![1]! - 0.5) < 0.1); // true
 * ```
 */
export function fitMultivariateGarch(returns: AssetReturns, options: MultivariateGarchOptions = {}): MultivariateGarch {
  const {
    correlation = "dcc",
    distribution = "normal",
    univariate = {},
    tolerance = 1e-8,
    maxIterations = 200,
  } = options;
  const { assets } = returns;
  if (correlation !== "ccc" && correlation !== "dcc") {
    throw invalidInput("correlation", `correlation: expected "ccc" or "dcc", was ${JSON.stringify(correlation)}`);
  }
  if (distribution !== "normal" && distribution !== "student-t") {
    throw invalidInput(
      "distribution",
      `distribution: expected "normal" or "student-t", was ${JSON.stringify(distribution)}`,
    );
  }
  const observations = readObservations(returns);
  const { rows, columns, values, missing } = observations;
  if (assets.length < 2 || assets.length !== columns) {
    throw invalidInput(
      "returns",
      `returns: expected a column for each of two or more assets, ${assets.length} names and ${columns} columns`,
    );
  }
  const gap = missing.indexOf(1);
  if (gap >= 0)
    throw invalidInput("returns", `returns: row ${gap} has a missing value: drop or fill missing values first`);
  const each = univariateOptions(univariate, assets);
  const models = assets.map((_, i): GarchModel => {
    throwIfAborted(options.signal, "fitting volatility models");
    return fitGarch(
      Float64Array.from({ length: rows }, (_row, t) => values[t * columns + i]!),
      each[i],
    );
  });
  throwIfAborted(options.signal, "fitting correlations");
  const standardized = standardizedRows(models);
  const data = {
    ...standardized,
    target: secondMomentCorrelation(standardized.rows, standardized.size, standardized.values),
  };
  const fit = fitCorrelation(data, correlation, distribution, { tolerance, maxIterations });
  return MultivariateGarch.from({
    correlation,
    distribution,
    assets: [...assets],
    univariate: models,
    data,
    parameters: fit.parameters,
    converged: fit.converged && models.every((model) => model.converged),
    iterations: fit.iterations,
  });
}
