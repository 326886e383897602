/** What scenario steps read of an asset; a step that matches an asset without the number it needs is an error. */
export interface AssetAttributes {
  /** Such as `"us-equity"`; see `assetClassShocks`. */
  readonly assetClass?: string;
  /** ISO code of the currency that the asset is priced in. */
  readonly currency?: string;
  readonly sector?: string;
  readonly country?: string;
  /** Modified duration in years: a fall of 1 % in price for 1 % / duration in yield. */
  readonly duration?: number;
  /** Second derivative of the price by the yield over the price, in years squared. @defaultValue 0 */
  readonly convexity?: number;
  /** Price sensitivity to credit spreads, in years. */
  readonly spreadDuration?: number;
  /** Cash flows per unit of value, at years from now: revalued on the shifted curve. */
  readonly cashFlows?: readonly { readonly time: number; readonly amount: number }[];
  /** Continuously compounded yield that the cash flows are discounted with. */
  readonly yield?: number;
  /** Return for a factor return of 1, by factor; `market` is that of `beta` steps. */
  readonly exposures?: Readonly<Record<string, number>>;
  /** Gain, as a fraction of value, for a rise of volatility by 1 (100 points). */
  readonly vega?: number;
  /** Half the second derivative of the value by the return of the underlying, times its square over value. @defaultValue 0 */
  readonly gamma?: number;
}
