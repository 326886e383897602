import { linearRegression, studentTDistribution } from "@plimsoll/numeric";
import type { Evidence } from "../choice-set/evidence.ts";
import { accountMonths, monthsToDetect } from "../estimate/account-months.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient } from "./finding.ts";

/**
 * ln(1 + turnover a year). Mean: a turnover of .75 (Barber & Odean 2000, 66 465 households). Spread: their fifth that trades
 * most turns over more than 8.8 % a month, .8416 standard deviations above the mean of a normal population.
 */
const typicalTurnover = 0.75;
const population: Population = {
  mean: Math.log1p(typicalTurnover),
  standardDeviation: (Math.log1p(12 * 0.088) - Math.log1p(typicalTurnover)) / 0.8416212335729143,
};
const prior: number = Math.hypot(population.mean, population.standardDeviation);

/** The abnormal return of the average household, in a month, that `monthsToDetect` is about. */
const typicalAbnormalReturn = 0.003;

/**
 * Overconfidence, as trading that costs: turnover a year, half of purchases and sales over the capital at work, all months
 * together.
 *
 * The effect is ln(1 + turnover), because turnover varies the more the higher it is; its interval comes from how months differ
 * (Newey & West 1987). There is no p-value, for no turnover is a null hypothesis. What the trading cost for certain is
 * `costDrag` (a year, as a share of capital; null if no trade names a cost). The abnormal return against the own portfolio of
 * the year's start (Barber & Odean 2000) stands in `counts` with its error and p-value, and is never scored: at the usual noise
 * it takes `monthsToDetect` months to see three tenths of a per cent a month.
 */
export const overconfidence: Detector = {
  key: "overconfidence",
  method: "annual turnover (Barber & Odean 2000)",
  minimumSampleSize: 3,
  detect: ({ account, fills, trades }: Evidence, options: DetectorOptions): Finding => {
    const months = accountMonths(account, fills);
    if (months.length < overconfidence.minimumSampleSize) {
      return insufficient(overconfidence, { sampleSize: months.length });
    }
    const capital = months.reduce((sum, month) => sum + month.capital, 0);
    const turnover = (12 * months.reduce((sum, { traded }) => sum + traded, 0)) / capital;
    const costs = (12 * months.reduce((sum, month) => sum + month.costs, 0)) / capital;
    // the error of a ratio is that of what its months leave over
    const left = months.map((month) => 12 * month.traded - turnover * month.capital);
    const standardError = (errorOfMean(left) * months.length) / capital;
    const compared = months.filter(({ ownBenchmark }) => !Number.isNaN(ownBenchmark));
    const gross = abnormal(compared.map(({ grossReturn, ownBenchmark }) => grossReturn - ownBenchmark));
    const net = abnormal(compared.map(({ netReturn, ownBenchmark }) => netReturn - ownBenchmark));
    const busy = new Set(
      months.filter(({ traded, capital: own }) => 12 * traded > typicalTurnover * own).map(({ month }) => month),
    );
    return assessed(
      overconfidence,
      { effect: Math.log1p(turnover), standardError: standardError / (1 + turnover), pValue: null },
      population,
      prior,
      {
        sampleSize: months.length,
        confounds: ["cash-needs", "rebalancing"],
        evidence: trades.flatMap(({ id, day }) => (busy.has(day.slice(0, 7)) ? [id] : [])),
        counts: {
          annualTurnover: turnover,
          annualTurnoverStandardError: standardError,
          monthlyTurnover: turnover / 12,
          costDrag: trades.some(({ cost }) => cost > 0) ? costs : null,
          abnormalReturn: gross.mean,
          abnormalReturnStandardError: gross.standardError,
          abnormalReturnPValue: gross.pValue,
          netAbnormalReturn: net.mean,
          netAbnormalReturnPValue: net.pValue,
          comparedMonths: compared.length,
          monthsToDetect: gross.deviation === null ? null : monthsToDetect(typicalAbnormalReturn, gross.deviation),
        },
      },
      options,
    );
  },
};

/** The standard error of a monthly mean; months may hang together. */
function errorOfMean(values: readonly number[]): number {
  const ones = new Float64Array(values.length).fill(1);
  const errors = { kind: "newey-west", smallSample: "degrees-of-freedom" } as const;
  return linearRegression(ones, values.length, 1, Float64Array.from(values), errors).standardErrors[0]!;
}

function abnormal(values: readonly number[]): Record<"mean" | "standardError" | "pValue" | "deviation", number | null> {
  const n = values.length;
  if (n < 2) return { mean: null, standardError: null, pValue: null, deviation: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const standardError = deviation / Math.sqrt(n);
  // an account left alone is its own benchmark
  const pValue = deviation < 1e-12 ? 1 : 2 * studentTDistribution(n - 1).cdf(-Math.abs(mean / standardError));
  return { mean, standardError, pValue, deviation: deviation < 1e-12 ? null : deviation };
}
