/** Units opened by one trade and closed by another, first in first out. */
export interface RoundTrip {
  readonly asset: string;
  readonly account: string;
  readonly direction: "long" | "short";
  readonly quantity: number;
  readonly openTrade: string;
  readonly closeTrade: string;
  readonly openInstant: number;
  readonly closeInstant: number;
  /** ISO dates. */
  readonly openDay: string;
  readonly closeDay: string;
  readonly openPrice: number;
  readonly closePrice: number;
  /** In money, positive is a gain, costs not deducted. */
  readonly profit: number;
}
