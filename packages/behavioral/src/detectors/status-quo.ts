import { linearRegression, studentTDistribution } from "@plimsoll/numeric";
import type { Evidence } from "../choice-set/evidence.ts";
import { passiveShare } from "../estimate/passive-share.ts";
import { readLocalTime } from "../input/local-time.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient, notIdentifiable } from "./finding.ts";

/**
 * Inertia, 1 + slope. Mean: Swedish households undid about one half of passive changes (Calvet, Campbell & Sodini 2009). They
 * give no spread between households: it is taken to be as large as the mean, from full rebalancing to none.
 */
const population: Population = { mean: 0.5, standardDeviation: 0.5 };
const prior: number = Math.hypot(population.mean, population.standardDeviation);

/**
 * Status quo bias: how much of the changes that markets make in the risky share an investor leaves standing.
 *
 * With w the share at the start of a period, w_p the share that its returns alone would leave and w' the one it ends with,
 * the active change w' - w_p is regressed on the passive change w_p - w (errors HC3, Student's t). A slope of -1 undoes all
 * of it, 0 nothing; the effect is 1 + slope, the p-value that of full rebalancing. Setting a portfolio up and leaving it
 * alone can be right.
 */
export const statusQuo: Detector = {
  key: "statusQuo",
  method: "active on passive changes of the risky share (Calvet, Campbell & Sodini 2009)",
  minimumSampleSize: 12,
  detect: ({ context: { riskyShares }, timeZone }: Evidence, options: DetectorOptions): Finding => {
    if (riskyShares === undefined) return notIdentifiable(statusQuo, ["riskyShares"]);
    const records = riskyShares
      .map((record, row) => ({ ...record, ...readLocalTime(record.at, `riskyShares[${row}].at`, timeZone) }))
      .sort((a, b) => a.instant - b.instant);
    const periods = records.slice(1).flatMap(({ share, riskyReturn, riskFreeReturn }, index) => {
      const before = records[index]!.share;
      const passive = passiveShare(before, riskyReturn, riskFreeReturn);
      // all or nothing at risk stays so, whatever markets do
      return passive === before ? [] : [{ active: share - passive, passive: passive - before }];
    });
    const n = periods.length;
    if (n < statusQuo.minimumSampleSize) return insufficient(statusQuo, { sampleSize: n });
    const matrix = new Float64Array(2 * n).fill(1);
    periods.forEach(({ passive }, row) => (matrix[2 * row + 1] = passive));
    const active = Float64Array.from(periods, (period) => period.active);
    const fit = linearRegression(matrix, n, 2, active, { kind: "hc3" });
    if (fit.rank < 2) return insufficient(statusQuo, { sampleSize: n });
    const slope = fit.coefficients[1]!;
    const effect = 1 + slope;
    const standardError = fit.standardErrors[1]!;
    const exact = Math.abs(effect) <= 1e-12;
    const pValue = exact ? 1 : 2 * studentTDistribution(n - 2).cdf(-Math.abs(effect / standardError));
    return assessed(
      statusQuo,
      { effect, standardError, pValue },
      population,
      prior,
      {
        sampleSize: n,
        confounds: ["deliberate-buy-and-hold"],
        counts: {
          slope,
          intercept: fit.coefficients[0]!,
          meanShare: records.reduce((sum, { share }) => sum + share, 0) / records.length,
        },
      },
      options,
    );
  },
};
