import type { TableSpec } from "@plimsoll/core";
import { alignWeights, type WeightInput } from "../input/return-series.ts";
import type { FactorModelBase } from "./factor-model-shape.ts";

/** What one factor did for a portfolio. */
export interface FactorShare {
  /** A factor, `"alpha"` or `"specific"`. */
  readonly name: string;
  /** Loading of the portfolio; `null` for alpha and specific. */
  readonly exposure: number | null;
  /** Part of the mean return, per period. */
  readonly return: number;
  /** Part of the standard deviation (Euler contribution), per period. */
  readonly risk: number;
}

/** Return and risk of a portfolio by factor. */
export interface FactorAttribution {
  readonly shares: readonly FactorShare[];
  /** Mean return per period, the sum over `shares`. */
  readonly return: number;
  /** Standard deviation per period that the model implies, the sum over `shares`. */
  readonly risk: number;
  /** Share of the variance from factors. */
  readonly systematic: number;
  readonly table: TableSpec;
}

/**
 * Return and risk of a portfolio by factor: both add up.
 *
 * Return: exposure times the factor's mean return, and alpha. Risk: with b the exposures, factor j contributes
 * b_j (Omega b)_j / sd, what is specific sum w^2 s^2 / sd, sd^2 = b' Omega b + sum w^2 s^2. The portfolio is brought back to its
 * weights every period.
 *
 * @example
 * ```ts
 * import { factorAttribution, factorModel } from "@plimsoll/risk";
 *
 * const dates = Array.from({ length: 60 }, (_, t) => new Date(t * 864e5).toISOString().slice(0, 10));
 * const market = dates.map((_, t) => 0.002 + 0.01 * Math.sin(t * 12.9898));
 * const factors = { assets: ["MKT"], rows: 60, columns: 1, dates, values: Float64Array.from(market) };
 * const values = Float64Array.from(market.flatMap((m, t) => [m + 0.004 * Math.cos(t * 7), 0.5 * m + 0.004 * Math.cos(t * 5)]));
 * const model = factorModel({ kind: "time-series", returns: { assets: ["a", "b"], rows: 60, columns: 2, dates, values }, factors });
 * const { shares, risk } = factorAttribution(model, { a: 0.5, b: 0.5 });
 * console.log(shares.map(({ name }) => name).join(" "), shares[0]!.exposure!.toFixed(2)); // MKT alpha specific 0.74
 * console.log(Math.abs(shares.reduce((sum, share) => sum + share.risk, 0) - risk) < 1e-15); // true
 * ```
 */
export function factorAttribution(model: FactorModelBase, weights: WeightInput): FactorAttribution {
  const aligned = alignWeights(weights, model.assets);
  const { factorCovariance, specificVariance } = model.covariance;
  const exposures = model.factors.map((_, j) =>
    aligned.reduce((sum, weight, i) => sum + weight * model.loadings[i]![j]!, 0),
  );
  const pushed = exposures.map((_, j) =>
    exposures.reduce((sum, exposure, l) => sum + exposure * factorCovariance[j]![l]!, 0),
  );
  const specific = aligned.reduce((sum, weight, i) => sum + weight ** 2 * specificVariance[i]!, 0);
  const systematic = exposures.reduce((sum, exposure, j) => sum + exposure * pushed[j]!, 0);
  const risk = Math.sqrt(systematic + specific);
  const share = (variance: number): number => (risk === 0 ? 0 : variance / risk);
  const periods = model.dates.length;
  const shares: FactorShare[] = [
    ...model.factors.map((name, j) => ({
      name,
      exposure: exposures[j]!,
      return: exposures[j]! * (model.factorReturns.reduce((sum, row) => sum + row[j]!, 0) / periods),
      risk: share(exposures[j]! * pushed[j]!),
    })),
    {
      name: "alpha",
      exposure: null,
      return: aligned.reduce((sum, weight, i) => sum + weight * model.alphas[i]!, 0),
      risk: 0,
    },
    { name: "specific", exposure: null, return: 0, risk: share(specific) },
  ];
  return {
    shares,
    return: shares.reduce((sum, { return: part }) => sum + part, 0),
    risk,
    systematic: risk === 0 ? 0 : systematic / risk ** 2,
    table: {
      title: "Return and risk by factor",
      columns: [
        { key: "name", label: "Factor" },
        { key: "exposure", label: "Exposure", format: "number" },
        { key: "return", label: "Return", format: "percent", digits: 3 },
        { key: "risk", label: "Risk", format: "percent", digits: 3 },
      ],
      rows: shares.map(({ name, exposure, return: part, risk: amount }) => ({
        name,
        exposure,
        return: part,
        risk: amount,
      })),
      note: `Per period, ${periods} periods from ${model.dates[0]} to ${model.dates.at(-1)}.`,
    },
  };
}
