import { invalidInput } from "@plimsoll/core";
import { gemm, linearRegression, symmetricEigen, syrk, transpose } from "@plimsoll/numeric";
import type { ReturnPanelLike } from "../input/return-series.ts";
import { value } from "./aligned.ts";
import { deviations, factorCount, type FactorCountCriterion } from "./factor-count.ts";
import { describeFit, type FactorModelBase } from "./factor-model-shape.ts";

/** Factors that the returns themselves show. */
export interface StatisticalSpec {
  readonly kind: "statistical";
  readonly returns: ReturnPanelLike;
  /** A number, or the criterion that finds it. @defaultValue "ic2" */
  readonly count?: number | FactorCountCriterion;
  /**
   * `covariance` or `correlation`: principal components of the assets; `asymptotic`: of the dates, for more assets than dates
   * (Connor & Korajczyk 1986).
   * @defaultValue "covariance"
   */
  readonly components?: "covariance" | "correlation" | "asymptotic";
  /** @defaultValue 252 */
  readonly periodsPerYear?: number;
}

/** A statistical factor model; the factors are called F1, F2, ... and are uncorrelated. */
export interface StatisticalFactorModel extends FactorModelBase {
  readonly kind: "statistical";
  /** Share of the total (or standardised) variance of each factor. */
  readonly explained: readonly number[];
}

/**
 * Principal components as factors. Factor returns are portfolios of unit-length eigenvectors (asymptotic: the eigenvectors of the
 * dates, scaled to variance 1); loadings and alphas come from regressions on them. Signs: the largest weight is positive.
 */
export function fitStatistical(spec: StatisticalSpec): StatisticalFactorModel {
  const { returns: panel, components = "covariance", count = "ic2" } = spec;
  const { rows, columns: n } = panel;
  const standardised = components === "correlation";
  const matrix = deviations(panel, standardised);
  const limit = Math.min(n, rows - 2);
  const k =
    typeof count === "number" ? count : factorCount(panel, { criterion: count, standardise: standardised }).count;
  if (!Number.isInteger(k) || k < 1 || k > limit) {
    throw invalidInput(
      "count",
      typeof count === "number"
        ? `count: expected a whole number between 1 and ${limit}, was ${count}`
        : `count: "${count}" finds ${k} common factors: give a number between 1 and ${limit}`,
      { received: String(k) },
    );
  }
  const { factorReturns, explained } =
    components === "asymptotic" ? dateComponents(matrix, rows, n, k) : assetComponents(panel, matrix, k, standardised);
  const returns = new Float64Array(rows * n);
  for (let t = 0; t < rows; t++) for (let i = 0; i < n; i++) returns[t * n + i] = value(panel, t, i, "returns");
  const design = new Float64Array(rows * (k + 1));
  for (let t = 0; t < rows; t++) {
    design[t * (k + 1)] = 1;
    design.set(factorReturns.subarray(t * k, (t + 1) * k), t * (k + 1) + 1);
  }
  const loadings = new Float64Array(n * k);
  const alphas = new Float64Array(n);
  const residuals = new Float64Array(rows * n);
  for (let i = 0; i < n; i++) {
    const y = Float64Array.from({ length: rows }, (_, t) => returns[t * n + i]!);
    const fit = linearRegression(design, rows, k + 1, y);
    alphas[i] = fit.coefficients[0]!;
    loadings.set(fit.coefficients.subarray(1), i * k);
    for (let t = 0; t < rows; t++) residuals[t * n + i] = fit.residuals[t]!;
  }
  const base = describeFit({
    kind: "statistical",
    method: `statistical factor model (${components})`,
    assets: [...panel.assets],
    factors: Array.from({ length: k }, (_, j) => `F${j + 1}`),
    dates: [...panel.dates],
    loadings,
    alphas,
    factorReturns,
    residuals,
    returns,
    parameters: k + 1,
    periodsPerYear: spec.periodsPerYear ?? 252,
  });
  return { ...base, kind: "statistical", explained };
}

interface Components {
  readonly factorReturns: Float64Array;
  readonly explained: readonly number[];
}

/** Portfolios along the eigenvectors of the assets' covariance or correlation. */
function assetComponents(panel: ReturnPanelLike, matrix: Float64Array, k: number, standardised: boolean): Components {
  const { rows, columns: n } = panel;
  const { values, vectors } = symmetricEigen(syrk(matrix, rows, n), n);
  const chosen = new Float64Array(n * k);
  for (let i = 0; i < n; i++) for (let j = 0; j < k; j++) chosen[i * k + j] = vectors[i * n + (n - 1 - j)]!;
  const total = values.reduce((sum, eigenvalue) => sum + eigenvalue, 0);
  const factorReturns = gemm(matrix, chosen, rows, n, k);
  // the means come back, so that a factor is the return of a portfolio; standardised assets have no such portfolio
  if (!standardised) {
    for (let j = 0; j < k; j++) {
      let centre = 0;
      for (let t = 0; t < rows; t++) {
        for (let i = 0; i < n; i++) centre += (value(panel, t, i, "returns") * chosen[i * k + j]!) / rows;
      }
      for (let t = 0; t < rows; t++) factorReturns[t * k + j]! += centre;
    }
  }
  return { factorReturns, explained: Array.from({ length: k }, (_, j) => values[n - 1 - j]! / total) };
}

/** Eigenvectors of the dates' product matrix, scaled to variance 1. */
function dateComponents(matrix: Float64Array, rows: number, n: number, k: number): Components {
  const { values, vectors } = symmetricEigen(syrk(transpose(matrix, rows, n), n, rows), rows);
  const total = values.reduce((sum, eigenvalue) => sum + eigenvalue, 0);
  const factorReturns = new Float64Array(rows * k);
  const scale = Math.sqrt(rows - 1);
  for (let t = 0; t < rows; t++) {
    for (let j = 0; j < k; j++) factorReturns[t * k + j] = vectors[t * rows + (rows - 1 - j)]! * scale;
  }
  return { factorReturns, explained: Array.from({ length: k }, (_, j) => values[rows - 1 - j]! / total) };
}
