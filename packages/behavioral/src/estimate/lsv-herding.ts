import { invalidInput } from "@plimsoll/core";
import { binomialDistribution } from "@plimsoll/numeric";

function check(traders: number, probability: number): void {
  if (!Number.isSafeInteger(traders) || traders < 1) {
    throw invalidInput("traders", `traders: expected a whole number of at least 1, was ${traders}`, {
      received: String(traders),
    });
  }
  if (!(probability >= 0 && probability <= 1)) {
    throw invalidInput("probability", `probability: expected a number from 0 to 1, was ${probability}`, {
      received: String(probability),
    });
  }
}

/**
 * The adjustment factor of Lakonishok, Shleifer & Vishny (1992): E|Bin(N, p)/N - p|, how far the buyers' share lies from
 * the usual one by chance alone (definition 48).
 *
 * By de Moivre's identity E|B - Np| = 2 m (1 - p) P(B = m) with m = floor(Np) + 1, exact for any N.
 *
 * @param traders - N, how many traded the asset in the period, at least 1
 * @param probability - p, the share of buyers over all assets in the period, 0 to 1
 * @throws `INVALID_INPUT` outside those ranges
 *
 * @example
 * ```ts
 * import { lsvAdjustmentFactor } from "@plimsoll/behavioral";
 *
 * console.log(lsvAdjustmentFactor(10, 0.5).toFixed(9)); // 0.123046875
 * ```
 */
export function lsvAdjustmentFactor(traders: number, probability: number): number {
  check(traders, probability);
  const above = Math.floor(traders * probability) + 1;
  if (above > traders) return 0;
  return (2 * above * (1 - probability) * binomialDistribution(traders, probability).pmf(above)) / traders;
}

/**
 * Herding in one asset and period (Lakonishok, Shleifer & Vishny 1992): H = |B/N - p| - AF, zero on average without
 * herding (definition 48).
 *
 * @param buyers - B, net buyers among the `traders`, 0 to N
 * @param traders - N, at least 1
 * @param probability - p, the share of buyers over all assets in the period, 0 to 1
 * @throws `INVALID_INPUT` outside those ranges
 *
 * @example
 * ```ts
 * import { lsvHerding } from "@plimsoll/behavioral";
 *
 * console.log(lsvHerding(8, 10, 0.5).toFixed(9)); // 0.176953125
 * ```
 */
export function lsvHerding(buyers: number, traders: number, probability: number): number {
  check(traders, probability);
  if (!(Number.isInteger(buyers) && buyers >= 0 && buyers <= traders)) {
    throw invalidInput("buyers", `buyers: expected a whole number from 0 to ${traders}, was ${buyers}`, {
      received: String(buyers),
    });
  }
  return Math.abs(buyers / traders - probability) - lsvAdjustmentFactor(traders, probability);
}
