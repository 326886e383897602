import { chiSquareDistribution } from "@plimsoll/numeric";

/** How often limit prices end where no price need end. */
export interface RoundPriceTest {
  /** Share of prices that are whole, of those above 1. */
  readonly wholeShare: number;
  /** Share of prices that end in 0, in the last of their two decimals. */
  readonly zeroShare: number;
  /** Pearson's chi-square of the last digit against ten equally frequent ones, nine degrees of freedom. */
  readonly chiSquare: number;
  readonly pValue: number;
  readonly prices: number;
}

/** Pearson's rule: five expected in each of the ten cells. */
const fewest = 50;

/**
 * Whether prices cluster at round ones: the last digit in cents against a uniform one (Harris 1991 on price clustering).
 * `null` with fewer than 50 prices above 1, or with prices that are not in cents: a coarser or finer tick rounds by itself.
 */
export function roundPriceTest(prices: readonly number[]): RoundPriceTest | null {
  const cents = prices.filter((price) => price > 1).map((price) => price * 100);
  if (cents.length < fewest) return null;
  const digits = new Array<number>(10).fill(0);
  let whole = 0;
  for (const value of cents) {
    const rounded = Math.round(value);
    if (Math.abs(value - rounded) > 1e-6 * value) return null;
    digits[rounded % 10]! += 1;
    if (rounded % 100 === 0) whole += 1;
  }
  const expected = cents.length / 10;
  const chiSquare = digits.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return {
    wholeShare: whole / cents.length,
    zeroShare: digits[0]! / cents.length,
    chiSquare,
    pValue: 1 - chiSquareDistribution(9).cdf(chiSquare),
    prices: cents.length,
  };
}
