import { invalidInput, PlimsollError, type TableSpec } from "@plimsoll/core";
import { columnMaxDrawdowns, columnTails, type QuantileType, tailProbability } from "@plimsoll/numeric";
import { checkConfidence } from "../input/checks.ts";
import type { ReturnPanelLike } from "../input/return-series.ts";
import type { Conventions } from "../tail/tail-method.ts";

/** Options of {@link assetTailRisks}. */
export interface AssetTailOptions {
  /**
   * Strictly between 0 and 1.
   * @defaultValue 0.95
   */
  readonly confidence?: number;
  /** @defaultValue 7 */
  readonly quantileType?: QuantileType;
}

/** Tail risk of every asset, in panel order. */
export interface AssetTailRisks {
  readonly assets: readonly string[];
  /** Historical, of one period; positive for a loss. */
  readonly valueAtRisk: Float64Array;
  /** Exact. */
  readonly expectedShortfall: Float64Array;
  readonly conventions: Conventions;
  readonly table: TableSpec;
}

/** Options of {@link assetDrawdowns}. */
export interface AssetDrawdownOptions {
  /** @defaultValue "compounded" */
  readonly compounding?: "compounded" | "uncompounded";
}

/** Maximum drawdown of every asset, in panel order. */
export interface AssetDrawdowns {
  readonly assets: readonly string[];
  readonly maxDrawdown: Float64Array;
  readonly conventions: Conventions;
}

function simpleValues({ values, method }: ReturnPanelLike): Float64Array {
  return method === "log" ? values.map(Math.expm1) : values;
}

function checkRows({ rows }: ReturnPanelLike, required: number): void {
  if (rows >= required) return;
  throw new PlimsollError(
    "NOT_ENOUGH_DATA",
    `returns: at least ${required} observations are needed, there are ${rows}`,
    {
      required,
      available: rows,
      argument: "returns",
    },
  );
}

/** Throws `INVALID_INPUT` naming the first asset whose figure came out NaN, and the row that made it so. */
function checkFigures({ assets, values, rows, columns, dates }: ReturnPanelLike, figures: Float64Array): void {
  const column = figures.findIndex((figure) => !Number.isFinite(figure));
  if (column === -1) return;
  let row = 0;
  while (row < rows - 1 && Number.isFinite(values[row * columns + column]!)) row++;
  throw invalidInput(
    `returns[${row}].${assets[column]}`,
    `returns: "${assets[column]}" on ${dates[row]} is ${values[row * columns + column]}: drop or fill missing values first (dropMissing, forwardFill), or select other assets`,
    { received: String(values[row * columns + column]) },
  );
}

/**
 * Historical VaR and exact ES of every asset of a panel, in one pass: what `valueAtRisk` and `expectedShortfall` give for each.
 *
 * Any missing return throws `INVALID_INPUT` naming asset and date; fewer than two rows throw `NOT_ENOUGH_DATA`.
 *
 * @example
 * ```ts
 * import { ReturnPanel } from "@plimsoll/core";
 * import { assetTailRisks } from "@plimsoll/risk";
 *
 * const returns = ReturnPanel.of({
 *   dates: ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"],
 *   assets: ["stocks", "bonds"],
 *   values: [[0.04, 0.01], [-0.06, 0.0], [0.03, -0.01], [0.02, 0.01]],
 * });
 * const { assets, expectedShortfall } = assetTailRisks(returns, { confidence: 0.75 });
 * console.log(assets.map((asset, i) => `${asset} ${expectedShortfall[i]}`).join(", ")); // stocks 0.06, bonds 0.01
 * ```
 */
export function assetTailRisks(returns: ReturnPanelLike, options: AssetTailOptions = {}): AssetTailRisks {
  const confidence = checkConfidence(options.confidence ?? 0.95);
  const quantileType = options.quantileType ?? 7;
  if (![1, 2, 3, 4, 5, 6, 7, 8, 9].includes(quantileType)) {
    throw invalidInput("quantileType", `quantileType: expected 1 to 9, was ${String(quantileType)}`);
  }
  checkRows(returns, 2);
  const { assets, rows, columns } = returns;
  const { quantiles, means } = columnTails(
    simpleValues(returns),
    rows,
    columns,
    tailProbability(confidence),
    quantileType,
  );
  checkFigures(returns, means);
  const valueAtRisk = quantiles.map((value) => 0 - value);
  const expectedShortfall = means.map((value) => 0 - value);
  return {
    assets,
    valueAtRisk,
    expectedShortfall,
    conventions: {
      method: "historical",
      confidence,
      quantileType,
      estimator: "exact",
      observations: rows,
      returns: returns.method === "log" ? "simple, converted from log" : "simple",
      sign: "positive = loss",
    },
    table: {
      title: `Tail risk at ${confidence * 100} %, one period`,
      columns: [
        { key: "asset", label: "Asset" },
        { key: "valueAtRisk", label: "VaR", format: "percent" },
        { key: "expectedShortfall", label: "Expected shortfall", format: "percent" },
      ],
      rows: assets.map((asset, i) => ({
        asset,
        valueAtRisk: valueAtRisk[i]!,
        expectedShortfall: expectedShortfall[i]!,
      })),
      note: `Historical, quantile type ${quantileType}, ${rows} observations.`,
    },
  };
}

/**
 * Maximum drawdown of every asset of a panel, in one pass: what `drawdowns` gives for each as the deepest.
 *
 * Errors as in {@link assetTailRisks}; one row is enough.
 *
 * @example
 * ```ts
 * import { ReturnPanel } from "@plimsoll/core";
 * import { assetDrawdowns } from "@plimsoll/risk";
 *
 * const returns = ReturnPanel.of({
 *   dates: ["2024-01-31", "2024-02-29", "2024-03-31"],
 *   assets: ["stocks", "bonds"],
 *   values: [[-0.25, 0.01], [-0.5, 0.0], [0.3, -0.0625]],
 * });
 * console.log(assetDrawdowns(returns).maxDrawdown.join(" ")); // 0.625 0.0625
 * ```
 */
export function assetDrawdowns(returns: ReturnPanelLike, options: AssetDrawdownOptions = {}): AssetDrawdowns {
  const { compounding = "compounded" } = options;
  checkRows(returns, 1);
  const { assets, rows, columns } = returns;
  const maxDrawdown = columnMaxDrawdowns(simpleValues(returns), rows, columns, { compounding });
  checkFigures(returns, maxDrawdown);
  return {
    assets,
    maxDrawdown,
    conventions: {
      compounding,
      observations: rows,
      start: "counts as a peak",
      returns: returns.method === "log" ? "simple, converted from log" : "simple",
    },
  };
}
