import { invalidInput } from "@plimsoll/core";
import { type CrossSectionalFactorModel, type CrossSectionalSpec, fitCrossSectional } from "./cross-sectional.ts";
import { fitStatistical, type StatisticalFactorModel, type StatisticalSpec } from "./statistical.ts";
import { fitTimeSeries, type TimeSeriesFactorModel, type TimeSeriesSpec } from "./time-series.ts";

/** What a factor model is made from. */
export type FactorModelSpec = TimeSeriesSpec | CrossSectionalSpec | StatisticalSpec;

/** The model that a specification gives. */
export type FactorModel = TimeSeriesFactorModel | CrossSectionalFactorModel | StatisticalFactorModel;

type ModelOf<Spec extends FactorModelSpec> = Extract<FactorModel, { readonly kind: Spec["kind"] }>;

const fits: {
  readonly [Kind in FactorModelSpec["kind"]]: (spec: Extract<FactorModelSpec, { readonly kind: Kind }>) => FactorModel;
} = {
  "time-series": fitTimeSeries,
  "cross-sectional": fitCrossSectional,
  statistical: fitStatistical,
};

/**
 * Explains returns by a few factors and implies a covariance in factor form.
 *
 * `time-series`: factors are given, loadings are regression coefficients (Sharpe 1963; Fama & French 1993, 2015);
 * `cross-sectional`: exposures are given, factor returns are estimated; `statistical`: both come from principal components.
 * Everything is per period of the returns, as fractions. `model.covariance` fits the optimizer's `covariance` as it is. NaN,
 * unknown names and dependent factors throw `INVALID_INPUT`; too few dates throw `NOT_ENOUGH_DATA`.
 *
 * @example
 * ```ts
 * import { factorModel } from "@plimsoll/risk";
 *
 * const dates = Array.from({ length: 60 }, (_, t) => new Date(t * 864e5).toISOString().slice(0, 10));
 * const market = dates.map((_, t) => 0.01 * Math.sin(t * 12.9898));
 * const factors = { assets: ["MKT"], rows: 60, columns: 1, dates, values: Float64Array.from(market) };
 * const stock = market.map((value, t) => 0.001 + 1.2 * value + 0.001 * Math.cos(t * 78.233));
 * const returns = { assets: ["stock"], rows: 60, columns: 1, dates, values: Float64Array.from(stock) };
 * const model = factorModel({ kind: "time-series", returns, factors, errors: { kind: "newey-west" } });
 * const [alpha, beta] = model.regressions[0]!.coefficients;
 * console.log(alpha!.value.toFixed(4), beta!.value.toFixed(2), beta!.pValue < 0.001); // 0.0010 1.20 true
 * ```
 */
export function factorModel<Spec extends FactorModelSpec>(spec: Spec): ModelOf<Spec> {
  if (!Object.hasOwn(fits, spec.kind)) {
    throw invalidInput("kind", `kind: no "${spec.kind}": choose one of ${Object.keys(fits).join(", ")}`, {
      received: spec.kind,
    });
  }
  // the kind picks the entry, so the entry's own specification is what it is given
  const fit = fits[spec.kind] as (spec: FactorModelSpec) => FactorModel;
  return fit(spec) as ModelOf<Spec>;
}

/** Factors of known models, as Kenneth French's library names them; for `select`. */
export const factorSets: {
  readonly capm: readonly string[];
  readonly famaFrench3: readonly string[];
  readonly carhart4: readonly string[];
  readonly famaFrench5: readonly string[];
  readonly famaFrench6: readonly string[];
} = Object.freeze({
  capm: ["Mkt-RF"],
  famaFrench3: ["Mkt-RF", "SMB", "HML"],
  carhart4: ["Mkt-RF", "SMB", "HML", "Mom"],
  famaFrench5: ["Mkt-RF", "SMB", "HML", "RMW", "CMA"],
  famaFrench6: ["Mkt-RF", "SMB", "HML", "RMW", "CMA", "Mom"],
});
