import type { FindingBase, QualityCheck } from "../quality-check.ts";

/** The same price over and over, as when a feed repeats the last one it had. */
export interface StalePriceFinding extends FindingBase {
  readonly kind: "stale-price";
  readonly asset: string;
  /** Date of the first and of the last of the equal prices. */
  readonly from: string;
  readonly to: string;
  readonly price: number;
  /** How many equal prices there are in succession. */
  readonly observations: number;
}

/** Options of the check for stale prices. */
export interface StalePriceOptions {
  /**
   * Equal prices in succession from which on there is a finding.
   * @defaultValue 5
   */
  readonly observations?: number;
}

/** Runs of equal prices. */
export const stalePrice: QualityCheck<StalePriceOptions, StalePriceFinding> = {
  defaults: { observations: 5 },
  find: ({ panel, histories }, { observations }) => {
    const findings: StalePriceFinding[] = [];
    for (const { asset, rows, prices } of histories) {
      for (let first = 0; first < prices.length;) {
        let end = first + 1;
        while (end < prices.length && prices[end] === prices[first]) end += 1;
        const count = end - first;
        if (count >= observations && count > 1) {
          const [from, to, price] = [panel.date(rows[first]!), panel.date(rows[end - 1]!), prices[first]!];
          findings.push({
            kind: "stale-price",
            severity: "warning",
            asset,
            from,
            to,
            price,
            observations: count,
            message: `${asset} stands at ${price} for ${count} dates from ${from} to ${to}`,
          });
        }
        first = end;
      }
    }
    return findings;
  },
};
