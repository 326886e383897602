import { invalidInput } from "@plimsoll/core";
import { chiSquareDistribution } from "@plimsoll/numeric";
import { checkConfidence } from "../input/checks.ts";
import { type ReturnInput, returnSeries, type WeightInput } from "../input/return-series.ts";
import { type ForecastInput, readForecasts, tailOf } from "./forecast-record.ts";
import { type ChiSquareResult, chiSquareResult, timesLog } from "./test-result.ts";

/** Forecasts of value at risk at several confidences. */
export interface MultinomialInput {
  /** Simple returns, oldest first; a panel needs `weights`. */
  readonly returns: ReturnInput;
  readonly weights?: WeightInput;
  /** One entry a confidence, in any order; at each period VaR must not fall as the confidence rises. */
  readonly levels: readonly { readonly confidence: number; readonly forecasts: ForecastInput }[];
}

/** How often losses fell between neighbouring levels, tested together. */
export interface MultinomialResult {
  /** Losses below the first level, between the first and the second, ..., beyond the last. */
  readonly counts: readonly number[];
  readonly expected: readonly number[];
  readonly pearson: ChiSquareResult;
  /** Pearson's statistic scaled to the moments of its finite-sample law: the one to prefer for small cells. */
  readonly nass: ChiSquareResult;
  readonly likelihoodRatio: ChiSquareResult;
}

/**
 * Multinomial test of value at risk at several levels at once, an implicit test of expected shortfall (Kratz, Lok & McNeil 2018).
 *
 * With n periods and cell probabilities p_i: Pearson's S = sum (O - n p)^2 / (n p), chi-square with as many degrees of freedom
 * as levels N; Nass' c S, c = 2 N / var S, with c N degrees of freedom, var S = 2 N - (N^2 + 4 N + 1)/n + sum 1/p / n; and the
 * likelihood ratio 2 sum O ln(O / (n p)). Throws `INVALID_INPUT` for equal confidences and VaR that falls with confidence.
 *
 * @example
 * ```ts
 * import { multinomialVaRTest } from "@plimsoll/risk";
 *
 * const returns = Array.from({ length: 400 }, (_, t) => (((t * 0.618034) % 1) - 0.5) / 10);
 * const flat = (value: number) => returns.map(() => value);
 * const { counts, nass } = multinomialVaRTest({
 *   returns,
 *   levels: [
 *     { confidence: 0.975, forecasts: flat(0.0475) },
 *     { confidence: 0.99, forecasts: flat(0.049) },
 *   ],
 * });
 * console.log(counts.join(" "), nass.pValue > 0.9); // 390 6 4 true
 * ```
 */
export function multinomialVaRTest({ returns, weights, levels }: MultinomialInput): MultinomialResult {
  const { series } = returnSeries(returns, weights);
  const periods = series.length;
  if (levels.length === 0) throw invalidInput("levels", "levels: expected at least one confidence with its forecasts");
  const ordered = levels
    .map(({ confidence, forecasts }, i) => ({
      tail: tailOf(checkConfidence(confidence, `levels[${i}].confidence`)),
      forecasts: readForecasts(forecasts, periods, `levels[${i}].forecasts`),
    }))
    .sort((a, b) => b.tail - a.tail);
  for (let i = 1; i < ordered.length; i++) checkOrder(ordered[i - 1]!, ordered[i]!);
  const counts = new Array<number>(ordered.length + 1).fill(0);
  for (let t = 0; t < periods; t++) {
    let cell = 0;
    while (cell < ordered.length && series[t]! < -ordered[cell]!.forecasts[t]!) cell++;
    counts[cell]!++;
  }
  const edges = [1, ...ordered.map(({ tail }) => tail), 0];
  const probabilities = counts.map((_, i) => edges[i]! - edges[i + 1]!);
  const n = ordered.length;
  const pearson = counts.reduce((sum, count, i) => {
    const expected = periods * probabilities[i]!;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  const reciprocals = probabilities.reduce((sum, probability) => sum + 1 / probability, 0);
  const scale = (2 * n) / (2 * n - (n * n + 4 * n + 1) / periods + reciprocals / periods);
  const ratio = 2 * counts.reduce((sum, count, i) => sum + timesLog(count, count / (periods * probabilities[i]!)), 0);
  return {
    counts,
    expected: probabilities.map((probability) => periods * probability),
    pearson: chiSquareResult(pearson, n),
    nass: {
      statistic: scale * pearson,
      degreesOfFreedom: scale * n,
      pValue: chiSquareDistribution(scale * n).survival(scale * pearson),
    },
    likelihoodRatio: chiSquareResult(ratio, n),
  };
}

interface Level {
  readonly tail: number;
  readonly forecasts: Float64Array;
}

function checkOrder(wider: Level, narrower: Level): void {
  if (wider.tail === narrower.tail) {
    throw invalidInput("levels", `levels: the confidence ${1 - wider.tail} is there twice`);
  }
  const crossed = wider.forecasts.findIndex((value, t) => value > narrower.forecasts[t]!);
  if (crossed === -1) return;
  throw invalidInput(
    "levels",
    `levels: in period ${crossed} VaR falls from ${wider.forecasts[crossed]} to ${narrower.forecasts[crossed]} as the confidence rises: sort the quantiles first`,
  );
}
