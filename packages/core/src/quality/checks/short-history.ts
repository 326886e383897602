import type { FindingBase, QualityCheck } from "../quality-check.ts";

/** An asset with prices on few of the dates. */
export interface ShortHistoryFinding extends FindingBase {
  readonly kind: "short-history";
  readonly asset: string;
  readonly observations: number;
  /** Rows of the panel. */
  readonly rows: number;
  /** First and last date with a price, `null` without any. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Options of the check for short histories. */
export interface ShortHistoryOptions {
  /**
   * Fewest prices, as a share of the rows of the panel in [0, 1].
   * @defaultValue 0.9
   */
  readonly minimumShare?: number;
  /**
   * Fewest prices.
   * @defaultValue 2
   */
  readonly minimumObservations?: number;
}

/** Assets with fewer prices than a share of the rows, or than a number. */
export const shortHistory: QualityCheck<ShortHistoryOptions, ShortHistoryFinding> = {
  defaults: { minimumShare: 0.9, minimumObservations: 2 },
  find: ({ panel, histories }, { minimumShare, minimumObservations }) =>
    histories.flatMap(({ asset, rows }) => {
      const observations = rows.length;
      if (observations >= minimumObservations && observations >= minimumShare * panel.rows) return [];
      const from = observations === 0 ? null : panel.date(rows[0]!);
      const to = observations === 0 ? null : panel.date(rows.at(-1)!);
      const extent = from === null ? "" : `, from ${from} to ${to}`;
      return [
        {
          kind: "short-history",
          severity: observations === 0 ? "error" : "info",
          asset,
          observations,
          rows: panel.rows,
          from,
          to,
          message: `${asset} has prices on ${observations} of ${panel.rows} dates${extent}`,
        },
      ];
    }),
};
