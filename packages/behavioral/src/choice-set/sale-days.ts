/** A position that could have been closed on a sale day. */
export interface SaleChoice {
  readonly asset: string;
  readonly direction: "long" | "short";
  /** Whether some of it was closed: sold, or bought back when short. */
  readonly sold: boolean;
  /** Ids of the day's trades that closed some of it. */
  readonly trades: readonly string[];
  /** Price against the reference point, as a fraction, positive is a gain: realised where sold, on paper where kept. */
  readonly return: number;
  /** Share of the choice set's value, in (0, 1]. */
  readonly weight: number;
  /** Units at the start of the day, > 0 also when short. */
  readonly quantity: number;
  /** Of the day's first sale where sold, else the last one known. */
  readonly price: number;
  /** Cost of a unit, whatever the reference point is. */
  readonly averageCost: number;
  /** Calendar days since the position was opened, >= 0. */
  readonly daysHeld: number;
  /** Whether the day's sales left a part of some position standing, this one or another: sales to size. */
  readonly trimDay: boolean;
}

/** A day of an account with at least one sale out of the positions held at its start: one stratum. */
export interface SaleDay {
  readonly day: string;
  readonly account: string;
  /** Epoch milliseconds of the day's last trade, when kept positions are valued. */
  readonly instant: number;
  readonly choices: readonly SaleChoice[];
}

/** Returns smaller than this are neither gain nor loss: prices have rounding, not information, there. */
export const tie = 1e-9;
