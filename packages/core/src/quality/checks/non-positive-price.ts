import type { FindingBase, QualityCheck } from "../quality-check.ts";

/** A price of zero or less. */
export interface NonPositivePriceFinding extends FindingBase {
  readonly kind: "non-positive-price";
  readonly asset: string;
  readonly date: string;
  readonly price: number;
}

/** The check for prices that are not positive has no options. */
export type NonPositivePriceOptions = Readonly<Record<string, never>>;

/** Prices of zero or less: most often a missing value in disguise, although futures have traded below zero. */
export const nonPositivePrice: QualityCheck<NonPositivePriceOptions, NonPositivePriceFinding> = {
  defaults: {},
  find: ({ panel, histories }) => {
    const findings: NonPositivePriceFinding[] = [];
    for (const { asset, rows, prices } of histories) {
      prices.forEach((price, i) => {
        if (price > 0) return;
        const date = panel.date(rows[i]!);
        const message = `${asset} has a price of ${price} on ${date}`;
        findings.push({ kind: "non-positive-price", severity: "error", asset, date, price, message });
      });
    }
    return findings;
  },
};
