import { invalidInput, PlimsollError } from "@plimsoll/core";
import { leastSquares } from "@plimsoll/numeric";
import { alignWeights, type ReturnPanelLike, type WeightInput } from "../input/return-series.ts";
import { value } from "./aligned.ts";
import { describeFit, type FactorModelBase } from "./factor-model-shape.ts";

/** A model whose exposures are known characteristics (value, size, industry) and whose factor returns are estimated. */
export interface CrossSectionalSpec {
  readonly kind: "cross-sectional";
  readonly returns: ReturnPanelLike;
  /** Names of the columns of `exposures`. */
  readonly factors: readonly string[];
  /** One row an asset, known before the first return; or one such table a date, each known before that date's return. */
  readonly exposures: readonly (readonly number[])[] | readonly (readonly (readonly number[])[])[];
  /** Weights of the assets in each regression, such as the root of market value. @defaultValue equal */
  readonly regressionWeights?: WeightInput;
  /** @defaultValue 252 */
  readonly periodsPerYear?: number;
}

/** A cross-sectional factor model; `loadings` are the last exposures. */
export interface CrossSectionalFactorModel extends FactorModelBase {
  readonly kind: "cross-sectional";
}

/** Each date's returns regressed on the exposures: the coefficients are the factor returns (Grinold & Kahn 2000, chapter 3). */
export function fitCrossSectional(spec: CrossSectionalSpec): CrossSectionalFactorModel {
  const { returns: panel, factors } = spec;
  const { rows, columns: n } = panel;
  const k = factors.length;
  if (k === 0 || n <= k) {
    throw invalidInput("factors", `factors: expected between 1 and ${n - 1} factors for ${n} assets, was ${k}`);
  }
  if (rows < 2) {
    throw new PlimsollError("NOT_ENOUGH_DATA", `returns: at least 2 dates are needed, there are ${rows}`, {
      required: 2,
      available: rows,
      argument: "returns",
    });
  }
  const tables = readExposures(spec, rows, n, k);
  const roots = rootWeights(spec.regressionWeights, panel.assets);
  const returns = new Float64Array(rows * n);
  const factorReturns = new Float64Array(rows * k);
  const residuals = new Float64Array(rows * n);
  const target = new Float64Array(n);
  const scaled = new Float64Array(n * k);
  for (let t = 0; t < rows; t++) {
    const exposures = tables.length === 1 ? tables[0]! : tables[t]!;
    for (let i = 0; i < n; i++) {
      returns[t * n + i] = value(panel, t, i, "returns");
      target[i] = returns[t * n + i]! * roots[i]!;
      for (let j = 0; j < k; j++) scaled[i * k + j] = exposures[i * k + j]! * roots[i]!;
    }
    const { coefficients, rank } = leastSquares(scaled, n, k, target);
    if (rank < k) {
      throw invalidInput(
        "exposures",
        `exposures: the columns ${factors.join(", ")} are linearly dependent on ${panel.dates[t]}: leave one out`,
      );
    }
    factorReturns.set(coefficients, t * k);
    for (let i = 0; i < n; i++) {
      let fitted = 0;
      for (let j = 0; j < k; j++) fitted += exposures[i * k + j]! * coefficients[j]!;
      residuals[t * n + i] = returns[t * n + i]! - fitted;
    }
  }
  const alphas = new Float64Array(n);
  for (let t = 0; t < rows; t++) for (let i = 0; i < n; i++) alphas[i]! += residuals[t * n + i]! / rows;
  for (let t = 0; t < rows; t++) for (let i = 0; i < n; i++) residuals[t * n + i]! -= alphas[i]!;
  const base = describeFit({
    kind: "cross-sectional",
    method: "cross-sectional factor model",
    assets: [...panel.assets],
    factors: [...factors],
    dates: [...panel.dates],
    loadings: tables.at(-1)!,
    alphas,
    factorReturns,
    residuals,
    returns,
    parameters: 1,
    periodsPerYear: spec.periodsPerYear ?? 252,
  });
  return { ...base, kind: "cross-sectional" };
}

function readExposures({ exposures }: CrossSectionalSpec, rows: number, n: number, k: number): Float64Array[] {
  const many = Array.isArray(exposures[0]?.[0]);
  const tables = (many ? exposures : [exposures]) as readonly (readonly (readonly number[])[])[];
  if (tables.length !== 1 && tables.length !== rows) {
    throw invalidInput(
      "exposures",
      `exposures: expected one table or one for each of ${rows} dates, was ${tables.length}`,
    );
  }
  return tables.map((table, t) => {
    const name = many ? `exposures[${t}]` : "exposures";
    if (table.length !== n || table.some((row) => row.length !== k)) {
      throw invalidInput(name, `${name}: expected ${n} rows (assets) of ${k} numbers (factors)`);
    }
    const flat = Float64Array.from(table.flat());
    if (flat.some((entry) => !Number.isFinite(entry))) throw invalidInput(name, `${name}: expected finite numbers`);
    return flat;
  });
}

function rootWeights(weights: WeightInput | undefined, assets: readonly string[]): Float64Array {
  if (weights === undefined) return new Float64Array(assets.length).fill(1);
  const aligned = alignWeights(weights, assets, "regressionWeights");
  const bad = aligned.findIndex((weight) => !(weight > 0));
  if (bad !== -1) {
    throw invalidInput(
      `regressionWeights.${assets[bad]}`,
      `regressionWeights.${assets[bad]}: expected a positive number, was ${aligned[bad]}`,
    );
  }
  return aligned.map(Math.sqrt);
}
