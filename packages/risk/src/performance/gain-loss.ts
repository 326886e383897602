import { quantileSorted } from "@plimsoll/numeric";
import { ratio } from "./ratio.ts";

/** What gains and losses of single periods look like; a return of 0 is neither. Ratios that divide by zero are `null`. */
export interface GainLossMetrics {
  /** Share of gains among the periods that aren't 0. */
  readonly winRate: number | null;
  readonly averageGain: number | null;
  /** A negative number. */
  readonly averageLoss: number | null;
  /** Average gain over average loss. */
  readonly payoffRatio: number | null;
  /** Sum of gains over sum of losses: Bernardo & Ledoit (2000). */
  readonly profitFactor: number | null;
  /** Sum of returns over sum of losses (Schwager 2012). */
  readonly gainToPain: number | null;
  /** Profit factor times tail ratio. */
  readonly commonSense: number | null;
  /** Profit factor times win rate times payoff ratio. */
  readonly cpcIndex: number | null;
  /** Fraction to stake by Kelly (1956) for these odds: win rate - (1 - win rate) / payoff ratio. */
  readonly kelly: number | null;
  /** ((1 - win rate) / (1 + win rate))^n, as quantstats has it. */
  readonly riskOfRuin: number | null;
  /** 99 % quantile over the average gain. */
  readonly outlierGain: number | null;
  /** 1 % quantile over the average loss. */
  readonly outlierLoss: number | null;
  /** Longest run of gains, in periods. */
  readonly longestWinning: number;
  readonly longestLosing: number;
  /** Share of periods that aren't 0. */
  readonly exposure: number;
}

/** `ascending` is the sorted series. */
export function gainLossMetrics(
  series: Float64Array,
  ascending: Float64Array,
  tailRatio: number | null,
): GainLossMetrics {
  let [gains, losses, won, lost] = [0, 0, 0, 0];
  let [winning, losing, longestWinning, longestLosing] = [0, 0, 0, 0];
  for (let t = 0; t < series.length; t++) {
    const value = series[t]!;
    winning = value > 0 ? winning + 1 : 0;
    losing = value < 0 ? losing + 1 : 0;
    longestWinning = Math.max(longestWinning, winning);
    longestLosing = Math.max(longestLosing, losing);
    if (value > 0) {
      gains += value;
      won++;
    } else if (value < 0) {
      losses -= value;
      lost++;
    }
  }
  const winRate = ratio(won, won + lost);
  const averageGain = ratio(gains, won);
  const averageLoss = ratio(-losses, lost);
  const payoffRatio = averageGain === null || averageLoss === null ? null : ratio(averageGain, -averageLoss);
  const profitFactor = ratio(gains, losses);
  const product = (...factors: readonly (number | null)[]): number | null =>
    factors.includes(null) ? null : factors.reduce<number>((all, factor) => all * (factor ?? 0), 1);
  return {
    winRate,
    averageGain,
    averageLoss,
    payoffRatio,
    profitFactor,
    gainToPain: ratio(gains - losses, losses),
    commonSense: product(profitFactor, tailRatio),
    cpcIndex: product(profitFactor, winRate, payoffRatio),
    kelly: winRate === null || payoffRatio === null ? null : ratio(winRate * payoffRatio - (1 - winRate), payoffRatio),
    riskOfRuin: winRate === null ? null : ((1 - winRate) / (1 + winRate)) ** series.length,
    outlierGain: averageGain === null ? null : ratio(quantileSorted(ascending, 0.99), averageGain),
    outlierLoss: averageLoss === null ? null : ratio(quantileSorted(ascending, 0.01), averageLoss),
    longestWinning,
    longestLosing,
    exposure: (won + lost) / series.length,
  };
}
