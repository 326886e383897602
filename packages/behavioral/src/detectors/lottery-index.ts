import type { Evidence } from "../choice-set/evidence.ts";
import { ranksOf } from "./past-return-rank.ts";

/** What makes a stock look like a lottery ticket. */
export interface LotteryFeatures {
  readonly asset: string;
  /** As quoted at the time. */
  readonly price: number;
  /** Standard deviation of the daily returns the market does not explain. */
  readonly volatility: number;
  /** Skewness of what market and squared market do not explain (Harvey & Siddique 2000). */
  readonly skewness: number;
}

/** Kumar's (2009) index of an asset among others, and whether it is a lottery-type stock. */
export interface LotteryRank {
  /** 0 to 1: (the sum of three vigintile ranks - 3) / 57. */
  readonly value: number;
  /** Below the median price, above the median volatility and skewness. */
  readonly isLottery: boolean;
}

/** Rows in six months, and how many returns are enough. */
const window = 126;
const minimum = 60;

/** The features of every priced asset with enough returns in the six months up to a row of the price table. */
export function lotteryFeatures({ prices }: Evidence, row: number): LotteryFeatures[] {
  const { table } = prices;
  const first = Math.max(1, row - window + 1);
  const count = row - first + 1;
  if (count < minimum) return [];
  const width = table.assets.length;
  const returns = table.assets.map(() => new Float64Array(count));
  // the mean of all assets stands for the market, so that the index needs prices only
  const market = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const today = (first + i) * width;
    let sum = 0;
    let priced = 0;
    for (let column = 0; column < width; column++) {
      const value = table.closes[today + column]! / table.closes[today - width + column]! - 1;
      returns[column]![i] = value;
      if (Number.isNaN(value)) continue;
      sum += value;
      priced += 1;
    }
    market[i] = priced === 0 ? NaN : sum / priced;
  }
  const instant = table.days[row]! * 86_400_000;
  return table.assets.flatMap((asset, column) => {
    const price = prices.asQuoted(asset, table.close(row, column), instant);
    const all = returns[column]!;
    // a day on which this asset has a return has one of the market too
    const isKnown = (value: number): boolean => !Number.isNaN(value);
    const own = all.every(isKnown) ? all : all.filter(isKnown);
    if (Number.isNaN(price) || own.length < minimum) return [];
    const factor = own === all ? market : market.filter((_, i) => isKnown(all[i]!));
    const linear = residual(own, [factor]);
    const curved = residual(linear, [
      residual(
        factor.map((value) => value * value),
        [factor],
      ),
    ]);
    return [{ asset, price, volatility: deviation(linear), skewness: skewness(curved) }];
  });
}

/** Index and type of each asset among all of them. */
export function lotteryIndex(features: readonly LotteryFeatures[]): LotteryRank[] {
  const ranks = [
    ranksOf(Float64Array.from(features, ({ price }) => -price)),
    ranksOf(Float64Array.from(features, ({ volatility }) => volatility)),
    ranksOf(Float64Array.from(features, ({ skewness: own }) => own)),
  ];
  return features.map((_, row) => ({
    value: ranks.reduce((sum, own) => sum + Math.min(20, 1 + Math.floor(20 * own[row]!)) - 1, 0) / 57,
    isLottery: ranks.every((own) => own[row]! > 0.5),
  }));
}

/** Least squares on a constant and regressors that are uncorrelated with each other. */
function residual(values: Float64Array, regressors: readonly Float64Array[]): Float64Array {
  const rest = centred(values);
  for (const regressor of regressors) {
    const x = centred(regressor);
    let [cross, square] = [0, 0];
    for (let i = 0; i < x.length; i++) {
      cross += x[i]! * rest[i]!;
      square += x[i]! * x[i]!;
    }
    const slope = square > 0 ? cross / square : 0;
    for (let i = 0; i < x.length; i++) rest[i]! -= slope * x[i]!;
  }
  return rest;
}

function centred(values: Float64Array): Float64Array {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = sum / n;
  const rest = new Float64Array(n);
  for (let i = 0; i < n; i++) rest[i] = values[i]! - mean;
  return rest;
}

/** Sum of powers of values. */
function moment(values: Float64Array, power: 2 | 3): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    sum += power === 2 ? value * value : value * value * value;
  }
  return sum;
}

function deviation(values: Float64Array): number {
  return Math.sqrt(moment(values, 2) / (values.length - 1));
}

function skewness(values: Float64Array): number {
  const n = values.length;
  const second = moment(values, 2) / n;
  return second > 0 ? moment(values, 3) / n / second ** 1.5 : 0;
}
