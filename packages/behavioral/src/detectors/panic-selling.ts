import type { Evidence } from "../choice-set/evidence.ts";
import { panicSales } from "../estimate/panic-sales.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient } from "./finding.ts";

/** Share of households with a panic sale in 13 years, 2003 to 2015 (Elkind et al. 2022), and the spread of a yes or no. */
const share = 0.09;
const span = 13;
const population: Population = { mean: share, standardDeviation: Math.sqrt(share * (1 - share)) };
const prior: number = Math.hypot(population.mean, population.standardDeviation);
const dayLength = 86_400_000;

/**
 * Panic selling (Elkind, Kaminski, Lo, Siah & Wong 2022): equity down by 90 % in a month, half of it or more by trades.
 *
 * The effect is 1 if the record holds a panic sale and 0 if not: a single event, which has no p-value. An event is certain
 * (standard error 0); its absence is worth as much as the record is long: the error is that of a yes or no whose chance is the
 * population's for what is missing of 13 years, so that the interval of a short calm record reaches far up.
 */
export const panicSelling: Detector = {
  key: "panicSelling",
  method: "equity down 90 % in a month, half by trades (Elkind et al. 2022)",
  minimumSampleSize: 1,
  detect: ({ account, fills }: Evidence, options: DetectorOptions): Finding => {
    const { days } = account;
    const length = days.length === 0 ? 0 : (Date.parse(days[days.length - 1]!) - Date.parse(days[0]!)) / dayLength;
    const months = Math.floor(length / 30);
    if (months < panicSelling.minimumSampleSize) return insufficient(panicSelling, { sampleSize: months });
    const sales = panicSales(account);
    const missing = Math.max(0, span - length / 365.25);
    const chance = 1 - (1 - share) ** (missing / span);
    const confounds = ["withdrawals", "moved-to-another-account", "right-to-sell"];
    const shares = sales.map(({ netSold, valueBefore }) => netSold / valueBefore);
    return assessed(
      panicSelling,
      sales.length > 0
        ? { effect: 1, standardError: 0, pValue: null }
        : { effect: 0, standardError: Math.sqrt(chance * (1 - chance)), pValue: null },
      population,
      prior,
      {
        sampleSize: months,
        // who leaves and returns again and again trades in and out
        confounds: sales.length > 1 ? [...confounds, "in-and-out-trading"] : confounds,
        evidence: fills.flatMap(({ trade, closedQuantity }) =>
          closedQuantity > 0 && sales.some(({ since, day }) => since < trade.day && trade.day <= day) ? [trade.id] : [],
        ),
        counts: {
          panicSales: sales.length,
          returned: sales.filter(({ returned }) => returned !== null).length,
          largestShareSold: shares.length === 0 ? null : Math.max(...shares),
          years: length / 365.25,
        },
      },
      options,
    );
  },
};
