import { linearRegression, ranks, studentTDistribution } from "@plimsoll/numeric";
import type { Fill } from "../choice-set/fills.ts";

/** A day cut in two. */
export interface HalfDays {
  readonly day: string;
  /** Profit realised in the morning, in money, and as a share of the money closed. */
  readonly morningProfit: number;
  readonly morningReturn: number;
  /** Money put into new positions in either half; that of the morning is above 0. */
  readonly morningRisk: number;
  readonly afternoonRisk: number;
  readonly afternoonTrades: readonly string[];
}

/** Afternoon risk regressed on the morning's profit. */
export interface MorningAfternoon {
  /** Standard deviations of the afternoon's share in risk per one of the morning return's rank; below 0: losses raise risk. */
  readonly slope: number;
  readonly standardError: number;
  /** Two-sided, of no slope. */
  readonly pValue: number;
  /** The published form: afternoon risk on morning profit and morning risk, in their standard deviations. */
  readonly levelSlope: number;
  readonly levelPValue: number;
  /** Chance of above-average afternoon risk after a losing morning over that after a winning one; NaN without both. */
  readonly relativeLikelihood: number;
}

const hour = 3_600_000;

/**
 * Days with new positions and a profit or loss in the morning. The investor's own noon parts them: half of the trades come before it,
 * in time since the start of the day, so that sessions of any zone are cut in the middle. None where the middle half of the
 * trades falls within an hour.
 */
export function halfDays(fills: readonly Fill[]): readonly HalfDays[] {
  const sinceStart = fills.map(({ trade }) => trade.instant - Date.parse(trade.day));
  if (sinceStart.length === 0) return [];
  const sorted = Float64Array.from(sinceStart).sort();
  const noon = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
  // records that know the day only, or one habitual minute, have no morning apart from the afternoon
  const quartile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))]!;
  if (quartile(0.75) - quartile(0.25) < hour) return [];
  const days = new Map<
    string,
    { profit: number; closed: number; morning: number; afternoon: number; trades: string[] }
  >();
  fills.forEach(({ trade, realizedProfit, openedQuantity, closedQuantity }, index) => {
    let own = days.get(trade.day);
    if (own === undefined) {
      own = { profit: 0, closed: 0, morning: 0, afternoon: 0, trades: [] };
      days.set(trade.day, own);
    }
    const money = openedQuantity * trade.price;
    if (sinceStart[index]! <= noon) {
      own.profit += realizedProfit;
      own.closed += closedQuantity * trade.price;
      own.morning += money;
    } else if (money > 0) {
      own.afternoon += money;
      own.trades.push(trade.id);
    }
  });
  return [...days].flatMap(([day, { profit, closed, morning, afternoon, trades }]) =>
    profit === 0 || morning === 0
      ? []
      : [
          {
            day,
            morningProfit: profit,
            morningReturn: profit / closed,
            morningRisk: morning,
            afternoonRisk: afternoon,
            afternoonTrades: trades,
          },
        ],
  );
}

/**
 * The regression of Coval & Shumway (2005), afternoon risk on morning profit, in a form that days of large positions and
 * many losses do not disturb: the afternoon's share in the day's risk on the rank of the morning's return, in standard
 * deviations of the investor's own days, with heteroskedasticity-consistent errors (HC3) and Student's t. Ranks keep a few
 * large days from deciding. Their own form stands beside it; there the level of a day reaches both sides, and morning risk is
 * too noisy a measure of it to take it out. Needs five days.
 */
export function morningAfternoon(days: readonly HalfDays[]): MorningAfternoon {
  const usual = days.reduce((sum, { afternoonRisk }) => sum + afternoonRisk, 0) / days.length;
  const chance = (won: boolean): number => {
    const own = days.filter(({ morningProfit }) => morningProfit > 0 === won);
    return own.filter(({ afternoonRisk }) => afternoonRisk > usual).length / own.length;
  };
  const share = days.map(({ morningRisk, afternoonRisk }) => afternoonRisk / (morningRisk + afternoonRisk));
  const own = slopeOf(share, [Array.from(ranks(Float64Array.from(days, ({ morningReturn }) => morningReturn)))]);
  const level = slopeOf(
    days.map(({ afternoonRisk }) => afternoonRisk),
    [days.map(({ morningProfit }) => morningProfit), days.map(({ morningRisk }) => morningRisk)],
  );
  return {
    ...own,
    levelSlope: level.slope,
    levelPValue: level.pValue,
    relativeLikelihood: chance(false) / chance(true),
  };
}

/** The slope on the first regressor, everything standardised. */
function slopeOf(
  response: readonly number[],
  regressors: readonly (readonly number[])[],
): { readonly slope: number; readonly standardError: number; readonly pValue: number } {
  const rows = response.length;
  const columns = regressors.map(standardised);
  const width = columns.length + 1;
  const matrix = new Float64Array(rows * width).fill(1);
  columns.forEach((column, j) => column.forEach((value, row) => (matrix[row * width + j + 1] = value)));
  const fit = linearRegression(matrix, rows, width, standardised(response), { kind: "hc3" });
  const slope = fit.coefficients[1]!;
  const standardError = fit.standardErrors[1]!;
  // afternoons that are all alike show no reaction
  if (slope === 0) return { slope: 0, standardError, pValue: 1 };
  const t = Math.abs(slope / standardError);
  return { slope, standardError, pValue: 2 * studentTDistribution(fit.degreesOfFreedom).cdf(-t) };
}

/** Less the mean, over the standard deviation; zeros where nothing varies. */
function standardised(values: readonly number[]): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const deviation = Math.sqrt(variance);
  return Float64Array.from(values, (value) => (deviation > 1e-12 * Math.abs(mean) ? (value - mean) / deviation : 0));
}
