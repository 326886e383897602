import type { Evidence } from "../choice-set/evidence.ts";
import { estimateLossAversion } from "../estimate/loss-aversion.ts";
import { type HalfDays, halfDays, morningAfternoon } from "../estimate/morning-afternoon.ts";
import type { GambleRecord } from "../input/behavior-input.ts";
import type { Population } from "../score/severity.ts";
import type { Detector, DetectorOptions, Finding } from "./detector.ts";
import { assessed, insufficient, notIdentifiable } from "./finding.ts";

/**
 * Log lambda. Mean: 1.955 over 607 estimates (Brown, Imai, Vieider & Camerer 2024). Spread: the same estimates have a mean of
 * 1.97 and a median of 1.69; a lognormal with those has the standard deviation sqrt(2 ln(1.97 / 1.69)).
 */
const elicited: Population = {
  mean: Math.log(1.955),
  standardDeviation: Math.sqrt(2 * Math.log(1.97 / 1.69)),
};

/**
 * Standard deviations of the afternoon's share in risk per standard deviation of morning loss, in ranks. Coval & Shumway
 * (2005): above-average risk is 16 % likelier after a losing morning, .186 standard deviations (see `breakEven`); winning and
 * losing mornings are the square root of 3 standard deviations of their ranks apart. No spread between traders is given on
 * this scale: as large as the mean.
 */
const traded: Population = { mean: 0.186 / Math.sqrt(3), standardDeviation: 0.186 / Math.sqrt(3) };

const rootMeanSquare = ({ mean, standardDeviation }: Population): number => Math.hypot(mean, standardDeviation);

/**
 * Loss aversion. From mixed gambles, when there are any: log lambda by maximum likelihood ({@link estimateLossAversion}).
 * From trades only what Coval & Shumway (2005) measured, more risk in the afternoon after losses in the morning: `method`
 * says so, and it is never called lambda. A record without profits taken within the day can't tell, and says
 * `"not-identifiable"`.
 */
export const lossAversion: Detector = {
  key: "lossAversion",
  method: "maximum likelihood of lambda from mixed gambles",
  minimumSampleSize: 20,
  detect: ({ context: { gambles }, fills }: Evidence, options: DetectorOptions): Finding => {
    if (gambles !== undefined && gambles.length > 0) return fromGambles(gambles, options);
    const days = halfDays(fills);
    if (days.length === 0) return notIdentifiable(lossAversion, ["gambles"]);
    return fromTrades(days, options);
  },
};

function fromGambles(gambles: readonly GambleRecord[], options: DetectorOptions): Finding {
  const details = { sampleSize: gambles.length };
  if (gambles.length < lossAversion.minimumSampleSize) return insufficient(lossAversion, details);
  const { lambda, logLambda, standardError, interval, pValue, penalized } = estimateLossAversion(gambles);
  const counts = {
    lambda,
    lambdaLower: interval[0],
    lambdaUpper: interval[1],
    lambdaLinear: estimateLossAversion(gambles, { curvature: 1 }).lambda,
    accepted: gambles.filter(({ accepted }) => accepted).length,
    penalized: penalized ? 1 : 0,
  };
  const effect = { effect: logLambda, standardError, pValue };
  return assessed(lossAversion, effect, elicited, rootMeanSquare(elicited), { ...details, counts }, options);
}

function fromTrades(days: readonly HalfDays[], options: DetectorOptions): Finding {
  const source = { ...lossAversion, method: "Coval-Shumway regression of afternoon risk on morning profit" };
  const details = { sampleSize: days.length, confounds: ["break-even", "deliberate-sizing-rule", "pace-of-the-day"] };
  if (days.length < lossAversion.minimumSampleSize) return insufficient(source, details);
  const { slope, standardError, pValue, levelSlope, levelPValue, relativeLikelihood } = morningAfternoon(days);
  const usual = days.reduce((sum, { afternoonRisk }) => sum + afternoonRisk, 0) / days.length;
  const counts = {
    levelSlope,
    levelPValue,
    losingMornings: days.filter(({ morningProfit }) => morningProfit < 0).length,
    relativeLikelihood: Number.isFinite(relativeLikelihood) ? relativeLikelihood : null,
  };
  return assessed(
    source,
    { effect: 0 - slope, standardError, pValue },
    traded,
    rootMeanSquare(traded),
    {
      ...details,
      counts,
      evidence: days.flatMap(({ morningProfit, afternoonRisk, afternoonTrades }) =>
        morningProfit < 0 && afternoonRisk > usual ? afternoonTrades : [],
      ),
    },
    options,
  );
}
