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
  const returns = table.assets.map((_, column) =>
    Float64Array.from(
      { length: count },
      (__, i) => table.close(first + i, column) / table.close(first + i - 1, column) - 1,
    ),
  );
  // the mean of all assets stands for the market, so that the index needs prices only
  const market = Float64Array.from({ length: count }, (_, i) => {
    let sum = 0;
    let known = 0;
    for (let column = 0; column < width; column++) {
      const value = returns[column]![i]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      known += 1;
    }
    return known === 0 ? NaN : sum / known;
  });
  const instant = table.days[row]! * 86_400_000;
  return table.assets.flatMap((asset, column) => {
    const price = prices.asQuoted(asset, table.close(row, column), instant);
    const known = Array.from(returns[column]!.keys()).filter(
      (i) => !Number.isNaN(returns[column]![i]!) && !Number.isNaN(market[i]!),
    );
    if (Number.isNaN(price) || known.length < minimum) return [];
    const own = Float64Array.from(known, (i) => returns[column]![i]!);
    const factor = Float64Array.from(known, (i) => market[i]!);
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
  let rest = centred(values);
  for (const regressor of regressors) {
    const x = centred(regressor);
    let [cross, square] = [0, 0];
    for (let i = 0; i < x.length; i++) {
      cross += x[i]! * rest[i]!;
      square += x[i]! * x[i]!;
    }
    const slope = square > 0 ? cross / square : 0;
    rest = rest.map((value, i) => value - slope * x[i]!);
  }
  return rest;
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function deviation(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / (values.length - 1));
}

function skewness(values: Float64Array): number {
  const n = values.length;
  const second = values.reduce((sum, value) => sum + value ** 2, 0) / n;
  const third = values.reduce((sum, value) => sum + value ** 3, 0) / n;
  return second > 0 ? third / second ** 1.5 : 0;
}
