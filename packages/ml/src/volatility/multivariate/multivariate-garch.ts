import { invalidInput } from "@plimsoll/core";
import { informationCriteria } from "../../information-criteria.ts";
import { GarchModel } from "../garch-model.ts";
import type { JointLaw } from "./correlation-law.ts";
import { correlationErrors, targetErrors } from "./correlation-errors.ts";
import {
  type CorrelationParameters,
  correlationPass,
  normalise,
  type StandardizedRows,
} from "./correlation-likelihood.ts";
import type { CorrelationModel } from "./fit-correlation.ts";
import { type MultivariateGarchData, MultivariateGarchSchema } from "./multivariate-data.ts";

/** What a model is made of; everything else follows. */
export interface MultivariateState {
  readonly correlation: CorrelationModel;
  readonly distribution: JointLaw;
  readonly assets: readonly string[];
  readonly univariate: readonly GarchModel[];
  readonly data: StandardizedRows;
  readonly parameters: CorrelationParameters;
  readonly converged: boolean;
  readonly iterations: number;
}

/** Covariances of the rows after the last. */
export interface CovarianceForecast {
  readonly assets: readonly string[];
  readonly horizon: number;
  /** Entry h - 1: covariance (assets x assets, row-major) of the return h rows ahead. */
  readonly covariances: readonly Float64Array[];
  /** Entry h - 1: its correlations. */
  readonly correlations: readonly Float64Array[];
  /** Covariance of the sum of returns over the horizon, shocks of different rows taken as uncorrelated. */
  readonly total: Float64Array;
}

/** A covariance by asset, in the shape that `@plimsoll/optimize` takes for `covariance`. */
export interface ConditionalCovariance {
  readonly assets: readonly string[];
  readonly values: readonly (readonly number[])[];
  readonly periodsPerYear: number;
  readonly unit: "year" | "period";
  readonly method: string;
}

/** Standardised residuals of the models side by side, from the first row that all of them have. */
export function standardizedRows(models: readonly GarchModel[]): Omit<StandardizedRows, "target"> {
  const columns = models.map((model) => model.standardizedResiduals);
  const skipped = Math.max(...models.map((model) => model.specification.mean.ar));
  const size = models.length;
  const rows = columns[0]!.length - skipped;
  const values = new Float64Array(rows * size);
  for (let t = 0; t < rows; t++) for (let i = 0; i < size; i++) values[t * size + i] = columns[i]![t + skipped]!;
  return { rows, size, values };
}

/**
 * Volatility models of several assets with constant or dynamic conditional correlations; made by
 * {@link fitMultivariateGarch}, immutable. Covariances at t use rows before t only, given the parameters.
 */
export class MultivariateGarch {
  readonly #state: MultivariateState;
  readonly #next: Float64Array;
  readonly #logLikelihood: number;

  private constructor(state: MultivariateState) {
    this.#state = state;
    const pass = correlationPass(state.data, state.parameters, { scores: false });
    this.#next = pass.next;
    // the density of the returns is that of the standardised rows over their volatilities
    const skipped = Math.max(...state.univariate.map((model) => model.specification.mean.ar));
    let logVolatility = 0;
    for (const model of state.univariate) {
      for (const volatility of model.conditionalVolatility.subarray(skipped)) logVolatility += Math.log(volatility);
    }
    this.#logLikelihood = pass.logLikelihood - logVolatility;
  }

  /** A model from its parts, for the function that fits. */
  static from(state: MultivariateState): MultivariateGarch {
    return new MultivariateGarch(state);
  }

  /** The model that {@link MultivariateGarch.toJSON} wrote. Throws `INVALID_INPUT`. */
  static fromJSON(json: unknown): MultivariateGarch {
    const parsed = MultivariateGarchSchema.safeParse(json);
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!;
      throw invalidInput(issue.path.join("."), `not a multivariate GARCH: ${issue.path.join(".")}: ${issue.message}`);
    }
    const { parameters, univariate, assets, correlation, distribution, converged, iterations } = parsed.data;
    const models = univariate.map((model) => GarchModel.fromJSON(model));
    return new MultivariateGarch({
      correlation,
      distribution,
      assets,
      univariate: models,
      data: { ...standardizedRows(models), target: Float64Array.from(parameters.correlations.flat()) },
      parameters: { a: parameters.a, b: parameters.b, freedom: parameters.degreesOfFreedom ?? Infinity },
      converged,
      iterations,
    });
  }

  /** The model with its returns as plain JSON; {@link MultivariateGarch.fromJSON} restores it without loss. */
  toJSON(): MultivariateGarchData {
    const { correlation, distribution, assets, univariate, converged, iterations } = this.#state;
    return {
      kind: "multivariate-garch",
      correlation,
      distribution,
      assets,
      univariate: univariate.map((model) => model.toJSON()),
      parameters: this.parameters,
      converged,
      iterations,
      logLikelihood: this.logLikelihood,
      aic: this.aic,
      bic: this.bic,
    };
  }

  get assets(): readonly string[] {
    return this.#state.assets;
  }

  /** The volatility model of each asset. */
  get univariate(): readonly GarchModel[] {
    return this.#state.univariate;
  }

  get parameters(): MultivariateGarchData["parameters"] {
    const { parameters, data } = this.#state;
    const { a, b, freedom } = parameters;
    const rows = Array.from({ length: data.size }, (_, i) => [
      ...data.target.subarray(i * data.size, (i + 1) * data.size),
    ]);
    return { a, b, degreesOfFreedom: freedom === Infinity ? null : freedom, correlations: rows };
  }

  /**
   * Robust standard errors of the second step: `a` and `b` (`null` under `"ccc"`), degrees of freedom (`null` when normal) and
   * the correlations. They take the univariate models as known, so they are a little too small (Engle & Sheppard 2001).
   */
  get standardErrors(): {
    readonly a: number | null;
    readonly b: number | null;
    readonly degreesOfFreedom: number | null;
    readonly correlations: readonly (readonly number[])[];
  } {
    const { data, parameters, correlation, distribution } = this.#state;
    const free = [
      ...(correlation === "dcc" ? (["a", "b"] as const) : []),
      ...(distribution === "student-t" ? (["freedom"] as const) : []),
    ];
    const errors = correlationErrors(data, parameters, free);
    const of = (name: (typeof free)[number]): number | null => errors[free.indexOf(name)] ?? null;
    return { a: of("a"), b: of("b"), degreesOfFreedom: of("freedom"), correlations: targetErrors(data) };
  }

  /** Of the returns under the joint law, univariate parameters included. */
  get logLikelihood(): number {
    return this.#logLikelihood;
  }

  /** Parameters of the univariate models, the correlations, and those of their dynamics and law. */
  get parameterCount(): number {
    const { univariate, data, correlation, distribution } = this.#state;
    const own = univariate.reduce((sum, model) => sum + model.parameterCount, 0);
    const pairs = (data.size * (data.size - 1)) / 2;
    return own + pairs + (correlation === "dcc" ? 2 : 0) + (distribution === "student-t" ? 1 : 0);
  }

  get aic(): number {
    return informationCriteria(this.logLikelihood, this.parameterCount, this.#state.data.rows).aic;
  }

  get bic(): number {
    return informationCriteria(this.logLikelihood, this.parameterCount, this.#state.data.rows).bic;
  }

  get converged(): boolean {
    return this.#state.converged;
  }

  /** Of the correlation step. */
  get iterations(): number {
    return this.#state.iterations;
  }

  #position(asset: string): number {
    const position = this.assets.indexOf(asset);
    if (position >= 0) return position;
    throw invalidInput("asset", `asset: the model holds ${this.assets.join(", ")}, not ${asset}`);
  }

  /** Correlation of two assets in each row, forecast from the rows before it. @throws `INVALID_INPUT` for an unknown asset */
  correlationPath(first: string, second: string): Float64Array {
    const [i, j] = [this.#position(first), this.#position(second)];
    const { data, parameters } = this.#state;
    const path = new Float64Array(data.rows);
    correlationPass(data, parameters, {
      scores: false,
      visit(row, correlation) {
        path[row] = correlation[i * data.size + j]!;
      },
    });
    return path;
  }

  /**
   * Covariances of the next `horizon` rows: variances of the univariate models, correlations by E Q_(T+h) = S + (a + b)^(h-1)
   * (Q_(T+1) - S), normalised (Engle & Sheppard 2001).
   *
   * @throws `INVALID_INPUT` for a horizon that isn't a positive whole number
   */
  forecast(options: { readonly horizon: number }): CovarianceForecast {
    const { horizon } = options;
    if (!Number.isInteger(horizon) || horizon < 1) {
      throw invalidInput("horizon", `horizon: expected a whole number >= 1, was ${horizon}`);
    }
    const { data, parameters, univariate, assets } = this.#state;
    const { size, target } = data;
    const variances = univariate.map((model) => model.forecast({ horizon }).variance);
    const total = new Float64Array(size * size);
    const covariances: Float64Array[] = [];
    const correlations: Float64Array[] = [];
    for (let step = 0; step < horizon; step++) {
      const decay = (parameters.a + parameters.b) ** step;
      const quasi = target.map((value, at) => value + decay * (this.#next[at]! - value));
      const correlation = new Float64Array(size * size);
      normalise(quasi, size, correlation);
      const covariance = correlation.map(
        (value, at) => value * Math.sqrt(variances[Math.floor(at / size)]![step]! * variances[at % size]![step]!),
      );
      covariance.forEach((value, at) => {
        total[at]! += value;
      });
      covariances.push(covariance);
      correlations.push(correlation);
    }
    return { assets, horizon, covariances, correlations, total };
  }

  /**
   * The mean covariance over the horizon as data for `optimize`, in squared units of `scale` x the returns.
   *
   * @throws `INVALID_INPUT` for a bad horizon, scale or `periodsPerYear`
   */
  covarianceEstimate(options: {
    /** Periods of the returns in a year, such as 252. */
    readonly periodsPerYear: number;
    /** @defaultValue 1 */
    readonly horizon?: number;
    /** @defaultValue "year" */
    readonly unit?: "year" | "period";
    /** What one unit of the returns is as a fraction: 0.01 for per cent. @defaultValue 1 */
    readonly scale?: number;
  }): ConditionalCovariance {
    const { periodsPerYear, horizon = 1, unit = "year", scale = 1 } = options;
    for (const [name, value] of [
      ["periodsPerYear", periodsPerYear],
      ["scale", scale],
    ] as const) {
      if (!(value > 0 && Number.isFinite(value)))
        throw invalidInput(name, `${name}: expected a number > 0, was ${value}`);
    }
    const { total, assets } = this.forecast({ horizon });
    const factor = (scale * scale * (unit === "year" ? periodsPerYear : 1)) / horizon;
    const size = assets.length;
    return {
      assets,
      values: assets.map((_, i) => Array.from(total.subarray(i * size, (i + 1) * size), (value) => factor * value)),
      periodsPerYear,
      unit,
      method: `${this.#state.correlation}-garch`,
    };
  }
}
