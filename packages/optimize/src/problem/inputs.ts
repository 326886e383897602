/** An ml-matrix `Matrix`, or anything that reads like one. */
export interface MatrixLike {
  readonly rows: number;
  readonly columns: number;
  get(row: number, column: number): number;
}

/** One number for each asset: an array in asset order, a typed array, a one-row or one-column matrix, or a record by asset name. */
export type VectorInput =
  | readonly number[]
  | Float64Array
  | Float32Array
  | MatrixLike
  | { readonly [asset: string]: number };

/** A square or rectangular table of numbers: nested arrays, a row-major typed array, or an ml-matrix `Matrix`. */
export type MatrixInput = readonly (readonly number[])[] | Float64Array | MatrixLike;

/** Which unit of time the numbers of an estimate belong to: a year, or one period of the returns they came from. */
export type EstimateUnit = "year" | "period";

/** Expected returns by {@link expectedReturns}, or written by hand. Plain JSON. */
export interface MeanEstimate {
  readonly assets: readonly string[];
  /** One expected return for each asset, as a fraction of one `unit`. */
  readonly values: readonly number[];
  /** Periods of the underlying returns in a year, such as 252 for daily ones. */
  readonly periodsPerYear: number;
  /** Whether `values` are annual or of one period. */
  readonly unit: EstimateUnit;
  /** How it was estimated, such as `"cagr"`. */
  readonly method: string;
}

/** A covariance by {@link covariance}, or written by hand. Plain JSON. */
export interface CovarianceEstimate {
  readonly assets: readonly string[];
  /** `n` rows of `n` covariances of one `unit`. */
  readonly values: readonly (readonly number[])[];
  /** Periods of the underlying returns in a year, such as 252 for daily ones. */
  readonly periodsPerYear: number;
  /** Whether `values` are annual or of one period. */
  readonly unit: EstimateUnit;
  /** How it was estimated, such as `"ledoit-wolf"`. */
  readonly method: string;
  /** Weight of the target, for shrinkage estimators. */
  readonly shrinkage?: number;
}

/** A covariance in factor form: loadings x factor covariance x loadings' + diag(specific variance). */
export interface FactorCovariance {
  readonly assets?: readonly string[];
  /** `n` rows, one column for each factor. */
  readonly loadings: MatrixInput;
  readonly factorCovariance: MatrixInput;
  /** `n` numbers, at least 0. */
  readonly specificVariance: readonly number[] | Float64Array;
  readonly periodsPerYear?: number;
  readonly unit?: EstimateUnit;
  readonly method?: string;
}

/** What a problem takes for `mean`. */
export type MeanInput = VectorInput | MeanEstimate;

/** What a problem takes for `covariance`. */
export type CovarianceInput = MatrixInput | CovarianceEstimate | FactorCovariance;

/** Returns by scenario: a `ReturnPanel`, its JSON, or any object of that shape. */
export interface ScenarioInput {
  readonly assets: readonly string[];
  /** Row-major `rows` x `columns`, or one row of numbers for each scenario. */
  readonly values: Float64Array | readonly (readonly (number | null)[])[];
  readonly rows?: number;
  readonly columns?: number;
  readonly dates?: readonly string[];
  /** `"log"` is rejected: a portfolio's log return isn't the weighted sum of its assets'. @defaultValue "simple" */
  readonly method?: "simple" | "log";
}
