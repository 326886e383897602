/** A 2 x 2 table of one stratum: gains and losses, sold and kept. */
export interface Stratum {
  readonly gainsSold: number;
  readonly lossesSold: number;
  readonly gainsKept: number;
  readonly lossesKept: number;
}

/** The pooled odds ratio of stratified tables, its logarithm and the standard error of the logarithm. */
export interface StratifiedOddsRatio {
  readonly oddsRatio: number;
  readonly logOddsRatio: number;
  readonly standardError: number;
}

/**
 * The Mantel-Haenszel odds ratio with the standard error of Robins, Breslow & Greenland (1986), definition 43: the odds
 * of selling a gain against those of selling a loss. NaN where no stratum is informative.
 */
export function mantelHaenszel(strata: readonly Stratum[]): StratifiedOddsRatio {
  let sumR = 0;
  let sumS = 0;
  let sumPR = 0;
  let sumCross = 0;
  let sumQS = 0;
  for (const { gainsSold: a, lossesSold: b, gainsKept: c, lossesKept: d } of strata) {
    const n = a + b + c + d;
    if (n === 0) continue;
    const R = (a * d) / n;
    const S = (b * c) / n;
    const P = (a + d) / n;
    const Q = (b + c) / n;
    sumR += R;
    sumS += S;
    sumPR += P * R;
    sumCross += P * S + Q * R;
    sumQS += Q * S;
  }
  const oddsRatio = sumR / sumS;
  const variance = sumPR / (2 * sumR * sumR) + sumCross / (2 * sumR * sumS) + sumQS / (2 * sumS * sumS);
  return { oddsRatio, logOddsRatio: Math.log(oddsRatio), standardError: Math.sqrt(variance) };
}
