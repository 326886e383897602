import type { Fundamentals } from "./statement.ts";

/** A day of a company: its price, and its fundamentals as known on that day. Price and shares on the same split basis. */
export interface FundamentalRow extends Fundamentals {
  readonly price: number;
}
