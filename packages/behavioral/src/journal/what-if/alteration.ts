/** Units more (positive) or fewer than the investor held from a day on, in the replayed history. */
export interface PositionChange {
  readonly asset: string;
  /** ISO date, a day of the account. */
  readonly day: string;
  readonly units: number;
  /** At which they are bought or sold, or not sold or not bought. */
  readonly price: number;
}

/** One decision of the investor taken otherwise, with all that follows from it. */
export interface Alteration {
  /** ISO date of the decision. */
  readonly day: string;
  /** Ids of the investor's trades that are altered. */
  readonly trades: readonly string[];
  readonly changes: readonly PositionChange[];
  /** Costs of trades not made, by day. */
  readonly costsSaved: readonly { readonly day: string; readonly money: number }[];
}
