import { covarianceMatrix } from "@plimsoll/numeric";

/** A covariance in factor form: loadings x factor covariance x loadings' + diag(specific variance). Plain JSON. */
export interface FactorFormCovariance {
  readonly assets: readonly string[];
  /** One row an asset, one column a factor. */
  readonly loadings: readonly (readonly number[])[];
  readonly factorCovariance: readonly (readonly number[])[];
  readonly specificVariance: readonly number[];
  readonly periodsPerYear: number;
  /** `period`: variances are those of one period of the returns. */
  readonly unit: "period";
  readonly method: string;
}

/** What every factor model says of its assets; all numbers per period. */
export interface FactorModelBase {
  readonly kind: "time-series" | "cross-sectional" | "statistical";
  readonly assets: readonly string[];
  readonly factors: readonly string[];
  /** One row an asset, one column a factor. */
  readonly loadings: readonly (readonly number[])[];
  /** Mean return that the factors don't explain, one an asset. */
  readonly alphas: readonly number[];
  /** Explained share of each asset's variance. */
  readonly rSquared: readonly number[];
  readonly dates: readonly string[];
  /** One row a date, one column a factor. */
  readonly factorReturns: readonly (readonly number[])[];
  /** One row a date, one column an asset; means 0 where an intercept was fitted. */
  readonly residuals: readonly (readonly number[])[];
  /** The covariance that the model implies, in the form that the optimizer takes. */
  readonly covariance: FactorFormCovariance;
}

/** The numbers a model is made of, row-major. */
export interface FactorFit {
  readonly kind: FactorModelBase["kind"];
  readonly method: string;
  readonly assets: readonly string[];
  readonly factors: readonly string[];
  readonly dates: readonly string[];
  /** assets x factors. */
  readonly loadings: Float64Array;
  readonly alphas: Float64Array;
  /** rows x factors. */
  readonly factorReturns: Float64Array;
  /** rows x assets. */
  readonly residuals: Float64Array;
  /** rows x assets. */
  readonly returns: Float64Array;
  /** Parameters of each asset's mean: residual variances divide by rows - parameters. */
  readonly parameters: number;
  readonly periodsPerYear: number;
}

/** The public form of a fit. */
export function describeFit(fit: FactorFit): FactorModelBase {
  const { assets, factors, dates, kind, method, periodsPerYear } = fit;
  const rows = dates.length;
  const n = assets.length;
  const loadings = toRows(fit.loadings, n, factors.length);
  const specificVariance: number[] = [];
  const rSquared: number[] = [];
  for (let i = 0; i < n; i++) {
    let centre = 0;
    for (let t = 0; t < rows; t++) centre += fit.returns[t * n + i]! / rows;
    let unexplained = 0;
    let total = 0;
    for (let t = 0; t < rows; t++) {
      unexplained += fit.residuals[t * n + i]! ** 2;
      total += (fit.returns[t * n + i]! - centre) ** 2;
    }
    specificVariance.push(unexplained / (rows - fit.parameters));
    rSquared.push(total === 0 ? 0 : 1 - unexplained / total);
  }
  return {
    kind,
    assets,
    factors,
    loadings,
    alphas: Array.from(fit.alphas),
    rSquared,
    dates,
    factorReturns: toRows(fit.factorReturns, rows, factors.length),
    residuals: toRows(fit.residuals, rows, n),
    covariance: {
      assets,
      loadings,
      factorCovariance: toRows(
        covarianceMatrix(fit.factorReturns, rows, factors.length),
        factors.length,
        factors.length,
      ),
      specificVariance,
      periodsPerYear,
      unit: "period",
      method,
    },
  };
}

/** A row-major array as rows. */
export function toRows(matrix: Float64Array, rows: number, columns: number): number[][] {
  return Array.from({ length: rows }, (_, row) => Array.from(matrix.subarray(row * columns, (row + 1) * columns)));
}
