import { invalidInput, PlimsollError } from "@plimsoll/core";
import { compareLosses, type LossComparison } from "@plimsoll/numeric";
import { readSeries, type SeriesInput } from "../../read-series.ts";

/** What a forecast of variance loses against what came. */
export type VarianceLoss = "qlike" | "squared-returns-qlike" | "squared-error";

const losses: Readonly<Record<VarianceLoss, (realised: number, forecast: number) => number>> = {
  qlike: (realised, forecast) => realised / forecast - Math.log(realised / forecast) - 1,
  "squared-returns-qlike": (realised, forecast) => Math.log(forecast) + realised / forecast,
  "squared-error": (realised, forecast) => (realised - forecast) ** 2,
};

/**
 * QLIKE of each forecast of a variance (Patton 2011, definition 25): R / h - ln(R / h) - 1 with R > 0 a realised variance;
 * `"squared-returns-qlike"` is ln h + r^2 / h, for squared returns, which may be 0. Both rank forecasts as the true variance
 * would, however noisy R is.
 *
 * @throws `INVALID_INPUT` for a forecast that isn't positive, a realised variance below 0 (or 0 under `"qlike"`), NaN or
 * other lengths
 *
 * @example
 * ```ts
 * import { varianceLosses } from "@plimsoll/ml";
 *
 * console.log(varianceLosses([1, 2], [1, 1]).map((loss) => Number(loss.toFixed(4))).join(" ")); // 0 0.3069
 * ```
 */
export function varianceLosses(
  realised: SeriesInput,
  forecasts: SeriesInput,
  loss: VarianceLoss = "qlike",
): Float64Array {
  const truth = readSeries(realised, "realised", 1);
  const forecast = readSeries(forecasts, "forecasts", 1);
  if (forecast.length !== truth.length) {
    throw invalidInput(
      "forecasts",
      `forecasts: expected ${truth.length} as there are realised, were ${forecast.length}`,
    );
  }
  const refused = truth.findIndex((value) => (loss === "qlike" ? !(value > 0) : value < 0));
  if (refused >= 0) {
    const remedy = loss === "qlike" ? 'positive (use "squared-returns-qlike" for squared returns)' : ">= 0";
    throw invalidInput("realised", `realised: row ${refused} is ${truth[refused]}, expected ${remedy}`);
  }
  const flat = forecast.findIndex((value) => !(value > 0));
  if (flat >= 0) throw invalidInput("forecasts", `forecasts: row ${flat} is ${forecast[flat]}, expected positive`);
  return truth.map((value, row) => losses[loss](value, forecast[row]!));
}

/** How forecasts of one variance did. */
export interface ForecastComparison {
  readonly loss: VarianceLoss;
  /** From the least mean loss to the greatest. */
  readonly ranking: readonly { readonly name: string; readonly meanLoss: number }[];
  /** Each pair once: a negative difference speaks for the first; `null` where two forecasts lose the same in every row. */
  readonly pairs: readonly {
    readonly first: string;
    readonly second: string;
    readonly test: LossComparison | null;
  }[];
}

/**
 * Ranks forecasts of one variance by mean loss and tests each pair (Diebold & Mariano 1995 with the factor of Harvey,
 * Leybourne & Newbold 1997).
 *
 * p-values are of single pairs: with many forecasts use a model confidence set.
 *
 * @throws `INVALID_INPUT` as {@link varianceLosses} or for fewer than two forecasts, `NOT_ENOUGH_DATA` for fewer rows than
 * twice the horizon plus 2
 *
 * @example
 * ```ts
 * import { compareForecasts } from "@plimsoll/ml";
 *
 * const realised = [1, 2, 1.5, 0.8, 1.2, 2.2, 1.1, 0.9];
 * const { ranking } = compareForecasts(realised, { near: realised.map((v) => v * 1.1), flat: realised.map(() => 3) });
 * console.log(ranking[0]!.name); // near
 * ```
 */
export function compareForecasts(
  realised: SeriesInput,
  forecasts: Readonly<Record<string, SeriesInput>>,
  options: {
    /** @defaultValue "qlike" */
    readonly loss?: VarianceLoss;
    /** Steps ahead of the forecasts. @defaultValue 1 */
    readonly horizon?: number;
  } = {},
): ForecastComparison {
  const { loss = "qlike", horizon = 1 } = options;
  if (!Number.isInteger(horizon) || horizon < 1) {
    throw invalidInput("horizon", `horizon: expected a whole number >= 1, was ${horizon}`);
  }
  const names = Object.keys(forecasts);
  if (names.length < 2) throw invalidInput("forecasts", `forecasts: expected two or more, were ${names.length}`);
  const rows = readSeries(realised, "realised").length;
  if (rows < 2 * horizon + 2) {
    throw new PlimsollError(
      "NOT_ENOUGH_DATA",
      `realised: ${rows} rows cannot tell forecasts ${horizon} steps ahead apart, ${2 * horizon + 2} are needed`,
      { argument: "realised", required: 2 * horizon + 2, available: rows },
    );
  }
  const each = names.map((name) => ({ name, values: varianceLosses(realised, forecasts[name]!, loss) }));
  const ranking = each
    .map(({ name, values }) => ({ name, meanLoss: values.reduce((sum, value) => sum + value, 0) / rows }))
    .sort((a, b) => a.meanLoss - b.meanLoss);
  const pairs = each.flatMap((first, i) =>
    each.slice(i + 1).map((second) => {
      const test = compareLosses(
        first.values.map((value, row) => value - second.values[row]!),
        horizon,
      );
      return { first: first.name, second: second.name, test: Number.isNaN(test.statistic) ? null : test };
    }),
  );
  return { loss, ranking, pairs };
}
